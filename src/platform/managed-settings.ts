// What an organisation says by policy. Firefox rejects when it says nothing. Chrome answers `{}` then, and also for some
// seconds after its start (Chromium 156: three), so that whether anything binding was said is remembered on disk, and that alone.

import browser from 'webextension-polyfill';
import { isBinding, NOTHING_TOLD, type PolicyReading, parsePolicy } from '../shared/managed.ts';

const KEY = 'policy-binds';

/** Null where there is no policy, empty where there is none or none yet. */
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

export function onPolicyChanged(listener: () => void): void {
  browser.storage.managed.onChanged?.addListener(listener);
  browser.storage.local.onChanged.addListener((changes) => {
    if (KEY in changes) listener();
  });
}
