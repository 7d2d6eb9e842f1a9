import { defineConfig } from 'vitest/config';

/** Everything in them runs in Node as it runs in a browser. */
const PURE = [
  'bytes',
  'dns',
  'ech',
  'doh',
  'hello',
  'browsers',
  'dissect',
  'network',
  'observers',
  'assess',
  'lint',
  'paste',
];

// The tests that need no browser: unit, vectors, property and layout.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { MEASURING_BUILD: 'true' },
  test: {
    root: new URL('..', import.meta.url).pathname,
    setupFiles: ['test/unit/fake-browser/setup.ts'],
    include: ['test/{unit,vectors,property,layout}/**/*.test.{ts,tsx}'],
    // A machine that is busy with something else is no failure.
    testTimeout: 30_000,
    // With --coverage, as in `npm run coverage`: every pure folder has 90 % of its branches taken, or the run fails.
    coverage: {
      provider: 'v8',
      include: PURE.map((folder) => `src/${folder}/**/*.ts`),
      exclude: ['**/*.d.ts'],
      reporter: ['text'],
      reportsDirectory: '.cache/coverage',
      thresholds: Object.fromEntries(PURE.map((folder) => [`src/${folder}/**/*.ts`, { branches: 90 }])),
    },
  },
});
