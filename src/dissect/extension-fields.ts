// The bodies of the extensions that clients send, field by field, for the tree. Each reader returns what its extension says.
//   readExtensionFields(type, fields): string | undefined       an unknown body is one leaf
// Imports wire, ech's names and the rest of this folder.

import { aeadName, kdfName } from '../ech/algorithm-names.ts';
import { echTypeInner, echTypeOuter } from '../hello/ech-extension.ts';
import { extensionName, extensionType, isGrease, isGreaseMode } from '../hello/extension-types.ts';
import {
  certificateCompressionName,
  groupName,
  pointFormatName,
  pskModeName,
  signatureSchemeName,
  versionName,
} from './code-points.ts';
import { type FieldNode, type FieldReader, hexOf, textOf } from './field-reader.ts';

type BodyReader = (fields: FieldReader) => string | undefined;

const saidBy = (fields: FieldReader): string | undefined => fields.nodes.at(-1)?.value;

const opaque = (fields: FieldReader, name: string, width: 1 | 2): void =>
  fields.vector(name, width, (body) => hexOf(body.octets('opaque', body.remaining)));

/** A body that is one list of numbers. */
const numbers =
  (list: string, width: 1 | 2, item: string, nameOf: (value: number) => string | undefined): BodyReader =>
  (fields) => {
    fields.list(list, width, (items) => items.u16(item, { nameOf, isGrease }));
    return saidBy(fields);
  };

/** RFC 6066 §3. */
const serverName: BodyReader = (fields) => {
  fields.list('server_name_list', 2, (list) =>
    list.group('ServerName', (entry) => {
      const type = entry.u8('name_type', { nameOf: (value) => (value === 0 ? 'host_name' : undefined) });
      if (type !== 0) entry.reader.fail('value', 'name_type', entry.reader.offset - 1);
      const length = entry.u16('length');
      return textOf(entry.octets('HostName', length, textOf));
    }),
  );
  return saidBy(fields);
};

/** RFC 7301 §3.1; ALPS has the same shape. */
const protocolNames: BodyReader = (fields) => {
  fields.list('protocol_name_list', 2, (list) =>
    list.vector('ProtocolName', 1, (name) => textOf(name.octets('opaque', name.remaining, textOf))),
  );
  return saidBy(fields);
};

/** RFC 6066 §8. */
const statusRequest: BodyReader = (fields) => {
  const type = fields.u8('status_type', { nameOf: (value) => (value === 1 ? 'ocsp' : undefined) });
  if (type !== 1) return void fields.octets('request', fields.remaining);
  const said = saidBy(fields);
  fields.list('responder_id_list', 2, (list) => opaque(list, 'ResponderID', 2));
  opaque(fields, 'request_extensions', 2);
  return said;
};

const keyExchange = (entry: FieldReader) => {
  entry.u16('group', { nameOf: groupName, isGrease });
  const said = saidBy(entry);
  opaque(entry, 'key_exchange', 2);
  return said;
};

/** RFC 8446 §4.2.8. */
const keyShare: BodyReader = (fields) => {
  fields.list('client_shares', 2, (list) => list.group('KeyShareEntry', keyExchange));
  return saidBy(fields);
};

/** RFC 8446 §4.2.11. */
const preSharedKey: BodyReader = (fields) => {
  fields.list('identities', 2, (list) =>
    list.group('PskIdentity', (identity) => {
      opaque(identity, 'identity', 2);
      identity.octets('obfuscated_ticket_age', 4);
    }),
  );
  fields.list('binders', 2, (list) => opaque(list, 'PskBinderEntry', 1));
  return undefined;
};

/** RFC 7685 §3: zeros and nothing else. */
const padding: BodyReader = (fields) => {
  const offset = fields.reader.offset;
  const octets = fields.octets('padding', fields.remaining);
  const nonZero = octets.findIndex((octet) => octet !== 0);
  if (nonZero >= 0) fields.reader.fail('value', 'padding', offset + nonZero);
  return hexOf(octets);
};

/** RFC 9849 §5. */
const encryptedClientHello: BodyReader = (fields) => {
  const names = { [echTypeOuter]: 'outer', [echTypeInner]: 'inner' } as Record<number, string>;
  const at = fields.reader.offset;
  const type = fields.u8('type', { nameOf: (value) => names[value] });
  if (type === echTypeInner) return 'inner';
  if (type !== echTypeOuter) fields.reader.fail('value', 'type', at);
  fields.group('cipher_suite', (suite) => {
    suite.u16('kdf_id', { nameOf: kdfName });
    suite.u16('aead_id', { nameOf: aeadName });
    return suite.nodes.map(({ value }: FieldNode) => value).join(', ');
  });
  const configId = fields.u8('config_id');
  opaque(fields, 'enc', 2);
  const payloadAt = fields.reader.offset;
  opaque(fields, 'payload', 2);
  if (fields.reader.offset === payloadAt + 2) fields.reader.fail('length', 'payload', payloadAt);
  return `outer, config_id ${configId}`;
};

const one =
  (read: (fields: FieldReader) => void): BodyReader =>
  (fields) => {
    read(fields);
    return saidBy(fields);
  };

const readers: Record<number, BodyReader> = {
  [extensionType.serverName]: serverName,
  [extensionType.statusRequest]: statusRequest,
  [extensionType.supportedGroups]: numbers('named_group_list', 2, 'NamedGroup', groupName),
  [extensionType.ecPointFormats]: one((fields) =>
    fields.list('ec_point_format_list', 1, (list) => list.u8('ECPointFormat', { nameOf: pointFormatName })),
  ),
  [extensionType.signatureAlgorithms]: numbers(
    'supported_signature_algorithms',
    2,
    'SignatureScheme',
    signatureSchemeName,
  ),
  [extensionType.signatureAlgorithmsCert]: numbers(
    'supported_signature_algorithms',
    2,
    'SignatureScheme',
    signatureSchemeName,
  ),
  [extensionType.delegatedCredential]: numbers(
    'supported_signature_algorithm',
    2,
    'SignatureScheme',
    signatureSchemeName,
  ),
  [extensionType.alpn]: protocolNames,
  [extensionType.applicationSettings]: protocolNames,
  [extensionType.padding]: padding,
  [extensionType.compressCertificate]: numbers(
    'algorithms',
    1,
    'CertificateCompressionAlgorithm',
    certificateCompressionName,
  ),
  [extensionType.recordSizeLimit]: one((fields) => fields.u16('RecordSizeLimit')),
  [extensionType.preSharedKey]: preSharedKey,
  [extensionType.supportedVersions]: numbers('versions', 1, 'ProtocolVersion', versionName),
  [extensionType.cookie]: one((fields) => opaque(fields, 'cookie', 2)),
  [extensionType.pskKeyExchangeModes]: one((fields) =>
    fields.list('ke_modes', 1, (list) =>
      list.u8('PskKeyExchangeMode', { nameOf: pskModeName, isGrease: isGreaseMode }),
    ),
  ),
  [extensionType.keyShare]: keyShare,
  [extensionType.renegotiationInfo]: one((fields) => opaque(fields, 'renegotiated_connection', 1)),
  [extensionType.echOuterExtensions]: numbers('OuterExtensions', 1, 'ExtensionType', extensionName),
  [extensionType.encryptedClientHello]: encryptedClientHello,
};

export function readExtensionFields(type: number, fields: FieldReader): string | undefined {
  const read = readers[type];
  if (read) return read(fields);
  return hexOf(fields.octets('opaque', fields.remaining)) || undefined;
}
