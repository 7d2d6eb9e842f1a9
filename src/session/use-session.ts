// The entries of this session as they change; null until they are read, `unreadable` when the browser does not hand them out. A page that loads brings dozens of changes: they are shown
// a few times a second.

import { useLayoutEffect, useState } from 'preact/hooks';
import { type Changes, onStoredChanged, readStored } from '../platform/session.ts';
import { afterChanges, NO_ENTRIES, type SessionEntries } from './session-entries.ts';

const EVERY_MS = 200;

export function useSession(): SessionEntries | 'unreadable' | null {
  const [entries, setEntries] = useState<SessionEntries | 'unreadable' | null>(null);
  // Not in useEffect: in a tab behind it runs seconds after the first paint.
  useLayoutEffect(() => {
    let isRead = false;
    let waiting: Changes = {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      timer = undefined;
      const changes = waiting;
      waiting = {};
      setEntries((before) => (before === null || before === 'unreadable' ? before : afterChanges(before, changes)));
    };
    const stop = onStoredChanged((changes) => {
      waiting = { ...waiting, ...changes };
      if (isRead) timer ??= setTimeout(show, EVERY_MS);
    });
    readStored().then(
      (stored) => {
        isRead = true;
        setEntries(afterChanges(NO_ENTRIES, stored));
        show();
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
