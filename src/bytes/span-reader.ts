// A reader that records each field that is read and where it lies, for whoever shows a structure field by field. It is lenient:
// decoders go on past broken rules, so that only the spans are to be used, never what a decoder returns.

import type { DecodeError, DecodeErrorKind } from '../shared/decode-error.ts';
import type { Result } from '../shared/result.ts';
import { ByteReader, decode } from './byte-reader.ts';
import { type Span, SpanRecorder } from './span-recorder.ts';

export interface RecordedSpans {
  /** Every byte of the input is in one of their leaves, whatever is wrong with it. */
  spans: Span[];
  /** Broken rules in parts that the decoder leaves as bytes. What is wrong otherwise, the decoder itself has to say. */
  issues: DecodeError[];
  /** Set where there were more than `most` spans: the rest is one leaf. */
  limit: DecodeError | undefined;
}

export interface RecordOptions {
  /** Where the bytes lie in the input that offsets count in. */
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
  // A failure ends the spans where it happened. It is the same that the decoder reports without them.
  decode(() => read(reader));
  return { spans: recorder.finish(bytes.length), issues, limit: recorder.limit };
}

/** Shared by all readers of one input. */
interface Recording {
  recorder: SpanRecorder;
  issues: DecodeError[];
  /** Whether broken rules are passed over where it is possible to read on. */
  isLenient: boolean;
}

export class SpanReader extends ByteReader {
  readonly #recording: Recording;

  constructor(bytes: Uint8Array, start: number, end: number, recording: Recording) {
    super(bytes, start, end);
    this.#recording = recording;
  }

  override reject(kind: DecodeErrorKind, field: string, offset = this.offset): void {
    if (!this.#recording.isLenient) this.fail(kind, field, offset);
  }

  override recover(failure: unknown): void {
    if (!this.#recording.isLenient) throw failure;
    // Our own mistakes stay exceptions.
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

  /** Nobody wants to know more. */
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
   * Reads to the end what the decoder leaves as bytes: recorded to its last field, or, where it breaks any rule, not at all.
   * `describe` says where the broken rule stands.
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
