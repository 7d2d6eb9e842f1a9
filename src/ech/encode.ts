// ECHConfigList from its configs (RFC 9849 §4).

import { ByteWriter } from '../bytes/byte-writer.ts';

/** `configs` are whole ECHConfigs, of any version. */
export const encodeEchConfigList = (configs: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  new ByteWriter()
    .prefixed16((list) => {
      for (const config of configs) list.bytes(config);
    })
    .toBytes();
