// The log of the queries that Overheard sent, as it lies in storage.session: counts in one entry, the latest queries in one small
// entry each. Written by the background, read by the session page.

/** What a query was for. */
export type QueryPurpose =
  /** The page that a tab shows. */
  | 'page'
  /** The other hosts of a page. */
  | 'hosts'
  /** A page, from a second resolver. */
  | 'second'
  | 'canary'
  /** A resolver that is tried. */
  | 'test'
  /** A host on the inspect page. */
  | 'inspect'
  | 'network-check'
  /** Not of a resolver: of a page's own site, how the page's connection was opened. */
  | 'trace'
  /** Whether this browser uses ECH with a reference host: the request goes to that host. */
  | 'network-test';

/** One query over the network; an alias takes several. */
export interface LoggedQuery {
  /** Counts the queries, so that they have an order. */
  number: number;
  atMs: number;
  /** The host of the resolver, or of the server that is asked; null for the network's own resolver. */
  to: string | null;
  purpose: QueryPurpose;
  /** As queried, `_8443._https.` and the like included. */
  name: string;
}

export interface QueryCount {
  /** Null as above; empty for all resolvers beyond the first MAX_COUNTS. */
  to: string | null;
  purpose: QueryPurpose;
  count: number;
}

export interface QueryTotals {
  sent: number;
  counts: QueryCount[];
}

export const QUERY_TOTALS_KEY = 'ledger';

export const LOGGED_QUERY_PREFIX = 'asked:';

/** The latest ones are kept whole. */
export const MAX_LOGGED_QUERIES = 200;

export const loggedQueryKey = (number: number): string => `${LOGGED_QUERY_PREFIX}${number % MAX_LOGGED_QUERIES}`;
