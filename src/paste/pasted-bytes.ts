// ECH configurations and records that were pasted as base64, hexadecimal or PEM; and private keys, which are taken out before
// anything else is read.

import { decodeBase64, decodeBase64Url } from '../bytes/base64.ts';
import { decodeHex } from '../bytes/hex.ts';
import { decodeServiceBinding } from '../dns/service-binding.ts';
import { echVersion } from '../ech/config-list.ts';
import type { DecodeErrorKind } from '../shared/decode-error.ts';
import { err, type Result } from '../shared/result.ts';
import { type PasteError, pasteError } from './paste-error.ts';

export interface PastedBytes {
  lists: Uint8Array[];
  rdatas: Uint8Array[];
  errors: PasteError[];
  /** A private key, which is not handed on. */
  privateKey: boolean;
}

/** With its end, or to the end of the text where there is none. */
const privateKeyBlock =
  /-{0,5}BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?:[\s\S]*?END (?:[A-Z0-9]+ )*PRIVATE KEY-{0,5}|[\s\S]*$)/g;

export function withoutPrivateKeys(text: string): { text: string; found: boolean } {
  const clean = withoutBareKeys(text.replace(privateKeyBlock, ''));
  return { text: clean, found: clean !== text };
}

/** Of a line of nothing but base64, without its padding. */
const digitsOf = (line = ''): string | null => /^\s*([A-Za-z0-9+/]+)={0,2}\s*$/.exec(line)?.[1] ?? null;

/** The body of such a block without its ends, wrapped or not: as many lines as its first bytes say that it is long. */
function withoutBareKeys(text: string): string {
  const lines = text.split('\n');
  const kept: string[] = [];
  for (let at = 0; at < lines.length; ) {
    let left = keyDigits(digitsOf(lines[at]) ?? '');
    if (left === 0) kept.push(lines[at++] as string);
    else
      for (let digits = digitsOf(lines[at]); left > 0 && digits !== null; digits = digitsOf(lines[++at]))
        left -= digits.length;
  }
  return kept.join('\n');
}

/** How many digits of base64 a key has that begins so; 0 where none does. */
function keyDigits(digits: string): number {
  const start = decodeBase64(digits.slice(0, 16));
  if (!start.ok || !isPkcs8(start.value)) return 0;
  const [, length = 0, ...rest] = start.value;
  const more = length < 0x80 ? 0 : length & 0x7f;
  const bytes = more === 0 ? length : rest.slice(0, more).reduce((sum, byte) => sum * 256 + byte, 0);
  return Math.ceil(((2 + more + bytes) * 8) / 6);
}

/** RFC 5208, RFC 5958: a sequence that begins with version 0 or 1 and an algorithm. */
const isPkcs8 = (bytes: Uint8Array): boolean => {
  const at = (bytes[1] ?? 0) < 0x80 ? 2 : 2 + ((bytes[1] ?? 0) & 0x7f);
  return (
    bytes[0] === 0x30 && bytes[at] === 2 && bytes[at + 1] === 1 && (bytes[at + 2] ?? 9) < 2 && bytes[at + 3] === 0x30
  );
};

const u16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** A list by its length or by the version of its first config, however malformed it is inside. */
const isList = (bytes: Uint8Array): boolean =>
  bytes.length >= 6 && (u16(bytes, 0) + 2 === bytes.length || u16(bytes, 2) === echVersion);

function sort(bytes: Uint8Array, mayBeRecord: boolean, text: string, offset: number): PastedBytes {
  const out: PastedBytes = { lists: [], rdatas: [], errors: [], privateKey: false };
  if (isPkcs8(bytes)) out.privateKey = true;
  else if (isList(bytes)) out.lists.push(bytes);
  else if (u16(bytes, 0) === echVersion) out.errors.push(pasteError('bare-config', text, offset));
  // A priority over 255 is rare, so the rest has to decode then.
  else if (mayBeRecord && bytes.length > 2 && (bytes[0] === 0 || decodeServiceBinding(bytes).ok))
    out.rdatas.push(bytes);
  else out.errors.push(pasteError('not-a-list', text, offset));
  return out;
}

/** The place of the n-th character that is no blank, from `start`. */
function offsetOfPacked(text: string, start: number, count: number): number {
  let left = count;
  for (let i = start; i < text.length; i++) if (/\S/.test(text[i] as string) && left-- === 0) return i;
  return text.length;
}

/** Either alphabet; base64url with padding or without. */
function decodeEither(text: string): Result<Uint8Array, { kind: DecodeErrorKind; offset: number }> {
  const packed = text.replace(/\s+/g, '');
  const foreign = packed.search(/[^\w+/=-]/);
  if (foreign >= 0) return err({ kind: 'value', offset: foreign });
  return /[-_]/.test(packed) ? decodeBase64Url(packed.replace(/={1,2}$/, '')) : decodeBase64(packed);
}

export function readPastedBytes(text: string): PastedBytes {
  // `ech=…`, `ech="…"`, `0x…` and `aa:bb` are ways of writing the same.
  const [lead = ''] = /^\s*(?:ech=|0x)?"?/i.exec(text) ?? [];
  const body = text.slice(lead.length, text.trimEnd().length).replace(/"$/, '');
  const digits = body.replace(/[\s:]+/g, '');
  const isHex = /^[0-9a-f]+$/i.test(digits);
  const hex = decodeHex(digits);
  if (isHex && hex.ok) return sort(hex.value, true, text, lead.length);
  const fail = (error: PasteError): PastedBytes => ({ lists: [], rdatas: [], errors: [error], privateKey: false });
  if (isHex || /0x"?$/i.test(lead)) {
    const at = digits.search(/[^0-9a-f]/i);
    const packed = text.replaceAll(':', ' ');
    return fail(pasteError('not-hex', text, offsetOfPacked(packed, lead.length, at < 0 ? digits.length : at)));
  }
  const bytes = decodeEither(body);
  if (bytes.ok) return sort(bytes.value, false, text, lead.length);
  return fail(pasteError('not-base64', text, offsetOfPacked(text, lead.length, bytes.error.offset)));
}

/** More lists than a server has keys. */
const mostBlocks = 16;

/** Null where there is no PEM. */
export function readPem(text: string): PastedBytes | null {
  const begin = text.indexOf('-----BEGIN ');
  if (begin < 0) return null;
  const out: PastedBytes = { lists: [], rdatas: [], errors: [], privateKey: false };
  const label = '-----BEGIN ECHCONFIG-----';
  for (let start = text.indexOf(label); start >= 0; ) {
    const bodyAt = start + label.length;
    const end = text.indexOf('-----END ECHCONFIG-----', bodyAt);
    if (end < 0) {
      out.errors.push(pasteError('pem-unfinished', text, start));
      return out;
    }
    const body = text.slice(bodyAt, end);
    const bytes = decodeEither(body);
    if (bytes.ok) {
      const { lists, errors, privateKey } = sort(bytes.value, false, text, bodyAt);
      out.lists.push(...lists);
      out.errors.push(...errors);
      out.privateKey ||= privateKey;
    } else out.errors.push(pasteError('not-base64', text, offsetOfPacked(text, bodyAt, bytes.error.offset)));
    start = text.indexOf(label, end);
    if (start >= 0 && out.lists.length + out.errors.length >= mostBlocks) {
      out.errors.push(pasteError('too-many', text, start));
      return out;
    }
  }
  return out;
}
