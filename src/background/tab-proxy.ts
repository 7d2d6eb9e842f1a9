// Whether a tab uses a proxy. Firefox reports it with each request over the network; pages from memory and from service workers make
// none, so they take it from the tab.

import { browserErrorKind } from '../shared/browser-error.ts';
import type { Arrival, ConnectionFacts } from '../shared/facts.ts';
import type { NavigationEvent } from '../shared/ports.ts';

/** The server and the proxy of a request that failed. */
export type Via = Pick<ConnectionFacts, 'address' | 'proxy'>;

/** Null for events that say nothing about a proxy. */
export function wasProxied(event: NavigationEvent): boolean | null {
  if (event.kind === 'failed') {
    if (browserErrorKind(event.error) === 'proxy') return true;
    return event.via === undefined ? null : event.via.proxy !== null;
  }
  if (event.kind !== 'response' && event.kind !== 'completed') return null;
  return event.fromCache ? null : event.connection.proxy !== null;
}

interface ProxiedTab {
  isProxied: boolean;
  page: { connection: Via | null; via: Via | null; facts: { arrival: Arrival } } | null;
}

/** Also true for a page that would have come through the proxy, had it not been in memory. */
export function isProxied({ page, isProxied }: ProxiedTab): boolean {
  if (page === null) return isProxied;
  const { connection, via, facts } = page;
  const shown = connection ?? via;
  if (shown === null) return isProxied;
  // A cached response reports the connection of its first fetch, which may have had no proxy.
  return shown.proxy !== null || (facts.arrival !== 'network' && isProxied);
}
