// Session storage as the background writes it. Any await may be the last: a write is issued in the task that decided on it,
// so that a background that is killed has lost nothing that it had taken in. Imports shared only.

import type { SessionStorage } from '../shared/ports.ts';

export const tell = (error: unknown): void => console.warn('Overheard and storage:', error);

/** Session storage that is read once; what cannot be read counts as empty. */
export function readOnce(storage: SessionStorage): SessionStorage {
  const loaded = storage.load().catch((error: unknown) => {
    tell(error);
    return {};
  });
  return { ...storage, load: () => loaded };
}

/**
 * Session storage whose entries are current or gone. It may be full (10 MB are the limit), and an entry that it kept from
 * before would be taken for the current one by a background that wakes later: what cannot be written is removed, which needs
 * no room, and written once more after room was made, unless something newer was written since.
 */
export function freshOrAbsent(session: SessionStorage, makeRoom: () => Promise<void>): SessionStorage {
  /** What is on its way or could not be written, by key. Browsers carry writes out in the order of the calls. */
  const latest = new Map<string, unknown>();
  const isLatest = (entries: Record<string, unknown>) => (key: string) => latest.get(key) === entries[key];

  const putAgain = async (entries: Record<string, unknown>, error: unknown) => {
    tell(error);
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
        .catch(tell);
      for (const key of Object.keys(entries).filter(isLatest(entries))) latest.delete(key);
    },
    async remove(keys) {
      for (const key of keys) latest.delete(key);
      await session.remove(keys).catch(tell);
    },
  };
}
