// A bounded reader over untrusted bytes. Offsets are absolute: a sub-reader reports where in the whole input it stands.
//   decode(() => T): Result<T, DecodeError>      the one place that catches what a reader throws
//   new ByteReader(bytes, start?, end?)          u8 u16 u32 take sub skip latin1 finish fail; `remaining`, `offset`, `end`, `bytes`
// Imports shared only.

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

  /** Moves past `length` octets and returns where they began. */
  skip(length: number, field: string): number {
    if (length > this.end - this.offset) this.fail('truncated', field);
    const start = this.offset;
    this.offset += length;
    return start;
  }

  u8(field: string): number {
    return this.bytes[this.skip(1, field)] as number;
  }

  u16(field: string): number {
    const at = this.skip(2, field);
    return ((this.bytes[at] as number) << 8) | (this.bytes[at + 1] as number);
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

  /** A view of the next octets, not a copy. */
  take(length: number, field: string): Uint8Array {
    const at = this.skip(length, field);
    return this.bytes.subarray(at, at + length);
  }

  /** A reader for the next `length` octets that cannot read past them; this reader moves past them at once. */
  sub(length: number, field: string): ByteReader {
    const at = this.skip(length, field);
    return new ByteReader(this.bytes, at, at + length);
  }

  /** All that is left, one character an octet. */
  latin1(): string {
    let text = '';
    for (let at = this.skip(this.remaining, ''); at < this.end; at++)
      text += String.fromCharCode(this.bytes[at] as number);
    return text;
  }

  /** Every structure ends where its length says. */
  finish(field: string): void {
    if (this.offset < this.end) this.fail('trailing', field);
  }
}
