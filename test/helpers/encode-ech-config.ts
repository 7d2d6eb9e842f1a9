// An ECHConfig from its parts (RFC 9849 §4).

import { ByteWriter } from '../../src/bytes/byte-writer.ts';
import { type EchConfigContents, echVersion } from '../../src/ech/config-list.ts';

export interface RawEchConfig extends Omit<EchConfigContents, 'extensions'> {
  extensions: readonly { type: number; data: Uint8Array }[];
}

export function encodeEchConfig(contents: RawEchConfig, version = echVersion): Uint8Array<ArrayBuffer> {
  return new ByteWriter()
    .u16(version)
    .prefixed16((config) => {
      config
        .u8(contents.configId)
        .u16(contents.kemId)
        .prefixed16((key) => key.bytes(contents.publicKey))
        .prefixed16((suites) => {
          for (const { kdfId, aeadId } of contents.cipherSuites) suites.u16(kdfId).u16(aeadId);
        })
        .u8(contents.maximumNameLength)
        .prefixed8((name) => name.bytes(Array.from(contents.publicName, (byte) => byte.charCodeAt(0))))
        .prefixed16((extensions) => {
          for (const { type, data } of contents.extensions)
            extensions.u16(type).prefixed16((inner) => inner.bytes(data));
        });
    })
    .toBytes();
}

/** `configs` are whole ECHConfigs, of any version. */
export const encodeEchConfigList = (configs: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  new ByteWriter()
    .prefixed16((list) => {
      for (const config of configs) list.bytes(config);
    })
    .toBytes();
