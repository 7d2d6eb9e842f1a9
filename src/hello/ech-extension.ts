// The bodies of encrypted_client_hello (RFC 9849 §5) and ech_outer_extensions (§5.1).
//   decodeEchClientHello(body): Result<EchClientHello, DecodeError>        encodeEchClientHello(extension): Uint8Array
//   decodeOuterExtensions(body): Result<number[], DecodeError>         encodeOuterExtensions(types): Uint8Array
// Imports shared, wire and ech's types.

import { ByteReader, decode } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { CipherSuite } from '../ech/config-list.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import type { Result } from '../shared/result.ts';

/** RFC 9849 §5: ECHClientHelloType. */
export const echTypeOuter = 0;
export const echTypeInner = 1;

export interface OuterEchClientHello {
  type: 'outer';
  suite: CipherSuite;
  configId: number;
  /** Empty only in the hello that answers a HelloRetryRequest. */
  enc: Uint8Array;
  payload: Uint8Array;
  /** Of the payload in the body. */
  payloadOffset: number;
}

export type EchClientHello = { type: 'inner' } | OuterEchClientHello;

/** RFC 9849 §5: inner is empty; outer has a payload of at least one octet, and neither leaves anything over. */
export function decodeEchClientHello(body: Uint8Array): Result<EchClientHello, DecodeError> {
  return decode(() => {
    const reader = new ByteReader(body);
    const type = reader.u8('type');
    if (type === echTypeInner) {
      reader.finish('encrypted_client_hello');
      return { type: 'inner' };
    }
    if (type !== echTypeOuter) reader.fail('value', 'type', 0);
    const suite = { kdfId: reader.u16('kdf_id'), aeadId: reader.u16('aead_id') };
    const configId = reader.u8('config_id');
    const enc = reader.take(reader.u16('enc'), 'enc');
    const payloadAt = reader.offset;
    const payload = reader.take(reader.u16('payload'), 'payload');
    if (payload.length === 0) reader.fail('length', 'payload', payloadAt);
    reader.finish('encrypted_client_hello');
    return { type: 'outer', suite, configId, enc, payload, payloadOffset: payloadAt + 2 };
  });
}

export function encodeEchClientHello(extension: { type: 'inner' } | Omit<OuterEchClientHello, 'payloadOffset'>) {
  const writer = new ByteWriter();
  if (extension.type === 'inner') return writer.u8(echTypeInner).toBytes();
  return writer
    .u8(echTypeOuter)
    .u16(extension.suite.kdfId)
    .u16(extension.suite.aeadId)
    .u8(extension.configId)
    .prefixed16((enc) => enc.bytes(extension.enc))
    .prefixed16((payload) => payload.bytes(extension.payload))
    .toBytes();
}

/** RFC 9849 §5.1: 1 to 127 types behind one octet of length, and nothing else. */
export function decodeOuterExtensions(body: Uint8Array): Result<number[], DecodeError> {
  return decode(() => {
    const reader = new ByteReader(body);
    const list = reader.sub(reader.u8('OuterExtensions'), 'OuterExtensions');
    reader.finish('ech_outer_extensions');
    if (list.remaining === 0 || list.remaining % 2) list.fail('length', 'OuterExtensions', 0);
    const types: number[] = [];
    while (list.remaining > 0) types.push(list.u16('OuterExtensions'));
    return types;
  });
}

export const encodeOuterExtensions = (types: readonly number[]): Uint8Array<ArrayBuffer> =>
  new ByteWriter()
    .prefixed8((list) => {
      for (const type of types) list.u16(type);
    })
    .toBytes();
