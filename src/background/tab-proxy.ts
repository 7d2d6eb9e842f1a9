// Whether a tab has a proxy, which Firefox reports with each request: pages from memory and from workers share it.

import { browserErrorKind } from '../shared/browser-error.ts';
import type { Arrival, ConnectionFacts } from '../shared/facts.ts';
import type { NavigationEvent } from '../shared/ports.ts';

/** Who answered a request that failed, or was to. */
export type Via = Pick<ConnectionFacts, 'address' | 'proxy'>;

/** Whether the tab has a proxy, by what is reported of a request over the network; null where nothing is. */
export function proxyTold(event: NavigationEvent): boolean | null {
  if (event.kind === 'failed') {
    if (browserErrorKind(event.error) === 'proxy') return true;
    return event.via === undefined ? null : event.via.proxy !== null;
  }
  if (event.kind !== 'response' && event.kind !== 'completed') return null;
  return event.fromCache ? null : event.connection.proxy !== null;
}

/** The part of a tab's record that this depends on. */
interface ProxiedTab {
  isProxied: boolean;
  page: { connection: Via | null; via: Via | null; facts: { arrival: Arrival } } | null;
}

/** Whether the page that the tab shows came through a proxy, or would have. */
export function isProxied({ page, isProxied }: ProxiedTab): boolean {
  if (page === null) return isProxied;
  const { connection, via, facts } = page;
  const told = connection ?? via;
  if (told === null) return isProxied;
  // What came from the cache has an earlier connection.
  return told.proxy !== null || (facts.arrival !== 'network' && isProxied);
}
