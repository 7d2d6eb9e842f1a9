// The part of Node's Buffer that dns-packet's decoders touch, over Uint8Array, so that the bundle need not carry the `buffer`
// package. The build resolves `buffer` to this file (vite: resolve.alias { buffer: …/src/wire/buffer-shim.ts }).
//   Buffer.from(bytes)   alloc, isBuffer, byteLength and the readers and writers that dns-packet calls
// Imports nothing.

const utf8 = new TextDecoder();

export class Buffer extends Uint8Array {
  static alloc(size: number): Buffer {
    return new Buffer(size);
  }

  static allocUnsafe(size: number): Buffer {
    return new Buffer(size);
  }

  /** A view of the same memory, not a copy. */
  static view(bytes: Uint8Array): Buffer {
    return new Buffer(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  }

  static isBuffer(value: unknown): boolean {
    return value instanceof Uint8Array;
  }

  static byteLength(value: string | Uint8Array): number {
    return typeof value === 'string' ? new TextEncoder().encode(value).length : value.length;
  }

  #view(): DataView {
    return new DataView(this.buffer, this.byteOffset, this.byteLength);
  }

  readUInt8(offset: number): number {
    return this.#view().getUint8(offset);
  }

  readUInt16BE(offset: number): number {
    return this.#view().getUint16(offset);
  }

  readUInt32BE(offset: number): number {
    return this.#view().getUint32(offset);
  }

  writeUInt8(value: number, offset: number): void {
    this.#view().setUint8(offset, value);
  }

  writeUInt16BE(value: number, offset: number): void {
    this.#view().setUint16(offset, value);
  }

  writeUInt32BE(value: number, offset: number): void {
    this.#view().setUint32(offset, value);
  }

  write(text: string, offset: number): number {
    const bytes = new TextEncoder().encode(text);
    this.set(bytes, offset);
    return bytes.length;
  }

  copy(target: Uint8Array, targetStart = 0, start = 0, end = this.length): number {
    target.set(this.subarray(start, end), targetStart);
    return end - start;
  }

  /** As in Node, and unlike Uint8Array: a view. */
  override slice(start?: number, end?: number): this {
    return this.subarray(start, end) as this;
  }

  override toString(_encoding?: string, start = 0, end = this.length): string {
    return utf8.decode(this.subarray(start, end));
  }
}
