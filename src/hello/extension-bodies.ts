// The bodies of the extensions that clients send. ClientHello itself leaves them as bytes: what needs one reads it here, and so
// does the view that shows a ClientHello to its last field. Each reader reads a whole body.

import type { ByteReader } from '../bytes/byte-reader.ts';
import { readEchClientHello, readOuterExtensions } from './ech-extension.ts';
import { extensionType } from './extension-types.ts';

type BodyReader = (reader: ByteReader) => unknown;

/** RFC 6066 §3: one name, since no type may stand twice and there is but one type. */
export function readServerName(reader: ByteReader): string {
  const list = reader.vector16('server_name_list');
  list.open('ServerName');
  const at = list.offset;
  if (list.u8('name_type') !== 0) list.fail('value', 'name_type', at);
  const length = list.u16('HostName', 'length');
  const name = list.sub(length, 'HostName').latin1('HostName');
  list.close('ServerName');
  list.finish('server_name_list');
  reader.close('server_name_list');
  return name;
}

/** RFC 8446 §4.2.1. */
export function readSupportedVersions(reader: ByteReader): number[] {
  const list = reader.vector8('versions');
  const versions: number[] = [];
  while (list.remaining > 0) versions.push(list.u16('ProtocolVersion'));
  reader.close('versions');
  return versions;
}

/** A vector of 16-bit numbers, behind a length of one or two bytes. */
const numbers =
  (name: string, width: 1 | 2, item: string): BodyReader =>
  (reader) => {
    const list = width === 1 ? reader.vector8(name) : reader.vector16(name);
    while (list.remaining > 0) list.u16(item);
    reader.close(name);
  };

const smallNumbers =
  (name: string, item: string): BodyReader =>
  (reader) => {
    const list = reader.vector8(name);
    while (list.remaining > 0) list.u8(item);
    reader.close(name);
  };

/** RFC 7301 §3.1; ALPS has the same shape. */
const readProtocolNames: BodyReader = (reader) => {
  const list = reader.vector16('protocol_name_list');
  while (list.remaining > 0) list.opaque8('ProtocolName');
  reader.close('protocol_name_list');
};

/** RFC 6066 §8. */
const readStatusRequest: BodyReader = (reader) => {
  if (reader.u8('status_type') !== 1) return reader.take(reader.remaining, 'request');
  const list = reader.vector16('responder_id_list');
  while (list.remaining > 0) list.opaque16('ResponderID');
  reader.close('responder_id_list');
  return reader.opaque16('request_extensions');
};

/** RFC 8446 §4.2.8. */
const readKeyShare: BodyReader = (reader) => {
  const shares = reader.vector16('client_shares');
  while (shares.remaining > 0) {
    shares.open('KeyShareEntry');
    shares.u16('group');
    shares.opaque16('key_exchange');
    shares.close('KeyShareEntry');
  }
  reader.close('client_shares');
};

/** RFC 8446 §4.2.11. */
const readPreSharedKey: BodyReader = (reader) => {
  const identities = reader.vector16('identities');
  while (identities.remaining > 0) {
    identities.open('PskIdentity');
    identities.opaque16('identity');
    identities.take(4, 'obfuscated_ticket_age');
    identities.close('PskIdentity');
  }
  reader.close('identities');
  const binders = reader.vector16('binders');
  while (binders.remaining > 0) binders.opaque8('PskBinderEntry');
  reader.close('binders');
};

/** RFC 7685 §3: zeros and nothing else. */
const readPadding: BodyReader = (reader) => {
  const at = reader.offset;
  const nonZero = reader.take(reader.remaining, 'padding').findIndex((byte) => byte !== 0);
  if (nonZero >= 0) reader.fail('value', 'padding', at + nonZero);
};

const readers: Record<number, BodyReader> = {
  [extensionType.serverName]: readServerName,
  [extensionType.statusRequest]: readStatusRequest,
  [extensionType.supportedGroups]: numbers('named_group_list', 2, 'NamedGroup'),
  [extensionType.ecPointFormats]: smallNumbers('ec_point_format_list', 'ECPointFormat'),
  [extensionType.signatureAlgorithms]: numbers('supported_signature_algorithms', 2, 'SignatureScheme'),
  [extensionType.signatureAlgorithmsCert]: numbers('supported_signature_algorithms', 2, 'SignatureScheme'),
  [extensionType.delegatedCredential]: numbers('supported_signature_algorithm', 2, 'SignatureScheme'),
  [extensionType.alpn]: readProtocolNames,
  [extensionType.applicationSettings]: readProtocolNames,
  [extensionType.padding]: readPadding,
  [extensionType.compressCertificate]: numbers('algorithms', 1, 'CertificateCompressionAlgorithm'),
  [extensionType.recordSizeLimit]: (reader) => reader.u16('RecordSizeLimit'),
  [extensionType.preSharedKey]: readPreSharedKey,
  [extensionType.supportedVersions]: readSupportedVersions,
  [extensionType.cookie]: (reader) => reader.opaque16('cookie'),
  [extensionType.pskKeyExchangeModes]: smallNumbers('ke_modes', 'PskKeyExchangeMode'),
  [extensionType.keyShare]: readKeyShare,
  [extensionType.renegotiationInfo]: (reader) => reader.opaque8('renegotiated_connection'),
  [extensionType.echOuterExtensions]: readOuterExtensions,
  [extensionType.encryptedClientHello]: readEchClientHello,
};

/** A body of a type that we do not know is bytes. */
export function readExtensionBody(type: number, reader: ByteReader): void {
  const read = readers[type];
  if (read) read(reader);
  else reader.skip(reader.remaining, 'opaque', 'opaque');
}
