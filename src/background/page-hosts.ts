// What a subresource's response says of the hosts that a page reached, as pure transitions. No browser, no clock, no I/O.
//
// Whose response is it? That of the page which the tab shows, unless it came before the page's commit or was requested under
// another host's document: then it belongs to the page before, which is over. While a document has answered and its commit
// is not reported yet, the response may belong to that one too: it is recorded for both, and the commit's time decides.

import type { HostFacts, HostPrediction, RootFacts, Transport } from '../shared/facts.ts';
import { isLocalAddress } from '../shared/local-address.ts';
import type { SubresourceResponse } from '../shared/ports.ts';
import { isLoopback } from '../shared/site-address.ts';
import { comingHost, nextNavigationId, type Page, type TabRecord } from './navigation.ts';
import { transportsOf } from './transport.ts';

/** A host of a page, as plain JSON: one small entry in storage.session. */
export interface HostRecord extends HostFacts {
  /** Those of its ways that were seen over the network: what came from a cache, the network could not read now. */
  liveWays: Transport[];
  firstSeenMs: number;
  /** Of its first https: address, or null. */
  httpsPort: number | null;
  /** Whether it answered from an address of this device or of the network around it; null where no address was reported. */
  isLocal: boolean | null;
  /** When, and under which document's host, it was last seen to have anything new. */
  grewAtMs: number;
  grewUnder: string | null;
}

/** Worst first. */
const WAYS: Transport[] = ['cleartext', 'exposed', 'proxied', 'unencrypted-dns', 'unreported', 'cached', 'hidden'];

const worstOf = (ways: Transport[]): number => Math.min(...ways.map((way) => WAYS.indexOf(way)));

/** One local address is enough. */
function localityOf(known: HostRecord | undefined, { connection: { address } }: SubresourceResponse): boolean | null {
  if (address === null) return known?.isLocal ?? null;
  return known?.isLocal === true || isLocalAddress(address);
}

/** The record after a response; the same object means that nothing is new. */
export function afterSubresource(known: HostRecord | undefined, subresource: SubresourceResponse): HostRecord {
  const { host, scheme, port, timeMs, connection } = subresource;
  const seen = transportsOf(subresource);
  const httpsPort = known?.httpsPort ?? (scheme === 'https' ? port : null);
  const addedRoot = known?.addedRoot ?? addedRootOf(connection.root);
  const ways = [...new Set([...(known?.ways ?? []), ...seen])];
  const liveWays = [...new Set([...(known?.liveWays ?? []), ...(subresource.fromCache ? [] : seen)])];
  const isLocal = localityOf(known, subresource);
  const prediction = isUnreportedElsewhere(known, subresource) ? UNPREDICTED : (known?.prediction ?? null);
  if (
    known?.ways.length === ways.length &&
    known.liveWays.length === liveWays.length &&
    known.httpsPort === httpsPort &&
    known.isLocal === isLocal &&
    known.addedRoot === addedRoot &&
    known.prediction === prediction
  )
    return known;
  const isWorse = known === undefined || worstOf(seen) < worstOf(known.ways);
  return {
    host,
    ways,
    liveWays,
    addedRoot,
    connection: isWorse ? { ...connection, root: null } : known.connection,
    prediction,
    firstSeenMs: known?.firstSeenMs ?? timeMs,
    httpsPort,
    isLocal,
    grewAtMs: timeMs,
    grewUnder: subresource.topHost,
  };
}

const UNPREDICTED: HostPrediction = { outcome: 'unknown' };

/** Another port has records of its own, which are not asked for: what hides the name on one says nothing of the other. */
const isUnreportedElsewhere = (
  known: HostRecord | undefined,
  { scheme, port, connection }: SubresourceResponse,
): boolean =>
  scheme === 'https' &&
  connection.usedEch === null &&
  ![undefined, null, port].includes(known?.httpsPort) &&
  known?.prediction?.outcome !== 'shows' &&
  known?.prediction?.outcome !== 'unknown';

const addedRootOf = (root: RootFacts | null): RootFacts | null => (root === null || root.builtIn ? null : root);

/** A request to the page's own host that let the network read its name: over the network without ECH, or over plain HTTP. */
export const exposesName = ({ scheme, host, port, fromCache, connection }: SubresourceResponse): boolean =>
  !fromCache && (connection.usedEch === false || (scheme === 'http' && !isLoopback({ scheme, host, port })));

/** The same of its record: all its ways went over the network. */
export const wasNameExposed = ({ ways }: HostRecord): boolean => ways.includes('exposed') || ways.includes('cleartext');

export interface Whose {
  navigationId: string;
  /** The page's own host. */
  host: string;
  isShown: boolean;
}

/** The pages that a response may belong to. Where the clock was set back since a page's commit (`nowMs`), times decide nothing. */
export function pagesOf(tab: TabRecord, subresource: SubresourceResponse, nowMs: number): Whose[] {
  const pages: Whose[] = [];
  const { page } = tab;
  if (page !== null && isWeb(page) && isOf(page, subresource, nowMs))
    pages.push({ navigationId: page.facts.navigationId, host: page.facts.host, isShown: true });
  const coming = comingHost(tab, subresource.timeMs);
  if (coming !== null && isUnder(subresource, coming))
    pages.push({ navigationId: nextNavigationId(tab), host: coming, isShown: false });
  return pages;
}

/**
 * Whether what was seen before the commit, but under its host, is the page's: Chromium 156 may tell of a commit with a time
 * after that of the first answers to the document. Where the document before had the same host only the time can tell.
 */
export function isOf(
  page: Page,
  { topHost, timeMs }: Pick<SubresourceResponse, 'topHost' | 'timeMs'>,
  nowMs: number,
): boolean {
  const { facts, hostBefore } = page;
  if (topHost !== null && topHost !== facts.host) return false;
  return !isBefore(timeMs, page, nowMs) || (topHost === facts.host && hostBefore !== facts.host);
}

const isWeb = ({ facts: { scheme } }: Page): boolean => scheme === 'https' || scheme === 'http';

const isUnder = ({ topHost }: SubresourceResponse, host: string): boolean => topHost === null || topHost === host;

/** A commit that lies in the future was reported before the clock was set back. */
const isBefore = (timeMs: number, { committedAtMs }: Page, nowMs: number): boolean =>
  timeMs < committedAtMs && committedAtMs <= nowMs;

/** Where nothing is measured and what is published can tell something. */
export const isToBeLookedUp = ({ ways, httpsPort, prediction }: HostRecord): boolean =>
  httpsPort !== null &&
  prediction === null &&
  !(ways.includes('exposed') || ways.includes('hidden')) &&
  (ways.includes('unreported') || ways.includes('cached'));
