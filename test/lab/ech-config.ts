// ECH keys and ECHConfigLists, RFC 9849 §4. The lab's own encoder: it can also write what no decoder should accept.

import { generateKeyPairSync } from 'node:crypto';
import { uint, vector } from './bytes.ts';

const ECH_VERSION = 0xfe0d;
const KEM_X25519 = 0x0020;
const KDF_HKDF_SHA256 = 0x0001;
/** AES-128-GCM, AES-256-GCM and ChaCha20-Poly1305. */
const AEADS = [0x0001, 0x0002, 0x0003];

/** The fields of one ECHConfig. */
export interface EchConfigFields {
  configId: number;
  /** The HPKE public key, raw. */
  publicKey: Uint8Array;
  publicName: string;
  /** Default: 0, which lets the client pad as it likes. */
  maximumNameLength?: number;
  /** Default: DHKEM(X25519, HKDF-SHA256). */
  kemId?: number;
  /** Default: HKDF-SHA256 with each of the three AEADs. */
  cipherSuites?: readonly { kdfId: number; aeadId: number }[];
  extensions?: readonly { type: number; data: Uint8Array }[];
  /** Default: 0xfe0d. Any other version is unknown to browsers, which then skip the config. */
  version?: number;
}

/** One ECHConfig: version, length, contents. */
export function echConfig(fields: EchConfigFields): Buffer {
  const suites = fields.cipherSuites ?? AEADS.map((aeadId) => ({ kdfId: KDF_HKDF_SHA256, aeadId }));
  const contents = [
    uint(1, fields.configId),
    uint(2, fields.kemId ?? KEM_X25519),
    vector(2, fields.publicKey),
    vector(2, ...suites.flatMap(({ kdfId, aeadId }) => [uint(2, kdfId), uint(2, aeadId)])),
    uint(1, fields.maximumNameLength ?? 0),
    vector(1, Buffer.from(fields.publicName, 'latin1')),
    vector(2, ...(fields.extensions ?? []).flatMap(({ type, data }) => [uint(2, type), vector(2, data)])),
  ];
  return Buffer.concat([uint(2, fields.version ?? ECH_VERSION), vector(2, ...contents)]);
}

/** An ECHConfigList of the given configs, in the order of preference. */
export function echConfigList({ configs }: { configs: readonly EchConfigFields[] }): Buffer {
  return vector(2, ...configs.map(echConfig));
}

/** An ECH key: what DNS publishes of it, and the private half for the server. */
export interface EchKey {
  fields: EchConfigFields;
  /** X25519, 32 bytes. */
  privateKey: Buffer;
}

/** A new X25519 key for a cover name. */
export function generateEchKey(publicName: string, configId: number): EchKey {
  const jwk = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  if (!jwk.x || !jwk.d) throw new Error('an X25519 key exports x and d');
  return {
    fields: { configId, publicName, publicKey: Buffer.from(jwk.x, 'base64url') },
    privateKey: Buffer.from(jwk.d, 'base64url'),
  };
}
