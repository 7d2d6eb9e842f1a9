// Keys and whole hellos with one part changed, for the tests of src/hello.

import { createPrivateKey, createPublicKey } from 'node:crypto';
import { ByteWriter } from '../../../src/bytes/byte-writer.ts';
import { decodeEchConfigList } from '../../../src/ech/config-list.ts';
import type { ClientHello, Extension } from '../../../src/hello/client-hello.ts';
import type { RawKeyPair } from '../../../src/hello/hpke.ts';
import type { Randomness } from '../../../src/hello/seal.ts';
import type { ServerKey } from '../../helpers/ech-server.ts';
import { encodeEchConfigList } from '../../helpers/encode-ech-config.ts';
import { type EchParts, echConfigOf } from '../builders.ts';

export function okValue<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** RFC 8410 §7: what stands before the 32 bytes of an X25519 private key in PKCS #8. */
const pkcs8Prefix = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** The pair of a private key, by Node and not by what is tested. */
export function keyPairOf(privateKey: Uint8Array): RawKeyPair {
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, privateKey]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return { privateKey, publicKey: new Uint8Array(Buffer.from(x, 'base64url')) };
}

/** A key whose bytes follow from a number. */
export const keyFrom = (seed: number): RawKeyPair =>
  keyPairOf(Uint8Array.from({ length: 32 }, (_, i) => (seed * 31 + i * 7 + 1) & 255));

export function serverKeyOf(parts: EchParts = {}, seed = 1): ServerKey {
  const { publicKey, privateKey } = keyFrom(seed);
  const raw = echConfigOf({ publicKey, ...parts });
  const contents = okValue(decodeEchConfigList(encodeEchConfigList([raw]))).configs[0]?.contents;
  if (!contents) throw new Error('no contents');
  return { config: { raw, contents }, privateKey };
}

/** Bytes that count up, so that every run draws the same. */
export function countingRandomness(): Randomness {
  let drawn = 0;
  return {
    bytes: (_use, length) => Uint8Array.from({ length }, () => ++drawn & 255),
    keyPair: async () => keyFrom(++drawn),
  };
}

const extensionOf = (type: number, write: (writer: ByteWriter) => void): Extension => {
  const writer = new ByteWriter();
  write(writer);
  return { type, data: writer.toBytes() };
};

export const serverName = (name: string): Extension =>
  extensionOf(0, (body) => body.prefixed16((list) => list.u8(0).prefixed16((host) => host.bytes(Buffer.from(name)))));

export const versions = (...numbers: number[]): Extension =>
  extensionOf(43, (body) =>
    body.prefixed8((list) => {
      for (const number of numbers) list.u16(number);
    }),
  );

export const outerExtensions = (...types: number[]): Extension =>
  extensionOf(0xfd00, (body) =>
    body.prefixed8((list) => {
      for (const type of types) list.u16(type);
    }),
  );

export const innerMark: Extension = { type: 0xfe0d, data: Uint8Array.of(1) };

/** A small hello. */
export const helloOf = (parts: Partial<ClientHello> = {}): ClientHello => ({
  legacyVersion: 0x0303,
  random: new Uint8Array(32).fill(7),
  legacySessionId: new Uint8Array(32).fill(9),
  cipherSuites: [0x1301],
  legacyCompressionMethods: Uint8Array.of(0),
  extensions: [serverName('www.example.com'), versions(0x0304)],
  ...parts,
});
