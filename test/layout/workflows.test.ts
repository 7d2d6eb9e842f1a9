// What runs in CI is named by what it is, not by a tag that its owner can move: actions by commit, container images by digest.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './sources.ts';

const folder = join(root, '.github/workflows');
const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));

/** The values of a key in all workflows, with their comments. */
const valuesOf = (key: string) =>
  lines.flatMap((line) => new RegExp(`^\\s*(?:- )?${key}:\\s*(\\S.*)$`).exec(line)?.[1] ?? []);

it('pins every action by commit, and says its version', () => {
  const actions = valuesOf('uses');
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
});

it('pins every container image by digest, and says its version', () => {
  const images = [...valuesOf('image'), ...valuesOf('container')];
  expect(images.length).toBeGreaterThan(0);
  expect(images.filter((image) => !/^[\w./:-]+@sha256:[0-9a-f]{64} # \d+\.\d+\.\d+$/.test(image))).toEqual([]);
});
