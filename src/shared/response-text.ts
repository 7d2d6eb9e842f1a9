// The start of an answer's text, however long the answer is.

/** Null where there is no plain success, or nothing is wanted of it. */
export async function startOf(response: Response, maxBytes: number): Promise<string | null> {
  const reader = response.body?.getReader();
  if (!response.ok || reader === undefined || maxBytes === 0) {
    await reader?.cancel();
    return null;
  }
  const decoder = new TextDecoder();
  let text = '';
  for (let part = await reader.read(); !part.done && text.length < maxBytes; part = await reader.read())
    text += decoder.decode(part.value, { stream: true });
  await reader.cancel();
  return text.slice(0, maxBytes);
}
