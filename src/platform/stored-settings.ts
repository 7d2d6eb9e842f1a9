// Where the settings live: one entry of storage.local, with what the user changed and nothing else, so that an organisation's
// defaults hold where nothing was. It never holds anything about visited sites.

import browser from 'webextension-polyfill';
import type { Choices } from '../shared/settings.ts';

const KEY = 'settings';

export async function readStoredSettings(): Promise<unknown> {
  return (await browser.storage.local.get(KEY))[KEY];
}

/** Onto what is stored now. */
export async function changeStoredSettings(part: Partial<Choices>): Promise<void> {
  const stored = await readStoredSettings();
  await browser.storage.local.set({ [KEY]: { ...(stored as object | undefined), ...part } });
}

export function onStoredSettingsChanged(listener: () => void): void {
  browser.storage.local.onChanged.addListener((changes) => {
    if (KEY in changes) listener();
  });
}
