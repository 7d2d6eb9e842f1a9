// HPKE base mode with DHKEM(X25519, HKDF-SHA256) (RFC 9180, RFC 9849 §6.1): the only file that names hpke-js.

import { CipherSuite, HpkeError, KemId } from 'hpke-js';
import type { CipherSuite as SuiteIds } from '../ech/config-list.ts';

export { HpkeError };

/** X25519, 32 bytes each. */
export interface RawKeyPair {
  privateKey: Uint8Array;
  publicKey: Uint8Array;
}

/** RFC 9180 §7.3: Nt of all three AEADs. */
export const tagLength = 16;

/** RFC 9180 §7.2: HKDF with SHA-256, SHA-384 and SHA-512. */
type KdfNumber = 1 | 2 | 3;

/** RFC 9180 §7.3: AES-128-GCM, AES-256-GCM and ChaCha20Poly1305. */
type AeadNumber = 1 | 2 | 3;

export const isSupported = ({ kdfId, aeadId }: SuiteIds): boolean =>
  [kdfId, aeadId].every((id) => [1, 2, 3].includes(id));

/** hpke-js takes a number that it does not know for another algorithm, so that must not reach it. */
export function suiteOf(suite: SuiteIds): CipherSuite {
  if (!isSupported(suite)) throw new RangeError(`unknown HPKE suite ${suite.kdfId}, ${suite.aeadId}`);
  const [kdf, aead] = [suite.kdfId as KdfNumber, suite.aeadId as AeadNumber];
  return new CipherSuite({ kem: KemId.DhkemX25519HkdfSha256, kdf, aead });
}

/** RFC 9849 §6.1: "tls ech", a zero byte, and the ECHConfig as it came. */
export function echInfo(rawConfig: Uint8Array): Uint8Array<ArrayBuffer> {
  const label = new TextEncoder().encode('tls ech\0');
  const info = new Uint8Array(label.length + rawConfig.length);
  info.set(label);
  info.set(rawConfig, label.length);
  return info;
}

export async function generateKeyPair(): Promise<RawKeyPair> {
  const { kem } = suiteOf({ kdfId: 1, aeadId: 1 });
  const pair = await kem.generateKeyPair();
  const [privateKey, publicKey] = await Promise.all([
    kem.serializePrivateKey(pair.privateKey),
    kem.serializePublicKey(pair.publicKey),
  ]);
  return { privateKey: new Uint8Array(privateKey), publicKey: new Uint8Array(publicKey) };
}

export interface SealingParts {
  suite: SuiteIds;
  publicKey: Uint8Array;
  info: Uint8Array;
  ephemeral: RawKeyPair;
}

export interface Sealing {
  enc: Uint8Array;
  /** For one message: the next would have another nonce. */
  seal(aad: Uint8Array, plaintext: Uint8Array): Promise<Uint8Array>;
}

/** In two steps, because the AAD of a hello holds `enc`. Throws HpkeError for a key that is none. */
export async function startSealing({ suite, publicKey, info, ephemeral }: SealingParts): Promise<Sealing> {
  const cipher = suiteOf(suite);
  const context = await cipher.createSenderContext({
    recipientPublicKey: await cipher.kem.deserializePublicKey(publicKey),
    info,
    ekm: {
      privateKey: await cipher.kem.deserializePrivateKey(ephemeral.privateKey),
      publicKey: await cipher.kem.deserializePublicKey(ephemeral.publicKey),
    },
  });
  return {
    enc: new Uint8Array(context.enc),
    seal: async (aad, plaintext) => new Uint8Array(await context.seal(plaintext, aad)),
  };
}
