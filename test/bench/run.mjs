// `npm run bench`: bundles the bench as the extension is bundled, and runs it. (Modules that vite runs one by one reach each
// other through getters, which would be measured too.)

import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const outDir = fileURLToPath(new URL('../../.cache/bench', import.meta.url));
await build({
  configFile: false,
  logLevel: 'error',
  mode: 'production',
  build: {
    ssr: fileURLToPath(new URL('bench.ts', import.meta.url)),
    outDir,
    emptyOutDir: true,
    minify: true,
    target: 'es2023',
  },
});
const { main } = await import(`${outDir}/bench.js`);
main();
