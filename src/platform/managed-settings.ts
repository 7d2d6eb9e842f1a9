// What an organisation says by policy. Firefox rejects when it says nothing. Chrome answers `{}` then, and also for three seconds
// after it loaded the extension (Chromium 156; later starts have the answer of the last one), so that whether anything binding
// was said is remembered on disk, and that alone.

import browser from 'webextension-polyfill';
import { isBinding, NOTHING_TOLD, type PolicyReading, parsePolicy } from '../shared/managed.ts';

const KEY = 'policy-binds';

/** Null where there is no policy, empty in Chrome where there is none or none yet. */
const readValues = (): Promise<Record<string, unknown> | null> => browser.storage.managed.get().catch(() => null);

const wasBinding = async (): Promise<boolean> => (await browser.storage.local.get(KEY))[KEY] === true;

export async function readPolicy(): Promise<PolicyReading> {
  const [values, wasBound] = await Promise.all([readValues(), wasBinding()]);
  if (values !== null && Object.keys(values).length === 0) return { ...NOTHING_TOLD, isAwaited: wasBound };
  const reading = values === null ? NOTHING_TOLD : { ...parsePolicy(values), isTold: true, isAwaited: false };
  const isBound = isBinding(reading.policy);
  if (isBound !== wasBound) await browser.storage.local.set({ [KEY]: isBound });
  return reading;
}

/** The user says that there is no organisation any more. */
export function forgetPolicy(): Promise<void> {
  return browser.storage.local.remove(KEY);
}

/** Chrome says when policy is taken away; what is still gone after this time is no policy on its way. */
const GONE_AFTER_MS = 10_000;

async function forgetIfGone(): Promise<void> {
  const values = await readValues();
  if (values !== null && Object.keys(values).length === 0) await forgetPolicy();
}

export function onPolicyChanged(listener: () => void): void {
  browser.storage.managed.onChanged?.addListener(() => {
    listener();
    setTimeout(forgetIfGone, GONE_AFTER_MS);
  });
  browser.storage.local.onChanged.addListener((changes) => {
    if (KEY in changes) listener();
  });
}
