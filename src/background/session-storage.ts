// Session storage as the background writes it. Any await may be the last: a write is issued in the task that decided on it, or
// gathered with others (page-writes.ts).

import type { SessionStorage } from '../shared/ports.ts';

export const warn = (error: unknown): void => console.warn('Overheard and storage:', error);

/** Session storage that is read once; what cannot be read counts as empty. */
export function readOnce(storage: SessionStorage): SessionStorage {
  const loaded = storage.load().catch((error: unknown) => {
    warn(error);
    return {};
  });
  return { ...storage, load: () => loaded };
}

/**
 * Never leaves a stale entry, which a background that wakes later would take for the current one: storage may be full (10 MB are the
 * limit), and a write that fails removes the key, which needs no room, then is tried again after making room, unless something newer
 * was written since.
 */
export function freshOrAbsent(session: SessionStorage, makeRoom: () => Promise<void>): SessionStorage {
  /** What is on its way or could not be written, by key. Browsers carry writes out in the order of the calls. */
  const latest = new Map<string, unknown>();
  const isLatest = (entries: Record<string, unknown>) => (key: string) => latest.get(key) === entries[key];

  const putAgain = async (entries: Record<string, unknown>, error: unknown) => {
    warn(error);
    const stillMissing = () => Object.keys(entries).filter(isLatest(entries));
    await session.remove(stillMissing());
    await makeRoom();
    const missing = stillMissing();
    if (missing.length > 0) await session.put(Object.fromEntries(missing.map((key) => [key, entries[key]])));
  };

  return {
    ...session,
    async put(entries) {
      for (const [key, value] of Object.entries(entries)) latest.set(key, value);
      await session
        .put(entries)
        .catch((error: unknown) => putAgain(entries, error))
        .catch(warn);
      for (const key of Object.keys(entries).filter(isLatest(entries))) latest.delete(key);
    },
    async remove(keys) {
      for (const key of keys) latest.delete(key);
      await session.remove(keys).catch(warn);
    },
  };
}
