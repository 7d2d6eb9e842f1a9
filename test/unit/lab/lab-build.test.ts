import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { labBuildOf, makeLabBuild } from '../../lab/lab-build.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'overheard-lab-build-'));
  writeFileSync(join(folder, 'background.js'), 'code');
  writeFileSync(join(folder, 'trace-providers.json'), 'the real ones');
});
afterEach(() => {
  for (const made of [folder, labBuildOf(folder)]) rmSync(made, { recursive: true });
});

const filesOf = (of: string) => readdirSync(of).map((name) => [name, readFileSync(join(of, name), 'utf8')]);

it('copies a build and puts the lab’s addresses in the place of the provider’s', async () => {
  const copy = await makeLabBuild(folder);
  expect(filesOf(copy)).toEqual([
    ['background.js', 'code'],
    ['trace-providers.json', expect.stringContaining('"ranges":["203.0.113.128/25"]')],
  ]);
  // Chromium makes an extension's id from it, which policies name before the browser is there.
  expect(copy).toBe(labBuildOf(folder));
});

it('leaves the build as it is, and takes it again as it is then', async () => {
  await makeLabBuild(folder);
  expect(filesOf(folder)).toEqual([
    ['background.js', 'code'],
    ['trace-providers.json', 'the real ones'],
  ]);
  writeFileSync(join(folder, 'background.js'), 'newer code');
  expect(filesOf(await makeLabBuild(folder))[0]).toEqual(['background.js', 'newer code']);
});
