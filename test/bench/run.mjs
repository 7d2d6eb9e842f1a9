// `npm run bench [decoders] [pages] [popup] [firefox|chromium]`: all of it, or what is named. The decoders are bundled as the extension is bundled, and
// run. (Modules that vite runs one by one reach each other through getters, which would be measured too.) The pages are
// loaded in the lab, with the extension that `npm run build` made.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const asked = process.argv.slice(2);
const wants = (section) => asked.length === 0 || asked.includes(section);

if (wants('decoders')) {
  const outDir = fileURLToPath(new URL('../../.cache/bench', import.meta.url));
  await build({
    configFile: false,
    logLevel: 'error',
    mode: 'production',
    build: {
      ssr: fileURLToPath(new URL('decoders.ts', import.meta.url)),
      outDir,
      emptyOutDir: true,
      minify: true,
      target: 'es2023',
    },
  });
  const { main } = await import(`${outDir}/decoders.js`);
  main();
}
for (const section of ['pages', 'popup'].filter(wants)) {
  const command = ['test/lab/run.mjs', 'node', 'src/build/run-ts.mjs', `test/bench/${section}.ts`];
  command.push(...asked.filter((word) => word === 'firefox' || word === 'chromium'));
  const { status } = spawnSync('node', command, { cwd: root, stdio: 'inherit' });
  process.exitCode ||= status ?? 1;
}
