// The life of a tab's main document as pure transitions: event in, record out. No browser, no clock, no I/O.
//
//   request ─▶ attempt ──(redirect: same attempt, new URL)──▶ response ─▶ committed ─▶ page
//                 └─ failed ─▶ page with its failure, or nothing at all when the user stopped it
//
// A tab keeps showing its page while an attempt is under way, and an attempt that ends in a download or is stopped leaves
// the page as it was. What a committed page is worth depends on what was seen before: with a response it came from the
// network or the cache, with a request alone from a service worker, with neither from the back-forward cache, or the browser
// told nothing (bfcache fires onCommitted alone, a service worker onBeforeRequest alone; Firefox 153, Chromium 156).

import type { Arrival, ConnectionFacts, LookupFacts, PageFacts } from '../shared/facts.ts';
import type { NavigationEvent } from '../shared/ports.ts';
import { documentUrl, siteAddress } from '../shared/site-address.ts';

/** A request for a main document that has not been shown yet. */
export interface Attempt {
  requestId: string;
  url: string;
  clearHops: string[];
  /** Null until a response arrived. */
  response: { fromCache: boolean; connection: ConnectionFacts } | null;
}

/** A document that a tab shows, or the failure that it shows instead. */
export interface Page {
  facts: PageFacts;
  connection: ConnectionFacts | null;
  lookup: LookupFacts;
  /** The request that brought it, or null: a response may be told again after the commit. */
  requestId: string | null;
}

/** Plain JSON in storage.session, one entry a tab. */
export interface TabRecord {
  tabId: number;
  /** Counts navigations of the tab, so that each has a name. */
  serial: number;
  attempt: Attempt | null;
  page: Page | null;
}

export const newTab = (tabId: number): TabRecord => ({ tabId, serial: 0, attempt: null, page: null });

type TabEvent = Exclude<NavigationEvent, { kind: 'closed' | 'replaced' }>;

/** The record after an event. A new page has a new `navigationId`; the same object means that nothing changed. */
export function afterEvent(tab: TabRecord, event: TabEvent): TabRecord {
  switch (event.kind) {
    case 'request':
      return afterRequest(tab, event);
    case 'redirect':
      return afterRedirect(tab, event);
    case 'response':
      return afterResponse(tab, event);
    case 'committed':
      return afterCommit(tab, event.url, event.historyMove);
    case 'failed':
      return afterFailure(tab, event.requestId, event.error);
  }
}

function afterRequest(tab: TabRecord, { requestId, url }: Extract<TabEvent, { kind: 'request' }>): TabRecord {
  // Both browsers tell the target of a redirect as one more request with the same id.
  const clearHops = tab.attempt?.requestId === requestId ? tab.attempt.clearHops : [];
  return { ...tab, attempt: { requestId, url, clearHops, response: null } };
}

function afterRedirect(tab: TabRecord, event: Extract<TabEvent, { kind: 'redirect' }>): TabRecord {
  const { attempt } = tab;
  if (attempt?.requestId !== event.requestId) return tab;
  const from = siteAddress(event.from);
  const inClear = event.contacted && from.scheme === 'http';
  const clearHops = inClear ? [...attempt.clearHops, from.host] : attempt.clearHops;
  return { ...tab, attempt: { ...attempt, url: event.to, clearHops, response: null } };
}

function afterResponse(tab: TabRecord, event: Extract<TabEvent, { kind: 'response' }>): TabRecord {
  const { attempt, page } = tab;
  const { fromCache, connection } = event;
  // The URL tells a late answer about a redirect from one about its target: both have the same request.
  if (attempt?.requestId === event.requestId && attempt.url === event.url) {
    // A live answer stands: the cached one that follows a 304 tells of an older connection.
    if (attempt.response !== null && !attempt.response.fromCache && fromCache) return tab;
    return { ...tab, attempt: { ...attempt, response: { fromCache, connection } } };
  }
  if (page?.requestId === event.requestId && page.facts.arrival === 'service-worker') {
    return { ...tab, page: { ...page, connection, facts: { ...page.facts, arrival: arrivalOf(fromCache) } } };
  }
  return tab;
}

function afterCommit(tab: TabRecord, url: string, historyMove: boolean): TabRecord {
  const { attempt, page } = tab;
  if (attempt === null || documentUrl(attempt.url) !== documentUrl(url)) {
    // Firefox 153 commits its error page under the address that failed.
    if (page !== null && page.facts.failure !== null && isAt(page.facts, url)) return tab;
    return showPage(tab, url, historyMove ? 'back-forward-cache' : 'untold', null);
  }
  const { response } = attempt;
  return showPage(tab, url, response === null ? 'service-worker' : arrivalOf(response.fromCache), attempt);
}

const isAt = ({ scheme, host, port }: PageFacts, url: string): boolean => {
  const address = siteAddress(url);
  return address.scheme === scheme && address.host === host && address.port === port;
};

const arrivalOf = (fromCache: boolean): Arrival => (fromCache ? 'http-cache' : 'network');

/** What browsers say when the user or a script stopped the request, or it became a download. */
const STOPPED = ['net::ERR_ABORTED', 'NS_BINDING_ABORTED', 'NS_ERROR_ABORT'];

function afterFailure(tab: TabRecord, requestId: string, error: string): TabRecord {
  const { attempt } = tab;
  if (attempt?.requestId !== requestId) return tab;
  if (STOPPED.includes(error)) return { ...tab, attempt: null };
  const shown = showPage(tab, attempt.url, 'network', attempt);
  const page = shown.page as Page;
  return { ...shown, page: { ...page, facts: { ...page.facts, failure: error } } };
}

function showPage(tab: TabRecord, url: string, arrival: Arrival, attempt: Attempt | null): TabRecord {
  const serial = tab.serial + 1;
  const facts: PageFacts = {
    ...siteAddress(url),
    tabId: tab.tabId,
    navigationId: `${tab.tabId}.${serial}`,
    arrival,
    clearHops: attempt?.clearHops ?? [],
    namedBefore: false,
    failure: null,
    private: false,
    restricted: false,
  };
  const page: Page = {
    facts,
    connection: attempt?.response?.connection ?? null,
    lookup: { state: 'pending', resolver: null },
    requestId: attempt?.requestId ?? null,
  };
  return { tabId: tab.tabId, serial, attempt: null, page };
}

/** A page that was in its tab before we looked. */
export function unseenPage(tab: TabRecord, url: string): TabRecord {
  return showPage(tab, url, 'unseen', null);
}

/** Changes the page if it is still the one of that navigation; a stale answer changes nothing. */
export function changePage(tab: TabRecord, navigationId: string, change: (page: Page) => Page): TabRecord {
  if (tab.page?.facts.navigationId !== navigationId) return tab;
  return { ...tab, page: change(tab.page) };
}
