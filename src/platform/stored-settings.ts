// Where the settings live: one entry of storage.local. It never holds anything about visited sites.

import browser from 'webextension-polyfill';

const KEY = 'settings';

export async function readStoredSettings(): Promise<unknown> {
  return (await browser.storage.local.get(KEY))[KEY];
}

export function writeStoredSettings(settings: unknown): Promise<void> {
  return browser.storage.local.set({ [KEY]: settings });
}

export function onStoredSettingsChanged(listener: () => void): void {
  browser.storage.local.onChanged.addListener((changes) => {
    if (KEY in changes) listener();
  });
}
