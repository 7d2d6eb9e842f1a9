// How the lab writes wire formats: numbers big-endian, vectors with their length in front. It shares nothing with src/, so
// that a mistake there is not repeated here.

/** A number in network byte order. */
export function uint(bytes: 1 | 2 | 4, value: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

/** The joined parts with their total length in front. */
export function vector(lengthBytes: 1 | 2, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([uint(lengthBytes, content.length), content]);
}

/** A domain name without compression, RFC 1035 §3.1; `''` and `'.'` are the root. */
export function domainName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([...labels.map((label) => vector(1, Buffer.from(label, 'latin1'))), uint(1, 0)]);
}
