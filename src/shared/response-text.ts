// Reads no more than the start of a response's text, however long the response is.

/** Null unless the status is a success, and where no bytes are asked for. */
export async function readStart(response: Response, maxBytes: number): Promise<string | null> {
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
