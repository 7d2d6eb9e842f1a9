// By which transports a response says that its host was reached. Pure.

import type {
  ConnectionFacts,
  Observation,
  RequestCounts,
  RootFacts,
  SiteAddress,
  Transport,
} from '../shared/facts.ts';
import { isLocalAddress } from '../shared/local-address.ts';
import type { SubresourceResponse } from '../shared/ports.ts';
import { addressKind, isLoopback } from '../shared/site-address.ts';
import { tunnelOf } from '../shared/tunnel.ts';
import { UNKNOWN_CONNECTION } from '../shared/unknown-connection.ts';

type Reached = SiteAddress & Pick<SubresourceResponse, 'fromCache' | 'connection' | 'skipped'>;

/** The transports of one response. Whether ECH hid one that was skipped is told by others: it may have none. */
export function transportsOf(response: Reached): Transport[] {
  const { scheme, fromCache, connection, skipped = false } = response;
  const { usedEch, usedPrivateDns, proxy } = connection;
  // A cached response was first fetched in a way that nobody knows.
  const tunnel = fromCache ? null : tunnelOf(proxy);
  // Of a connection that was opened for another host, what is reported is about that one.
  const isReported = usedEch !== null && connection.sharedWith === null;
  const ech = isReported ? (usedEch ? 'hidden' : 'exposed') : fromCache ? 'cached' : 'unreported';
  const transports: Transport[] = [];
  if (scheme === 'http' && !fromCache) transports.push(tunnel === null ? 'cleartext' : 'cleartext-proxied');
  else if (!skipped && (tunnel === null || usedEch)) transports.push(ech);
  if (tunnel !== null) transports.push(tunnel);
  else if (proxy?.knowsName) transports.push('proxied');
  // Through such a proxy the browser resolves no address, and an address or a name of this device needs no query.
  if (!proxy?.knowsName && usedPrivateDns === false && addressKind(response) !== 'ip' && !isLoopback(response))
    transports.push('unencrypted-dns');
  return transports;
}

export const NO_REQUESTS: RequestCounts = { requests: 0, checked: 0 };

/** With one request more. What came from a cache is none. */
export function counted(
  { requests, checked }: RequestCounts,
  { scheme, fromCache, connection }: Reached,
): RequestCounts {
  if (fromCache) return { requests, checked };
  const isChecked = scheme === 'http' || (connection.usedEch !== null && connection.sharedWith === null);
  return { requests: requests + 1, checked: checked + Number(isChecked) };
}

/**
 * A server on the network that redirected a tab's document, or a document that sent the tab on; `names` stood in what it was asked and
 * what it answered. Of its connection Chromium reports the address alone.
 */
export function hop(
  site: SiteAddress,
  reported: ConnectionFacts | null,
  { address = null, names }: { address?: string | null; names: string[] },
): Observation {
  const connection = reported ?? { ...UNKNOWN_CONNECTION, address };
  const reached = { ...site, fromCache: false, connection };
  const transports = transportsOf(reached);
  return {
    ...counted(NO_REQUESTS, reached),
    when: 'before',
    host: site.host,
    names: site.scheme === 'http' && !isLoopback(site) ? names : [],
    transports,
    networkTransports: transports,
    httpsPort: site.scheme === 'https' ? site.port : null,
    isLocal: connection.address === null ? null : isLocalAddress(connection.address),
    isElsewhere: false,
    addedRoot: addedRootOf(connection.root),
    connection: { ...connection, root: null },
    prediction: null,
  };
}

export const addedRootOf = (root: RootFacts | null): RootFacts | null => (root === null || root.builtIn ? null : root);
