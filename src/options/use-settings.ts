// The settings that hold, the policy behind them, changes by the user, and whether the last one was just saved.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { changeSettings, onSettingsChanged, readEverything, type SettingsReading } from '../platform/settings-page.ts';
import type { Choices, Settings } from '../shared/settings.ts';

/** How long "Saved" stays. */
const SAVED_MS = 2500;

export interface SettingsStore extends SettingsReading {
  saved: boolean;
  /** Rejects when it could not be stored. A function is given what holds when its turn has come. */
  change(part: Change): Promise<void>;
}

type Change = Partial<Choices> | ((holds: Settings) => Partial<Choices>);

export function useSettings(first: SettingsReading): SettingsStore {
  const [reading, setReading] = useState(first);
  const [savedAtMs, setSavedAtMs] = useState(0);

  // The popup adds expected roots while this page is open, another window may show it too, and policy comes when it likes. Not
  // in useEffect: in a tab behind it runs seconds after the first paint, and what changes until then would never be shown.
  useLayoutEffect(() => onSettingsChanged(() => readEverything().then(setReading, () => {})), []);

  useEffect(() => {
    if (savedAtMs === 0) return;
    const timer = setTimeout(() => setSavedAtMs(0), SAVED_MS);
    return () => clearTimeout(timer);
  }, [savedAtMs]);

  // One after the other, and onto what is stored then: two quick changes, or another page's, must not undo each other.
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const change = (part: Change) => {
    const changed = last.current.then(async () => {
      let storedAtMs = 0;
      try {
        await changeSettings(typeof part === 'function' ? part((await readEverything()).settings) : part);
        storedAtMs = Date.now();
      } finally {
        // Drawn again in any case: fields that show the change go back to what holds.
        const holds = await readEverything().catch(() => null);
        setReading((before) => holds ?? { ...before });
        setSavedAtMs(storedAtMs);
      }
    });
    last.current = changed.catch(() => {});
    return changed;
  };
  return { ...reading, saved: savedAtMs !== 0, change };
}
