// An ECHConfigList as a tree of fields beside its octets (RFC 9849 §4, names as there), damaged or not. A config that cannot be
// read does not keep the next one from being read. Imports shared, wire, ech and hello's field reader.
//   readEchListFields(list): FieldTree                 offsets from the start of the list
//   readEchList(fields)                                the same inside a record
//   echListIssues(list): DecodeError[]                 every fault of every config, in order

import { aeadName, kdfName, kemName } from '../ech/algorithm-names.ts';
import { decodeEchConfigList, echVersion } from '../ech/config-list.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import { type FieldNode, type FieldReader, hexOf, textOf } from './field-reader.ts';
import { type FieldTree, readToEnd, treeOf } from './fields-up-to-error.ts';

const versionName = (version: number) => (version === echVersion ? 'RFC 9849' : undefined);

const valuesOf = (nodes: FieldNode[]): string => nodes.map(({ value }) => value).join(', ');

/** A length and what it bounds; what cannot be read inside stays inside. */
function bounded(fields: FieldReader, name: string, read: (body: FieldReader) => string | undefined): void {
  fields.group(name, (group) => {
    const length = group.u16('length');
    return readToEnd(group.within(group.reader.sub(length, name), group.nodes), read);
  });
}

function readContents(fields: FieldReader): string {
  let id = 0;
  fields.group('key_config', (key) => {
    id = key.u8('config_id');
    key.u16('kem_id', { nameOf: kemName });
    key.vector('public_key', 2, (body) => hexOf(body.octets('HpkePublicKey', body.remaining)));
    key.vector('cipher_suites', 2, (suites) => {
      while (suites.remaining > 0)
        suites.group('HpkeSymmetricCipherSuite', (suite) => {
          suite.u16('kdf_id', { nameOf: kdfName });
          suite.u16('aead_id', { nameOf: aeadName });
          return valuesOf(suite.nodes);
        });
      return undefined;
    });
    return undefined;
  });
  fields.u8('maximum_name_length');
  let name = '';
  fields.vector('public_name', 1, (body) => {
    name = textOf(body.octets('opaque', body.remaining, textOf));
    return name;
  });
  fields.vector('extensions', 2, (extensions) => {
    while (extensions.remaining > 0)
      extensions.group('ECHConfigExtension', (extension) => {
        extension.u16('type', { nameOf: () => undefined });
        extension.vector('data', 2, (data) => hexOf(data.octets('opaque', data.remaining)));
        return undefined;
      });
    return undefined;
  });
  return `config_id ${id}, ${name}`;
}

export function readEchList(fields: FieldReader): string | undefined {
  bounded(fields, 'ECHConfigList', (list) => {
    while (list.remaining > 0)
      list.group('ECHConfig', (config) => {
        const version = config.u16('version', { nameOf: versionName });
        let said: string | undefined;
        bounded(config, 'contents', (contents) => {
          said = version === echVersion ? readContents(contents) : hexOf(contents.octets('opaque', contents.remaining));
          return version === echVersion ? undefined : said;
        });
        return said;
      });
    return undefined;
  });
  return undefined;
}

export function echListIssues(list: Uint8Array): DecodeError[] {
  const decoded = decodeEchConfigList(list);
  const { configs } = decoded.ok ? decoded.value : decoded.error;
  const issues = configs.flatMap((config) => config.issues);
  if (decoded.ok) return issues;
  const { kind, field, offset } = decoded.error;
  const isKnown = issues.some((issue) => issue.field === field && issue.offset === offset && issue.kind === kind);
  return isKnown ? issues : [...issues, { kind, field, offset }];
}

export const readEchListFields = (list: Uint8Array): FieldTree =>
  treeOf(list, (fields) => void readToEnd(fields, readEchList), echListIssues(list));
