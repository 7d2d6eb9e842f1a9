// The decoders' section, bundled as the extension is bundled: modules that vite runs one by one reach each other through getters,
// which would be measured too.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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
  const bundle = pathToFileURL(join(outDir, 'decoders.js')).href;
  const decoders: typeof import('./decoders.ts') = await import(/* @vite-ignore */ bundle);
  return decoders.measure();
}
