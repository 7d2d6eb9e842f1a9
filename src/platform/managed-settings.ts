// What an organisation says by policy. Firefox rejects when it says nothing. Chrome answers `{}` then, and also for three seconds
// after it loaded the extension (Chromium 156; later starts have the answer of the last one), so that whether anything binding
// was said is remembered on disk, and that alone. A read that fails for another reason says nothing about policy: nothing is
// written after it, and what bound before is awaited.

import browser from 'webextension-polyfill';
import { isBinding, NO_READING, type PolicyReading, parsePolicy } from '../shared/managed.ts';

const KEY = 'policy-binds';

/** Firefox 153 (ext-storage.js) in place of an answer where there is neither policy nor a storage manifest for us; never translated. */
const NO_POLICY_MESSAGE = 'Managed storage manifest not found';

/** Null where there is no policy, empty in Chrome where there is none or none yet. Rejects where it is unknown. */
const readValues = (): Promise<Record<string, unknown> | null> =>
  browser.storage.managed.get().catch((error: unknown) => {
    if ((error as Partial<Error> | null)?.message === NO_POLICY_MESSAGE) return null;
    throw error;
  });

const wasBinding = async (): Promise<boolean> => (await browser.storage.local.get(KEY))[KEY] === true;

const warn = (error: unknown): void => console.warn('Overheard and policy:', error);

/** Does not reject: see PolicyReading.isUnreadable. */
export async function readPolicy(): Promise<PolicyReading> {
  const [values, bound] = await Promise.allSettled([readValues(), wasBinding()]);
  for (const read of [values, bound]) if (read.status === 'rejected') warn(read.reason);
  const wasBound = bound.status === 'rejected' || bound.value;
  if (values.status === 'rejected') return { ...NO_READING, isAwaited: wasBound, isUnreadable: true };
  if (values.value !== null && Object.keys(values.value).length === 0)
    return { ...NO_READING, isAwaited: wasBound, isUnreadable: bound.status === 'rejected' };
  const reading = values.value === null ? NO_READING : { ...NO_READING, ...parsePolicy(values.value), hasPolicy: true };
  const isBound = isBinding(reading.policy);
  // What was reported is in force, also where it cannot be remembered; that nothing binds is written only over what was read.
  if (bound.status === 'rejected' ? isBound : isBound !== wasBound)
    await browser.storage.local.set({ [KEY]: isBound }).catch(warn);
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
    setTimeout(() => forgetIfGone().catch(warn), GONE_AFTER_MS);
  });
  browser.storage.local.onChanged.addListener((changes) => {
    // Firefox 153 also reports what was rewritten unchanged, and a listener reads, and may write, again.
    const change = changes[KEY];
    if (change !== undefined && change.newValue !== change.oldValue) listener();
  });
}
