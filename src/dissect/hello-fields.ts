// A ClientHello as a tree of fields beside its bytes (RFC 8446 §4.1.2, names as in the RFCs), well-formed or not. Extensions are
// shown to their last field, where their bodies can be read.

import { ByteReader, decode } from '../bytes/byte-reader.ts';
import { type RecordedSpans, recordSpans } from '../bytes/span-reader.ts';
import { aeadName, kdfName } from '../ech/algorithm-names.ts';
import { clientHelloType, decodeClientHello, readHandshake } from '../hello/client-hello.ts';
import { echTypeInner, echTypeOuter } from '../hello/ech-extension.ts';
import { extensionName, isGrease, isGreaseMode } from '../hello/extension-types.ts';
import { readEncodedInner } from '../hello/inner.ts';
import { handshake, readRecords } from '../hello/record.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import { err, type Result } from '../shared/result.ts';
import {
  certificateCompressionName,
  cipherSuiteName,
  groupName,
  pointFormatName,
  pskModeName,
  signatureSchemeName,
  versionName,
} from './code-points.ts';
import {
  type FieldNode,
  type FieldTree,
  fieldNodes,
  type Meaning,
  type Meanings,
  saidByItems,
  textOf,
} from './field-tree.ts';

const namedBy = (names: Record<number, string>) => (value: number) => names[value];

/** A group that says what one of its fields says. */
const saidBy = (name: string): Meaning => ({
  summarize: (children) => children.find((child) => child.name === name)?.value,
});

const list: Meaning = { summarize: saidByItems };

/** Most bodies are one list or one field; these are not. */
function summarizeBody([, ...fields]: readonly FieldNode[]): string | undefined {
  const [first] = fields;
  switch (first?.name) {
    case 'identities':
      return undefined;
    case 'status_type':
      return first.value?.startsWith('ocsp') ? first.value : undefined;
    case 'type': {
      const configId = fields.find(({ name }) => name === 'config_id');
      return configId ? `outer, config_id ${configId.value}` : 'inner';
    }
    default:
      return fields.at(-1)?.value;
  }
}

/** A type's name, and what its body says. */
function summarizeExtension([type, data]: readonly FieldNode[]): string | undefined {
  if (type?.grease) return type.value;
  const name = type?.value?.replace(/ \(.*/, '') ?? '';
  return data?.value ? `${name}: ${data.value}` : name;
}

const meanings: Meanings = {
  '/type': { nameOf: namedBy({ [handshake]: 'handshake' }) },
  legacy_record_version: { nameOf: versionName },
  msg_type: { nameOf: namedBy({ [clientHelloType]: 'client_hello' }) },
  legacy_version: { nameOf: versionName },
  cipher_suites: list,
  CipherSuite: { nameOf: cipherSuiteName, isGrease },
  legacy_compression_methods: list,
  CompressionMethod: { nameOf: namedBy({ 0: 'null' }) },
  Extension: { summarize: summarizeExtension },
  extension_type: { nameOf: extensionName, isGrease },
  extension_data: { summarize: summarizeBody },

  server_name_list: list,
  ServerName: saidBy('HostName'),
  name_type: { nameOf: namedBy({ 0: 'host_name' }) },
  HostName: { show: textOf },
  status_type: { nameOf: namedBy({ 1: 'ocsp' }) },
  responder_id_list: list,
  named_group_list: list,
  NamedGroup: { nameOf: groupName, isGrease },
  ec_point_format_list: list,
  ECPointFormat: { nameOf: pointFormatName },
  supported_signature_algorithms: list,
  supported_signature_algorithm: list,
  SignatureScheme: { nameOf: signatureSchemeName, isGrease },
  protocol_name_list: list,
  'ProtocolName/opaque': { show: textOf },
  algorithms: list,
  CertificateCompressionAlgorithm: { nameOf: certificateCompressionName, isGrease },
  identities: list,
  binders: list,
  versions: list,
  ProtocolVersion: { nameOf: versionName, isGrease },
  ke_modes: list,
  PskKeyExchangeMode: { nameOf: pskModeName, isGrease: isGreaseMode },
  client_shares: list,
  KeyShareEntry: saidBy('group'),
  group: { nameOf: groupName, isGrease },
  OuterExtensions: list,
  ExtensionType: { nameOf: extensionName, isGrease },
  'extension_data/type': { nameOf: namedBy({ [echTypeOuter]: 'outer', [echTypeInner]: 'inner' }) },
  cipher_suite: { summarize: (suite) => suite.map(({ value }) => value).join(', ') },
  kdf_id: { nameOf: kdfName },
  aead_id: { nameOf: aeadName },
};

/** Of what is wrong, the first. */
function treeOf(
  bytes: Uint8Array,
  { spans, limit, issues }: RecordedSpans,
  decoded: Result<unknown, DecodeError>,
): FieldTree {
  const issue = decoded.ok ? (limit ?? issues[0]) : decoded.error;
  return { fields: fieldNodes(spans, bytes, meanings), issues: issue ? [issue] : [] };
}

/** Of a handshake message, from `start` to `end`; offsets count in `bytes`. */
export function readFieldTree(bytes: Uint8Array, start = 0, end = bytes.length): FieldTree {
  const message = bytes.subarray(start, end);
  const { spans, limit, issues } = recordSpans(message, readHandshake, { base: start });
  const moved = (error: DecodeError) => ({ ...error, offset: start + error.offset });
  const decoded = decodeClientHello(message);
  return treeOf(bytes, { spans, limit, issues: issues.map(moved) }, decoded.ok ? decoded : err(moved(decoded.error)));
}

/** Of an EncodedClientHelloInner (RFC 9849 §5.1). */
export const readInnerFieldTree = (encoded: Uint8Array): FieldTree =>
  treeOf(
    encoded,
    recordSpans(encoded, readEncodedInner),
    decode(() => readEncodedInner(new ByteReader(encoded))),
  );

/** Of one TLS record around a whole message (RFC 8446 §5.1): the fields of its fragment are those of the message. */
export function readTlsRecordTree(record: Uint8Array): FieldTree {
  const read = decode(() => readRecords(new ByteReader(record)));
  const outside = treeOf(record, recordSpans(record, readRecords), read);
  const fragment = outside.fields.find(({ name }) => name === 'fragment');
  if (!read.ok || !fragment) return outside;
  const { name, offset, length } = fragment;
  const { fields: children, issues } = readFieldTree(record, offset, offset + length);
  return {
    fields: outside.fields.map((node) => (node === fragment ? { name, offset, length, children } : node)),
    issues,
  };
}
