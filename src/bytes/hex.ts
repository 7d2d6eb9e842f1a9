// Hexadecimal text, strict: an even count of digits, either case, nothing else.

import type { DecodeError } from '../shared/decode-error.ts';
import { err, ok, type Result } from '../shared/result.ts';

export function encodeHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (byte + 256).toString(16).slice(1);
  return text;
}

/** A code point of 16 bits as RFCs write it. */
export const hex16 = (value: number): string => `0x${(value + 0x10000).toString(16).slice(1)}`;

export function decodeHex(text: string): Result<Uint8Array<ArrayBuffer>, DecodeError> {
  const bad = text.search(/[^0-9a-f]/i);
  if (bad >= 0) return err({ kind: 'value', field: 'hex', offset: bad });
  if (text.length & 1) return err({ kind: 'length', field: 'hex', offset: text.length });
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return ok(bytes);
}
