// Writes of pages to storage.session, gathered: a page that loads brings hundreds of events, and each write takes time of the browser's
// main thread. The first one after a quiet second goes out in the task that decided on it, what follows within a second in one more.
//
// A background that is killed in that second takes something with it. So the first write marks the tab, and the mark goes when a second
// has brought nothing: whoever finds it says nothing reassuring of that tab (interrupted.ts). What makes a verdict worse goes out at once,
// with all that was gathered.

import { UNWRITTEN_PREFIX, unwrittenKey } from '../shared/messages.ts';
import type { Environment, SessionStorage } from '../shared/ports.ts';

const SECOND_MS = 1_000;

/** Tabs of which an earlier background had not written everything. */
export const unwrittenTabs = (stored: Record<string, unknown>): number[] =>
  Object.keys(stored).flatMap((key) =>
    key.startsWith(UNWRITTEN_PREFIX) ? [Number(key.slice(UNWRITTEN_PREFIX.length))] : [],
  );

export interface PageStorage extends SessionStorage {
  /** Within a second. Undefined removes an entry. */
  putSoon(tabId: number, entries: Record<string, unknown>, options?: { atOnce?: boolean }): void;
  /** Drops what is gathered and stored of that tab. */
  forgetTab(tabId: number, keys: string[]): void;
}

export function gatherWrites(storage: SessionStorage, { pause }: Pick<Environment, 'pause'>): PageStorage {
  /** By key, what is not written yet. */
  let gathered = new Map<string, unknown>();
  /** Marked tabs, and whether anything about them came since the last write. */
  const marked = new Map<number, boolean>();
  let isFlushQueued = false;
  let isPausing = false;

  const flush = () => {
    isFlushQueued = false;
    for (const tabId of marked.keys()) marked.set(tabId, false);
    const entries = [...gathered];
    gathered = new Map();
    const gone = entries.flatMap(([key, value]) => (value === undefined ? [key] : []));
    if (entries.length > gone.length)
      void storage.put(Object.fromEntries(entries.filter(([, value]) => value !== undefined)));
    if (gone.length > 0) void storage.remove(gone);
  };

  /** At the end of this task, with what is still to come of it. */
  const flushNow = () => {
    if (!isFlushQueued) queueMicrotask(flush);
    isFlushQueued = true;
  };

  const afterSecond = () => {
    isPausing = false;
    for (const [tabId, hasNews] of marked) {
      if (hasNews) continue;
      marked.delete(tabId);
      gathered.set(unwrittenKey(tabId), undefined);
    }
    if (gathered.size > 0) flush();
    pauseWhileMarked();
  };

  const pauseWhileMarked = () => {
    if (isPausing || marked.size === 0) return;
    isPausing = true;
    void pause(SECOND_MS).then(afterSecond);
  };

  const discard = (keys: string[]) => {
    for (const key of keys) gathered.delete(key);
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
      for (const [key, value] of Object.entries(entries)) gathered.set(key, value);
      const isMarked = marked.has(tabId);
      if (!isMarked) gathered.set(unwrittenKey(tabId), true);
      marked.set(tabId, true);
      if (atOnce || !isMarked) flushNow();
      pauseWhileMarked();
    },
    forgetTab(tabId, keys) {
      marked.delete(tabId);
      const all = [...keys, unwrittenKey(tabId)];
      discard(all);
      void storage.remove(all);
    },
  };
}
