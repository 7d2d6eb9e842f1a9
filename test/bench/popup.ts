// `npm run bench popup`: milliseconds from the start of the navigation to the first paint with content, which is the verdict, of
// the popup over a stored report, beside a page of the same extension that holds nothing but Preact and a heading. In turns, so
// that both meet the same machine. It asserts nothing. Runs in the lab's namespace, over the built extension.

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
import type { Row } from './row.ts';

const root = join(import.meta.dirname, '../..');
const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };
const ROUNDS = 20;
const WARM_UP = 3;
/** Some number that no real tab has. */
const TAB_ID = 990_002;
const CASES = ['hidden-cloudflare', 'offered-not-used', 'likely-hidden'];

export async function measure(name: BrowserName): Promise<Row[]> {
  const browser = await LAUNCH[name]({ extension: await extensionWithEmptyPage(name) });
  try {
    const rows: Row[] = [];
    for (const report of CASES) rows.push(await paint(browser, report));
    return rows;
  } finally {
    await browser.close();
  }
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

async function paint(browser: LabBrowser, name: string): Promise<Row> {
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
  await Promise.all([store.close(), page.close()]);
  return {
    what: `${name}: verdict painted`,
    unit: 'ms',
    measured: taken.popup,
    limit: { what: 'Preact and a heading', measured: taken.empty, paired: false },
  };
}

async function firstPaintMs(browser: LabBrowser, page: Page, path: string): Promise<number> {
  await browser.openExtensionPage(path, page);
  const painted = () => performance.getEntriesByName('first-contentful-paint').length > 0;
  await page.waitForFunction(painted, { polling: 20 });
  const isVerdict = await page.evaluate(() => document.querySelector('h1') !== null);
  if (!isVerdict) throw new Error(`${path} painted something else first`);
  return page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
}
