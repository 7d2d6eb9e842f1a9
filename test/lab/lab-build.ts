// A build as the lab loads it into Chromium: a copy in which the provider's addresses are the lab's. The build itself stays as it is.

import { cp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROVIDERS_RANGE } from './addresses.mjs';
import { PROVIDERS_COVER } from './site-parts.ts';

const PROVIDERS_FILE = 'trace-providers.json';
const PROVIDERS = {
  updated: '2026-11-30',
  providers: [{ label: 'Cloudflare', publicName: PROVIDERS_COVER, ranges: [PROVIDERS_RANGE] }],
};

/** Where the copy of a folder is: always the same place, since Chromium makes an extension's id from it. */
export const labBuildOf = (folder: string): string => join(tmpdir(), 'overheard-builds', folder);

export async function makeLabBuild(folder: string): Promise<string> {
  const copy = labBuildOf(folder);
  await cp(folder, copy, { recursive: true });
  await writeFile(join(copy, PROVIDERS_FILE), JSON.stringify(PROVIDERS));
  return copy;
}
