// Bytes as text, one character a byte (ISO 8859-1): to compare and search bytes, or to show them after escaping.

/** Far below what any engine takes as arguments of one call. */
const chunk = 8_192;

/** `apply` takes typed arrays as they are; spreading one goes through its iterator, at several times the cost. */
const textOf = (bytes: Uint8Array): string => String.fromCharCode.apply(null, bytes as unknown as number[]);

export function latin1(bytes: Uint8Array): string {
  if (bytes.length <= chunk) return textOf(bytes);
  let text = '';
  for (let at = 0; at < bytes.length; at += chunk) text += textOf(bytes.subarray(at, at + chunk));
  return text;
}

/** Of characters up to U+00FF; of any other the low byte. */
export const latin1Bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));
