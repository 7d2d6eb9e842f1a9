// Runs a TypeScript file of this project in Node, through vite: `node src/build/run-ts.mjs FILE [ARGUMENT…]`. The file exports
// `main(args)`, whose number, if any, is the exit code.

import { resolve } from 'node:path';
import { runnerImport } from 'vite';

const [file, ...args] = process.argv.slice(2);
const { module } = await runnerImport(resolve(file), { configFile: false, logLevel: 'warn' });
process.exitCode = (await module.main(args)) ?? 0;
