// What a release goes by: one version everywhere, an entry in the changelog for it, and a release guide that says what is so.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../manifest.json';
import packageJson from '../../package.json';
import packageLock from '../../package-lock.json';
import messages from '../../src/_locales/en/messages.json';
import { manifestFor } from '../../src/build/manifest.ts';
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

describe('the release guide', () => {
  const guide = readFileSync(join(root, '.github/RELEASE.md'), 'utf8');
  const privacy = readFileSync(join(root, '.github/PRIVACY.md'), 'utf8');
  /** First cells of the table that starts with a header cell. */
  const firstCells = (header: string) => {
    const lines = guide
      .slice(guide.indexOf(`| ${header} |`))
      .split('\n')
      .slice(2);
    return lines
      .slice(
        0,
        lines.findIndex((line) => !line.startsWith('|')),
      )
      .map((line) => line.split('|')[1] ?? '');
  };
  const codes = (cells: string[]) => cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));

  it('justifies every permission that Chrome is asked for, and no other', () => {
    const { permissions, optional_permissions, host_permissions } = manifestFor('chromium', manifest);
    expect(codes(firstCells('field'))).toEqual([...permissions, ...(optional_permissions ?? []), ...host_permissions]);
  });

  it('has a caption for every picture for the stores', () => {
    const pictures = readdirSync(join(root, '.github/store')).sort();
    expect(codes(firstCells('file')).sort()).toEqual(pictures);
  });

  it('has the short text as stores show it', () => {
    expect(guide).toContain(`> ${messages.extension_description.message}\n`);
  });

  it('declares to Firefox what the manifest and the privacy policy declare', () => {
    const { required, optional } = manifest.browser_specific_settings.gecko.data_collection_permissions;
    expect(guide).toContain(`\`required: ${JSON.stringify(required)}\` and \`optional: ${JSON.stringify(optional)}\``);
    for (const category of optional) expect(privacy).toContain(`optional \`${category}\``);
  });
});
