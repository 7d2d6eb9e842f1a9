// Bytes as text, one character a byte (ISO 8859-1): to compare and search bytes, or to show them after escaping.

/** Far below what any engine takes as arguments of one call. */
const chunk = 8_192;

export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += chunk) text += String.fromCharCode(...bytes.subarray(at, at + chunk));
  return text;
}

/** Of characters up to U+00FF; of any other the low byte. */
export const latin1Bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));
