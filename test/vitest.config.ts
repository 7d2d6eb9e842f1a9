import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { PURE_FOLDERS } from './pure-folders.ts';

const root = new URL('..', import.meta.url).pathname;
const ROOMS = ['unit', 'vectors', 'property', 'layout'];

/** What replaces modules or has a document of its own: the next file must not find either. */
const NEEDS_ISOLATION = /\bvi\.(?:mock|doMock|resetModules)\(|@vitest-environment/;

const tests = ROOMS.flatMap((room) =>
  readdirSync(join(root, 'test', room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.test\.tsx?$/.test(file))
    .map((file) => join('test', room, file)),
);
const isolated = tests.filter((file) => NEEDS_ISOLATION.test(readFileSync(join(root, file), 'utf8')));
const together = tests.filter((file) => !isolated.includes(file));

// The tests that need no browser: unit, vectors, property and layout. To start a process for a file takes longer than most files do,
// so that one process takes many of them.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { MEASURING_BUILD: 'true' },
  test: {
    root,
    setupFiles: ['test/unit/fake-browser/setup.ts'],
    // All cores: nobody waits for this run at the same machine.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'together', include: together, isolate: false } },
      { extends: true, test: { name: 'isolated', include: isolated } },
    ],
    // A machine that is busy with something else is no failure.
    testTimeout: 30_000,
    // With --coverage, as in `npm run coverage`: every pure folder has 90 % of its branches taken, or the run fails.
    coverage: {
      provider: 'v8',
      include: PURE_FOLDERS.map((folder) => `src/${folder}/**/*.ts`),
      exclude: ['**/*.d.ts'],
      reporter: ['text'],
      reportsDirectory: '.cache/coverage',
      thresholds: Object.fromEntries(PURE_FOLDERS.map((folder) => [`src/${folder}/**/*.ts`, { branches: 90 }])),
    },
  },
});
