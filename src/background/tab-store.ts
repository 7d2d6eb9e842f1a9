// What is known of each tab: in memory while the background lives, and entry by entry in storage.session, so that the next one goes
// on where this one was killed. Changes are made, written and announced in one task.

import { reportKey } from '../shared/messages.ts';
import { Announcer } from './announcer.ts';
import type { PageStorage } from './page-writes.ts';
import { changePage, newTab, type Page, type TabRecord } from './tab-record.ts';

const PREFIX = 'tab:';
const keyOf = (tabId: number): string => `${PREFIX}${tabId}`;

/** A tab shows another page (`isNew`), or more is known of the one that it shows. */
export interface PageChange {
  tabId: number;
  before: Page | null;
  page: Page;
  isNew: boolean;
}

/** Its page came just now and nothing is known of what the site publishes, unlike a page that was open all the time. */
export const awaitsLookup = ({ isNew, page }: PageChange): boolean => isNew && page.lookup.state === 'pending';

/** Chrome swaps one tab for another when it discards it. */
export interface TabMove {
  fromTabId: number;
  toTabId: number;
  /** What was known of the tab whose place it takes. */
  replaced: TabRecord;
  /** Pages that it had left, which end with the document that is taken out of memory. */
  left: Page[];
}

export class TabStore {
  readonly pageChanged = new Announcer<PageChange>();
  /** With what was known of it. */
  readonly closed = new Announcer<TabRecord>();
  readonly moved = new Announcer<TabMove>();
  readonly #storage: PageStorage;
  readonly #tabs = new Map<number, TabRecord>();

  constructor(storage: PageStorage) {
    this.#storage = storage;
  }

  /** Only this module writes these entries, so their shape is trusted. */
  restore(stored: Record<string, unknown>): void {
    for (const [key, value] of Object.entries(stored)) {
      if (key.startsWith(PREFIX)) this.#tabs.set((value as TabRecord).tabId, value as TabRecord);
    }
  }

  get(tabId: number): TabRecord {
    return this.#tabs.get(tabId) ?? newTab(tabId);
  }

  all(): TabRecord[] {
    return [...this.#tabs.values()];
  }

  /** The page of that navigation, where a tab still shows it. */
  pageOf(navigationId: string): Page | null {
    for (const { page } of this.#tabs.values()) if (page?.facts.navigationId === navigationId) return page;
    return null;
  }

  /** The page of that navigation, where a tab has left it and it may come back. */
  leftPageOf(navigationId: string): Page | null {
    for (const { left } of this.#tabs.values())
      for (const { page } of left) if (page.facts.navigationId === navigationId) return page;
    return null;
  }

  /** `atOnce`: what is new makes a verdict worse. */
  change(tabId: number, transition: (tab: TabRecord) => TabRecord, options: { atOnce?: boolean } = {}): void {
    const before = this.get(tabId);
    const after = transition(before);
    if (after === before) return;
    this.#tabs.set(tabId, after);
    this.#storage.putSoon(tabId, { [keyOf(tabId)]: after }, options);
    const { page } = after;
    if (page === null || page === before.page) return;
    const isNew =
      page.facts.navigationId !== before.page?.facts.navigationId || page.shownSinceMs !== before.page.shownSinceMs;
    this.pageChanged.announce({ tabId, before: before.page, page, isNew });
  }

  /** Changes nothing where the tab shows another page by now. */
  changePage(tabId: number, navigationId: string, change: (page: Page) => Page): void {
    this.change(tabId, (tab) => changePage(tab, navigationId, change));
  }

  close(tabId: number): void {
    const tab = this.get(tabId);
    this.#remove(tabId);
    this.closed.announce(tab);
  }

  move(fromTabId: number, toTabId: number): void {
    const tab = this.#tabs.get(fromTabId);
    const replaced = this.get(toTabId);
    this.#remove(fromTabId);
    this.moved.announce({ fromTabId, toTabId, replaced, left: tab?.left.map((one) => one.page) ?? [] });
    if (tab === undefined) return;
    const page = tab.page && { ...tab.page, facts: { ...tab.page.facts, tabId: toTabId } };
    this.change(toTabId, () => ({ ...tab, tabId: toTabId, page, left: [] }));
  }

  #remove(tabId: number): void {
    this.#tabs.delete(tabId);
    this.#storage.forgetTab(tabId, [keyOf(tabId), reportKey(tabId)]);
  }
}
