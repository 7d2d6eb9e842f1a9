// Where the settings live: one entry of storage.local for each that the user changed and for no other, so that an organisation's
// defaults hold where nothing was. They never hold anything about visited sites. They are written by change-settings.ts.

import browser from 'webextension-polyfill';
import { SETTING_FIELDS } from '../shared/settings.ts';
import type { StoredChoices } from '../shared/settings-intent.ts';

const PREFIX = 'setting:';
/** All of them in one entry, as they once were. It is read while it is there. */
export const FORMER_KEY = 'settings';

const KEYS = [FORMER_KEY, ...SETTING_FIELDS.map((field) => PREFIX + field)];

export const keyOfSetting = (field: string): string => PREFIX + field;

export const readEntries = (): Promise<Record<string, unknown>> => browser.storage.local.get(KEYS);

/** Null where there are none, or something that cannot be understood. */
export function formerChoices({ [FORMER_KEY]: former }: Record<string, unknown>): Record<string, unknown> | null {
  const isRecord = typeof former === 'object' && former !== null && !Array.isArray(former);
  return isRecord ? (former as Record<string, unknown>) : null;
}

/** What has an entry of its own is newer than that in the former one. */
export function choicesIn(entries: Record<string, unknown>): StoredChoices {
  const own = SETTING_FIELDS.map((field) => [field, entries[keyOfSetting(field)]] as const);
  return { ...formerChoices(entries), ...Object.fromEntries(own.filter(([, value]) => value !== undefined)) };
}

/** Raw values by field. Rejects when the browser does not hand them out. */
export const readStoredSettings = async (): Promise<StoredChoices> => choicesIn(await readEntries());

export function onStoredSettingsChanged(listener: () => void): void {
  browser.storage.local.onChanged.addListener((changes) => {
    if (Object.keys(changes).some((key) => KEYS.includes(key))) listener();
  });
}
