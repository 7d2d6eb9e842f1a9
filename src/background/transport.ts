// By which transports a response says that its host was reached. Pure.

import type { ConnectionFacts, HostFacts, SiteAddress, Transport } from '../shared/facts.ts';
import type { SubresourceResponse } from '../shared/ports.ts';
import { addressKind, isLoopback } from '../shared/site-address.ts';
import { UNKNOWN_CONNECTION } from '../shared/unknown-connection.ts';

type Reached = Pick<SubresourceResponse, 'scheme' | 'host' | 'port' | 'fromCache' | 'connection'>;

/** The transports of one response. */
export function transportsOf(response: Reached): Transport[] {
  const { scheme, fromCache, connection } = response;
  const { usedEch, usedPrivateDns, proxy } = connection;
  const transports: Transport[] = [];
  if (usedEch !== null) transports.push(usedEch ? 'hidden' : 'exposed');
  else if (fromCache) transports.push('cached');
  else transports.push(scheme === 'http' ? 'cleartext' : 'unreported');
  if (proxy?.knowsName) transports.push('proxied');
  // Through such a proxy the browser resolves no address, and an address or a name of this device needs no query.
  else if (usedPrivateDns === false && addressKind(response) !== 'ip' && !isLoopback(response))
    transports.push('unencrypted-dns');
  return transports;
}

/** A server on the network that redirected a tab's document. Chromium reports nothing about its connection. */
export function redirectedBy({ scheme, host, port }: SiteAddress, reported: ConnectionFacts | null): HostFacts | null {
  if (scheme !== 'http' && scheme !== 'https') return null;
  const connection = reported ?? UNKNOWN_CONNECTION;
  const { root } = connection;
  return {
    host,
    transports: transportsOf({ scheme, host, port, fromCache: false, connection }),
    addedRoot: root === null || root.builtIn ? null : root,
    connection: { ...connection, root: null },
    prediction: null,
  };
}
