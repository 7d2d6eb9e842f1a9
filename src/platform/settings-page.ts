// What the options page needs of the browser besides words and permissions. Imports shared only.

import browser from 'webextension-polyfill';
import type { Request, ResolverTest } from '../shared/messages.ts';
import { parseSettings, type Settings } from '../shared/settings.ts';
import { readStoredSettings, writeStoredSettings } from './stored-settings.ts';

export { onStoredSettingsChanged as onSettingsChanged } from './stored-settings.ts';

export async function readSettings(): Promise<Settings> {
  return parseSettings(await readStoredSettings());
}

export function writeSettings(settings: Settings): Promise<void> {
  return writeStoredSettings(settings);
}

/** Asks the background to try a resolver; see ResolverTest. */
export function testResolver(template: string): Promise<ResolverTest> {
  return browser.runtime.sendMessage({ kind: 'test-resolver', template } satisfies Request);
}
