// The decoders' section, bundled as the extension is bundled: modules that vite runs one by one reach each other through getters,
// which would be measured too.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import type { Row } from './row.ts';

const outDir = join(import.meta.dirname, '../../.cache/bench/decoders');

export async function measure(): Promise<Row[]> {
  await build({
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    build: {
      ssr: join(import.meta.dirname, 'decoders.ts'),
      outDir,
      emptyOutDir: true,
      minify: true,
      target: 'es2023',
    },
  });
  // import() would go through vite, too.
  const load = createRequire(import.meta.url);
  const decoders: typeof import('./decoders.ts') = load(join(outDir, 'decoders.js'));
  return decoders.measure();
}
