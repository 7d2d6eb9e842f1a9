// Changes of the stored settings, each carried out on what is stored at that moment.

import browser from 'webextension-polyfill';
import { carryOut, type SettingsIntent, type StoredChoices } from '../shared/settings-intent.ts';
import { inTurn } from './in-turn.ts';
import {
  choicesIn,
  FORMER_KEY,
  formerChoices,
  keyOfSetting,
  readEntries,
  readStoredSettings,
} from './stored-settings.ts';

async function store(choices: Record<string, unknown>): Promise<void> {
  const entries = Object.entries(choices).map(([field, value]) => [keyOfSetting(field), value]);
  if (entries.length > 0) await browser.storage.local.set(Object.fromEntries(entries));
}

/** Rejects, with nothing changed, when what is stored cannot be read or written. */
export const changeSettings = (intents: readonly SettingsIntent[]): Promise<void> =>
  inTurn(async () => store(carryOut(await readStoredSettings(), intents)));

/** As readStoredSettings, and gives each of the former settings an entry of its own. Where that fails, another call goes on with it. */
export async function readAndMoveSettings(): Promise<StoredChoices> {
  const entries = await readEntries();
  // Under the lock only where there is something to do: the background waits for it when it starts.
  if (formerChoices(entries) !== null)
    await moveFormer().catch((error: unknown) => console.warn('Overheard and storage:', error));
  return choicesIn(entries);
}

function moveFormer(): Promise<void> {
  return inTurn(async () => {
    const entries = await readEntries();
    const former = formerChoices(entries);
    if (former === null) return;
    const moved = Object.entries(former).filter(([field]) => entries[keyOfSetting(field)] === undefined);
    await store(Object.fromEntries(moved));
    await browser.storage.local.remove(FORMER_KEY);
  });
}
