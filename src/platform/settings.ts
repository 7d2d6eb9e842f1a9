// What the options page needs of the browser besides words and permissions.

import browser from 'webextension-polyfill';
import type { CanaryFacts } from '../shared/facts.ts';
import { lastKnownPolicy, managedSettings, type PolicyReading } from '../shared/managed.ts';
import type { Request, ResolverTest } from '../shared/messages.ts';
import { readChoices, type Settings, type StoredProblem } from '../shared/settings.ts';
import { onPolicyChanged, readPolicy } from './managed-settings.ts';
import { onStoredSettingsChanged, readStoredSettings } from './stored-settings.ts';

export { forgetPolicy } from './managed-settings.ts';

/** The settings in force; and for the page to show, what policy says and what of the stored settings cannot be understood. */
export interface SettingsReading {
  settings: Settings;
  policy: PolicyReading;
  problems: StoredProblem[];
}

/** Rejects when the settings cannot be read. Of policy that cannot be read goes on to hold what was known `before`. */
export async function readEverything(before: SettingsReading | null = null): Promise<SettingsReading> {
  const [stored, reading] = await Promise.all([readStoredSettings(), readPolicy()]);
  const policy = lastKnownPolicy(before?.policy ?? null, reading);
  return { settings: managedSettings(stored, policy), policy, problems: readChoices(stored).problems };
}

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
