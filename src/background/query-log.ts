// All queries go through here: the background's modules are handed a platform that can send no other. Those of private windows are not
// logged.

import type { BrowserPlatform, Platform, SessionStorage } from '../shared/ports.ts';
import {
  type LoggedQuery,
  loggedQueryKey,
  MAX_LOGGED_QUERIES,
  QUERY_TOTALS_KEY,
  type QueryCount,
  type QueryTotals,
} from '../shared/query-log.ts';

/** Pairs of resolver and purpose: trying one resolver after the other makes many. */
const MAX_COUNTS = 100;

export class QueryLog {
  readonly #storage: SessionStorage;
  readonly #now: () => number;
  /** What earlier backgrounds counted is read before anything is sent. */
  readonly #restored: Promise<void>;
  #totals: QueryTotals = { sent: 0, counts: [] };

  constructor(storage: SessionStorage, now: () => number) {
    this.#storage = storage;
    this.#now = now;
    this.#restored = storage.load().then((stored) => {
      this.#totals = (stored[QUERY_TOTALS_KEY] as QueryTotals | undefined) ?? this.#totals;
    });
  }

  logged(browser: BrowserPlatform): Platform {
    const { fetch, resolveBySystem, traceTab, ...rest } = browser;
    return {
      ...rest,
      traceTabFor:
        traceTab &&
        (({ private: isPrivate }) =>
          isPrivate
            ? traceTab
            : async (tabId, page) => {
                await this.#restored;
                this.#count({ to: page.host, purpose: 'trace', name: page.host });
                return traceTab(tabId, page);
              }),
      fetchFor: (purpose, { private: isPrivate }) =>
        isPrivate
          ? fetch
          : async (url, init, name) => {
              await this.#restored;
              this.#count({ to: new URL(url).hostname, purpose, name });
              return fetch(url, init);
            },
      resolveBySystemFor:
        resolveBySystem &&
        ((purpose, { private: isPrivate }) =>
          isPrivate
            ? resolveBySystem
            : async (name, family) => {
                await this.#restored;
                this.#count({ to: null, purpose, name: name.replace(/\.$/, '') });
                return resolveBySystem(name, family);
              }),
    };
  }

  /** In the task that sends it. */
  #count(asked: Pick<LoggedQuery, 'to' | 'purpose' | 'name'>): void {
    const number = this.#totals.sent;
    this.#totals = { sent: number + 1, counts: withOneMore(this.#totals.counts, asked) };
    const query: LoggedQuery = { number, atMs: this.#now(), ...asked };
    void this.#storage.put({ [QUERY_TOTALS_KEY]: this.#totals, [loggedQueryKey(number)]: query });
  }

  async clear(): Promise<void> {
    await this.#restored;
    const kept = Math.min(this.#totals.sent, MAX_LOGGED_QUERIES);
    this.#totals = { sent: 0, counts: [] };
    await this.#storage.remove([
      QUERY_TOTALS_KEY,
      ...Array.from({ length: kept }, (_, number) => loggedQueryKey(number)),
    ]);
  }
}

function withOneMore(counts: QueryCount[], { to, purpose }: Omit<QueryCount, 'count'>): QueryCount[] {
  const isOf = (whom: string | null) => (one: QueryCount) => one.to === whom && one.purpose === purpose;
  const whom = counts.some(isOf(to)) || counts.length < MAX_COUNTS ? to : '';
  if (!counts.some(isOf(whom))) return [...counts, { to: whom, purpose, count: 1 }];
  return counts.map((one) => (isOf(whom)(one) ? { ...one, count: one.count + 1 } : one));
}
