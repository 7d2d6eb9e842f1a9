// How many queries pages may cause by themselves: a page that reloads itself through random names would have Overheard send as many,
// from the user's address. A token bucket for each tab and one for all of them; answers that are kept cost nothing, and neither
// does what the user clicked for. The buckets outlive the background, or a page would only have to let it die.

import type { Resolver } from '../doh/exchange.ts';
import type { SkipReason } from '../shared/facts.ts';
import type { SessionStorage } from '../shared/ports.ts';

/** Each is the size of the bucket, and what flows back in a minute. */
export const TAB_QUERIES = 20;
export const ALL_QUERIES = 120;
const MINUTE_MS = 60_000;

const KEY = 'query-budget';

interface Bucket {
  /** Below zero after a lookup that took more queries than there were tokens: one that was begun is carried out. */
  tokens: number;
  /** Unix milliseconds. */
  atMs: number;
}

/** As it lies in storage.session. A tab whose bucket is full is left out. */
interface Stored {
  all: Bucket | null;
  tabs: [tabId: number, bucket: Bucket][];
}

export class QueryBudget {
  readonly #session: SessionStorage;
  readonly #now: () => number;
  #all: Bucket | null = null;
  #tabs = new Map<number, Bucket>();

  constructor(session: SessionStorage, now: () => number) {
    this.#session = session;
    this.#now = now;
  }

  /** Takes over what an earlier background left; only this module writes it. */
  restore(stored: Record<string, unknown>): void {
    const { all, tabs } = (stored[KEY] as Stored | undefined) ?? { all: null, tabs: [] };
    this.#all = all;
    this.#tabs = new Map(tabs);
  }

  /** Takes a token for the first query of a lookup without a click; or says why it may not begin. */
  admit(tabId: number): Extract<SkipReason, 'too-many' | 'too-many-in-all'> | null {
    const [all, tab] = [this.#left(this.#all, ALL_QUERIES), this.#left(this.#tabs.get(tabId), TAB_QUERIES)];
    this.#all = all;
    this.#tabs.set(tabId, tab);
    if (tab.tokens < 1) return 'too-many';
    if (all.tokens < 1) return 'too-many-in-all';
    this.#spend(tabId);
    return null;
  }

  /** The resolver for one such lookup, each further query of which takes a token. */
  counted(tabId: number, resolver: Resolver): Resolver {
    let isPaid = true;
    const fetch: Resolver['fetch'] = (...query) => {
      if (!isPaid) this.#spend(tabId);
      isPaid = false;
      return resolver.fetch(...query);
    };
    return { ...resolver, fetch };
  }

  /** With what has flowed back by now: nothing where the clock was set back. */
  #left(bucket: Bucket | null | undefined, size: number): Bucket {
    const atMs = this.#now();
    if (!bucket) return { tokens: size, atMs };
    const flowed = (Math.max(0, atMs - bucket.atMs) / MINUTE_MS) * size;
    return { tokens: Math.min(size, bucket.tokens + flowed), atMs };
  }

  #spend(tabId: number): void {
    const takenFrom = ({ tokens, atMs }: Bucket): Bucket => ({ tokens: tokens - 1, atMs });
    this.#all = takenFrom(this.#left(this.#all, ALL_QUERIES));
    this.#tabs.set(tabId, takenFrom(this.#left(this.#tabs.get(tabId), TAB_QUERIES)));
    for (const [id, bucket] of this.#tabs)
      if (this.#left(bucket, TAB_QUERIES).tokens >= TAB_QUERIES) this.#tabs.delete(id);
    const stored: Stored = { all: this.#all, tabs: [...this.#tabs] };
    void this.#session.put({ [KEY]: stored });
  }
}
