// Limits the queries that pages can cause: a page that redirects itself through random names could otherwise make Overheard flood the
// resolver from the user's address. One token bucket for each tab and one for all; cached answers and the user's clicks are free. The
// buckets are stored, or a page could refill them by waiting until the background stops.

import type { Resolver } from '../doh/exchange.ts';
import type { SkipReason } from '../shared/facts.ts';
import type { PageStorage } from './page-writes.ts';

/** Size of the bucket, and tokens that are added per minute. */
export const TAB_QUERIES = 20;
export const ALL_QUERIES = 120;
const MINUTE_MS = 60_000;

const KEY = 'query-budget';

interface Bucket {
  /** Negative after a lookup that needed more queries than there were tokens: a lookup is never cut off halfway. */
  tokens: number;
  /** Unix milliseconds. */
  atMs: number;
}

/** The entry in storage.session. Full buckets are omitted. */
interface Stored {
  all: Bucket | null;
  tabs: [tabId: number, bucket: Bucket][];
}

export class QueryBudget {
  readonly #session: Pick<PageStorage, 'putSoon'>;
  readonly #now: () => number;
  #all: Bucket | null = null;
  #tabs = new Map<number, Bucket>();

  constructor(session: Pick<PageStorage, 'putSoon'>, now: () => number) {
    this.#session = session;
    this.#now = now;
  }

  /** Trusts the entry, since only this module writes it. */
  restore(stored: Record<string, unknown>): void {
    const { all, tabs } = (stored[KEY] as Stored | undefined) ?? { all: null, tabs: [] };
    this.#all = all;
    this.#tabs = new Map(tabs);
  }

  /** Spends the token for the first query of a lookup. Returns the reason if there is none, else null. */
  admit(tabId: number): Extract<SkipReason, 'too-many' | 'too-many-in-all'> | null {
    const [all, tab] = [this.#refilled(this.#all, ALL_QUERIES), this.#refilled(this.#tabs.get(tabId), TAB_QUERIES)];
    this.#all = all;
    this.#tabs.set(tabId, tab);
    if (tab.tokens < 1) return 'too-many';
    if (all.tokens < 1) return 'too-many-in-all';
    this.#spend(tabId);
    return null;
  }

  /** Charges each further query of a lookup, since `admit` has charged the first. */
  counted(tabId: number, resolver: Resolver): Resolver {
    let isAdmitted = true;
    const fetch: Resolver['fetch'] = (...query) => {
      if (!isAdmitted) this.#spend(tabId);
      isAdmitted = false;
      return resolver.fetch(...query);
    };
    return { ...resolver, fetch };
  }

  /** Adds nothing where the clock was set back. */
  #refilled(bucket: Bucket | null | undefined, size: number): Bucket {
    const atMs = this.#now();
    if (!bucket) return { tokens: size, atMs };
    const refill = (Math.max(0, atMs - bucket.atMs) / MINUTE_MS) * size;
    return { tokens: Math.min(size, bucket.tokens + refill), atMs };
  }

  #spend(tabId: number): void {
    const withoutOne = ({ tokens, atMs }: Bucket): Bucket => ({ tokens: tokens - 1, atMs });
    this.#all = withoutOne(this.#refilled(this.#all, ALL_QUERIES));
    this.#tabs.set(tabId, withoutOne(this.#refilled(this.#tabs.get(tabId), TAB_QUERIES)));
    for (const [id, bucket] of this.#tabs)
      if (this.#refilled(bucket, TAB_QUERIES).tokens >= TAB_QUERIES) this.#tabs.delete(id);
    const stored: Stored = { all: this.#all, tabs: [...this.#tabs] };
    this.#session.putSoon(tabId, { [KEY]: stored });
  }
}
