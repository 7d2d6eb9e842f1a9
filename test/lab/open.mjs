// node test/lab/run.mjs node test/lab/open.mjs firefox|chromium [FOLDER OF THE EXTENSION]

import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const [name = 'firefox', extension] = process.argv.slice(2);
const { module } = await runnerImport(fileURLToPath(new URL('open.ts', import.meta.url)), { configFile: false });
await module.openLab(name, { ...(extension && { extension }), headless: process.env.LAB_HEADLESS === '1' });
