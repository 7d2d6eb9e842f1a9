import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scripts } from '../../../package.json';
import { chosenParts, listOfParts, PARTS } from '../../../src/build/test-parts.mjs';

const root = join(import.meta.dirname, '../../..');
const namesOf = (...args: string[]) => chosenParts(args).map(({ name }) => name);

describe('the parts that run', () => {
  it('are all for test:full, and the short ones for test', () => {
    expect(namesOf('--full')).toEqual(PARTS.map(({ name }) => name));
    expect(namesOf()).toEqual(['check', 'unit', 'build', 'lint', 'e2e', 'sabotage']);
  });

  it('are those that are named, in their own order, whatever they belong to', () => {
    expect(namesOf('--full', 'property', 'unit')).toEqual(['unit', 'property']);
    expect(namesOf('package')).toEqual(['package']);
  });

  it('begin with a build where one needs it', () => {
    expect(namesOf('--full', 'visit')).toEqual(['build', 'visit']);
    expect(namesOf('--full', 'visit', 'build')).toEqual(['build', 'visit']);
  });

  it('have no part by another name', () => {
    const { status, stdout, stderr } = spawnSync('node', ['src/build/test.mjs', '--full', 'unit', 'visits'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toBe(`No part is called visits. The parts are:\n${listOfParts()}\n`);
    expect(listOfParts()).toMatch(/^ {2}visit +what .* \(test:full\)$/m);
  });
});

it('every part has a name of one word, and its own', () => {
  const names = PARTS.map(({ name }) => name);
  expect(names.filter((name) => !/^[a-z0-9]+$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

it('check runs each command of the script', () => {
  expect(PARTS[0]?.steps[0]?.together?.map(({ label }) => label)).toEqual(scripts.check.split(' && '));
});

it('every long end-to-end file is in one part', () => {
  const files = readdirSync(join(root, 'test/e2e/full')).filter((file) => file.endsWith('.test.ts'));
  const named = PARTS.flatMap(({ steps }) => steps)
    .flatMap(({ command = [] }) => command)
    .filter((word) => word.startsWith('test/e2e/full/'));
  expect(named.sort()).toEqual(files.map((file) => `test/e2e/full/${file}`).sort());
});
