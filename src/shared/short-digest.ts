// Whether something is the same as before, in 32 bits.

/**
 * FNV-1a over UTF-16 code units, in hex. No cryptographic digest: whoever makes two texts with one digest only fools people about
 * their own site.
 */
export function shortDigest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16);
}
