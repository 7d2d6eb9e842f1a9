// An ECHConfigList decoded once for everyone who looks at the same bytes: three clients, the lints, the report.

import { decodeEchConfigList, type EchConfig } from './config-list.ts';

type Decoded = ReturnType<typeof decodeEchConfigList>;

const decodedLists = new WeakMap<Uint8Array, Decoded>();

export function decodedList(bytes: Uint8Array): Decoded {
  const decoded = decodedLists.get(bytes) ?? decodeEchConfigList(bytes);
  decodedLists.set(bytes, decoded);
  return decoded;
}

/** All that could be read, also of a malformed list. */
export const configsOf = (decoded: Decoded): readonly EchConfig[] =>
  (decoded.ok ? decoded.value : decoded.error).configs;
