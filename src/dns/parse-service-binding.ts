// RDATA of an HTTPS or SVCB record from the words of zone-file text (RFC 9460 §2.1, Appendix A; RFC 3597 §5 for `\# n hex`).
// As strict as name servers: text that they refuse is refused, records at odds with themselves included. For people who paste
// a record; not for the background.

import { decodeBase64 } from '../bytes/base64.ts';
import { ByteReader, decode } from '../bytes/byte-reader.ts';
import { decodeHex } from '../bytes/hex.ts';
import { latin1 } from '../bytes/latin1.ts';
import type { DecodeError, DecodeErrorKind } from '../shared/decode-error.ts';
import type { Result } from '../shared/result.ts';
import { isDohPath } from './doh-path.ts';
import { encodeAlpn, encodeMandatory, encodePort, encodeServiceBinding } from './encode-service-binding.ts';
import { parseIpv4, parseIpv6 } from './parse-ip-address.ts';
import { decodeServiceBinding } from './service-binding.ts';
import { registeredParamKey, serviceParamKey, serviceParamName } from './service-param-keys.ts';
import type { Word } from './zone-text.ts';

function fail(kind: DecodeErrorKind, field: string, offset: number): never {
  return new ByteReader(new Uint8Array()).fail(kind, field, offset);
}

/** A word without the quotes around its value. `end` is that of the entry. */
function unquote({ text, offset }: Word, end: number): Word {
  const [before = ''] = /^(?:[^"\\]|\\[\s\S]|\\$)*/.exec(text) ?? [];
  if (before === text) return { text, offset };
  if (!/^[a-z0-9-]+=$/.test(before)) fail('value', 'RDATA', offset + before.length);
  const [quoted] = /^"(?:[^"\\]|\\[\s\S])*"/.exec(text.slice(before.length)) ?? fail('truncated', 'RDATA', end);
  const length = before.length + quoted.length;
  if (length < text.length) fail('value', 'RDATA', offset + length);
  return { text: before + quoted.slice(1, -1), offset };
}

/** RFC 1035 §5.1: `\DDD` is a byte, `\X` is X. */
function bytesOf(text: string, field: string, offset: number): Uint8Array {
  const bytes: number[] = [];
  for (const [part, decimal, other] of text.matchAll(/\\(?:(\d{3})|(\D))|[\s\S]/gu)) {
    if (part === '\\' || Number(decimal) > 255) fail('value', field, offset);
    if (decimal !== undefined) bytes.push(Number(decimal));
    else bytes.push(...new TextEncoder().encode(other ?? part));
  }
  return Uint8Array.from(bytes);
}

/** RFC 9460 Appendix A.1: items between commas, none empty; `\,` and `\\` inside them, no other escape. */
function splitList(text: string, field: string, offset: number): string[] {
  const items: string[] = [];
  let item = '';
  for (const [part] of text.matchAll(/\\[\\,]|[\s\S]/g)) {
    if (part === '\\') fail('value', field, offset);
    if (part === ',') {
      items.push(item);
      item = '';
    } else item += part.at(-1);
  }
  items.push(item);
  if (items.some(({ length }) => length < 1 || length > 255)) fail('length', field, offset);
  return items;
}

/** §2.1: a registered name, or `keyNNNNN` without leading zeros. */
function parseKey(name: string, offset: number): number {
  const [, digits] = /^key(0|[1-9]\d{0,4})$/.exec(name) ?? [];
  const key = digits === undefined ? registeredParamKey(name) : Number(digits);
  return key === undefined || key > 0xffff ? fail('value', 'SvcParamKey', offset) : key;
}

function parseNumber(text: string, field: string, offset: number): number {
  const number = /^(?:0|[1-9]\d{0,4})$/.test(text) ? Number(text) : Number.NaN;
  return number <= 0xffff ? number : fail('value', field, offset);
}

/** The value behind a registered name; `undefined` is a name without `=`. */
function parseValue(key: number, value: Uint8Array | undefined, field: string, offset: number): Uint8Array {
  const {
    mandatory,
    alpn,
    noDefaultAlpn,
    port,
    ipv4hint,
    ech,
    ipv6hint,
    dohpath,
    ohttp,
    tlsSupportedGroups,
    docpath,
    pvd,
  } = serviceParamKey;
  // §7.1.1, RFC 9540 §4: a name and nothing else.
  if (key === noDefaultAlpn || key === ohttp || key === pvd)
    return value ? fail('value', field, offset) : new Uint8Array();
  if (key === docpath && !value) return new Uint8Array();
  if (!value || value.length === 0) return fail('length', field, offset);
  const text = latin1(value);
  const parseHints = (parse: (part: string) => number[] | undefined) =>
    Uint8Array.from(text.split(',').flatMap((part) => parse(part) ?? fail('value', field, offset)));
  switch (key) {
    case mandatory: {
      const keys = text.split(',').map((name) => parseKey(name, offset));
      if (new Set(keys).size < keys.length) fail('duplicate', field, offset);
      return encodeMandatory(keys.sort((a, b) => a - b));
    }
    case alpn:
    case docpath:
      return encodeAlpn(splitList(text, field, offset));
    case port:
      return encodePort(parseNumber(text, field, offset));
    case ipv4hint:
      return parseHints(parseIpv4);
    case ipv6hint:
      return parseHints(parseIpv6);
    case ech: {
      const decoded = decodeBase64(text);
      return decoded.ok ? decoded.value : fail(decoded.error.kind, field, offset);
    }
    case dohpath:
      return isDohPath(value) ? value : fail('value', field, offset);
    case tlsSupportedGroups:
      return encodeMandatory(text.split(',').map((group) => parseNumber(group, field, offset)));
    default:
      return value;
  }
}

function parseParam({ text, offset }: Word): { key: number; value: Uint8Array; offset: number } {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const key = parseKey(name, offset);
  const field = `SvcParams.${serviceParamName(key)}`;
  const value = equals < 0 ? undefined : bytesOf(text.slice(equals + 1), field, offset);
  // `keyNNNNN` takes the bytes as they are, whatever the key; the wire decoder looks at those it knows.
  const bytes = name.startsWith('key') ? (value ?? new Uint8Array()) : parseValue(key, value, field, offset);
  return { key, value: bytes, offset };
}

/** RFC 3597 §5. */
function parseGeneric([marker, length, ...digits]: readonly Word[]): Uint8Array {
  const bytes = decodeHex(digits.map(({ text }) => text).join(''));
  const offset = (digits[0] ?? length ?? marker)?.offset ?? 0;
  if (!bytes.ok) return fail('value', 'RDATA', offset);
  if (bytes.value.length !== parseNumber(length?.text ?? '', 'RDATA', offset)) fail('length', 'RDATA', offset);
  return bytes.value;
}

/** Decodes what was written: known values in `keyNNNNN` form, and §2.4.3, which servers refuse to load. */
function check(rdata: Uint8Array, offsetOf: (key: number) => number): Uint8Array {
  const decoded = decodeServiceBinding(rdata);
  if (!decoded.ok) return fail(decoded.error.kind, decoded.error.field, offsetOf(-1));
  const { verdict } = decoded.value;
  if (verdict.kind !== 'inconsistent') return rdata;
  const key =
    verdict.keys[0] === serviceParamKey.noDefaultAlpn ? serviceParamKey.noDefaultAlpn : serviceParamKey.mandatory;
  return fail('value', `SvcParams.${serviceParamName(key)}`, offsetOf(key));
}

/** Without a dot at its end: what `$ORIGIN` says belongs behind it. */
export const isRelativeName = (text: string): boolean => !text.endsWith('.');

interface ParseOptions {
  /** Where the text of the record ends, for errors about what is missing. */
  end: number;
  /** For a relative TargetName, with or without a dot at its end; it is taken as it stands where there is none. */
  origin?: string | undefined;
  /** A record that can be written down is handed back although servers refuse it, so that it can be checked. */
  keepUnsound?: boolean;
}

/** Offsets are those of the words. */
export function parseServiceBinding(
  words: readonly Word[],
  { end, origin, keepUnsound = false }: ParseOptions,
): Result<Uint8Array, DecodeError> {
  return decode(() => {
    const unquoted = words.map((word) => unquote(word, end));
    const [first, second, ...rest] = unquoted;
    if (!first) return fail('truncated', 'SvcPriority', end);
    if (first.text === '\\#') {
      const rdata = parseGeneric(unquoted);
      return keepUnsound ? rdata : check(rdata, () => first.offset);
    }
    const priority = parseNumber(first.text, 'SvcPriority', first.offset);
    if (!second) return fail('truncated', 'TargetName', end);
    const params = rest.map(parseParam).sort((a, b) => a.key - b.key);
    for (const [i, param] of params.entries()) {
      if (param.key === params[i - 1]?.key) {
        fail('duplicate', `SvcParams.${serviceParamName(param.key)}`, param.offset);
      }
    }
    const behind = origin === undefined || !isRelativeName(second.text) ? '' : `.${origin.replace(/^\.$/, '')}`;
    const encoded = encodeServiceBinding({ priority, targetName: second.text + behind, params });
    if (!encoded.ok)
      return fail(encoded.error.kind, 'TargetName', second.offset + Math.min(encoded.error.offset, second.text.length));
    if (keepUnsound) return encoded.value;
    return check(encoded.value, (key) => params.find((param) => param.key === key)?.offset ?? second.offset);
  });
}
