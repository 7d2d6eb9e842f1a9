import { defineConfig } from 'vitest/config';

// The tests in real browsers, inside the lab: node test/lab/run.mjs npx vitest run --config test/vitest.e2e.config.ts
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    // What takes long is for `npm run test:full`, which names its folder.
    include: [process.env.E2E_FULL ? 'test/e2e/full/*.test.ts' : 'test/e2e/*.test.ts'],
    setupFiles: ['test/e2e/closed.ts'],
    // One lab at a time has the ports.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
