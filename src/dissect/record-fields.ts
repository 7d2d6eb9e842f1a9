// RDATA of an HTTPS or SVCB record as a tree of fields beside its octets (RFC 9460 §2.2, names as there), damaged or not, with
// the ECHConfigList inside read to its last field. The shape is that of hello's trees. Imports shared, wire, dns, ech and hello's
// field reader.
//   readRecordFields(rdata): FieldTree          offsets from the start of the RDATA
//   readEchListFields(list): FieldTree          in ech-fields.ts, for a list by itself

import { ByteReader } from '../bytes/byte-reader.ts';
import { formatIpv4, formatIpv6 } from '../dns/ip-address.ts';
import { readName } from '../dns/names.ts';
import { decodeServiceBinding } from '../dns/service-binding.ts';
import { serviceParamKey, serviceParamName } from '../dns/service-param-keys.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import { echListIssues, readEchList } from './ech-fields.ts';
import { type FieldReader, hexOf, textOf } from './field-reader.ts';
import { type FieldTree, readToEnd, treeOf } from './fields-up-to-error.ts';

const keyName = (key: number) => serviceParamName(key);

function readPriority(fields: FieldReader): number {
  const priority = fields.u16('SvcPriority');
  const [node] = fields.nodes;
  if (node) node.value = `${priority} (${priority === 0 ? 'AliasMode' : 'ServiceMode'})`;
  return priority;
}

/** RFC 9460 §2.2: never compressed. The name is one leaf, its labels' lengths included. */
function readTarget(fields: FieldReader): void {
  const { reader } = fields;
  const copy = new ByteReader(reader.bytes, reader.offset, reader.end);
  const name = readName(copy, 'TargetName', { compression: false });
  fields.octets('TargetName', copy.offset - reader.offset, () => (name === '.' ? '.' : `${name}.`));
}

/** How many items of a list its summary names. */
const summaryItems = 8;

/** What the first items behind the length say. */
function saidOf({ nodes }: FieldReader): string {
  const said = nodes.slice(1, 1 + summaryItems).map(({ value }) => value ?? '');
  return [...said, ...(nodes.length > 1 + summaryItems ? ['…'] : [])].join(', ');
}

function readAddresses(fields: FieldReader, name: string, size: 4 | 16): string {
  const format = size === 4 ? formatIpv4 : formatIpv6;
  while (fields.remaining > 0) fields.octets(name, size, format);
  return saidOf(fields);
}

function readValue(key: number, fields: FieldReader): string | undefined {
  switch (key) {
    case serviceParamKey.mandatory:
      while (fields.remaining > 0) fields.u16('SvcParamKey', { nameOf: keyName });
      return saidOf(fields);
    case serviceParamKey.alpn:
      while (fields.remaining > 0)
        fields.vector('alpn-id', 1, (id) => textOf(id.octets('opaque', id.remaining, textOf)));
      return saidOf(fields);
    case serviceParamKey.port:
      return String(fields.u16('port'));
    case serviceParamKey.ipv4hint:
      return readAddresses(fields, 'IPv4', 4);
    case serviceParamKey.ipv6hint:
      return readAddresses(fields, 'IPv6', 16);
    case serviceParamKey.ech:
      return readEchList(fields);
    default:
      return hexOf(fields.octets('opaque', fields.remaining)) || undefined;
  }
}

function readParams(fields: FieldReader, priority: number, listIssues: DecodeError[]): void {
  while (fields.remaining > 0)
    fields.group('SvcParam', (param) => {
      const key = param.u16('SvcParamKey', { nameOf: keyName });
      let said: string | undefined;
      param.group('SvcParamValue', (group) => {
        const length = group.u16('length');
        const value = group.within(group.reader.sub(length, keyName(key)), group.nodes);
        const { offset } = value.reader;
        // RFC 9460 §2.4.2: in AliasMode the values mean nothing.
        if (key === serviceParamKey.ech && priority > 0) {
          const octets = value.reader.bytes.subarray(offset, value.reader.end);
          for (const { kind, field, offset: at } of echListIssues(octets))
            listIssues.push({ kind, field: `SvcParams.ech.${field}`, offset: offset + at });
        }
        said = readToEnd(value, (body) => readValue(priority > 0 ? key : -1, body));
        return said;
      });
      return said ? `${keyName(key)}: ${said}` : keyName(key);
    });
}

export function readRecordFields(rdata: Uint8Array): FieldTree {
  const listIssues: DecodeError[] = [];
  const decoded = decodeServiceBinding(rdata);
  const read = (fields: FieldReader) =>
    void readToEnd(fields, () => {
      const priority = readPriority(fields);
      readTarget(fields);
      if (fields.remaining > 0)
        fields.group('SvcParams', (params) => {
          readParams(params, priority, listIssues);
          return undefined;
        });
      return undefined;
    });
  const tree = treeOf(rdata, read, decoded.ok ? [] : [decoded.error]);
  const issues = [...tree.issues, ...listIssues].sort((a, b) => a.offset - b.offset);
  return { fields: tree.fields, issues };
}
