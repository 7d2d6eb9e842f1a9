// EncodedClientHelloInner (RFC 9849 §5.1): the inner ClientHello without its session id, perhaps with extensions left to the outer
// ClientHello, and padded (§6.1.3).

import type { ByteReader } from '../bytes/byte-reader.ts';
import {
  type ClientHello,
  type DecodedClientHello,
  type Extension,
  encodeClientHelloBody,
  readClientHello,
  serverNameOf,
} from './client-hello.ts';
import { encodeOuterExtensions } from './ech-extension.ts';
import { extensionType } from './extension-types.ts';

export interface InnerEncoding {
  maximumNameLength: number;
  /** Types that stand in both ClientHellos with the same data; they must be neighbours in the inner one. */
  compress?: readonly number[];
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
  const reference = { type: extensionType.echOuterExtensions, data: encodeOuterExtensions(named) };
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

/** RFC 9849 §5.1: a ClientHello's body without a session id, then zeros to the end. */
export function readEncodedInner(reader: ByteReader): { hello: DecodedClientHello; paddingLength: number } {
  reader.open('client_hello');
  const hello = readClientHello(reader);
  reader.close('client_hello');
  if (hello.legacySessionId.length > 0) reader.failUnlessLenient('length', 'legacy_session_id', 34);
  const paddingLength = reader.remaining;
  const zerosAt = reader.offset;
  const nonZero = reader.take(paddingLength, 'zeros').findIndex((byte) => byte !== 0);
  if (nonZero >= 0) reader.failUnlessLenient('value', 'zeros', zerosAt + nonZero);
  return { hello, paddingLength };
}
