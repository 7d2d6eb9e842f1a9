import { defineConfig } from 'vitest/config';

// The tests in real browsers, inside the lab: node test/lab/run.mjs npx vitest run --config test/vitest.e2e.config.ts
// E2E_BROWSER=firefox or chromium runs one half, so that two of them can share the work, each in a lab of its own.
const { E2E_FULL, E2E_BROWSER } = process.env;
const QUICK = E2E_BROWSER === 'firefox' ? 'test/e2e/*.test.ts' : 'test/e2e/{,chromium/,server/}*.test.ts';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    // `chromium` is about that browser alone, and `server` needs none: one half runs them. What takes long is for `npm run test:full`, which names its folder.
    include: [E2E_FULL ? 'test/e2e/full/*.test.ts' : QUICK],
    setupFiles: ['test/e2e/closed.ts'],
    // One lab at a time has the ports.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
