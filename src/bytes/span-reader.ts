// A reader that records where each field lies, for the field tree. It lets decoders read on past broken rules, so only the spans may be
// used, never what the decoder returns.

import type { DecodeError, DecodeErrorKind } from '../shared/decode-error.ts';
import type { Result } from '../shared/result.ts';
import { ByteReader, decode } from './byte-reader.ts';
import { type Span, SpanRecorder } from './span-recorder.ts';

export interface RecordedSpans {
  /** Their leaves cover every byte of the input, even where it could not be decoded. */
  spans: Span[];
  /** Errors in parts that the decoder leaves as bytes. For all others ask the decoder itself. */
  issues: DecodeError[];
  /** Set where there were more than `most` spans: the rest is one leaf. */
  limit: DecodeError | undefined;
}

export interface RecordOptions {
  /** Offset of the bytes in the whole input. */
  base?: number;
  most?: number;
}

/** More would take longer to build than the 20 ms that hostile input may cost; a browser's ClientHello has some 300. */
export const mostSpans = 8192;

export function recordSpans(
  bytes: Uint8Array,
  read: (reader: ByteReader) => unknown,
  { base = 0, most = mostSpans }: RecordOptions = {},
): RecordedSpans {
  const recorder = new SpanRecorder(base, most);
  const issues: DecodeError[] = [];
  const reader = new SpanReader(bytes, 0, bytes.length, { recorder, issues, isLenient: true });
  // The failure is dropped: the caller has it from decoding without spans. The bytes after it become one leaf.
  decode(() => read(reader));
  return { spans: recorder.finish(bytes.length), issues, limit: recorder.limit };
}

/** Shared by all readers of one input. */
interface Recording {
  recorder: SpanRecorder;
  issues: DecodeError[];
  /** Read on past broken rules where that is possible. */
  isLenient: boolean;
}

export class SpanReader extends ByteReader {
  readonly #recording: Recording;

  constructor(bytes: Uint8Array, start: number, end: number, recording: Recording) {
    super(bytes, start, end);
    this.#recording = recording;
  }

  override failUnlessLenient(kind: DecodeErrorKind, field: string, offset = this.offset): void {
    if (!this.#recording.isLenient) this.fail(kind, field, offset);
  }

  override rethrowUnlessLenient(failure: unknown): void {
    if (!this.#recording.isLenient) throw failure;
    // Swallows decode errors, and throws our own bugs.
    decode(() => {
      throw failure;
    });
  }

  override skip(length: number, field: string, name?: string): number {
    const start = super.skip(length, field);
    if (name !== undefined) this.#record(name, start);
    return start;
  }

  #record(name: string, start: number, value?: number | string): void {
    this.#recording.recorder.leaf(name, start, this.offset - start, value);
    this.#stopAtLimit();
  }

  /** Beyond the limit the rest of the input is one leaf. */
  #stopAtLimit(): void {
    const { limit } = this.#recording.recorder;
    if (limit) this.fail(limit.kind, limit.field, limit.offset);
  }

  #number(name: string, start: number, value: number): number {
    this.#record(name, start, value);
    return value;
  }

  override u8(field: string, name = field): number {
    return this.#number(name, this.offset, super.u8(field));
  }

  override u16(field: string, name = field): number {
    return this.#number(name, this.offset, super.u16(field));
  }

  override u24(field: string, name = field): number {
    return this.#number(name, this.offset, super.u24(field));
  }

  override sub(length: number, field: string): SpanReader {
    const at = this.skip(length, field);
    return new SpanReader(this.bytes, at, at + length, this.#recording);
  }

  override open(name: string): void {
    this.#recording.recorder.open(name, this.offset);
    this.#stopAtLimit();
  }

  override close(name: string): void {
    this.#recording.recorder.close(name);
  }

  override closeBounded(name: string): void {
    this.#recording.recorder.end(name, this.end);
  }

  override leaf(name: string, start: number, value: string): void {
    this.#record(name, start, value);
  }

  /**
   * Records the fields of what the decoder leaves as bytes: all of them, or none where a rule is broken. `describe` turns that error into
   * one of the enclosing structure.
   */
  explore(read: () => void, describe: (error: DecodeError) => DecodeError): void {
    const { recorder, issues } = this.#recording;
    const start = this.offset;
    this.#recording.isLenient = false;
    const outcome: Result<void, DecodeError> = decode(read);
    this.#recording.isLenient = true;
    this.#stopAtLimit();
    if (outcome.ok) return;
    recorder.forgetFrom(start);
    issues.push(describe(outcome.error));
  }
}
