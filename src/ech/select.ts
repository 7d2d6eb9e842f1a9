// Which config a client takes (RFC 9849 §6.1): the first that it can use, with the first suite that it knows.

import {
  type CipherSuite,
  type EchConfig,
  type EchConfigContents,
  type EchConfigList,
  echVersion,
} from './config-list.ts';
import { publicNameProblem } from './public-name.ts';

export type ConfigProblem =
  | 'unknown-version'
  | 'malformed'
  | 'unsupported-kem'
  | 'bad-key-length'
  | 'no-supported-suite'
  | 'mandatory-extension'
  | 'duplicate-extension'
  | 'bad-public-name';

export interface ClientAlgorithms {
  kdfIds: readonly number[];
  aeadIds: readonly number[];
}

/** DHKEM(X25519, HKDF-SHA256): the KEM of RFC 9849 §9, and the only one that browsers know. */
export const kemX25519 = 0x0020;

/** RFC 9180 §7.1, Npk. */
export const x25519KeyLength = 32;

/** RFC 9849 §9 with the AEADs of RFC 9180 §7.3. */
export const rfcAlgorithms: ClientAlgorithms = { kdfIds: [1], aeadIds: [1, 2, 3] };

export interface SelectedConfig {
  index: number;
  config: EchConfig;
  contents: EchConfigContents;
  suite: CipherSuite;
}

/** RFC 9849 §6.1: never a suite that the config does not list. */
export const selectSuite = (contents: EchConfigContents, client: ClientAlgorithms): CipherSuite | undefined =>
  contents.cipherSuites.find(({ kdfId, aeadId }) => client.kdfIds.includes(kdfId) && client.aeadIds.includes(aeadId));

export function configProblem(config: EchConfig): ConfigProblem | undefined {
  const { contents } = config;
  if (config.version !== echVersion) return 'unknown-version';
  if (!contents || config.issues.some((issue) => issue.kind !== 'duplicate')) return 'malformed';
  if (contents.kemId !== kemX25519) return 'unsupported-kem';
  if (contents.publicKey.length !== x25519KeyLength) return 'bad-key-length';
  if (!selectSuite(contents, rfcAlgorithms)) return 'no-supported-suite';
  // RFC 9849 §4.2: we know no extension, so any mandatory one rules the config out; so does a type that stands twice.
  if (contents.extensions.some((extension) => extension.mandatory)) return 'mandatory-extension';
  if (config.issues.length > 0) return 'duplicate-extension';
  return publicNameProblem(contents.publicName) ? 'bad-public-name' : undefined;
}

export function selectEchConfig(list: EchConfigList): SelectedConfig | undefined {
  for (const [index, config] of list.configs.entries()) {
    const suite = config.contents && selectSuite(config.contents, rfcAlgorithms);
    if (config.contents && suite && !configProblem(config)) return { index, config, contents: config.contents, suite };
  }
  return undefined;
}
