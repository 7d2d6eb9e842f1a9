import { defineConfig } from 'vitest/config';

// The tests that need no browser: unit, vectors, property and layout.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { MEASURING_BUILD: 'true' },
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/{unit,vectors,property,layout}/**/*.test.{ts,tsx}'],
  },
});
