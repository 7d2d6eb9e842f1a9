// EncodedClientHelloInner (RFC 9849 §5.1): the inner ClientHello without its session id, perhaps with extensions left to the outer
// ClientHello, and padded (§6.1.3); and the way back, with every check that a server makes (§5.1, §7.1).

import { ByteReader, decode } from '../bytes/byte-reader.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import type { Result } from '../shared/result.ts';
import {
  type ClientHello,
  type DecodedClientHello,
  type Extension,
  encodeClientHelloBody,
  findExtension,
  offeredVersions,
  type PlacedExtension,
  readClientHello,
  serverNameOf,
} from './client-hello.ts';
import { decodeEchClientHello, decodeOuterExtensions, encodeOuterExtensions } from './ech-extension.ts';
import { extensionType } from './extension-types.ts';

const { echOuterExtensions, encryptedClientHello, supportedVersions } = extensionType;
const tls13 = 0x0304;

export interface InnerEncoding {
  maximumNameLength: number;
  /** Types that stand in both ClientHellos with the same data; they must be neighbours in the inner one. */
  compress?: readonly number[];
}

export interface DecodedInner {
  hello: ClientHello;
  /** What ech_outer_extensions named; undefined without that extension. */
  outerExtensions: number[] | undefined;
  paddingLength: number;
}

/** RFC 9849 §6.1.3: as if every name had the maximum length, then to a multiple of 32; 9 is what a server_name adds to a name. */
export function paddingLengthOf(
  encodedLength: number,
  serverName: string | undefined,
  maximumNameLength: number,
): number {
  const forName = serverName === undefined ? maximumNameLength + 9 : Math.max(0, maximumNameLength - serverName.length);
  return forName + (-(encodedLength + forName) & 31);
}

/** RFC 9849 §5.1: neighbours become one ech_outer_extensions. */
function compressExtensions(extensions: readonly Extension[], types: readonly number[]): readonly Extension[] {
  const positions = extensions.flatMap(({ type }, i) => (types.includes(type) ? [i] : []));
  const [first, last] = [positions[0], positions.at(-1)];
  if (first === undefined || last === undefined) return extensions;
  if (last - first + 1 !== positions.length) throw new RangeError('extensions to compress are not neighbours');
  const named = extensions.slice(first, last + 1).map(({ type }) => type);
  const reference = { type: echOuterExtensions, data: encodeOuterExtensions(named) };
  return [...extensions.slice(0, first), reference, ...extensions.slice(last + 1)];
}

export function encodeInner(inner: ClientHello, { maximumNameLength, compress = [] }: InnerEncoding) {
  const body = encodeClientHelloBody({
    ...inner,
    legacySessionId: new Uint8Array(),
    extensions: compressExtensions(inner.extensions, compress),
  });
  const paddingLength = paddingLengthOf(body.length, serverNameOf(inner), maximumNameLength);
  const encoded = new Uint8Array(body.length + paddingLength);
  encoded.set(body);
  return { encoded, paddingLength };
}

/**
 * RFC 9849 §5.1: each referenced type is in the outer ClientHello, none twice, in the outer ClientHello's order, and neither
 * encrypted_client_hello nor the list itself. One pass over the outer ClientHello, however long the list (§10.12.4).
 */
function expandExtensions(reader: ByteReader, placed: PlacedExtension, outer: ClientHello): Extension[] {
  const named = decodeOuterExtensions(placed.data);
  if (!named.ok)
    reader.fail(named.error.kind, `ech_outer_extensions.${named.error.field}`, placed.offset + named.error.offset);
  const types = named.value;
  const fail = (kind: DecodeError['kind'], i: number) =>
    reader.fail(kind, `ech_outer_extensions.OuterExtensions[${i}]`, placed.offset + 1 + 2 * i);
  const repeated = types.findIndex((type, i) => types.indexOf(type) < i);
  if (repeated >= 0) fail('duplicate', repeated);
  const places = new Map(outer.extensions.map(({ type }, i) => [type, i]));
  let next = 0;
  return types.map((type, i) => {
    const place = places.get(type);
    if (place === undefined || type === encryptedClientHello || type === echOuterExtensions) return fail('value', i);
    if (place < next) fail('order', i);
    next = place + 1;
    return outer.extensions[place] as Extension;
  });
}

/** RFC 9849 §7.1: the inner ClientHello says that it is one, and offers TLS 1.3 and nothing older. */
function checkInner(reader: ByteReader, inner: ClientHello, offsetOf: (type: number) => number): void {
  const ech = findExtension(inner, encryptedClientHello);
  const at = offsetOf(encryptedClientHello);
  if (!ech) reader.fail('value', 'encrypted_client_hello', at);
  const read = decodeEchClientHello(ech.data);
  if (!read.ok) reader.fail(read.error.kind, `encrypted_client_hello.${read.error.field}`, at + read.error.offset);
  if (read.value.type !== 'inner') reader.fail('value', 'encrypted_client_hello.type', at);
  // GREASE versions are all larger.
  const versions = offeredVersions(inner);
  if (!versions.includes(tls13) || versions.some((version) => version < tls13))
    reader.fail('value', 'supported_versions', offsetOf(supportedVersions));
}

/** RFC 9849 §5.1: a ClientHello's body without a session id, then zeros to the end. */
export function readEncodedInner(reader: ByteReader): { hello: DecodedClientHello; paddingLength: number } {
  reader.open('client_hello');
  const hello = readClientHello(reader);
  reader.close('client_hello');
  if (hello.legacySessionId.length > 0) reader.reject('length', 'legacy_session_id', 34);
  const paddingLength = reader.remaining;
  const zerosAt = reader.offset;
  const nonZero = reader.take(paddingLength, 'zeros').findIndex((byte) => byte !== 0);
  if (nonZero >= 0) reader.reject('value', 'zeros', zerosAt + nonZero);
  return { hello, paddingLength };
}

/** Offsets count from the start of `encoded`. `outer` is the ClientHello that it came in: session id and extensions are from there. */
export function decodeInner(encoded: Uint8Array, outer: ClientHello): Result<DecodedInner, DecodeError> {
  return decode(() => {
    const reader = new ByteReader(encoded);
    const { hello: read, paddingLength } = readEncodedInner(reader);
    const reference = findExtension(read, echOuterExtensions);
    const expanded = reference ? expandExtensions(reader, reference, outer) : [];
    const own = new Set(read.extensions.map(({ type }) => type));
    const twice = expanded.findIndex(({ type }) => own.has(type));
    if (reference && twice >= 0)
      reader.fail('duplicate', `ech_outer_extensions.OuterExtensions[${twice}]`, reference.offset + 1 + 2 * twice);
    const hello: ClientHello = {
      ...read,
      legacySessionId: outer.legacySessionId,
      extensions: read.extensions.flatMap((extension): readonly Extension[] =>
        extension === reference ? expanded : [{ type: extension.type, data: extension.data }],
      ),
    };
    // An extension that came from the outer ClientHello has its place here where the list stands; a missing one, at the end.
    const end = encoded.length - paddingLength;
    const placeOf = (type: number) =>
      findExtension(read, type)?.offset ?? (findExtension({ extensions: expanded }, type) && reference?.offset) ?? end;
    checkInner(reader, hello, placeOf);
    return { hello, outerExtensions: reference && expanded.map(({ type }) => type), paddingLength };
  });
}
