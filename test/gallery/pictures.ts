// Pictures of the popup for every case, and of the options page, out of the built extension in both browsers, into
// .cache/gallery/<browser>/: light and dark, and with everything open; and in languages that strain a layout, one of them from
// right to left, narrow and at twice the size too. Each state is also read by axe. Run it in the lab's namespace, after a build:
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
import { putReport } from './stored-report.ts';
import { translatedExtension } from './translated-extension.ts';

const root = join(import.meta.dirname, '../..');
const dist = process.env.OVERHEARD_DIST ?? join(root, 'dist');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** As in the toolbar; a phone of 320; and a popup at twice the size. */
const WIDTH_PX = 360;
const NARROW_PX = { narrow: 320, zoomed: 180 };
/** Some number that no real tab has. */
const TAB_ID = 990_001;

/** Arabic from right to left, German for its long words. */
const LANGUAGES = { ar: 'rtl', de: 'ltr' } as const;
type Language = keyof typeof LANGUAGES;

export async function run(...only: string[]): Promise<void> {
  const names = Object.keys(REPORTS).filter((name) => only.length === 0 || only.includes(name));
  const problems: string[] = [];
  for (const launch of [launchFirefox, launchChromium]) {
    const target = launch === launchFirefox ? 'firefox' : 'chromium';
    const extension = join(dist, target);
    const passes: [extension: string, picture: typeof pictureAll][] = [
      [extension, pictureAll],
      ...(Object.keys(LANGUAGES) as Language[]).map((language): (typeof passes)[0] => [
        translatedExtension(extension, language, join(root, '.cache/gallery/extensions', target)),
        (browser, folder, names) => pictureIn(language, browser, folder, names),
      ]),
    ];
    for (const [extension, picture] of passes) {
      const browser = await launch({ extension });
      const folder = join(root, '.cache/gallery', browser.name);
      mkdirSync(folder, { recursive: true });
      try {
        problems.push(...(await picture(browser, folder, names)));
        problems.push(...(await browser.consoleErrors()).map((error) => `${browser.name} console: ${error}`));
      } finally {
        await browser.close();
      }
    }
  }
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

async function pictureAll(browser: LabBrowser, folder: string, names: string[]): Promise<string[]> {
  const problems: string[] = [];
  const store = await browser.openExtensionPage('options.html');
  const page = await browser.openExtensionPage('options.html');
  for (const scheme of ['light', 'dark'] as const) {
    await browser.dark(page, scheme === 'dark');
    for (const name of names) {
      await openPopup(browser, page, store, name);
      await picture(page, join(folder, `${name}.${scheme}.png`));
      problems.push(...(await axe(page, `${browser.name} ${scheme} ${name}`)));
      await openEverything(page);
      await picture(page, join(folder, `${name}.${scheme}.open.png`));
    }
    for (const search of ['', '?welcome']) {
      await page.setViewport({ width: 900, height: 800 });
      await browser.openExtensionPage(`options.html${search}`, page);
      await page.waitForSelector('main');
      await picture(page, join(folder, `options${search.replace('?', '-')}.${scheme}.png`));
      problems.push(...(await axe(page, `${browser.name} ${scheme} options${search}`)));
    }
  }
  return problems;
}

async function pictureIn(language: Language, browser: LabBrowser, folder: string, names: string[]): Promise<string[]> {
  const problems: string[] = [];
  const store = await browser.openExtensionPage('options.html');
  const page = await browser.openExtensionPage('options.html');
  for (const name of names) {
    const where = `${browser.name} ${language} ${name}`;
    await openPopup(browser, page, store, name);
    await page.evaluate(
      (lang, dir) => Object.assign(document.documentElement, { lang, dir }),
      language,
      LANGUAGES[language],
    );
    problems.push(...(await axe(page, where)));
    await openEverything(page);
    for (const [suffix, width] of Object.entries({ open: WIDTH_PX, ...NARROW_PX })) {
      await page.setViewport({ width, height: 600 });
      await picture(page, join(folder, `${name}.${language}.${suffix}.png`));
      problems.push(...(await widerThanPage(page, width, where)));
    }
  }
  return problems;
}

async function openPopup(browser: LabBrowser, page: Page, store: Page, name: string): Promise<void> {
  await putReport(store, { ...(REPORTS[name] as SiteReport), tabId: TAB_ID });
  await page.setViewport({ width: WIDTH_PX, height: 600 });
  // A page behind another one is never drawn: the welcome page comes when it likes.
  await page.bringToFront();
  await browser.openExtensionPage(`popup.html?tab=${TAB_ID}`, page);
  await page.waitForSelector('[data-verdict]');
}

/** The whole page; its footer, which sticks to the window's edge, at the end. */
async function picture(page: Page, path: string): Promise<void> {
  await page.evaluate(() => document.querySelector('footer')?.style.setProperty('position', 'static'));
  writeFileSync(path, await page.screenshot({ fullPage: true }));
}

async function openEverything(page: Page): Promise<void> {
  const isFilled = () =>
    document.querySelector('.published details:not(:has(.facts)), .others details:not(:has(.host))') === null;
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    for (const button of document.querySelectorAll<HTMLElement>('[aria-expanded="false"]')) button.click();
    // Until it is drawn.
    return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
  await page.waitForFunction(isFilled, { polling: 20 });
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

async function widerThanPage(page: Page, atMostPx: number, where: string): Promise<string[]> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  return width > atMostPx ? [`${where}: ${width} px wide on a page of ${atMostPx}`] : [];
}
