// The hosts that a page reached, updated from each response as pure transitions. No browser, no clock, no I/O.
//
// A response belongs to the page that the tab shows, unless it came before that page's commit or was requested by a document of
// another host: then it belongs to the page before, which may come back. Once the next document has answered, and until its commit is
// reported, a response may belong to either page: it is recorded for both, and the time of the commit decides.

import type { ConnectionFacts, HostPrediction, Observation, Transport } from '../shared/facts.ts';
import { isLocalAddress } from '../shared/local-address.ts';
import type { SubresourceResponse } from '../shared/ports.ts';
import { isLoopback } from '../shared/site-address.ts';
import { pendingHost } from './navigation.ts';
import { nextNavigationId, type Page, type TabRecord } from './tab-record.ts';
import { addedRootOf, counted, NO_REQUESTS, transportsOf } from './transport.ts';

/** A host of a page, as plain JSON: one small entry in storage.session. */
export interface HostRecord extends Observation {
  firstSeenMs: number;
  /** When the record last changed, and the host of the document that sent that request. */
  changedAtMs: number;
  changedUnderHost: string | null;
}

const WORST_TRANSPORT_FIRST: Transport[] = [
  'cleartext',
  'exposed',
  'cleartext-proxied',
  'proxied',
  'device-proxy',
  'tls-proxy',
  'unencrypted-dns',
  'unreported',
  'cached',
  'hidden',
];

const worstOf = (transports: Transport[]): number =>
  Math.min(...transports.map((way) => WORST_TRANSPORT_FIRST.indexOf(way)));

/** A rank: the lower it is, the more the network could read of this host in the visit. */
export const mildnessOf = ({ addedRoot, networkTransports }: Observation): number =>
  addedRoot === null ? Math.min(worstOf(networkTransports), WORST_TRANSPORT_FIRST.length) : -1;

/** A host with one local address counts as local, whatever its others are. */
function localityOf(known: HostRecord | undefined, { connection: { address } }: SubresourceResponse): boolean | null {
  if (address === null) return known?.isLocal ?? null;
  return known?.isLocal === true || isLocalAddress(address);
}

/**
 * A rank among connections of which nobody reported whether ECH was used: first those that showed the name of another host of the site,
 * then the host's own, of which its record tells, last those that may hold another's name alone.
 */
function shareRank({ sharedWith }: Pick<ConnectionFacts, 'sharedWith'>): number {
  if (sharedWith === null) return OWN_CONNECTION;
  return sharedWith.isHidden === false ? 0 : 2;
}
const OWN_CONNECTION = 1;

/** Returns the same object where nothing but the number of requests changed. */
export function afterSubresource(known: HostRecord | undefined, subresource: SubresourceResponse): HostRecord {
  const { host, scheme, port, timeMs, connection } = subresource;
  const seen = transportsOf(subresource);
  const httpsPort = known?.httpsPort ?? (scheme === 'https' ? port : null);
  const addedRoot = known?.addedRoot ?? addedRootOf(connection.root);
  const transports = [...new Set([...(known?.transports ?? []), ...seen])];
  const networkTransports = [...new Set([...(known?.networkTransports ?? []), ...(subresource.fromCache ? [] : seen)])];
  const isLocal = localityOf(known, subresource);
  const isElsewhere = known?.isElsewhere === true || isAtAnotherAddress(known, subresource);
  const prediction = isUnreportedOnOtherPort(known, subresource) ? UNPREDICTED : (known?.prediction ?? null);
  const isWorst = known === undefined || isWorseWay(seen, connection, known);
  if (
    !isWorst &&
    known.transports.length === transports.length &&
    known.networkTransports.length === networkTransports.length &&
    known.httpsPort === httpsPort &&
    known.isLocal === isLocal &&
    known.isElsewhere === isElsewhere &&
    known.addedRoot === addedRoot &&
    known.prediction === prediction
  )
    return known;
  return {
    ...counted(known ?? NO_REQUESTS, subresource),
    when: 'after',
    host,
    names: [],
    transports,
    networkTransports,
    addedRoot,
    connection: isWorst ? { ...connection, root: null } : known.connection,
    prediction,
    firstSeenMs: known?.firstSeenMs ?? timeMs,
    httpsPort,
    isLocal,
    isElsewhere,
    changedAtMs: timeMs,
    changedUnderHost: subresource.topHost,
  };
}

/** Over the network: what came from a cache came from nowhere in this visit. */
const isAtAnotherAddress = (known: HostRecord | undefined, { fromCache, connection }: SubresourceResponse): boolean =>
  !fromCache &&
  known !== undefined &&
  known.networkTransports.length > 0 &&
  known.connection.address !== null &&
  connection.address !== null &&
  known.connection.address !== connection.address;

/** A host that first shared a connection may get its own: the server refused the first (HTTP 421), or moved it to another address. */
function isWorseWay(seen: Transport[], connection: ConnectionFacts, known: HostRecord): boolean {
  const [now, before] = [worstOf(seen), worstOf(known.transports)];
  return now < before || (now === before && shareRank(connection) < shareRank(known.connection));
}

const UNPREDICTED: HostPrediction = { outcome: 'unknown' };

/** Another port has HTTPS records of its own (RFC 9460 §2.3), which are not looked up: the prediction for the first does not apply. */
const isUnreportedOnOtherPort = (
  known: HostRecord | undefined,
  { scheme, port, connection }: SubresourceResponse,
): boolean =>
  scheme === 'https' &&
  connection.usedEch === null &&
  ![undefined, null, port].includes(known?.httpsPort) &&
  known?.prediction?.outcome !== 'shows' &&
  known?.prediction?.outcome !== 'unknown';

/** Whether more of it can be read than was known before. */
export const isWorse = (known: HostRecord | undefined, record: HostRecord): boolean =>
  (record.addedRoot !== null && known?.addedRoot?.sha256 !== record.addedRoot.sha256) ||
  record.networkTransports.some((way) => !QUIET.includes(way) && !known?.networkTransports.includes(way)) ||
  (known !== undefined && record.isElsewhere && !known.isElsewhere) ||
  shareRank(record.connection) < (known === undefined ? OWN_CONNECTION : shareRank(known.connection));

/**
 * Whether a response to a request of a page tells anything beside what the document's own tells: of another host always, of the page's
 * own where it went another way.
 */
export function isTelling(response: SubresourceResponse, pageHost: string): boolean {
  const { host, fromCache, connection } = response;
  if (host !== pageHost) return true;
  return (
    (!fromCache && !isLoopback(response) && transportsOf(response).some((way) => !QUIET.includes(way))) ||
    (!fromCache && connection.sharedWith?.isHidden === false) ||
    addedRootOf(connection.root) !== null
  );
}

const QUIET: Transport[] = ['hidden', 'unreported', 'cached'];

export interface PossiblePage {
  navigationId: string;
  /** The page's own host. */
  host: string;
}

/** `nowMs` tells whether the clock was set back since a page's commit: then times are ignored. */
export function pagesOf(tab: TabRecord, subresource: SubresourceResponse, nowMs: number): PossiblePage[] {
  const asking = askedByLeft(tab, subresource);
  if (asking !== undefined) return [possible(asking)];
  if (subresource.isOutOfSight) return [];
  const pages: PossiblePage[] = [];
  const { page } = tab;
  if (page !== null && isWeb(page) && belongsTo(page, subresource, nowMs)) pages.push(possible(page));
  const pending = pendingHost(tab, subresource.timeMs, subresource.topHost);
  if (pending !== null && isUnderHost(subresource, pending))
    pages.push({ navigationId: nextNavigationId(tab), host: pending });
  if (pages.length > 0) return pages;
  // Frames have documents of their own.
  const last = isOfTab(tab, subresource) ? tab.left.at(-1)?.page : undefined;
  return last !== undefined && last.facts.host === subresource.topHost ? [possible(last)] : [];
}

const possible = ({ facts: { navigationId, host } }: Page): PossiblePage => ({ navigationId, host });

/** What a page sends as it goes is its own, should it come back; and its requests may be told of before its coming back is. */
const askedByLeft = (tab: TabRecord, subresource: SubresourceResponse): Page | undefined =>
  isOfTab(tab, subresource) && subresource.documentId !== null
    ? tab.left.find(({ page }) => page.documentId === subresource.documentId)?.page
    : undefined;

const isOfTab = ({ tabId }: TabRecord, subresource: SubresourceResponse): boolean => subresource.tabId === tabId;

/**
 * A response before the commit counts where its document's host matches, since Chromium 156 may date a commit after the first
 * responses to the document's requests. Where the previous document had the same host, only the time can tell them apart.
 */
export function belongsTo(
  page: Page,
  { topHost, timeMs }: Pick<SubresourceResponse, 'topHost' | 'timeMs'>,
  nowMs: number,
): boolean {
  const { facts, hostBefore } = page;
  if (topHost !== null && topHost !== facts.host) return false;
  return !precedesPage(timeMs, page, nowMs) || (topHost === facts.host && hostBefore !== facts.host);
}

const isWeb = ({ facts: { scheme } }: Page): boolean => scheme === 'https' || scheme === 'http';

const isUnderHost = ({ topHost }: SubresourceResponse, host: string): boolean => topHost === null || topHost === host;

/** A time in the future means that the clock was set back, so it decides nothing. */
const precedesPage = (timeMs: number, { shownSinceMs }: Page, nowMs: number): boolean =>
  timeMs < shownSinceMs && shownSinceMs <= nowMs;

/**
 * A lookup adds nothing where ECH was measured, or was not used once. A host that has not answered yet may be anybody's: once its address
 * is known, it is looked up.
 */
export const isToBeLookedUp = ({ transports, httpsPort, prediction, isLocal }: Observation): boolean =>
  httpsPort !== null &&
  isLocal !== null &&
  prediction === null &&
  !transports.includes('exposed') &&
  (transports.includes('unreported') || (transports.includes('cached') && !transports.includes('hidden')));
