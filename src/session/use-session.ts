// The entries of this session as they change; null until they are read, `unreadable` when the browser does not hand them out. A page
// that loads brings dozens of changes: they are shown a few times a second.

import { useLayoutEffect, useState } from 'preact/hooks';
import { type Changes, onStoredChanged, readStored } from '../platform/session.ts';
import { afterChanges, NO_ENTRIES, type SessionEntries } from './session-entries.ts';

const EVERY_MS = 200;

export function useSession(): SessionEntries | 'unreadable' | null {
  const [entries, setEntries] = useState<SessionEntries | 'unreadable' | null>(null);
  // Not in useEffect: in a tab behind it runs seconds after the first paint.
  useLayoutEffect(() => {
    let shown: SessionEntries | null = null;
    let waiting: Changes = {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (before: SessionEntries) => {
      shown = afterChanges(before, waiting);
      waiting = {};
      timer = undefined;
      setEntries(shown);
    };
    const stop = onStoredChanged((changes) => {
      waiting = { ...waiting, ...changes };
      if (shown !== null) timer ??= setTimeout(show, EVERY_MS, shown);
    });
    readStored().then(
      (stored) => {
        // What changed meanwhile is newer.
        waiting = { ...stored, ...waiting };
        show(NO_ENTRIES);
      },
      () => setEntries('unreadable'),
    );
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  return entries;
}
