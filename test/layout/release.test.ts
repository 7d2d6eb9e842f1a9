// What a release goes by: one version everywhere, and an entry in the changelog for it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../manifest.json';
import packageJson from '../../package.json';
import packageLock from '../../package-lock.json';
import { root } from './sources.ts';

const { version } = manifest;

it('package.json and its lock have the version of the manifest', () => {
  expect([packageJson.version, packageLock.version, packageLock.packages[''].version]).toEqual([
    version,
    version,
    version,
  ]);
});

it('both stores take the version: three plain numbers', () => {
  expect(version).toMatch(/^(?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,4})){2}$/);
});

it('the changelog opens with it', () => {
  const changelog = readFileSync(join(root, '.github/CHANGELOG.md'), 'utf8');
  expect(/^## (\S+)/m.exec(changelog)?.[1]).toBe(version);
});
