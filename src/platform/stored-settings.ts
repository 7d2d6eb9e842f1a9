// Where the settings live: one entry of storage.local for each that the user changed and for no other, so that an organisation's
// defaults hold where nothing was. They never hold anything about visited sites.

import browser from 'webextension-polyfill';
import { SETTING_FIELDS } from '../shared/settings.ts';
import { carryOut, type SettingsIntent, type StoredChoices } from '../shared/settings-intent.ts';
import { inTurn } from './in-turn.ts';

const PREFIX = 'setting:';
/** All of them in one entry, as they once were. It is read for as long as it is there. */
const FORMER_KEY = 'settings';

const KEYS = [FORMER_KEY, ...SETTING_FIELDS.map((field) => PREFIX + field)];

const readEntries = (): Promise<Record<string, unknown>> => browser.storage.local.get(KEYS);

/** Null where there are none, or something that cannot be understood. */
function formerChoices({ [FORMER_KEY]: former }: Record<string, unknown>): Record<string, unknown> | null {
  const isRecord = typeof former === 'object' && former !== null && !Array.isArray(former);
  return isRecord ? (former as Record<string, unknown>) : null;
}

/** What has an entry of its own is newer than what stands in the former one. */
function choicesIn(entries: Record<string, unknown>): StoredChoices {
  const own = SETTING_FIELDS.map((field) => [field, entries[PREFIX + field]] as const);
  return { ...formerChoices(entries), ...Object.fromEntries(own.filter(([, value]) => value !== undefined)) };
}

const withPrefix = (choices: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(choices).map(([field, value]) => [PREFIX + field, value]));

/** Raw values by field. Rejects when the browser does not hand them out. */
export const readStoredSettings = async (): Promise<StoredChoices> => choicesIn(await readEntries());

/** Carried out on what is stored now. Rejects, with nothing changed, when that cannot be read or written. */
export function changeStoredSettings(intents: readonly SettingsIntent[]): Promise<void> {
  return inTurn(async () => {
    const changes = carryOut(await readStoredSettings(), intents);
    if (Object.keys(changes).length > 0) await browser.storage.local.set(withPrefix(changes));
  });
}

/** Gives each of the former settings an entry of its own. Whatever fails, they can be read, and the next call goes on. */
export function moveFormerSettings(): Promise<void> {
  return inTurn(async () => {
    const entries = await readEntries();
    const former = formerChoices(entries);
    if (former === null) return;
    const moved = Object.entries(former).filter(([field]) => entries[PREFIX + field] === undefined);
    if (moved.length > 0) await browser.storage.local.set(withPrefix(Object.fromEntries(moved)));
    await browser.storage.local.remove(FORMER_KEY);
  });
}

export function onStoredSettingsChanged(listener: () => void): void {
  browser.storage.local.onChanged.addListener((changes) => {
    if (Object.keys(changes).some((key) => KEYS.includes(key))) listener();
  });
}
