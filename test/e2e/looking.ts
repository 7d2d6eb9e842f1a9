// What a person does with the extension's pages: looks at the popup of a tab, reads, presses buttons.

import type { Page } from 'puppeteer-core';
import type { Extension, Shown } from '../lab/extension.ts';
import type { BrowserName } from '../lab/site.ts';
import { words } from './words.ts';

const ALL_BROWSERS: readonly BrowserName[] = ['firefox', 'chromium'];

/** Both, or the one that E2E_BROWSER names: two runs beside each other, each in a lab of its own, then share the work. */
export const BROWSERS = ALL_BROWSERS.filter((name) => (process.env.E2E_BROWSER ?? name) === name);

/** Neither the verdict nor the question to the resolver is still under way. */
export const settled = ({ text, published }: Shown): boolean =>
  published !== 'pending' && !text.includes(words('status_pending'));

export async function look(overheard: Extension, page: Page, until = settled): Promise<Shown> {
  return lookAtTab(overheard, await overheard.tabOf(page), until);
}

export async function lookAtTab(
  overheard: Extension,
  tabId: number,
  until = settled,
  timeoutMs?: number,
): Promise<Shown> {
  const popup = await overheard.popup(tabId);
  try {
    return await overheard.read(popup, until, timeoutMs);
  } finally {
    await popup.close();
  }
}

/** Presses the button of that name, once it is there and stands still. */
export async function press(page: Page, name: string): Promise<void> {
  const quoted = JSON.stringify(name);
  const button = page.locator(`::-p-xpath(//button[normalize-space() = ${quoted} or @aria-label = ${quoted}])`);
  // The popup's footer stays over what is at the bottom of the window.
  // Firefox's driver does not know the address of a page that it was led to directly.
  const isPopup = await page.evaluate(() => location.pathname === '/popup.html');
  if (isPopup)
    await (await button.waitHandle()).evaluate((element) => {
      for (
        let parent = element.closest('details');
        parent !== null;
        parent = parent.parentElement?.closest('details') ?? null
      )
        parent.open = true;
      element.scrollIntoView({ block: 'center' });
    });
  await button.click();
}

export async function waitForText(page: Page, text: string, timeoutMs = 10_000): Promise<void> {
  // biome-ignore lint/performance/useDomNodeTextContent: what a person reads, with hidden text left out
  const isThere = (expected: string) => document.body.innerText.includes(expected);
  await page.waitForFunction(isThere, { timeout: timeoutMs, polling: 100 }, text);
}
