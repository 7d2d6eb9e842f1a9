// An organisation's policies for the extension: of the documentation's examples, or of any values.

import { readFileSync } from 'node:fs';
import { unpackedId } from './browsers/chromium.ts';
import { DEFAULT_GECKO_ID } from './browsers/lab-browser.ts';
import { builtFolder } from './extension.ts';
import { labBuildOf } from './lab-build.ts';
import type { BrowserName } from './site.ts';

const readExample = (file: string): string =>
  readFileSync(new URL(`../../.github/policies/${file}`, import.meta.url), 'utf8');

/** As .github/ADMINISTRATORS.md says: Chrome's file gets the extension's id, Firefox's is taken as it is. */
export function examplePolicies(name: BrowserName, folder = builtFolder(name)): Record<string, unknown> {
  if (name === 'firefox') return JSON.parse(readExample('firefox-policies.json')).policies;
  const id = unpackedId(labBuildOf(folder));
  return JSON.parse(readExample('chromium-policies.json').replace('aaaaaaaabbbbbbbbccccccccdddddddd', id));
}

export function policiesOf(
  name: BrowserName,
  values: Record<string, unknown>,
  folder = builtFolder(name),
): Record<string, unknown> {
  return name === 'firefox'
    ? { '3rdparty': { Extensions: { [DEFAULT_GECKO_ID]: values } } }
    : { '3rdparty': { extensions: { [unpackedId(labBuildOf(folder))]: values } } };
}

/** Encrypted Client Hello switched off for the whole browser. */
export const ECH_OFF: Record<BrowserName, Record<string, unknown>> = {
  firefox: { DisableEncryptedClientHello: true },
  chromium: { EncryptedClientHelloEnabled: false },
};
