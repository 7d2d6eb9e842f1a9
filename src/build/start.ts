// `npm start`: builds, and opens a browser with the extension in a fresh profile. `--lab` does it inside the lab, where real
// ECH is served without any network; `--lab --headless` visits every site of the lab and compares popup and server.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Target } from './manifest.ts';

const root = join(import.meta.dirname, '../..');

const USAGE = `npm start -- [OPTION…]
  --browser firefox|chromium   which browser (default: firefox; with --lab --headless: both)
  --lab                        inside the lab: real ECH sites on this machine, no network needed
  --headless                   with --lab: visit every site, compare the popup with the server's log, save pictures
  --sabotage                   with --lab --headless: falsify the log in every way, which must make it fail`;

export function main(args: string[]): number {
  const options = parse(args);
  if (options === undefined) {
    console.error(USAGE);
    return 2;
  }
  const { browser, lab, headless, sabotage } = options;
  const chosen = browser === undefined ? (lab && headless ? BROWSERS : (['firefox'] as const)) : [browser];
  for (const target of chosen) {
    const status = run('npx', ['vite', 'build', '--config', 'src/build/vite.config.ts', '--mode', target]);
    if (status !== 0) return status;
  }
  if (lab && headless) return inLab('test/lab/compare.ts', [...chosen, ...(sabotage ? ['--sabotage'] : [])]);
  const [target = 'firefox'] = chosen;
  return lab ? inLab('test/lab/open.ts', [target]) : openBrowser(target);
}

type Browser = Exclude<Target, 'chromium-measured'>;
const BROWSERS: readonly Browser[] = ['firefox', 'chromium'];

interface Options {
  browser: Browser | undefined;
  lab: boolean;
  headless: boolean;
  sabotage: boolean;
}

function parse(args: string[]): Options | undefined {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const { values } = parseArgs({
      args,
      options: { browser: { type: 'string' }, lab: flag, headless: flag, sabotage: flag },
    });
    const browser = values.browser as Browser | undefined;
    const isKnown = browser === undefined || BROWSERS.includes(browser);
    const fits = (!values.headless || values.lab) && (!values.sabotage || values.headless);
    return isKnown && fits ? { ...values, browser } : undefined;
  } catch {
    return undefined;
  }
}

const inLab = (file: string, args: string[]): number =>
  run('node', ['test/lab/run.mjs', 'node', 'src/build/run-ts.mjs', file, ...args]);

/** Programs by the names that systems give them; the environment's choice first, as in the lab. */
const PROGRAMS: Record<Browser, (string | undefined)[]> = {
  firefox: [process.env.FIREFOX_BIN, 'firefox-esr', 'firefox'],
  chromium: [process.env.CHROMIUM_BIN, 'chromium', 'chromium-browser', 'google-chrome'],
};

/** web-ext makes a fresh profile and takes it away again. */
function openBrowser(target: Browser): number {
  const program = PROGRAMS[target].map(pathOf).find((path) => path !== undefined);
  if (program === undefined) {
    console.error(`No ${target} on PATH. ${target === 'firefox' ? 'FIREFOX_BIN' : 'CHROMIUM_BIN'} can name one.`);
    return 1;
  }
  const source = ['--source-dir', join('dist', target), '--no-config-discovery'];
  const browser =
    target === 'firefox'
      ? ['--target', 'firefox-desktop', '--firefox', program]
      : ['--target', 'chromium', '--chromium-binary', program];
  // Chromium refuses to run as root without this.
  const asRoot = target === 'chromium' && process.getuid?.() === 0 ? ['--arg=--no-sandbox'] : [];
  return run('npx', ['web-ext', 'run', ...source, ...browser, ...asRoot]);
}

function pathOf(name: string | undefined): string | undefined {
  if (name === undefined || isAbsolute(name)) return name;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Without the NODE_ENV that this very file was started with, so that what is built is the same however it is built. */
const run = (file: string, args: string[]): number =>
  spawnSync(file, args, { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: undefined } }).status ?? 1;
