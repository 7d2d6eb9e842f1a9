// The key of a server of the lab, in the form in which our own decoder has it.

import { decodeEchConfigList } from '../../../src/ech/config-list.ts';
import type { ServerKey } from '../../helpers/ech-server.ts';
import { type EchKey, echConfigList } from '../../lab/ech-config.ts';
import { okValue } from '../../unit/hello/hellos.ts';

/** What the lab publishes of a key, read by our decoder. */
export function serverKeyOf({ fields, privateKey }: EchKey): ServerKey {
  const [config] = okValue(decodeEchConfigList(new Uint8Array(echConfigList({ configs: [fields] })))).configs;
  if (!config?.contents) throw new Error('no contents');
  return { config: { raw: config.raw, contents: config.contents }, privateKey: new Uint8Array(privateKey) };
}
