// Pictures of the popup for every case, and of the options page, out of the built extension in both browsers: light, dark,
// right to left, narrow and with everything open, into .cache/gallery/<browser>/. Each state is also read by axe. Run it in
// the lab's namespace, after a build:
//   node test/lab/run.mjs node test/gallery/run.mjs pictures [CASE…]

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { SiteReport } from '../../src/shared/report.ts';
import { launchChromium } from '../lab/browsers/chromium.ts';
import { launchFirefox } from '../lab/browsers/firefox.ts';
import type { LabBrowser } from '../lab/browsers/lab-browser.ts';
import { REPORTS } from './cases.ts';

const root = join(import.meta.dirname, '../..');
const dist = process.env.OVERHEARD_DIST ?? join(root, 'dist');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** As in the toolbar; and a phone of 320. */
const WIDTH_PX = 360;
const NARROW_PX = 320;
/** Some number that no real tab has. */
const TAB_ID = 990_001;

export async function run(...only: string[]): Promise<void> {
  const names = Object.keys(REPORTS).filter((name) => only.length === 0 || only.includes(name));
  const problems: string[] = [];
  for (const launch of [launchFirefox, launchChromium]) {
    const target = launch === launchFirefox ? 'firefox' : 'chromium';
    const browser = await launch({ extension: join(dist, target) });
    try {
      problems.push(...(await pictureAll(browser, names)));
    } finally {
      await browser.close();
    }
  }
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

async function pictureAll(browser: LabBrowser, names: string[]): Promise<string[]> {
  const folder = join(root, '.cache/gallery', browser.name);
  mkdirSync(folder, { recursive: true });
  const problems: string[] = [];
  const store = await browser.openExtensionPage('options.html');
  const page = await browser.openExtensionPage('options.html');
  for (const scheme of ['light', 'dark'] as const) {
    await browser.dark(page, scheme === 'dark');
    for (const name of names) {
      const take = (suffix: string) => picture(page, join(folder, `${name}.${suffix}.png`));
      await putReport(store, { ...(REPORTS[name] as SiteReport), tabId: TAB_ID });
      await page.setViewport({ width: WIDTH_PX, height: 600 });
      await browser.openExtensionPage(`popup.html?tab=${TAB_ID}`, page);
      await page.waitForSelector('[data-verdict]');
      await take(scheme);
      problems.push(...(await axe(page, `${browser.name} ${scheme} ${name}`)));
      await openEverything(page);
      await take(`${scheme}.open`);
      if (scheme === 'light') {
        await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
        await take('rtl');
        await page.setViewport({ width: NARROW_PX, height: 600 });
        await take('narrow');
        problems.push(...(await widerThanPage(page, `${browser.name} ${name}`)));
      }
    }
    for (const search of ['', '?welcome']) {
      await page.setViewport({ width: 900, height: 800 });
      await browser.openExtensionPage(`options.html${search}`, page);
      await page.waitForSelector('main');
      await picture(page, join(folder, `options${search.replace('?', '-')}.${scheme}.png`));
      problems.push(...(await axe(page, `${browser.name} ${scheme} options${search}`)));
    }
  }
  problems.push(...(await browser.consoleErrors()).map((error) => `${browser.name} console: ${error}`));
  return problems;
}

/** What the background would store for the popup's first paint. */
async function putReport(store: Page, report: SiteReport): Promise<void> {
  await store.evaluate(
    (entry: string) => {
      const api =
        (globalThis as unknown as { browser?: Api; chrome: Api }).browser ??
        (globalThis as never as { chrome: Api }).chrome;
      return api.storage.session.set(JSON.parse(entry));
    },
    JSON.stringify({
      [`report:${report.tabId}`]: { ...report, answeredAtMs: report.answeredAtMs && Date.now() - 12_000 },
    }),
  );
}

interface Api {
  storage: { session: { set(entries: object): Promise<void> } };
}

/** The whole page; its footer, which sticks to the window's edge, at the end. */
async function picture(page: Page, path: string): Promise<void> {
  await page.evaluate(() => document.querySelector('footer')?.style.setProperty('position', 'static'));
  writeFileSync(path, await page.screenshot({ fullPage: true }));
}

async function openEverything(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    for (const button of document.querySelectorAll<HTMLElement>('[aria-expanded="false"]')) button.click();
    // Until it is drawn.
    return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}

async function axe(page: Page, where: string): Promise<string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    const { violations } = await tool.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  });
  return found.map((violation) => `${where}: axe: ${violation}`);
}

interface Violation {
  id: string;
  nodes: { html: string }[];
}

async function widerThanPage(page: Page, where: string): Promise<string[]> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  return width > NARROW_PX ? [`${where}: ${width} px wide on a page of ${NARROW_PX}`] : [];
}
