// The part of Node's Buffer that dns-packet writes queries with, over Uint8Array, so that the bundle need not carry the `buffer`
// package: the build resolves `buffer` to this file. It differs in one thing: `write` takes one character for one byte.

export class Buffer extends Uint8Array<ArrayBuffer> {
  /** The low eight bits of each character. Returns how many bytes it wrote. */
  write(text: string, offset: number): number {
    for (let i = 0; i < text.length; i++) this[offset + i] = text.charCodeAt(i);
    return text.length;
  }

  writeUInt8(value: number, offset: number): void {
    this[offset] = value;
  }

  writeUInt16BE(value: number, offset: number): void {
    this[offset] = value >> 8;
    this[offset + 1] = value;
  }

  copy(target: Uint8Array, targetStart: number): void {
    target.set(this, targetStart);
  }
}
