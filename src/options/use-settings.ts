// The settings as stored, changes of them, and whether the last one was just saved.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { onSettingsChanged, readSettings, writeSettings } from '../platform/settings-page.ts';
import type { Settings } from '../shared/settings.ts';

/** How long "Saved" stays. */
const SAVED_MS = 2500;

export interface SettingsStore {
  settings: Settings;
  saved: boolean;
  change(part: Partial<Settings>): Promise<void>;
}

export function useSettings(first: Settings): SettingsStore {
  const [settings, setSettings] = useState(first);
  const [savedAtMs, setSavedAtMs] = useState(0);

  // The popup adds expected roots while this page is open, and another window may show it too. Not in useEffect: in a tab
  // behind it runs seconds after the first paint, and what changes until then would never be shown.
  useLayoutEffect(() => onSettingsChanged(() => readSettings().then(setSettings)), []);

  useEffect(() => {
    if (savedAtMs === 0) return;
    const timer = setTimeout(() => setSavedAtMs(0), SAVED_MS);
    return () => clearTimeout(timer);
  }, [savedAtMs]);

  // One after the other, and onto what is stored then: two quick changes, or another page's, must not undo each other.
  const last = useRef<Promise<void>>(Promise.resolve());
  const change = (part: Partial<Settings>) => {
    last.current = last.current.then(async () => {
      const next = { ...(await readSettings()), ...part };
      await writeSettings(next);
      setSettings(next);
      setSavedAtMs(Date.now());
    });
    return last.current;
  };
  return { settings, saved: savedAtMs !== 0, change };
}
