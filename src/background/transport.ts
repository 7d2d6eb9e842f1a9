// In which ways a response says that its host was reached. Pure; imports shared.

import type { ConnectionFacts, HostFacts, SiteAddress, Transport } from '../shared/facts.ts';
import type { SubresourceResponse } from '../shared/ports.ts';
import { addressKind, isLoopback } from '../shared/site-address.ts';
import { UNKNOWN_CONNECTION } from '../shared/unknown-connection.ts';

type Reached = Pick<SubresourceResponse, 'scheme' | 'host' | 'port' | 'fromCache' | 'connection'>;

/** What one response tells of how its host was reached. */
export function transportsOf(subresource: Reached): Transport[] {
  const { scheme, fromCache, connection } = subresource;
  const { usedEch, usedPrivateDns, proxy } = connection;
  const ways: Transport[] = [];
  if (usedEch !== null) ways.push(usedEch ? 'sealed' : 'named');
  else if (fromCache) ways.push('cached');
  else ways.push(scheme === 'http' ? 'clear' : 'untold');
  if (proxy?.toldName) ways.push('proxied');
  // Through such a proxy the browser asks for no address, and an address or a name of this device needs no question.
  else if (usedPrivateDns === false && addressKind(subresource) !== 'ip' && !isLoopback(subresource))
    ways.push('clear-dns');
  return ways;
}

/** A server on the network that sent a tab's document elsewhere. Chromium tells nothing of its connection. */
export function redirectedBy({ scheme, host, port }: SiteAddress, told: ConnectionFacts | null): HostFacts | null {
  if (scheme !== 'http' && scheme !== 'https') return null;
  const connection = told ?? UNKNOWN_CONNECTION;
  const { root } = connection;
  return {
    host,
    ways: transportsOf({ scheme, host, port, fromCache: false, connection }),
    addedRoot: root === null || root.builtIn ? null : root,
    connection: { ...connection, root: null },
    prediction: null,
  };
}
