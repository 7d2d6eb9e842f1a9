// Strict base64 (RFC 4648 §4) and base64url without padding (§5). Only the canonical text of some bytes decodes: no whitespace, exact
// padding, unused bits zero (§3.5). Offsets in errors count characters.

import type { DecodeError } from '../shared/decode-error.ts';
import { err, ok, type Result } from '../shared/result.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const standard = `${letters}+/`;
const urlSafe = `${letters}-_`;

function encode(bytes: Uint8Array, alphabet: string): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const group = (a << 16) | (b << 8) | c;
    const digits = Math.min(bytes.length - i, 3) + 1;
    for (let d = 0; d < digits; d++) text += alphabet[(group >> (18 - 6 * d)) & 63];
  }
  return text;
}

function decodeDigits(text: string, alphabet: string): Result<Uint8Array<ArrayBuffer>, DecodeError> {
  const fail = (kind: DecodeError['kind'], offset: number) => err<DecodeError>({ kind, field: 'base64', offset });
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let group = 0;
  let bits = 0;
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = alphabet.indexOf(text[i] as string);
    if (digit < 0) return fail('value', i);
    group = ((group << 6) | digit) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = group >> bits;
    }
  }
  if (bits === 6) return fail('length', text.length);
  if (group & ((1 << bits) - 1)) return fail('value', text.length - 1);
  return ok(bytes);
}

export function encodeBase64(bytes: Uint8Array): string {
  const text = encode(bytes, standard);
  return text + '='.repeat(-text.length & 3);
}

export const encodeBase64Url = (bytes: Uint8Array): string => encode(bytes, urlSafe);

export function decodeBase64(text: string): Result<Uint8Array<ArrayBuffer>, DecodeError> {
  const digits = text.replace(/={1,2}$/, '');
  if (text.length & 3) return err({ kind: 'length', field: 'base64', offset: text.length });
  return decodeDigits(digits, standard);
}

export const decodeBase64Url = (text: string): Result<Uint8Array<ArrayBuffer>, DecodeError> =>
  decodeDigits(text, urlSafe);
