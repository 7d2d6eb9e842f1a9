// ClientHelloOuter around a sealed ClientHelloInner (RFC 9849 §5.2, §6.1), or around nothing (GREASE, §6.2).

import type { CipherSuite, EchConfigContents } from '../ech/config-list.ts';
import {
  type ClientHello,
  type Extension,
  encodeClientHello,
  encodeClientHelloBody,
  findExtension,
} from './client-hello.ts';
import { encodeEchClientHello } from './ech-extension.ts';
import { extensionType } from './extension-types.ts';
import { echInfo, generateKeyPair, type RawKeyPair, startSealing, tagLength } from './hpke.ts';
import { encodeInner } from './inner.ts';

export type BytesUse = 'inner random' | 'outer random' | 'legacy_session_id' | 'GREASE config_id' | 'GREASE payload';
export type KeyUse = 'key_share' | 'ephemeral';

/** All that is drawn while a hello is built, so that a test can say what comes. */
export interface Randomness {
  bytes(use: BytesUse, length: number): Uint8Array;
  keyPair(use: KeyUse): Promise<RawKeyPair>;
}

export const webRandomness: Randomness = {
  bytes: (_use, length) => {
    const bytes = new Uint8Array(length);
    // The generator hands out 65,536 bytes at most.
    for (let at = 0; at < length; at += 0x10000) crypto.getRandomValues(bytes.subarray(at, at + 0x10000));
    return bytes;
  },
  keyPair: generateKeyPair,
};

/** An ECHConfig of version 0xfe0d whose contents could be read. */
export interface ReadableConfig {
  raw: Uint8Array;
  contents: EchConfigContents;
}

export interface SealParts {
  /** Whole, its own encrypted_client_hello included. */
  inner: ClientHello;
  /** Without encrypted_client_hello, which is added at its end. */
  outer: ClientHello;
  config: ReadableConfig;
  suite: CipherSuite;
  randomness: Randomness;
  /** Extension types that the inner hello takes from the outer one (§5.1). */
  compress?: readonly number[];
}

/** What goes out, and each step on the way to it. */
export interface SealedHello {
  /** ClientHelloOuter, a handshake message. */
  outer: Uint8Array;
  /** ClientHelloInner, a handshake message, as the server will put it together again. */
  inner: Uint8Array;
  /** With its padding: what is sealed. */
  encodedInner: Uint8Array;
  paddingLength: number;
  info: Uint8Array;
  /** The outer hello's body with zeros in place of the payload. */
  aad: Uint8Array;
  enc: Uint8Array;
  payload: Uint8Array;
}

const sameBytes = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** RFC 9849 §5.1, §6.1: what is left to the outer hello must stand there, and the session ids are one. */
function checkPair({ inner, outer, compress = [] }: SealParts): void {
  if (!sameBytes(inner.legacySessionId, outer.legacySessionId)) throw new RangeError('session ids differ');
  const found = compress.map((type) => [findExtension(inner, type), findExtension(outer, type)] as const);
  if (found.some(([own, theirs]) => own && !(theirs && sameBytes(own.data, theirs.data))))
    throw new RangeError('an extension to compress is not the outer one');
}

const withEch = (hello: ClientHello, data: Uint8Array): ClientHello => ({
  ...hello,
  extensions: [...hello.extensions, { type: extensionType.encryptedClientHello, data } satisfies Extension],
});

/** RFC 9849 §5.2, §6.1. Throws RangeError or HpkeError for parts that do not go together. */
export async function sealHello(parts: SealParts): Promise<SealedHello> {
  checkPair(parts);
  const { inner, outer, config, suite, randomness } = parts;
  const { configId, publicKey, maximumNameLength } = config.contents;
  const { encoded, paddingLength } = encodeInner(inner, { maximumNameLength, compress: parts.compress ?? [] });
  const info = echInfo(config.raw);
  const ephemeral = await randomness.keyPair('ephemeral');
  const { enc, seal } = await startSealing({ suite, publicKey, info, ephemeral });
  const outerWith = (payload: Uint8Array) =>
    withEch(outer, encodeEchClientHello({ type: 'outer', suite, configId, enc, payload }));
  const aad = encodeClientHelloBody(outerWith(new Uint8Array(encoded.length + tagLength)));
  const payload = await seal(aad, encoded);
  return {
    outer: encodeClientHello(outerWith(payload)),
    inner: encodeClientHello(inner),
    encodedInner: encoded,
    paddingLength,
    info,
    aad,
    enc,
    payload,
  };
}

/**
 * RFC 9849 §6.2.1: a random config_id, an enc that is a real public key, and a random payload as long as this hello would
 * have been, sealed under a config that asks for no particular padding.
 */
export async function greaseHello({
  hello,
  randomness,
  compress = [],
}: Pick<SealParts, 'randomness' | 'compress'> & { hello: ClientHello }) {
  const asInner = withEch(hello, encodeEchClientHello({ type: 'inner' }));
  const { encoded } = encodeInner(asInner, { maximumNameLength: 0, compress });
  const [configId = 0] = randomness.bytes('GREASE config_id', 1);
  const { publicKey } = await randomness.keyPair('ephemeral');
  const payload = randomness.bytes('GREASE payload', encoded.length + tagLength);
  const suite = { kdfId: 1, aeadId: 1 };
  const data = encodeEchClientHello({ type: 'outer', suite, configId, enc: publicKey, payload });
  return encodeClientHello(withEch(hello, data));
}
