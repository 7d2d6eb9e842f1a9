// A connection in the words that people know for TLS, HTTP and key agreement. Pure.

import type { ConnectionReport } from '../shared/report.ts';

/** Firefox's names for what IANA registers as TLS Supported Groups. */
const GROUPS: Record<string, string> = {
  x25519: 'X25519',
  mlkem768x25519: 'X25519MLKEM768',
  P256: 'secp256r1',
  P384: 'secp384r1',
  P521: 'secp521r1',
};

/** `TLS 1.3`, `HTTP/2`, `X25519`, an address: as many as are told. */
export function connectionWords({ tlsVersion, httpVersion, keyAgreement, address }: ConnectionReport): string[] {
  return [
    tlsVersion?.replace(/^TLSv/, 'TLS '),
    httpVersion?.replace(/\.0$/, ''),
    keyAgreement && (GROUPS[keyAgreement] ?? keyAgreement),
    address,
  ].filter((word) => typeof word === 'string' && word !== '') as string[];
}
