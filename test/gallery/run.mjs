// Runs one TypeScript module of this folder: `node test/gallery/run.mjs draw-icons`. Vite strips the types.

import { join } from 'node:path';
import { runnerImport } from 'vite';

const [name, ...rest] = process.argv.slice(2);
if (name === undefined) throw new Error('usage: node test/gallery/run.mjs MODULE [ARGUMENT…]');
const { module } = await runnerImport(join(import.meta.dirname, `${name}.ts`), { configFile: false });
await module.run(...rest);
