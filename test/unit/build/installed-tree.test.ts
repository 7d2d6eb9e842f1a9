import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compareInstalled, differencesInWords, type Lock } from '../../../src/build/installed-tree.ts';
import { root } from '../../layout/sources.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A node_modules folder with these files. */
function installed(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'overheard-'));
  folders.push(folder);
  const nodeModules = join(folder, 'node_modules');
  mkdirSync(nodeModules);
  for (const [path, text] of Object.entries(files)) write(join(nodeModules, path), text);
  return nodeModules;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const LOCK: Lock = {
  packages: {
    '': {},
    'node_modules/a': {},
    'node_modules/a/node_modules/b': {},
    'node_modules/@scope/c': {},
    'node_modules/native': { hasInstallScript: true },
    'node_modules/native/node_modules/e': {},
  },
};
const FILES = {
  'a/package.json': '{}',
  'a/dist/a.js': 'one',
  'a/node_modules/b/index.js': 'b',
  '@scope/c/index.js': 'c',
  'native/index.js': 'n',
  'native/node_modules/e/index.js': 'e',
};

const differing = (here: string) => compareInstalled(LOCK, installed(FILES), here);

describe('an installed tree', () => {
  it('is the same with the same files', () => {
    expect(differing(installed(FILES))).toEqual([]);
  });

  it.each([
    ['a/dist/a.js', 'One'],
    ['a/dist/a.js', 'one '],
    ['a/node_modules/b/index.js', 'B'],
    ['@scope/c/index.js', ''],
    ['native/index.js', 'N'],
  ])('differs by a changed byte of %s', (path, text) => {
    expect(differing(installed({ ...FILES, [path]: text }))).toEqual([
      { kind: 'changed', path: `node_modules/${path}` },
    ]);
  });

  it('differs by a missing file and a missing package', () => {
    const { 'a/dist/a.js': _, '@scope/c/index.js': __, ...rest } = FILES;
    expect(differing(installed({ ...rest, 'a/dist/b.js': '' }))).toEqual([
      { kind: 'missing', path: 'node_modules/@scope/' },
      { kind: 'missing', path: 'node_modules/a/dist/a.js' },
      { kind: 'extra', path: 'node_modules/a/dist/b.js' },
    ]);
  });

  it.each([
    ['a/extra.js', 'node_modules/a/extra.js'],
    ['a/folder/extra.js', 'node_modules/a/folder/'],
    ['d/index.js', 'node_modules/d/'],
    ['@scope/d/index.js', 'node_modules/@scope/d/'],
    ['a/node_modules/d/index.js', 'node_modules/a/node_modules/d/'],
    ['native/node_modules/d/index.js', 'node_modules/native/node_modules/d/'],
  ])('differs by an extra %s', (path, named) => {
    expect(differing(installed({ ...FILES, [path]: '' }))).toEqual([{ kind: 'extra', path: named }]);
  });

  it('differs where a folder stands for a file', () => {
    const { 'a/package.json': _, ...rest } = FILES;
    expect(differing(installed({ ...rest, 'a/package.json/index.js': '' }))).toEqual([
      { kind: 'changed', path: 'node_modules/a/package.json' },
    ]);
  });

  it('may have what the script of a package made in its own folder', () => {
    expect(differing(installed({ ...FILES, 'native/build/native.node': 'built' }))).toEqual([]);
  });

  it('may have caches and notes of what was installed', () => {
    const notes = ['.package-lock.json', '.installed-for', '.cache/x', '.vite/vitest/x', '.vite-temp/x'];
    expect(differing(installed({ ...FILES, ...Object.fromEntries(notes.map((path) => [path, 'note'])) }))).toEqual([]);
    // Only where the packages lie.
    expect(differing(installed({ ...FILES, 'a/.cache/x': 'note' }))).toEqual([
      { kind: 'extra', path: 'node_modules/a/.cache/' },
    ]);
  });

  it('has the same programs whether they are linked or copied', () => {
    const linked = installed(FILES);
    mkdirSync(join(linked, '.bin'));
    symlinkSync('../a/dist/a.js', join(linked, '.bin/a'));
    expect(compareInstalled(LOCK, linked, installed({ ...FILES, '.bin/a': 'one' }))).toEqual([]);
    expect(compareInstalled(LOCK, linked, installed({ ...FILES, '.bin/a': 'two' }))).toEqual([
      { kind: 'changed', path: 'node_modules/.bin/a' },
    ]);
  });

  it('does not follow a package that is linked from elsewhere', () => {
    const here = installed({ ...FILES });
    rmSync(join(here, '@scope/c'), { recursive: true });
    symlinkSync(join(installed(FILES), '@scope/c'), join(here, '@scope/c'));
    expect(differing(here)).toEqual([{ kind: 'changed', path: 'node_modules/@scope/c/' }]);
  });

  it.each(['dist/preact.mjs', 'README.md'])('differs by one byte of preact’s %s', (path) => {
    const [fresh, here] = [installed({}), installed({})];
    for (const folder of [fresh, here])
      cpSync(join(root, 'node_modules/preact'), join(folder, 'preact'), { recursive: true });
    expect(compareInstalled({ packages: { 'node_modules/preact': {} } }, fresh, here)).toEqual([]);
    const bytes = readFileSync(join(here, 'preact', path));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(join(here, 'preact', path), bytes);
    const differences = compareInstalled({ packages: { 'node_modules/preact': {} } }, fresh, here);
    expect(differences).toEqual([{ kind: 'changed', path: `node_modules/preact/${path}` }]);
    expect(differencesInWords(differences)).toBe(
      `node_modules isn’t what the last commit’s package-lock.json installs (one difference):
  changed  node_modules/preact/${path}
Run \`npm ci\`, then try again.`,
    );
  });

  it('names the first ten differences', () => {
    const differences = Array.from({ length: 12 }, (_, i) => ({ kind: 'extra' as const, path: `node_modules/${i}` }));
    const words = differencesInWords(differences);
    expect(words).toContain('(12 differences)');
    expect(words).toContain('  extra    node_modules/9\n  and 2 more\n');
  });
});
