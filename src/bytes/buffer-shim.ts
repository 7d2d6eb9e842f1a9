// The part of Node's Buffer that dns-packet's decoders touch, over Uint8Array, so that the bundle need not carry the `buffer`
// package. The build resolves `buffer` to this file (vite: resolve.alias { buffer: …/src/bytes/buffer-shim.ts }).
//   Buffer.view(bytes)     what dns-packet's decoders read; its encoders are not called, and do not work over this
// Imports nothing.

const utf8 = new TextDecoder();

export class Buffer extends Uint8Array {
  /** A view of the same memory, not a copy. */
  static view(bytes: Uint8Array): Buffer {
    return new Buffer(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
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

  /** As in Node, and unlike Uint8Array: a view. */
  override slice(start?: number, end?: number): this {
    return this.subarray(start, end) as this;
  }

  override toString(_encoding?: string, start = 0, end = this.length): string {
    return utf8.decode(this.subarray(start, end));
  }
}
