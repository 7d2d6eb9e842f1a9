// `npm run bench popup`: milliseconds from the start of the navigation to the first paint with content, which is the verdict, of
// the popup over a stored report, beside a page of the same extension that holds nothing but Preact and a heading. In turns, so
// that both meet the same machine. It prints and asserts nothing. Runs in the lab's namespace, over the built extension.

import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { build } from 'vite';
import { REPORTS } from '../gallery/cases.ts';
import { putReport } from '../gallery/stored-report.ts';
import { launchChromium } from '../lab/browsers/chromium.ts';
import { launchFirefox } from '../lab/browsers/firefox.ts';
import type { LabBrowser } from '../lab/browsers/lab-browser.ts';
import type { BrowserName } from '../lab/site.ts';

const root = join(import.meta.dirname, '../..');
const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };
const ROUNDS = 20;
const WARM_UP = 3;
const AIM_MS = 50;
/** Some number that no real tab has. */
const TAB_ID = 990_002;
const CASES = ['hidden-cloudflare', 'offered-not-used', 'likely-hidden', 'many-hosts'];

export async function main(args: string[]): Promise<number> {
  const names = (['firefox', 'chromium'] as const).filter((name) => args.length === 0 || args.includes(name));
  for (const name of names) {
    const browser = await LAUNCH[name]({ extension: await extensionWithEmptyPage(name) });
    try {
      for (const report of CASES.filter((name) => name in REPORTS)) await measure(browser, report);
    } finally {
      await browser.close();
    }
  }
  return 0;
}

/** A copy of the built extension with one page more. */
async function extensionWithEmptyPage(name: BrowserName): Promise<string> {
  const folder = join(root, '.cache/bench', `popup-${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'dist', name), folder, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2023',
      rolldownOptions: {
        input: join(import.meta.dirname, 'empty-popup.tsx'),
        output: { entryFileNames: 'empty.js' },
      },
    },
  });
  writeFileSync(
    join(folder, 'empty.html'),
    '<!doctype html><title>Empty</title><body><script type="module" src="./empty.js"></script>',
  );
  return folder;
}

async function measure(browser: LabBrowser, name: string): Promise<void> {
  const report = REPORTS[name];
  if (report === undefined) throw new Error(`no case ${name}`);
  const store = await browser.openExtensionPage('options.html');
  await putReport(store, { ...report, tabId: TAB_ID });
  const page = await browser.openExtensionPage('empty.html');
  await page.setViewport({ width: 360, height: 600 });
  await page.bringToFront();
  const taken = { popup: [] as number[], empty: [] as number[] };
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const popup = await firstPaintMs(browser, page, `popup.html?tab=${TAB_ID}`);
    const empty = await firstPaintMs(browser, page, 'empty.html');
    if (round < 0) continue;
    taken.popup.push(popup);
    taken.empty.push(empty);
  }
  console.log(
    `${browser.name.padEnd(9)} ${name.padEnd(18)} verdict painted after ${median(taken.popup)} ms (aim ${AIM_MS}), empty page ${median(taken.empty)} ms; median of ${ROUNDS}`,
  );
  await Promise.all([store.close(), page.close()]);
}

async function firstPaintMs(browser: LabBrowser, page: Page, path: string): Promise<number> {
  await browser.openExtensionPage(path, page);
  const painted = () => performance.getEntriesByName('first-contentful-paint').length > 0;
  await page.waitForFunction(painted, { polling: 20 });
  const isVerdict = await page.evaluate(() => document.querySelector('h1') !== null);
  if (!isVerdict) throw new Error(`${path} painted something else first`);
  return page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
}

const median = (values: number[]): string => values.sort((a, b) => a - b)[values.length >> 1]?.toFixed(0) ?? '';
