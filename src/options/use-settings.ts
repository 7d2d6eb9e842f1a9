// The settings that hold, the policy behind them, changes by the user, and whether the last one was just saved. A read that fails is
// said, and what was read before goes on to be shown.

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { changeSettings } from '../platform/change-settings.ts';
import { onSettingsChanged, readEverything, type SettingsReading } from '../platform/settings.ts';
import { READ_RETRY_DELAYS_MS } from '../shared/settings.ts';
import type { SettingsIntent } from '../shared/settings-intent.ts';
import { useLatest } from '../ui/use-latest.ts';

/** How long "Saved" stays. */
const SAVED_MS = 2500;

export interface SettingsStore extends SettingsReading {
  saved: boolean;
  /** The settings could not be read again: what is shown may be out of date. */
  notRead: boolean;
  /** Rejects when it was not stored. */
  change(...intents: SettingsIntent[]): Promise<void>;
}

export function useSettings(first: SettingsReading): SettingsStore {
  const [reading, setReading] = useState(first);
  const [savedAtMs, setSavedAtMs] = useState(0);
  const [notRead, setNotRead] = useState(false);
  const known = useRef(first);
  const latest = useLatest();
  const lastRead = useRef<Promise<void>>(Promise.resolve());

  /** Ends when what holds is shown: where another read has begun meanwhile, with that one. */
  const read = useCallback(() => {
    const signal = latest.start();
    const readAndShow = async (): Promise<void> => {
      const now = await readEverything(known.current).catch(() => null);
      if (signal.aborted) return lastRead.current;
      known.current = now ?? { ...known.current };
      // Drawn again in any case: fields that show a change go back to what holds.
      setReading(known.current);
      setNotRead(now === null);
    };
    lastRead.current = readAndShow();
    return lastRead.current;
  }, [latest]);

  // The popup adds expected roots while this page is open, another window may show it too, and policy comes when it likes. Not
  // in useEffect: in a tab behind it runs seconds after the first paint, and what changes until then would never be shown.
  useLayoutEffect(() => onSettingsChanged(read), [read]);

  const isFailed = notRead || reading.policy.isUnreadable;
  useEffect(() => {
    if (!isFailed) return;
    const timers = READ_RETRY_DELAYS_MS.map((pauseMs) => setTimeout(read, pauseMs));
    return () => timers.forEach(clearTimeout);
  }, [isFailed, read]);

  useEffect(() => {
    if (savedAtMs === 0) return;
    const timer = setTimeout(() => setSavedAtMs(0), SAVED_MS);
    return () => clearTimeout(timer);
  }, [savedAtMs]);

  // One after the other, so that an earlier answer is not shown after a later one.
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const change = (...intents: SettingsIntent[]) => {
    const changed = last.current.then(async () => {
      let storedAtMs = 0;
      try {
        await changeSettings(intents);
        storedAtMs = Date.now();
      } finally {
        await read();
        setSavedAtMs(storedAtMs);
      }
    });
    last.current = changed.catch(() => {});
    return changed;
  };
  return { ...reading, saved: savedAtMs !== 0, notRead, change };
}
