// ClientHello (RFC 8446 §4.1.2) as its fields. Extensions stay bytes: field-tree.ts and ech-extension.ts look inside.
//   decodeClientHello(message): Result<DecodedClientHello, DecodeError>   a handshake message: 01, u24 length, body
//   encodeClientHello(hello) encodeClientHelloBody(hello): Uint8Array
//   readClientHello(reader)                                              a body, for decoders that go on behind it
//   findExtension(hello, type)    serverNameOf(hello)    offeredVersions(hello)
// Imports shared, wire and extension-types.

import { ByteReader, decode } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import type { Result } from '../shared/result.ts';
import { extensionType } from './extension-types.ts';

/** RFC 8446 §4: HandshakeType client_hello. */
export const clientHelloType = 1;

/** RFC 8446 §4.1.2: what `legacy_version` says in every hello since TLS 1.2. */
export const legacyVersion12 = 0x0303;

export interface Extension {
  type: number;
  data: Uint8Array;
}

export interface ClientHello {
  legacyVersion: number;
  /** 32 octets. */
  random: Uint8Array;
  /** 0 to 32 octets. */
  legacySessionId: Uint8Array;
  cipherSuites: readonly number[];
  legacyCompressionMethods: Uint8Array;
  extensions: readonly Extension[];
}

/** `offset` is that of `data` in what was decoded. */
export interface PlacedExtension extends Extension {
  offset: number;
}

export interface DecodedClientHello extends ClientHello {
  extensions: readonly PlacedExtension[];
}

/** RFC 8446 §4.2: no type twice in one message. */
function readExtensions(reader: ByteReader): PlacedExtension[] {
  const extensions: PlacedExtension[] = [];
  const seen = new Set<number>();
  while (reader.remaining > 0) {
    const at = reader.offset;
    const type = reader.u16('extension_type');
    if (seen.has(type)) reader.fail('duplicate', 'extension_type', at);
    seen.add(type);
    const data = reader.sub(reader.u16('extension_data'), 'extension_data');
    extensions.push({ type, data: reader.bytes.subarray(data.offset, data.end), offset: data.offset });
  }
  return extensions;
}

/**
 * RFC 8446 §4.1.2: a session id of at most 32 octets, whole cipher suites and at least one, at least one compression method.
 * Before TLS 1.3 a hello could end there (RFC 5246 §7.4.1.2). Leaves the reader behind the extensions.
 */
export function readClientHello(reader: ByteReader): DecodedClientHello {
  const legacyVersion = reader.u16('legacy_version');
  const random = reader.take(32, 'random');
  const sessionAt = reader.offset;
  const sessionLength = reader.u8('legacy_session_id');
  if (sessionLength > 32) reader.fail('length', 'legacy_session_id', sessionAt);
  const legacySessionId = reader.take(sessionLength, 'legacy_session_id');
  const suitesAt = reader.offset;
  const suites = reader.sub(reader.u16('cipher_suites'), 'cipher_suites');
  if (suites.remaining === 0 || suites.remaining % 2) reader.fail('length', 'cipher_suites', suitesAt);
  const cipherSuites: number[] = [];
  while (suites.remaining > 0) cipherSuites.push(suites.u16('cipher_suites'));
  const methodsAt = reader.offset;
  const legacyCompressionMethods = reader.take(reader.u8('legacy_compression_methods'), 'legacy_compression_methods');
  if (legacyCompressionMethods.length === 0) reader.fail('length', 'legacy_compression_methods', methodsAt);
  const extensions = reader.remaining > 0 ? readExtensions(reader.sub(reader.u16('extensions'), 'extensions')) : [];
  return { legacyVersion, random, legacySessionId, cipherSuites, legacyCompressionMethods, extensions };
}

/** RFC 8446 §4: type, 24 bits of length, and exactly that much body. */
export function decodeClientHello(message: Uint8Array): Result<DecodedClientHello, DecodeError> {
  return decode(() => {
    const reader = new ByteReader(message);
    if (reader.u8('msg_type') !== clientHelloType) reader.fail('value', 'msg_type', 0);
    const length = (reader.u8('length') << 16) | reader.u16('length');
    const body = reader.sub(length, 'ClientHello');
    reader.finish('Handshake');
    const hello = readClientHello(body);
    body.finish('ClientHello');
    return hello;
  });
}

/** Throws RangeError on parts that do not fit their length fields. */
export function encodeClientHelloBody(hello: ClientHello): Uint8Array<ArrayBuffer> {
  return new ByteWriter()
    .u16(hello.legacyVersion)
    .bytes(hello.random)
    .prefixed8((session) => session.bytes(hello.legacySessionId))
    .prefixed16((suites) => {
      for (const suite of hello.cipherSuites) suites.u16(suite);
    })
    .prefixed8((methods) => methods.bytes(hello.legacyCompressionMethods))
    .prefixed16((extensions) => {
      for (const { type, data } of hello.extensions) extensions.u16(type).prefixed16((body) => body.bytes(data));
    })
    .toBytes();
}

export function encodeClientHello(hello: ClientHello): Uint8Array<ArrayBuffer> {
  const body = encodeClientHelloBody(hello);
  return new ByteWriter()
    .u8(clientHelloType)
    .u8(body.length >> 16)
    .u16(body.length & 0xffff)
    .bytes(body)
    .toBytes();
}

export const findExtension = <T extends Extension>({ extensions }: { extensions: readonly T[] }, type: number) =>
  extensions.find((extension) => extension.type === type);

/** RFC 6066 §3, as octets of any value, one character each; undefined when there is none, or none that can be read. */
export function serverNameOf(hello: ClientHello): string | undefined {
  const extension = findExtension(hello, extensionType.serverName);
  if (!extension) return undefined;
  const name = decode(() => {
    const reader = new ByteReader(extension.data);
    const list = reader.sub(reader.u16('server_name_list'), 'server_name_list');
    reader.finish('server_name');
    if (list.u8('name_type') !== 0) list.fail('value', 'name_type');
    const hostName = list.take(list.u16('host_name'), 'host_name');
    list.finish('server_name_list');
    let text = '';
    for (const octet of hostName) text += String.fromCharCode(octet);
    return text;
  });
  return name.ok && name.value !== '' ? name.value : undefined;
}

/** RFC 8446 §4.2.1; empty when there are none, or none that can be read. */
export function offeredVersions(hello: ClientHello): number[] {
  const extension = findExtension(hello, extensionType.supportedVersions);
  if (!extension) return [];
  const versions = decode(() => {
    const reader = new ByteReader(extension.data);
    const list = reader.sub(reader.u8('versions'), 'versions');
    reader.finish('supported_versions');
    const read: number[] = [];
    while (list.remaining > 0) read.push(list.u16('versions'));
    return read;
  });
  return versions.ok ? versions.value : [];
}
