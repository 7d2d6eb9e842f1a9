// Writes of pages to storage.session, gathered: a page that loads brings hundreds of events, and each write takes time of the browser's
// main thread. The first one after a quiet second goes out in the task that decided on it, what follows within a second in one more.
//
// A background that is killed in that second takes something with it. So the first write marks the tab, and the mark goes when a second
// has brought nothing: whoever finds it says nothing reassuring of that tab (interrupted.ts). What makes a verdict worse goes out at once,
// with all that was gathered. Entries that nobody needs any more go with the mark, so that a page's second has one call to storage.

import { UNWRITTEN_PREFIX, unwrittenKey } from '../shared/messages.ts';
import type { Environment, SessionStorage } from '../shared/ports.ts';

const SECOND_MS = 1_000;

/** Tabs of which an earlier background had not written everything. */
export const unwrittenTabs = (stored: Record<string, unknown>): number[] =>
  Object.keys(stored).flatMap((key) =>
    key.startsWith(UNWRITTEN_PREFIX) ? [Number(key.slice(UNWRITTEN_PREFIX.length))] : [],
  );

export interface PageStorage extends SessionStorage {
  /** Within a second. Undefined removes an entry, once a second has brought nothing. */
  putSoon(tabId: number, entries: Record<string, unknown>, options?: { atOnce?: boolean }): void;
  /** Drops what is gathered and stored of that tab. */
  forgetTab(tabId: number, keys: string[]): void;
}

interface Marked {
  /** Since the last write. */
  hasNews: boolean;
  /** Keys of what is to be removed. */
  gone: Set<string>;
}

export function gatherWrites(storage: SessionStorage, { pause }: Pick<Environment, 'pause'>): PageStorage {
  /** By key, what is not written yet. */
  let gathered = new Map<string, unknown>();
  /** Marked tabs. */
  const marked = new Map<number, Marked>();
  let isFlushQueued = false;
  let isPausing = false;

  const flush = () => {
    isFlushQueued = false;
    for (const tab of marked.values()) tab.hasNews = false;
    if (gathered.size === 0) return;
    const entries = Object.fromEntries(gathered);
    gathered = new Map();
    void storage.put(entries);
  };

  /** At the end of this task, with what is still to come of it. */
  const flushNow = () => {
    if (!isFlushQueued) queueMicrotask(flush);
    isFlushQueued = true;
  };

  /** A tab's mark, and with it what it had no use for any more: the tab has a call to storage a second, and no two. */
  const removeMarks = () => {
    const quiet = [...marked].filter(([, { hasNews }]) => !hasNews);
    for (const [tabId] of quiet) marked.delete(tabId);
    if (quiet.length > 0) void storage.remove(quiet.flatMap(([tabId, { gone }]) => [unwrittenKey(tabId), ...gone]));
  };

  const afterSecond = () => {
    isPausing = false;
    removeMarks();
    flush();
    pauseWhileMarked();
  };

  const pauseWhileMarked = () => {
    if (isPausing || marked.size === 0) return;
    isPausing = true;
    void pause(SECOND_MS).then(afterSecond);
  };

  const mark = (tabId: number): Marked => {
    const tab: Marked = { hasNews: true, gone: new Set() };
    marked.set(tabId, tab);
    gathered.set(unwrittenKey(tabId), true);
    flushNow();
    return tab;
  };

  const discard = (keys: string[]) => {
    for (const key of keys) {
      gathered.delete(key);
      for (const { gone } of marked.values()) gone.delete(key);
    }
  };

  return {
    ...storage,
    put(entries) {
      discard(Object.keys(entries));
      return storage.put(entries);
    },
    remove(keys) {
      discard(keys);
      return storage.remove(keys);
    },
    putSoon(tabId, entries, { atOnce = false } = {}) {
      const tab = marked.get(tabId) ?? mark(tabId);
      tab.hasNews = true;
      discard(Object.keys(entries));
      for (const [key, value] of Object.entries(entries)) {
        if (value === undefined) tab.gone.add(key);
        else gathered.set(key, value);
      }
      if (atOnce) flushNow();
      pauseWhileMarked();
    },
    forgetTab(tabId, keys) {
      const all = [...keys, unwrittenKey(tabId), ...(marked.get(tabId)?.gone ?? [])];
      marked.delete(tabId);
      discard(all);
      void storage.remove(all);
    },
  };
}
