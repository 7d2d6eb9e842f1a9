// EncodedClientHelloInner as a server reads it (RFC 9849 §5.1, §7.1): the inner ClientHello put together again, with every check that a
// server makes.

import { ByteReader, decode } from '../../src/bytes/byte-reader.ts';
import { type ClientHello, type Extension, findExtension, type PlacedExtension } from '../../src/hello/client-hello.ts';
import { extensionType } from '../../src/hello/extension-types.ts';
import { readEncodedInner } from '../../src/hello/inner.ts';
import type { DecodeError } from '../../src/shared/decode-error.ts';
import type { Result } from '../../src/shared/result.ts';
import { decodeEchClientHello, decodeOuterExtensions, offeredVersions } from './ech-decoders.ts';

const { echOuterExtensions, encryptedClientHello, supportedVersions } = extensionType;
const tls13 = 0x0304;

export interface DecodedInner {
  hello: ClientHello;
  /** What ech_outer_extensions named; undefined without that extension. */
  outerExtensions: number[] | undefined;
  paddingLength: number;
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
