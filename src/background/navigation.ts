// The life of a tab's main document as pure transitions: event in, record out. No browser, no clock, no I/O.
//
//   request ─▶ attempt ──(redirect: same attempt, new URL)──▶ response ─▶ committed ─▶ page
//                 └─ failed ─▶ still an attempt, until the browser shows its error page: then a page with a failure
//
// A tab keeps showing its page while attempts are under way. Some never become a page: downloads, 204, prefetches, requests
// that the user or a script stopped. A commit is matched with the most recent attempt for its URL, unless that was complete long
// before. Where the document came from is inferred from what that attempt saw:
// - a response: the network or the HTTP cache;
// - a request alone: a service worker (Firefox 153);
// - neither: the back-forward cache, or a document of which the browser reports nothing (Chromium 156: a service worker's). A page that
//   the tab has left takes up its own visit (left-pages.ts).
//
// A document may be prepared out of sight (Chrome): its attempt waits under the document's id, and no other commit takes it.
// A tab that was discarded loads anew: Firefox 153 first commits its address without a request, as it restores the tab, and
// then again with one; Chromium 156 gives the tab another id. Moves within a document are no events.
//
// Request and commit events may arrive out of order while the background starts (Firefox 153: a commit before the request that it
// ends). So a request that began before the commit of its address joins that page.

import { browserErrorKind } from '../shared/browser-error.ts';
import type { Arrival, Observation, PageFacts, SiteAddress } from '../shared/facts.ts';
import type { NavigationEvent } from '../shared/ports.ts';
import { isLoopback, siteAddress } from '../shared/site-address.ts';
import { type Attempt, attemptAt, target } from './attempt.ts';
import { leftBy, takenUp } from './left-pages.ts';
import { wasProxied } from './tab-proxy.ts';
import { nextNavigationId, type Page, type TabRecord } from './tab-record.ts';
import { hop } from './transport.ts';

/** A page may start many requests that lead nowhere; the latest ones are enough. */
const MAX_ATTEMPTS = 8;

/** Browsers follow no more than 20. */
const MAX_HOPS = 20;

/** A document commits as its headers come. An attempt that was complete for longer has become something else. */
const COMMIT_GRACE_MS = 2_000;

/** A request that is reported late began shortly before its commit. For one from long before, the clock was set back. */
const JOIN_GRACE_MS = 60_000;

type TabEvent = Exclude<NavigationEvent, { kind: 'closed' | 'replaced' }>;
type EventOf<Kind extends TabEvent['kind']> = Extract<TabEvent, { kind: Kind }>;

/** The record after an event. A new page has a new `navigationId`; the same object means that nothing changed. */
export function afterEvent(tab: TabRecord, event: TabEvent): TabRecord {
  const after = transition(tab, event);
  const isProxied = wasProxied(event) ?? after.isProxied;
  return isProxied === after.isProxied ? after : { ...after, isProxied };
}

function transition(tab: TabRecord, event: TabEvent): TabRecord {
  switch (event.kind) {
    case 'request':
      return afterRequest(tab, event);
    case 'redirect':
      return afterRedirect(tab, event);
    case 'response':
      return afterResponse(tab, event);
    case 'completed':
      return afterCompletion(tab, event);
    case 'failed':
      return afterFailure(tab, event);
    case 'committed':
      return afterCommit(tab, event);
    case 'prerendered':
      return afterPrerender(tab, event);
    case 'error-page':
      return afterErrorPage(tab, event);
  }
}

function afterRequest(tab: TabRecord, { requestId, url, timeMs }: EventOf<'request'>): TabRecord {
  // Both browsers report the target of a redirect as one more request with the same id.
  if (tab.attempts.some((attempt) => attempt.requestId === requestId)) {
    const changed = changeAttempt(tab, requestId, (attempt) => ({ ...attempt, ...target(url) }));
    return joinPage(changed, requestId);
  }
  if (tab.page?.requestId === requestId) return tab;
  return joinPage(withAttempt(tab, attemptAt(requestId, url, timeMs)), requestId);
}

function afterRedirect(before: TabRecord, event: EventOf<'redirect'>): TabRecord {
  const tab = leavePage(before, event);
  const changed = changeAttempt(tab, event.requestId, (attempt) => {
    const { hops, site, response } = attempt;
    const contacted = event.contacted ? [hop(site, response?.connection ?? null, event)] : [];
    return { ...attempt, ...target(event.to), hops: [...hops, ...contacted].slice(0, MAX_HOPS), redirected: true };
  });
  return joinPage(changed, event.requestId);
}

/** A request joined the page as it began, and was then led elsewhere: it may come back. */
function leavePage(tab: TabRecord, { requestId, from }: EventOf<'redirect'>): TabRecord {
  const { page } = tab;
  if (page === null || page.requestId !== requestId) return tab;
  const { arrival } = page.facts;
  const response =
    page.connection === null ? null : { fromCache: arrival === 'http-cache', connection: page.connection };
  const facts: PageFacts = { ...page.facts, arrival: 'unreported' };
  const alone = { ...tab, page: { ...page, facts, requestId: null, connection: null } };
  return withAttempt(alone, { ...attemptAt(requestId, from, page.committedAtMs), response });
}

const withAttempt = (tab: TabRecord, attempt: Attempt): TabRecord => ({
  ...tab,
  attempts: [...tab.attempts, attempt].slice(-MAX_ATTEMPTS),
});

/** The page that this request brought, when its commit was reported first. */
function joinPage(tab: TabRecord, requestId: string): TabRecord {
  const { page } = tab;
  const late = tab.attempts.find((attempt) => attempt.requestId === requestId);
  if (page === null || page.requestId !== null || late === undefined) return tab;
  const beforeMs = page.committedAtMs - late.startedAtMs;
  if (beforeMs < 0 || beforeMs > JOIN_GRACE_MS || late.url !== page.url) return tab;
  const facts: PageFacts = {
    ...page.facts,
    arrival: 'service-worker',
    redirectUnreported: page.facts.redirectUnreported && !late.redirected,
    extensionsBlocked: false,
    wasQueried: false,
  };
  const attempts = tab.attempts.filter((attempt) => attempt !== late);
  return { ...tab, attempts, page: { ...page, facts, requestId, hops: [...page.hops, ...late.hops] } };
}

function afterResponse(tab: TabRecord, event: EventOf<'response'>): TabRecord {
  const { requestId, url, fromCache, connection } = event;
  const known = tab.attempts.find((attempt) => attempt.requestId === requestId);
  if (known !== undefined) {
    // The URL tells a late answer about a redirect from one about its target: both have the same request.
    if (known.url !== url) return tab;
    // A live answer stays: the cached one that follows a 304 has an older connection.
    if (known.response !== null && !known.response.fromCache && fromCache) return tab;
    return changeAttempt(tab, requestId, (attempt) => ({ ...attempt, response: { fromCache, connection } }));
  }
  const { page } = tab;
  if (page?.requestId === requestId) {
    const isUnreported = page.facts.arrival === 'service-worker' || page.connection?.security === null;
    if (!isUnreported || page.url !== url) return tab;
    return { ...tab, page: { ...page, connection, facts: { ...page.facts, arrival: arrivalOf(fromCache) } } };
  }
  // While the browser starts it wakes us for the response first (Firefox, blocking listeners): the request was not heard.
  const unheard = { ...attemptAt(requestId, url, event.timeMs), wasInterrupted: tab.isInterrupted };
  return joinPage(withAttempt(tab, { ...unheard, response: { fromCache, connection } }), requestId);
}

/** A background that was killed as the response came has not heard it, and no service worker completes: so it came from the network or the cache. */
function afterCompletion(tab: TabRecord, event: EventOf<'completed'>): TabRecord {
  const { requestId, url, fromCache, connection, timeMs } = event;
  const { page } = tab;
  const isKnown = tab.attempts.some((attempt) => attempt.requestId === requestId);
  if (page !== null && !isKnown && isUnheard(page, event)) {
    return {
      ...tab,
      page: { ...page, connection, requestId, facts: { ...page.facts, arrival: arrivalOf(fromCache) } },
    };
  }
  return changeAttempt(tab, requestId, (attempt) => ({
    ...attempt,
    response: attempt.response ?? (attempt.url === url ? { fromCache, connection } : null),
    completedAtMs: timeMs,
  }));
}

/** The page is there, and its response was not heard, nor perhaps its request. */
const isUnheard = ({ facts, requestId, connection, url }: Page, event: EventOf<'completed'>): boolean =>
  connection === null &&
  url === event.url &&
  (requestId === event.requestId ? facts.arrival === 'service-worker' : facts.arrival === 'unreported');

/** By the user or a script, or it became a download. */
const isStopped = (error: string): boolean => browserErrorKind(error) === 'aborted';

function afterFailure(tab: TabRecord, { requestId, error, timeMs, via: reportedVia }: EventOf<'failed'>): TabRecord {
  const { page } = tab;
  const via = reportedVia ?? null;
  if (page?.requestId === requestId && page.facts.arrival === 'service-worker' && !isStopped(error)) {
    return { ...tab, page: { ...failedPage(page, error), via } };
  }
  if (!isStopped(error)) {
    return changeAttempt(tab, requestId, (attempt) => ({ ...attempt, error, via, completedAtMs: timeMs }));
  }
  const attempts = tab.attempts.filter((attempt) => attempt.requestId !== requestId);
  return attempts.length === tab.attempts.length ? tab : { ...tab, attempts };
}

function afterCommit(tab: TabRecord, event: EventOf<'committed'>): TabRecord {
  const back = takenUp(tab, event);
  if (back !== null) return back;
  const prerendered = tab.attempts.find(({ documentId }) => documentId !== null && documentId === event.documentId);
  const attempt =
    prerendered ??
    tab.attempts.findLast((one) => one.documentId === null && one.url === event.url && isFresh(one, event.timeMs));
  const site = attempt?.site ?? siteAddress(event.url);
  const where = { ...event, site };
  const hops = clearPageBefore(tab, where);
  if (attempt === undefined)
    return showPage(tab, where, event.historyMove ? 'back-forward-cache' : 'unreported', undefined, hops);
  const { response, error } = attempt;
  // Firefox 153 commits its error page under the address that failed.
  if (error !== null) return showFailure(tab, where, attempt, error);
  const arrival = response === null ? 'service-worker' : arrivalOf(response.fromCache);
  return showPage(tab, where, arrival, attempt, hops);
}

/** Before or after: the clock may have been set back. */
const isFresh = ({ completedAtMs }: Pick<Attempt, 'completedAtMs'>, timeMs: number): boolean =>
  completedAtMs === null || Math.abs(timeMs - completedAtMs) <= COMMIT_GRACE_MS;

/** The request of a prerendered document has no id of the document yet: the latest one at its address is it. */
function afterPrerender(tab: TabRecord, { url, documentId }: EventOf<'prerendered'>): TabRecord {
  const attempt = tab.attempts.findLast((one) => one.url === url);
  return attempt === undefined ? tab : changeAttempt(tab, attempt.requestId, (one) => ({ ...one, documentId }));
}

/**
 * The host of the document that is about to be shown, as far as can be told: it has answered, and nothing came of it yet. Firefox 153
 * requests what an early hint names before that (RFC 8297), in the name of the document's host.
 */
export function pendingHost({ attempts }: TabRecord, timeMs: number, topHost: string | null): string | null {
  for (const { site, response, error, documentId, completedAtMs } of attempts.toReversed()) {
    if (error !== null || documentId !== null || !isFresh({ completedAtMs }, timeMs)) continue;
    if (response !== null || site.host === topHost) return site.host;
  }
  return null;
}

/**
 * A plain-HTTP page that redirected here by script or meta refresh has already exposed this hostname, as a server's redirect would
 * have: where the browser says so (`client_redirect`; Firefox 153 for a meta refresh alone), and where it is the same host.
 */
function clearPageBefore(
  { page }: TabRecord,
  { site: { scheme, host }, clientRedirect, historyMove }: EventOf<'committed'> & Pick<Where, 'site'>,
): Observation[] {
  if (page === null || historyMove || page.facts.scheme !== 'http' || isLoopback(page.facts)) return [];
  const sentHere = scheme === 'https' && (clientRedirect || host === page.facts.host);
  return sentHere ? [hop(page.facts, page.connection, { names: [page.facts.host, host] })] : [];
}

/** Chromium 156 reports its error page as a separate event, and not at all where the old page stays. */
function afterErrorPage(tab: TabRecord, event: EventOf<'error-page'>): TabRecord {
  const attempt = tab.attempts.findLast(({ url }) => url === event.url);
  return attempt === undefined
    ? tab
    : showFailure(tab, { ...event, site: attempt.site }, attempt, attempt.error ?? event.error);
}

function showFailure(tab: TabRecord, where: Where, attempt: Attempt, failure: string): TabRecord {
  const shown = showPage(tab, where, 'network', { ...attempt, response: null }, []);
  return { ...shown, page: shown.page && failedPage(shown.page, failure) };
}

const failedPage = (page: Page, failure: string): Page => ({
  ...page,
  facts: { ...page.facts, arrival: 'network', failure },
});

const arrivalOf = (fromCache: boolean): Arrival => (fromCache ? 'http-cache' : 'network');

/** What is shown, and since when. */
interface Where {
  url: string;
  site: SiteAddress;
  timeMs: number;
  documentId?: string | null;
  serverRedirect?: boolean;
  reload?: boolean;
  restricted?: boolean;
}

/** A new page. The attempt that brought it and older ones are over; a later one may be the next page. */
function showPage(
  tab: TabRecord,
  { url, site, timeMs, documentId = null, serverRedirect = false, reload = false, restricted = false }: Where,
  arrival: Arrival,
  attempt: Attempt | undefined,
  hops: Observation[],
): TabRecord {
  const serial = tab.serial + 1;
  const facts: PageFacts = {
    ...site,
    tabId: tab.tabId,
    navigationId: nextNavigationId(tab),
    arrival,
    // A background that was killed at that moment has not heard of it.
    redirectUnreported: serverRedirect && attempt?.redirected !== true,
    failure: null,
    private: false,
    restricted,
    extensionsBlocked: false,
    wasQueried: false,
    wasInterrupted: attempt?.wasInterrupted ?? tab.isInterrupted,
  };
  const page: Page = {
    facts,
    connection: attempt?.response?.connection ?? null,
    via: attempt?.via ?? null,
    lookup: { state: 'pending', resolver: null },
    url,
    documentId,
    startedAtMs: attempt?.startedAtMs ?? timeMs,
    committedAtMs: timeMs,
    shownSinceMs: timeMs,
    alternatives: [],
    hostBefore: tab.page?.facts.host ?? null,
    requestId: attempt?.requestId ?? null,
    hops: [...hops, ...(attempt?.hops ?? [])],
    wasReloaded: reload,
    wasUnreportedBefore: tab.page?.facts.host === site.host && tab.page.connection?.security === null,
    wasPrerendered: attempt !== undefined && attempt.documentId !== null,
    found: { probes: null, trace: null, secondOpinion: null, measuring: null },
  };
  const over =
    attempt === undefined ? 0 : tab.attempts.findIndex(({ requestId }) => requestId === attempt.requestId) + 1;
  const left = leftBy(tab, { documentId, timeMs, reload });
  return { ...tab, serial, attempts: tab.attempts.slice(over), page, left, isInterrupted: false };
}

function changeAttempt(tab: TabRecord, requestId: string, change: (attempt: Attempt) => Attempt): TabRecord {
  if (!tab.attempts.some((attempt) => attempt.requestId === requestId)) return tab;
  const attempts = tab.attempts.map((attempt) => (attempt.requestId === requestId ? change(attempt) : attempt));
  return { ...tab, attempts };
}

/** A page that was in its tab before we looked: no request that we hear of can have brought it. */
export function unseenPage(tab: TabRecord, url: string): TabRecord {
  const shown = showPage(tab, { url, site: siteAddress(url), timeMs: 0 }, 'predates-extension', undefined, []);
  // Nor is it known when the page before was left.
  return { ...shown, left: tab.left };
}
