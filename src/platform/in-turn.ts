// Changes of what is on disk, one after the other, also those of other pages and of the background: between reading what is stored
// and writing what follows from it, nobody else writes.

/** Held by every page of ours and the background alike. */
const LOCK = 'settings';

/** A page that hangs with the lock in its hands keeps the others waiting no longer. */
const WAIT_MS = 5_000;

let last: Promise<unknown> = Promise.resolve();

export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(() => underLock(work));
  last = turn.catch(() => {});
  return turn;
}

/** Where there are no locks, as in a browser that gives pages no storage of their own, the turns within this page have to do. */
async function underLock<T>(work: () => Promise<T>): Promise<T> {
  let isBegun = false;
  try {
    return await navigator.locks.request(LOCK, { signal: AbortSignal.timeout(WAIT_MS) }, () => {
      isBegun = true;
      return work();
    });
  } catch (error) {
    if (isBegun) throw error;
    return work();
  }
}
