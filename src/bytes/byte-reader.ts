// A bounded reader over untrusted bytes. Offsets are absolute: a sub-reader reports where in the whole input it stands.

import type { DecodeError, DecodeErrorKind } from '../shared/decode-error.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** Thrown by readers, and caught by `decode` alone: no caller needs to know of it. */
class DecodeFailure {
  readonly error: DecodeError;
  constructor(error: DecodeError) {
    this.error = error;
  }
}

/** Returns a reader's failure as a value. Anything else that a decoder throws is a bug of ours, and stays an exception. */
export function decode<T>(run: () => T): Result<T, DecodeError> {
  try {
    return ok(run());
  } catch (failure) {
    if (failure instanceof DecodeFailure) return err(failure.error);
    throw failure;
  }
}

/**
 * `field` is the name of a field in errors, `name` its name in the field tree where that is another. Names, `open`, `close`,
 * `closeBounded` and `leaf` have no effect here: SpanReader overrides them to record where each field lies.
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

  /** For a broken rule after which the next field can still be read. SpanReader reads on, so that a malformed record can be shown. */
  failUnlessLenient(kind: DecodeErrorKind, field: string, offset = this.offset): void {
    this.fail(kind, field, offset);
  }

  /** Likewise for a failure inside a structure whose end is known. */
  rethrowUnlessLenient(failure: unknown): void {
    throw failure;
  }

  /** Returns the offset that the skipped bytes start at. */
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

  /** A view, not a copy. */
  take(length: number, field: string, name = field): Uint8Array {
    const at = this.skip(length, field, name);
    return this.bytes.subarray(at, at + length);
  }

  /** A reader that cannot read past the next `length` bytes; this reader skips them. */
  sub(length: number, field: string): ByteReader {
    const at = this.skip(length, field);
    return new ByteReader(this.bytes, at, at + length);
  }

  /** A vector (RFC 8446 §3.4) with a one-byte length, to be ended with `close` or `closeBounded`. */
  vector8(field: string, name = field): ByteReader {
    this.open(name);
    return this.sub(this.u8(field, 'length'), field);
  }

  vector16(field: string, name = field): ByteReader {
    this.open(name);
    return this.sub(this.u16(field, 'length'), field);
  }

  /** The content of a vector of bytes with a one-byte length. */
  opaque8(field: string, content = 'opaque'): Uint8Array {
    this.open(field);
    const bytes = this.take(this.u8(field, 'length'), field, content);
    this.close(field);
    return bytes;
  }

  opaque16(field: string, content = 'opaque'): Uint8Array {
    this.open(field);
    const bytes = this.take(this.u16(field, 'length'), field, content);
    this.close(field);
    return bytes;
  }

  /** The remaining bytes, each as the character with that code. */
  latin1(name?: string): string {
    let text = '';
    for (let at = this.skip(this.remaining, '', name); at < this.end; at++)
      text += String.fromCharCode(this.bytes[at] as number);
    return text;
  }

  /** Bytes left over at the end of a structure are an error, never padding. */
  finish(field: string): void {
    if (this.offset < this.end) this.failUnlessLenient('trailing', field);
  }

  /** Starts a group of fields in the field tree. */
  open(_name: string): void {}

  close(_name: string): void {}

  /** Ends the group at the end of this reader, even where decoding stopped before it. */
  closeBounded(_name: string): void {}

  /** Shows the bytes from `start` to the current offset as a single field. */
  leaf(_name: string, _start: number, _value: string): void {}
}
