// What a newcomer finds: the top level as it was drawn, files short enough to read, each of them introduced.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSources, root } from './sources.ts';

const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');

const TOP_LEVEL = [
  '.biome.json',
  '.ci',
  '.github',
  '.gitignore',
  'LICENSE',
  'README.md',
  'icons',
  'manifest.json',
  'package-lock.json',
  'package.json',
  'src',
  'test',
  'tsconfig.json',
];

it('nothing else stands at the top level', () => {
  const top = new Set(tracked.map((path) => path.split('/')[0] ?? ''));
  expect([...top].filter((name) => !TOP_LEVEL.includes(name))).toEqual([]);
});

it('files are kebab-case nouns', () => {
  const names = [...readSources('src'), ...readSources('test')].map(({ path }) => path.split('/').at(-1) ?? '');
  expect(names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*\.(?:ts|tsx|mjs)$/.test(name))).toEqual([]);
  expect(names.filter((name) => /^(?:utils?|helpers?|misc|manager)\b/.test(name))).toEqual([]);
});

it('no source is longer than 400 lines', () => {
  const long = readSources('src').filter(({ text }) => text.split('\n').length > 400);
  expect(long.map(({ path }) => path)).toEqual([]);
});

it('every source opens with what it is', () => {
  const silent = readSources('src').filter(({ text }) => !/^\/[/*]/.test(text));
  expect(silent.map(({ path }) => path)).toEqual([]);
});

it('nothing names a path of one machine or the host of a package registry', () => {
  const forbidden = /\/(?:work|root|home\/\w+)\/|registry\.npmjs|deb\.debian\.org/;
  const texts = tracked.filter((path) => !/\.(?:png|svg)$/.test(path) && !path.startsWith('test/layout/'));
  expect(texts.filter((path) => forbidden.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
});

it('no test is skipped, singled out or expected to fail', () => {
  const marked =
    /\b(?:it|test|describe)(?:\.\w+)*\.(?:skip|skipIf|runIf|only|todo|fails)\b|\b(?:context|ctx|task)\.skip\(/;
  expect(readSources('test').filter(({ path, text }) => !path.startsWith('test/layout/') && marked.test(text))).toEqual(
    [],
  );
});
