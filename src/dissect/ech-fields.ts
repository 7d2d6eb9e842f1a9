// What the fields of an ECHConfigList say (RFC 9849 §4, names as there), and what is wrong with it.

import type { Span } from '../bytes/span-recorder.ts';
import { aeadName, kdfName, kemName } from '../ech/algorithm-names.ts';
import { decodeEchConfigList, echVersion } from '../ech/config-list.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import { type FieldNode, type Meanings, textOf } from './field-tree.ts';

const childOf = <T extends { name: string }>(nodes: readonly T[] | undefined, name: string): T | undefined =>
  nodes?.find((node) => node.name === name);

/** The id and the public name of a config that could be read to its last field; of another version, its bytes. */
function summarizeConfig(config: readonly FieldNode[], spans: readonly Span[]): string | undefined {
  const contents = childOf(config, 'contents');
  const key = childOf(contents?.children, 'key_config');
  if (!key) return contents?.value;
  const last = childOf(childOf(spans, 'contents')?.children, 'extensions');
  if (!last || last.isBroken) return undefined;
  const name = childOf(contents?.children, 'public_name')?.value ?? '';
  return `config_id ${childOf(key.children, 'config_id')?.value}, ${name}`;
}

export const echMeanings: Meanings = {
  version: { nameOf: (version) => (version === echVersion ? 'RFC 9849' : undefined) },
  kem_id: { nameOf: kemName },
  kdf_id: { nameOf: kdfName },
  aead_id: { nameOf: aeadName },
  HpkeSymmetricCipherSuite: { summarize: (suite) => suite.map(({ value }) => value).join(', ') },
  'public_name/opaque': { show: textOf },
  'ECHConfigExtension/type': { nameOf: () => undefined },
  ECHConfig: { summarize: summarizeConfig },
  unread: { show: () => undefined },
};

/** Every broken rule of every config, in order. */
export function echListIssues(list: Uint8Array): DecodeError[] {
  const decoded = decodeEchConfigList(list);
  const { configs } = decoded.ok ? decoded.value : decoded.error;
  const issues = configs.flatMap((config) => config.issues);
  if (decoded.ok) return issues;
  const { kind, field, offset } = decoded.error;
  const isKnown = issues.some((issue) => issue.field === field && issue.offset === offset && issue.kind === kind);
  return isKnown ? issues : [...issues, { kind, field, offset }];
}
