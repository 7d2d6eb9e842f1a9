// The browser as tests of our pages see it: what they asked of it, and what the background would say.

import { vi } from 'vitest';
import { browser, currentApi } from './current.ts';
import { entriesOf, settingsIn } from './stored-settings.ts';

export const fakeBrowser = browser;

/** The pages' side of the report port. */
export const port = {
  get postMessage() {
    return currentApi().ports.posted;
  },
};

/** Policy comes, or another one. */
export function tellPolicy(values: Record<string, unknown>): void {
  currentApi().policy = values;
  currentApi().event('storage.managed.onChanged').fire({});
}

/** What the background would send over the port. */
export const sendToPopup = (update: unknown): void => currentApi().ports.send(update);

/** What the background would write; undefined removes. */
export function writeSession(entries: Record<string, unknown>): void {
  currentApi().session.change(Object.entries(entries));
}

/** What the user chose, by field. */
export const storedSettings = (): unknown => settingsIn(currentApi().local);

/** As another page of ours would store it. */
export const storeSettings = (settings: object): Promise<void> => currentApi().local.set(entriesOf(settings));

/** As on the first day, with nothing asked yet. */
export function forgetEverything(): void {
  vi.resetAllMocks();
  currentApi().clear();
}
