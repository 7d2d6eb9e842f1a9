// What the session page needs of the browser: storage.session as it changes, and the request to clear.

import browser from 'webextension-polyfill';
import type { Request } from '../shared/messages.ts';

/** By key; undefined for what is gone. */
export type Changes = Record<string, unknown>;

/** Everything that is stored. */
export const readStored = (): Promise<Changes> => browser.storage.session.get();

/** The answer ends it. */
export function onStoredChanged(listener: (changes: Changes) => void): () => void {
  const { onChanged } = browser.storage.session;
  const notify = (changes: Record<string, { newValue?: unknown }>) =>
    listener(Object.fromEntries(Object.entries(changes).map(([key, { newValue }]) => [key, newValue])));
  onChanged.addListener(notify);
  return () => onChanged.removeListener(notify);
}

/** Resolves when names and questions are forgotten. */
export async function clearSession(): Promise<void> {
  const answer = await browser.runtime.sendMessage({ kind: 'clear-session' } satisfies Request);
  // Chromium 156: also what a background that stopped over it leaves behind.
  if (answer === undefined) throw new Error('no answer');
}
