// What is known of a tab: the page that it shows, those that it has left, and the requests that may become the next one.

import type { ConnectionFacts, Facts, LookupFacts, Measuring, Observation, PageFacts } from '../shared/facts.ts';
import type { Attempt } from './attempt.ts';
import type { Via } from './tab-proxy.ts';

/** What the user's clicks found out about a page. */
export interface Found extends Pick<Facts, 'probes' | 'trace' | 'secondOpinion'> {
  measuring: Measuring | null;
}

/** A document that a tab shows, or the failure that it shows instead. */
export interface Page {
  facts: PageFacts;
  connection: ConnectionFacts | null;
  /** Of a page that failed to load, where the browser reports it: who answered, or was to. */
  via: Via | null;
  lookup: LookupFacts;
  /** Address of the commit, in short; in memory only. */
  url: string;
  /** Names the document, where the browser does. */
  documentId: string | null;
  /** When the visit began. */
  startedAtMs: number;
  committedAtMs: number;
  /** Later than its commit where it was left and came back from the back/forward cache. */
  shownSinceMs: number;
  alternatives: Facts['alternatives'];
  /** Of the document that the tab showed before; null for none. */
  hostBefore: string | null;
  /** The request that brought it, or null: more may be told of it after the commit. */
  requestId: string | null;
  /** What redirected to it, in order. */
  hops: Observation[];
  wasReloaded: boolean;
  /** The page before was of the same host, and the browser reported nothing about the security of its connection. */
  wasUnreportedBefore: boolean;
  /** It was prepared out of sight, and so was some of what it requested. */
  wasPrerendered: boolean;
  found: Found;
}

/** A page that the browser may keep in memory: see left-pages.ts. */
export interface LeftPage {
  page: Page;
  leftAtMs: number;
}

/** Plain JSON in storage.session, one entry a tab. */
export interface TabRecord {
  tabId: number;
  /** Counts navigations of the tab, so that each has a name. */
  serial: number;
  /** Oldest first. */
  attempts: Attempt[];
  page: Page | null;
  /** In the order in which they were left. */
  left: LeftPage[];
  /** By the last request over the network: its pages from memory and from workers are the proxy's too. */
  isProxied: boolean;
  /** An earlier background was killed before it had written everything, and no page was shown since. */
  isInterrupted: boolean;
}

export const newTab = (tabId: number): TabRecord => ({
  tabId,
  serial: 0,
  attempts: [],
  page: null,
  left: [],
  isProxied: false,
  isInterrupted: false,
});

/** The name of the next navigation of a tab. */
export const nextNavigationId = ({ tabId, serial }: TabRecord): string => `${tabId}.${serial + 1}`;

/** The pages of a tab: the one that it shows, and those that it has left. */
export const pagesIn = ({ page, left }: TabRecord): Page[] => [
  ...(page === null ? [] : [page]),
  ...left.map((one) => one.page),
];

/** Changes the page if it is still the one of that navigation; a stale answer changes nothing. */
export function changePage(tab: TabRecord, navigationId: string, change: (page: Page) => Page): TabRecord {
  if (tab.page?.facts.navigationId !== navigationId) return tab;
  const page = change(tab.page);
  return page === tab.page ? tab : { ...tab, page };
}

/** Whether a page is private is known once it was decided whether to look it up. */
export const isKnownNotPrivate = ({ facts, lookup }: Page): boolean =>
  !facts.private && (lookup.state !== 'pending' || lookup.resolver !== null);
