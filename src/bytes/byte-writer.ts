// Writes wire structures; the mirror of ByteReader. Throws RangeError on our own mistakes only: a value that does not fit.

export class ByteWriter {
  #bytes = new Uint8Array(128);
  #length = 0;

  #room(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    return at;
  }

  #number(value: number, width: 1 | 2 | 4): this {
    if (!Number.isInteger(value) || value < 0 || value >= 256 ** width)
      throw new RangeError(`${value} in ${width} bytes`);
    const at = this.#room(width);
    for (let i = 0; i < width; i++) this.#bytes[at + i] = value / 256 ** (width - 1 - i);
    return this;
  }

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    return this.#number(value, 1);
  }

  u16(value: number): this {
    return this.#number(value, 2);
  }

  u32(value: number): this {
    return this.#number(value, 4);
  }

  bytes(value: ArrayLike<number>): this {
    const at = this.#room(value.length);
    this.#bytes.set(value, at);
    return this;
  }

  /** What `write` writes, behind its length in one byte. */
  prefixed8(write: (writer: ByteWriter) => void): this {
    return this.#prefixed(1, write);
  }

  /** What `write` writes, behind its length in two bytes. */
  prefixed16(write: (writer: ByteWriter) => void): this {
    return this.#prefixed(2, write);
  }

  #prefixed(width: 1 | 2, write: (writer: ByteWriter) => void): this {
    const inner = new ByteWriter();
    write(inner);
    return this.#number(inner.length, width).bytes(inner.toBytes());
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}
