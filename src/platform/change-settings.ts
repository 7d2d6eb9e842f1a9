// Changes of the stored settings, each carried out on what is stored at that moment.

import browser from 'webextension-polyfill';
import { carryOut, type SettingsIntent } from '../shared/settings-intent.ts';
import { inTurn } from './in-turn.ts';
import { FORMER_KEY, formerChoices, keyOfSetting, readEntries, readStoredSettings } from './stored-settings.ts';

async function store(choices: Record<string, unknown>): Promise<void> {
  const entries = Object.entries(choices).map(([field, value]) => [keyOfSetting(field), value]);
  if (entries.length > 0) await browser.storage.local.set(Object.fromEntries(entries));
}

/** Rejects, with nothing changed, when what is stored cannot be read or written. */
export const changeSettings = (intents: readonly SettingsIntent[]): Promise<void> =>
  inTurn(async () => store(carryOut(await readStoredSettings(), intents)));

/** Gives each of the former settings an entry of its own. Whatever fails, they can be read, and the next call goes on. */
export function moveFormerSettings(): Promise<void> {
  return inTurn(async () => {
    const entries = await readEntries();
    const former = formerChoices(entries);
    if (former === null) return;
    const moved = Object.entries(former).filter(([field]) => entries[keyOfSetting(field)] === undefined);
    await store(Object.fromEntries(moved));
    await browser.storage.local.remove(FORMER_KEY);
  });
}
