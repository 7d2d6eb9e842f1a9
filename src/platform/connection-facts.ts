// What the browser reports about the connection behind a response, as ConnectionFacts. Firefox answers getSecurityInfo only inside
// a blocking onHeadersReceived listener; Chrome reports the address alone.

import type { WebRequest } from 'webextension-polyfill';
import type { ConnectionFacts, ProxyFacts, RootFacts } from '../shared/facts.ts';
import { UNKNOWN_CONNECTION } from '../shared/unknown-connection.ts';
import { commonName } from './certificate-name.ts';

/** The fields of either browser's response details that are read here. */
export interface ResponseDetails {
  statusLine?: string;
  ip?: string | null;
  proxyInfo?: { type: string; host: string; proxyDNS?: boolean } | null;
  /** Firefox. */
  incognito?: boolean;
}

/** What is known without security information. */
export function plainConnection(details: ResponseDetails, tellsHttpVersion: boolean): ConnectionFacts {
  return {
    ...UNKNOWN_CONNECTION,
    httpVersion: tellsHttpVersion ? (details.statusLine?.split(' ')[0] ?? null) : null,
    address: details.ip ?? null,
    proxy: proxyFacts(details.proxyInfo),
  };
}

/**
 * Firefox 153: the flags of `securityInfo` where `state` is secure or weak. In any other state `usedEch` is absent, which is
 * unknown and not false.
 */
export function securedConnection(
  details: ResponseDetails,
  security: WebRequest.SecurityInfo | undefined,
): ConnectionFacts {
  // Firefox 153 gives nothing where the request is over before it gets to the question.
  if (security === undefined) return plainConnection(details, true);
  const plain: ConnectionFacts = { ...plainConnection(details, true), security: security.state };
  if (security.state !== 'secure' && security.state !== 'weak') return plain;
  const { usedEch, usedPrivateDns, usedOcsp } = security as Record<
    'usedEch' | 'usedPrivateDns' | 'usedOcsp',
    boolean | undefined
  >;
  return {
    ...plain,
    usedEch: usedEch ?? null,
    usedPrivateDns: usedPrivateDns ?? null,
    usedOcsp: usedOcsp ?? null,
    tlsVersion: security.protocolVersion ?? null,
    keyAgreement: security.keaGroupName ?? null,
    certificate: digestOf(security.certificates[0]),
    root: rootFacts(security.certificates),
  };
}

function digestOf(certificate: WebRequest.CertificateInfo): string;
function digestOf(certificate: WebRequest.CertificateInfo | undefined): string | null;
function digestOf(certificate: WebRequest.CertificateInfo | undefined): string | null {
  return certificate?.fingerprint.sha256.replaceAll(':', '').toLowerCase() ?? null;
}

/** The last certificate of the chain that the browser built. */
function rootFacts(certificates: readonly WebRequest.CertificateInfo[]): RootFacts | null {
  const root = certificates.at(-1);
  if (root === undefined) return null;
  return {
    sha256: digestOf(root),
    subject: commonName(root.subject),
    builtIn: root.isBuiltInRoot,
  };
}

/** SOCKS with local DNS (`proxyDNS` false, and SOCKS 4 always) gets an address; every other proxy gets the name. */
function proxyFacts(info: ResponseDetails['proxyInfo']): ProxyFacts | null {
  if (info === null || info === undefined || info.type === 'direct') return null;
  const isSocks = info.type === 'socks' || info.type === 'socks4';
  return { type: info.type, host: info.host, knowsName: !isSocks || info.proxyDNS === true };
}
