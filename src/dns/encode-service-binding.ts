// Encodes the RDATA of SVCB and HTTPS records (RFC 9460 §2.2), for zone-file text, the lab and tests. It checks nothing, so that tests
// can build records that break the rules.

import { ByteWriter } from '../bytes/byte-writer.ts';
import { latin1Bytes } from '../bytes/latin1.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import type { Result } from '../shared/result.ts';
import { encodeName } from './names.ts';

export interface RawServiceBinding {
  priority: number;
  /** Presentation format; `.` for the root. */
  targetName: string;
  /** Written in the given order, even where the RFC forbids it. */
  params: readonly { key: number; value: Uint8Array }[];
}

export function encodeServiceBinding({
  priority,
  targetName,
  params,
}: RawServiceBinding): Result<Uint8Array<ArrayBuffer>, DecodeError> {
  const name = encodeName(targetName);
  if (!name.ok) return name;
  const writer = new ByteWriter().u16(priority).bytes(name.value);
  for (const { key, value } of params) writer.u16(key).prefixed16((inner) => inner.bytes(value));
  return { ok: true, value: writer.toBytes() };
}

/** §8, in the given order, even where the RFC forbids it. */
export function encodeMandatory(keys: readonly number[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  for (const key of keys) writer.u16(key);
  return writer.toBytes();
}

/** §7.1.1. Each character of an id is one byte. */
export function encodeAlpn(ids: readonly string[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  for (const id of ids) writer.prefixed8((inner) => inner.bytes(latin1Bytes(id)));
  return writer.toBytes();
}

/** §7.2. */
export const encodePort = (port: number): Uint8Array<ArrayBuffer> => new ByteWriter().u16(port).toBytes();
