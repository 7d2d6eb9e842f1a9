// What the options page needs of the browser besides words and permissions. Imports shared only.

import browser from 'webextension-polyfill';
import type { CanaryFacts } from '../shared/facts.ts';
import { managedSettings, type PolicyReading } from '../shared/managed.ts';
import type { Request, ResolverTest } from '../shared/messages.ts';
import type { Settings } from '../shared/settings.ts';
import { onPolicyChanged, readPolicy } from './managed-settings.ts';
import { onStoredSettingsChanged, readStoredSettings } from './stored-settings.ts';

export { forgetPolicy } from './managed-settings.ts';
export { changeStoredSettings as changeSettings } from './stored-settings.ts';

/** What holds, and what policy says, of which the page tells. */
export interface SettingsReading {
  settings: Settings;
  policy: PolicyReading;
}

export async function readEverything(): Promise<SettingsReading> {
  const [stored, policy] = await Promise.all([readStoredSettings(), readPolicy()]);
  return { settings: managedSettings(stored, policy), policy };
}

export const readSettings = async (): Promise<Settings> => (await readEverything()).settings;

export function onSettingsChanged(listener: () => void): void {
  onStoredSettingsChanged(listener);
  onPolicyChanged(listener);
}

/** Asks the background to try a resolver; see ResolverTest. */
export function testResolver(template: string, reference?: number): Promise<ResolverTest | null> {
  return browser.runtime.sendMessage({
    kind: 'test-resolver',
    template,
    ...(reference !== undefined && { reference }),
  } satisfies Request);
}

export function testCanary(template: string): Promise<CanaryFacts | null> {
  return browser.runtime.sendMessage({ kind: 'test-canary', template } satisfies Request);
}
