// The popup with each report that assess() can give it: closed and with everything open, and in languages that strain a layout.

import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import type { SiteReport } from '../../src/shared/report.ts';
import type { LabBrowser } from '../lab/browsers/lab-browser.ts';
import { REPORTS } from './cases.ts';
import {
  faults,
  type Language,
  type Look,
  layoutFaults,
  openEverything,
  picture,
  setColours,
  setLanguage,
  setWidth,
} from './looks.ts';
import { putReport } from './stored-report.ts';

/** As in the toolbar. */
const WIDTH_PX = 360;
const HEIGHT_PX = 600;
const COLOURS = ['light', 'dark', 'forced'] as const;
/** A phone of 320, and a popup at twice the size. */
const TRANSLATED: Look[] = [
  { suffix: 'open', widthPx: WIDTH_PX },
  { suffix: 'narrow', widthPx: 320 },
  { suffix: 'zoomed', widthPx: 180 },
];
/** Some number that no real tab has. */
const TAB_ID = 990_001;

export const popupNames = (isWanted: (name: string) => boolean) => Object.keys(REPORTS).filter(isWanted);

export async function drawPopups(browser: LabBrowser, folder: string, names: string[]): Promise<string[]> {
  const found: string[] = [];
  const store = await browser.openExtensionPage('options.html');
  const page = await browser.openExtensionPage('options.html');
  for (const colours of COLOURS) {
    await setColours(browser, page, colours);
    for (const name of names) {
      await openPopup(browser, page, store, name);
      // Open, everything is there to see what forced colours do to it.
      if (colours !== 'forced') await picture(page, join(folder, `${name}.${colours}.png`));
      found.push(...(await faults(page, `${browser.name} ${colours} ${name}`)));
      await openEverything(page);
      await picture(page, join(folder, `${name}.${colours}.open.png`));
    }
  }
  return found;
}

export async function drawPopupsIn(
  language: Language,
  browser: LabBrowser,
  folder: string,
  names: string[],
): Promise<string[]> {
  const found: string[] = [];
  const store = await browser.openExtensionPage('options.html');
  const page = await browser.openExtensionPage('options.html');
  for (const name of names) {
    await openPopup(browser, page, store, name);
    await setLanguage(page, language);
    found.push(...(await faults(page, `${browser.name} ${language} ${name}`)));
    await openEverything(page);
    for (const { suffix, widthPx } of TRANSLATED) {
      await setWidth(page, widthPx, HEIGHT_PX);
      await picture(page, join(folder, `${name}.${language}.${suffix}.png`));
      found.push(...(await layoutFaults(page, `${browser.name} ${language} ${suffix} ${name}`)));
    }
  }
  return found;
}

/** The popup over that report, in a page of its own. */
export async function openPopup(browser: LabBrowser, page: Page, store: Page, name: string): Promise<void> {
  await putReport(store, { ...(REPORTS[name] as SiteReport), tabId: TAB_ID });
  await setWidth(page, WIDTH_PX, HEIGHT_PX);
  await browser.openExtensionPage(`popup.html?tab=${TAB_ID}`, page);
  await page.waitForSelector('[data-verdict]');
}
