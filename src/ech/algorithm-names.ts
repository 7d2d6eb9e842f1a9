// HPKE algorithms by number (IANA "Hybrid Public Key Encryption (HPKE)", RFC 9180 §7, draft-ietf-hpke-pq), for people to read.
// The background decides by numbers and need not load this.

import { hex16 } from '../bytes/hex.ts';

const kems: Record<number, string> = {
  16: 'DHKEM(P-256, HKDF-SHA256)',
  17: 'DHKEM(P-384, HKDF-SHA384)',
  18: 'DHKEM(P-521, HKDF-SHA512)',
  19: 'DHKEM(CP-256, HKDF-SHA256)',
  20: 'DHKEM(CP-384, HKDF-SHA384)',
  21: 'DHKEM(CP-521, HKDF-SHA512)',
  22: 'DHKEM(secp256k1, HKDF-SHA256)',
  32: 'DHKEM(X25519, HKDF-SHA256)',
  33: 'DHKEM(X448, HKDF-SHA512)',
  48: 'X25519Kyber768Draft00',
  64: 'ML-KEM-512',
  65: 'ML-KEM-768',
  66: 'ML-KEM-1024',
  80: 'MLKEM768-P256',
  81: 'MLKEM1024-P384',
  25722: 'X-Wing (MLKEM768-X25519)',
};

const kdfs: Record<number, string> = {
  1: 'HKDF-SHA256',
  2: 'HKDF-SHA384',
  3: 'HKDF-SHA512',
  16: 'SHAKE128',
  17: 'SHAKE256',
  18: 'TurboSHAKE128',
  19: 'TurboSHAKE256',
};

const aeads: Record<number, string> = {
  1: 'AES-128-GCM',
  2: 'AES-256-GCM',
  3: 'ChaCha20Poly1305',
  65535: 'Export-only',
};

export const kemName = (id: number): string | undefined => kems[id];
export const kdfName = (id: number): string | undefined => kdfs[id];
export const aeadName = (id: number): string | undefined => aeads[id];

export const nameOrNumber = (name: string | undefined, id: number): string => name ?? hex16(id);
