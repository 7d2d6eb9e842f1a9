// What is known of each tab: in memory for as long as the background lives, and entry by entry in storage.session, so that
// the next one goes on where this one was killed. Changes are made at once and written at once. Imports shared only.

import { reportKey } from '../shared/messages.ts';
import type { SessionStorage } from '../shared/ports.ts';
import { newTab, type TabRecord } from './navigation.ts';

const PREFIX = 'tab:';
const keyOf = (tabId: number): string => `${PREFIX}${tabId}`;

export class TabStore {
  readonly #session: SessionStorage;
  readonly #tabs = new Map<number, TabRecord>();

  constructor(session: SessionStorage) {
    this.#session = session;
  }

  /** Takes over what an earlier background left. Only this module writes these entries, so their shape is trusted. */
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

  /** Applies a transition; false when it changed nothing. */
  change(tabId: number, transition: (tab: TabRecord) => TabRecord): boolean {
    const before = this.get(tabId);
    const after = transition(before);
    if (after === before) return false;
    this.#tabs.set(tabId, after);
    void this.#session.put({ [keyOf(tabId)]: after });
    return true;
  }

  remove(tabId: number): void {
    this.#tabs.delete(tabId);
    void this.#session.remove([keyOf(tabId), reportKey(tabId)]);
  }

  /** A tab that takes another's place takes its record too. */
  move(fromTabId: number, toTabId: number): void {
    const tab = this.#tabs.get(fromTabId);
    this.remove(fromTabId);
    if (tab === undefined) return;
    const page = tab.page && { ...tab.page, facts: { ...tab.page.facts, tabId: toTabId } };
    this.change(toTabId, () => ({ ...tab, tabId: toTabId, page }));
  }
}
