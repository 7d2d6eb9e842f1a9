// Drops what comes late: of several pieces of work, only the last one's outcome is shown. The one means for it on every page.
//
// Why not @preact/signals: 2.11.4 takes 3 KB of gzip in each page, and every page but the popup is within 1 KB of its budget
// (src/build/check-sizes.ts). A signal holds a value, and does not tell a late answer from a current one either.

import { useState } from 'preact/hooks';

export interface Latest {
  /** Starts a piece of work and drops the one before. The signal is aborted once this one is dropped itself. */
  start(): AbortSignal;
  /** Drops the last piece of work. */
  drop(): void;
}

/**
 * ```ts
 * const signal = latest.start();
 * const answer = await ask();
 * if (!signal.aborted) setAnswer(answer);
 * ```
 */
export function useLatest(): Latest {
  const [latest] = useState(createLatest);
  return latest;
}

function createLatest(): Latest {
  let controller = new AbortController();
  const drop = () => controller.abort();
  const start = () => {
    drop();
    controller = new AbortController();
    return controller.signal;
  };
  return { start, drop };
}
