// What is wrong with pasted text, in a sentence and with its place. No sentence repeats any of the text itself.

import { placeOf } from '../dns/zone-text.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import { describeDecodeError } from '../shared/decode-error-words.ts';
import type { Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';

export type PasteErrorKind =
  /** More than 64 KiB, and so nothing was read. */
  | 'too-long'
  /** More than 100 records. */
  | 'too-many'
  | 'empty'
  /** A private key and nothing beside it. */
  | 'private-key-alone'
  | 'nothing-found'
  /** A line that is no record. */
  | 'not-a-record'
  | 'parenthesis'
  | 'owner'
  /** `error` tells. */
  | 'record'
  | 'pem-unfinished'
  | 'not-base64'
  | 'not-hex'
  /** An ECHConfig without the length that makes it a list. */
  | 'bare-config'
  /** Bytes that are neither a list nor a record. */
  | 'not-a-list';

export interface PasteError {
  kind: PasteErrorKind;
  sentence: Sentence;
  /** From 1, in the text that `Paste.text` gives back; null where the error has no place. */
  place: { line: number; column: number } | null;
}

/** `paste_at` and the two numbers, for in front of an error. */
export const describePlace = ({ line, column }: { line: number; column: number }): Sentence =>
  sentence('paste_at', { count: line }, { count: column });

/** `damage_…` of a field that pasted text holds in words of its own. */
function describeRecordError(error: DecodeError): Sentence {
  if (error.field === 'SvcParamKey') return sentence('paste_unknown_key');
  if (error.field === 'SvcParams.ech') return sentence('paste_ech_not_base64');
  if (error.field === 'SvcParams.alpn' && error.kind === 'length') return sentence('paste_alpn_empty');
  return describeDecodeError(error);
}

const sentences: Record<Exclude<PasteErrorKind, 'record'>, Sentence> = {
  'too-long': sentence('paste_too_long'),
  'too-many': sentence('paste_too_many'),
  empty: sentence('paste_empty'),
  'private-key-alone': sentence('paste_private_key_alone'),
  'nothing-found': sentence('paste_nothing_found'),
  'not-a-record': sentence('paste_not_a_record'),
  parenthesis: sentence('paste_parenthesis'),
  owner: sentence('paste_owner'),
  'pem-unfinished': sentence('paste_pem_unfinished'),
  'not-base64': sentence('paste_not_base64'),
  'not-hex': sentence('paste_not_hex'),
  'bare-config': sentence('paste_bare_config'),
  'not-a-list': sentence('paste_not_a_list'),
};

/** `offset` counts characters of `text`. */
export const pasteError = (
  kind: Exclude<PasteErrorKind, 'record'>,
  text: string,
  offset: number | null = null,
): PasteError => ({ kind, sentence: sentences[kind], place: offset === null ? null : placeOf(text, offset) });

export const recordError = (error: DecodeError, text: string, offset: number): PasteError => ({
  kind: 'record',
  sentence: describeRecordError(error),
  place: placeOf(text, offset),
});
