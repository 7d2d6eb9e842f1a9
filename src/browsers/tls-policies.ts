// What the TLS libraries of Chromium 156 (BoringSSL) and Firefox 153 (NSS) make of an ECHConfigList, as measured and as their
// sources read; and what RFC 9849 asks.

import { encodeHex } from '../bytes/hex.ts';
import { type CipherSuite, type EchConfig, type EchConfigContents, echVersion } from '../ech/config-list.ts';
import { configsOf, decodedList } from '../ech/decoded-list.ts';
import { publicNameProblem } from '../ech/public-name.ts';
import {
  type ClientAlgorithms,
  configProblem,
  kemX25519,
  rfcAlgorithms,
  selectSuite,
  x25519KeyLength,
} from '../ech/select.ts';
import type { DecodeError } from '../shared/decode-error.ts';

export type Client = 'rfc' | 'chromium' | 'firefox';

export type ListJudgement =
  | { kind: 'usable'; index: number; contents: EchConfigContents; suite: CipherSuite }
  /** The config that would be taken has a key that HPKE refuses. */
  | { kind: 'bad-key'; index: number; contents: EchConfigContents }
  | { kind: 'none' }
  | { kind: 'malformed' };

/** Firefox 153 also takes HKDF-SHA384 and HKDF-SHA512 (measured). */
const algorithms: Record<Client, ClientAlgorithms> = {
  rfc: rfcAlgorithms,
  chromium: rfcAlgorithms,
  firefox: { kdfIds: [1, 2, 3], aeadIds: [1, 2, 3] },
};

/** RFC 7748 §6.1: with these the shared secret is zero, which HPKE has to refuse (RFC 9180 §7.1.4). Little-endian, top bit clear. */
const lowOrderKeys = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

function isBadKey(key: Uint8Array): boolean {
  if (key.length !== x25519KeyLength) return true;
  const masked = key.slice();
  masked[31] = (masked[31] as number) & 0x7f;
  return lowOrderKeys.includes(encodeHex(masked));
}

/** The old inet_aton forms: one to four parts, decimal, octal or hexadecimal, the last of which fills what is left. */
function isIpv4LookAlike(name: string): boolean {
  const parts = name.split('.');
  const numbers = parts.map((part) => {
    if (/^0x[0-9a-f]+$/i.test(part)) return Number(part);
    if (/^0[0-7]*$/.test(part)) return Number.parseInt(part, 8);
    return /^[1-9][0-9]*$/.test(part) ? Number(part) : Number.POSITIVE_INFINITY;
  });
  const last = numbers.pop() as number;
  return parts.length <= 4 && numbers.every((number) => number < 256) && last < 256 ** (5 - parts.length);
}

/** Measured: underscores pass, and of the IPv4 look-alikes only those that are an address. */
const nssAcceptsName = (name: string): boolean =>
  name.split('.').every((label) => /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i.test(label)) && !isIpv4LookAlike(name);

/** The suite that the client takes, with the only KEM that any of them knows. */
const suiteFor = (client: Client, contents: EchConfigContents | undefined): CipherSuite | undefined =>
  contents?.kemId === kemX25519 ? selectSuite(contents, algorithms[client]) : undefined;

type Verdict = 'malformed' | 'skip' | 'take';

const skipMandatory = ({ extensions }: EchConfigContents): Verdict =>
  extensions.some(({ mandatory }) => mandatory) ? 'skip' : 'take';

/**
 * BoringSSL reads a config up to its extensions, passes over it when public_name is not valid, then walks all extensions. Repeated
 * types are not noticed.
 */
function boringSslVerdict({ contents, issues }: EchConfig): Verdict {
  const kinds = issues.map(({ kind }) => kind).filter((kind) => kind !== 'duplicate');
  // Only an extension can be cut off and the contents be there all the same.
  if (!contents || kinds.some((kind) => kind !== 'truncated')) return 'malformed';
  if (publicNameProblem(contents.publicName)) return 'skip';
  return kinds.length > 0 ? 'malformed' : skipMandatory(contents);
}

/**
 * NSS refuses the whole list for one config with damaged or repeated extensions or a bad public_name. Without a key or a suite it is
 * well-formed. It reads suites up to the first that it can use: half a one at the end matters only when it gets there (measured).
 */
function nssVerdict({ contents, issues }: EchConfig): Verdict {
  const isDamaged = ({ kind }: DecodeError) =>
    kind === 'trailing' ? !suiteFor('firefox', contents) : kind !== 'length';
  if (!contents || issues.some(isDamaged) || !nssAcceptsName(contents.publicName)) return 'malformed';
  return skipMandatory(contents);
}

const rfcVerdict = (config: EchConfig): Verdict => (configProblem(config) ? 'skip' : 'take');

const verdicts = { rfc: rfcVerdict, chromium: boringSslVerdict, firefox: nssVerdict };

export function judgeList(client: Client, bytes: Uint8Array): ListJudgement {
  const decoded = decodedList(bytes);
  if (!decoded.ok && (client === 'rfc' || !decoded.error.complete)) return { kind: 'malformed' };
  return judgeConfigs(client, configsOf(decoded));
}

/** A config that can be read, as the only one of a list. */
export const judgeConfig = (browser: Exclude<Client, 'rfc'>, config: EchConfig): ListJudgement =>
  judgeConfigs(browser, [config]);

function judgeConfigs(client: Client, configs: readonly EchConfig[]): ListJudgement {
  let judgement: ListJudgement = { kind: 'none' };
  for (const [index, config] of configs.entries()) {
    if (config.version !== echVersion) continue;
    const verdict = verdicts[client](config);
    if (verdict === 'malformed') return { kind: 'malformed' };
    const { contents } = config;
    const suite = suiteFor(client, contents);
    if (verdict === 'skip' || judgement.kind !== 'none' || !suite || !contents) continue;
    judgement = isBadKey(contents.publicKey)
      ? { kind: 'bad-key', index, contents }
      : { kind: 'usable', index, contents, suite };
  }
  return judgement;
}
