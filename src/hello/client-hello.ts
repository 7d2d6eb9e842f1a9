// ClientHello (RFC 8446 §4.1.2) as its fields. Extensions stay bytes, and a broken body breaks no ClientHello; they are looked
// into only where spans are recorded, or by whoever needs one of them.

import { ByteReader, decode } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { SpanReader } from '../bytes/span-reader.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import type { Result } from '../shared/result.ts';
import { readExtensionBody, readServerName } from './extension-bodies.ts';
import { extensionName, extensionType } from './extension-types.ts';

/** RFC 8446 §4: HandshakeType client_hello. */
export const clientHelloType = 1;

/** RFC 8446 §4.1.2: what `legacy_version` says in every ClientHello since TLS 1.2. */
export const legacyVersion12 = 0x0303;

export interface Extension {
  type: number;
  data: Uint8Array;
}

export interface ClientHello {
  legacyVersion: number;
  /** 32 bytes. */
  random: Uint8Array;
  /** 0 to 32 bytes. */
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

/** For who wants to see the fields of a body, too. */
function exploreBody(body: SpanReader, type: number, index: number): void {
  const name = extensionName(type) ?? 'extension';
  body.explore(
    () => {
      readExtensionBody(type, body);
      body.finish(name);
    },
    ({ kind, field, offset }) => ({
      kind,
      field: `extensions[${index}].${field === name ? name : `${name}.${field}`}`,
      offset,
    }),
  );
}

/** RFC 8446 §4.2: no type twice in one message. */
function readExtensions(reader: ByteReader): PlacedExtension[] {
  const extensions: PlacedExtension[] = [];
  const seen = new Set<number>();
  while (reader.remaining > 0) {
    const at = reader.offset;
    reader.open('Extension');
    const type = reader.u16('extension_type');
    if (seen.has(type)) reader.failUnlessLenient('duplicate', 'extension_type', at);
    seen.add(type);
    const data = reader.vector16('extension_data');
    const { offset } = data;
    if (data instanceof SpanReader) exploreBody(data, type, extensions.length);
    extensions.push({ type, data: reader.bytes.subarray(offset, data.end), offset });
    data.closeBounded('extension_data');
    reader.close('Extension');
  }
  return extensions;
}

/** RFC 8446 §4.1.2: whole cipher suites, and at least one. */
function readCipherSuites(reader: ByteReader): number[] {
  const at = reader.offset;
  const suites = reader.vector16('cipher_suites');
  if (suites.remaining === 0 || suites.remaining % 2) suites.failUnlessLenient('length', 'cipher_suites', at);
  const cipherSuites: number[] = [];
  while (suites.remaining > 0) cipherSuites.push(suites.u16('cipher_suites', 'CipherSuite'));
  reader.close('cipher_suites');
  return cipherSuites;
}

/** RFC 8446 §4.1.2: at least one. */
function readCompressionMethods(reader: ByteReader): Uint8Array {
  const at = reader.offset;
  const methods = reader.vector8('legacy_compression_methods');
  if (methods.remaining === 0) methods.failUnlessLenient('length', 'legacy_compression_methods', at);
  const bytes = reader.bytes.subarray(methods.offset, methods.end);
  while (methods.remaining > 0) methods.u8('legacy_compression_methods', 'CompressionMethod');
  reader.close('legacy_compression_methods');
  return bytes;
}

/**
 * RFC 8446 §4.1.2: a session id of at most 32 bytes. Before TLS 1.3 a ClientHello could end before its extensions (RFC 5246
 * §7.4.1.2). Leaves the reader behind the extensions.
 */
export function readClientHello(reader: ByteReader): DecodedClientHello {
  const legacyVersion = reader.u16('legacy_version');
  const random = reader.take(32, 'random');
  const sessionAt = reader.offset;
  reader.open('legacy_session_id');
  const sessionLength = reader.u8('legacy_session_id', 'length');
  if (sessionLength > 32) reader.failUnlessLenient('length', 'legacy_session_id', sessionAt);
  const legacySessionId = reader.take(sessionLength, 'legacy_session_id', 'opaque');
  reader.close('legacy_session_id');
  const cipherSuites = readCipherSuites(reader);
  const legacyCompressionMethods = readCompressionMethods(reader);
  let extensions: PlacedExtension[] = [];
  if (reader.remaining > 0) {
    extensions = readExtensions(reader.vector16('extensions'));
    reader.close('extensions');
  }
  return { legacyVersion, random, legacySessionId, cipherSuites, legacyCompressionMethods, extensions };
}

/** RFC 8446 §4: type, 24 bits of length, and exactly that much body. */
export function readHandshake(reader: ByteReader): DecodedClientHello {
  const at = reader.offset;
  if (reader.u8('msg_type') !== clientHelloType) reader.fail('value', 'msg_type', at);
  const length = reader.u24('length');
  if (length > reader.remaining) reader.failUnlessLenient('truncated', 'ClientHello');
  const body = reader.sub(Math.min(length, reader.remaining), 'ClientHello');
  reader.finish('Handshake');
  body.open('ClientHello');
  const hello = readClientHello(body);
  body.close('ClientHello');
  body.finish('ClientHello');
  return hello;
}

export const decodeClientHello = (message: Uint8Array): Result<DecodedClientHello, DecodeError> =>
  decode(() => readHandshake(new ByteReader(message)));

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

/** As bytes of any value, one character each; undefined when there is no name, or none that can be read. */
export function serverNameOf(hello: ClientHello): string | undefined {
  const extension = findExtension(hello, extensionType.serverName);
  if (!extension) return undefined;
  const name = decode(() => {
    const reader = new ByteReader(extension.data);
    const read = readServerName(reader);
    reader.finish('extension_data');
    return read;
  });
  return (name.ok && name.value) || undefined;
}
