// The bodies of encrypted_client_hello (RFC 9849 §5) and ech_outer_extensions (§5.1).

import type { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { CipherSuite } from '../ech/config-list.ts';

/** RFC 9849 §5: ECHClientHelloType. */
export const echTypeOuter = 0;
export const echTypeInner = 1;

export interface OuterEchClientHello {
  type: 'outer';
  suite: CipherSuite;
  configId: number;
  /** Empty only in the ClientHello that answers a HelloRetryRequest. */
  enc: Uint8Array;
  payload: Uint8Array;
  /** Of the payload in the body. */
  payloadOffset: number;
}

export type EchClientHello = { type: 'inner' } | OuterEchClientHello;

/** RFC 9849 §5: inner is empty; outer has a payload of at least one byte, and neither leaves anything over. */
export function readEchClientHello(reader: ByteReader): EchClientHello {
  const start = reader.offset;
  const type = reader.u8('type');
  if (type === echTypeInner) {
    reader.finish('encrypted_client_hello');
    return { type: 'inner' };
  }
  if (type !== echTypeOuter) reader.fail('value', 'type', start);
  reader.open('cipher_suite');
  const suite = { kdfId: reader.u16('kdf_id'), aeadId: reader.u16('aead_id') };
  reader.close('cipher_suite');
  const configId = reader.u8('config_id');
  const enc = reader.opaque16('enc');
  const payloadAt = reader.offset;
  const payload = reader.opaque16('payload');
  if (payload.length === 0) reader.failUnlessLenient('length', 'payload', payloadAt);
  reader.finish('encrypted_client_hello');
  return { type: 'outer', suite, configId, enc, payload, payloadOffset: payloadAt + 2 - start };
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

/** RFC 9849 §5.1: 1 to 127 types behind one byte of length, and nothing else. */
export function readOuterExtensions(reader: ByteReader): number[] {
  const at = reader.offset;
  const list = reader.vector8('OuterExtensions');
  reader.finish('ech_outer_extensions');
  if (list.remaining === 0 || list.remaining % 2) list.failUnlessLenient('length', 'OuterExtensions', at);
  const types: number[] = [];
  while (list.remaining > 0) types.push(list.u16('OuterExtensions', 'ExtensionType'));
  reader.close('OuterExtensions');
  return types;
}

export const encodeOuterExtensions = (types: readonly number[]): Uint8Array<ArrayBuffer> =>
  new ByteWriter()
    .prefixed8((list) => {
      for (const type of types) list.u16(type);
    })
    .toBytes();
