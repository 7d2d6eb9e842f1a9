// A bounded reader over untrusted bytes. Offsets are absolute: a sub-reader reports where in the whole input it stands.

import type { DecodeError, DecodeErrorKind } from '../shared/decode-error.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** Never leaves this module but through `decode`. */
class DecodeFailure {
  readonly error: DecodeError;
  constructor(error: DecodeError) {
    this.error = error;
  }
}

/** Runs a decoder; what its readers throw becomes a value, and our own mistakes stay exceptions. */
export function decode<T>(run: () => T): Result<T, DecodeError> {
  try {
    return ok(run());
  } catch (failure) {
    if (failure instanceof DecodeFailure) return err(failure.error);
    throw failure;
  }
}

/**
 * `field` is what an error calls a field; `name` is what the field is called where that differs. Names, `open`, `close` and their
 * like do nothing here: they are for the reader that records where the fields of a structure lie.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  offset: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.offset = start;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.offset;
  }

  fail(kind: DecodeErrorKind, field: string, offset = this.offset): never {
    throw new DecodeFailure({ kind, field, offset });
  }

  /** For a rule whose breach does not keep the next field from being read, if somebody wants to see it. */
  reject(kind: DecodeErrorKind, field: string, offset = this.offset): void {
    this.fail(kind, field, offset);
  }

  /** For a structure whose end is known: what follows can be read, if somebody wants to see it. */
  recover(failure: unknown): void {
    throw failure;
  }

  /** Moves past `length` bytes and returns where they began. */
  skip(length: number, field: string, _name?: string): number {
    if (length > this.end - this.offset) this.fail('truncated', field);
    const start = this.offset;
    this.offset += length;
    return start;
  }

  u8(field: string, _name?: string): number {
    return this.bytes[this.skip(1, field)] as number;
  }

  u16(field: string, _name?: string): number {
    const at = this.skip(2, field);
    return ((this.bytes[at] as number) << 8) | (this.bytes[at + 1] as number);
  }

  u24(field: string, _name?: string): number {
    const high = this.bytes[this.skip(1, field)] as number;
    const at = this.skip(2, field);
    return (high << 16) | ((this.bytes[at] as number) << 8) | (this.bytes[at + 1] as number);
  }

  u32(field: string): number {
    const at = this.skip(4, field);
    const b = this.bytes;
    return (
      (((b[at] as number) << 24) |
        ((b[at + 1] as number) << 16) |
        ((b[at + 2] as number) << 8) |
        (b[at + 3] as number)) >>>
      0
    );
  }

  /** A view of the next bytes, not a copy. */
  take(length: number, field: string, name = field): Uint8Array {
    const at = this.skip(length, field, name);
    return this.bytes.subarray(at, at + length);
  }

  /** A reader for the next `length` bytes that cannot read past them; this reader moves past them at once. */
  sub(length: number, field: string): ByteReader {
    const at = this.skip(length, field);
    return new ByteReader(this.bytes, at, at + length);
  }

  /** A vector (RFC 8446 §3.4) with a length of one byte, to be closed by `close` or `closeBounded`. */
  vector8(field: string, name = field): ByteReader {
    this.open(name);
    return this.sub(this.u8(field, 'length'), field);
  }

  /** A vector with a length of two bytes. */
  vector16(field: string, name = field): ByteReader {
    this.open(name);
    return this.sub(this.u16(field, 'length'), field);
  }

  /** A vector of bytes, with a length of one byte. */
  opaque8(field: string, content = 'opaque'): Uint8Array {
    this.open(field);
    const bytes = this.take(this.u8(field, 'length'), field, content);
    this.close(field);
    return bytes;
  }

  /** A vector of bytes, with a length of two bytes. */
  opaque16(field: string, content = 'opaque'): Uint8Array {
    this.open(field);
    const bytes = this.take(this.u16(field, 'length'), field, content);
    this.close(field);
    return bytes;
  }

  /** All that is left, one character a byte. */
  latin1(name?: string): string {
    let text = '';
    for (let at = this.skip(this.remaining, '', name); at < this.end; at++)
      text += String.fromCharCode(this.bytes[at] as number);
    return text;
  }

  /** Every structure ends where its length says. */
  finish(field: string): void {
    if (this.offset < this.end) this.reject('trailing', field);
  }

  /** The fields from here to `close` belong together. */
  open(_name: string): void {}

  close(_name: string): void {}

  /** Closes the vector that this reader is bounded by, whether or not it was read to its end. */
  closeBounded(_name: string): void {}

  /** What lies between `start` and here is one field. */
  leaf(_name: string, _start: number, _value: string): void {}
}
