// What is on screen stays where it is. The popup is opened over a report that is stored, and over a page whose records are not
// there yet; between its first paint and the end no block moves. Chromium counts layout shifts by itself; in both browsers the
// places of the blocks are compared.

import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { BROWSERS, look, settled } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';

const HOSTS = ['hidden', 'noech', 'plain', 'off', 'mixed', 'others', 'cleartext', 'intercepted'];
/** Others, of which no answer is remembered. */
const LATE_HOSTS = ['cname', 'public', 'tls12', 'owner'];
const BLOCKS = ['header', 'h1', '.cause', '.observers', '.others', '.details', 'footer'];
/** A headline may change from two lines to three with the answer, and its reason with it. */
const HEADLINE_GROWS_PX = 46;
/** A long name of a resolver is cut shorter as the age beside it gets longer. */
const AGE_COUNTS = 0.001;
const ANSWER_AFTER_MS = 1500;

const lab = withLab();

/** Distance of each block from the top of the page, as far as it is there. */
const places = (page: Page): Promise<Record<string, number>> =>
  page.evaluate((selectors: string[]) => {
    const found = selectors.flatMap((selector) => {
      const top = document.querySelector(selector)?.getBoundingClientRect().top;
      return top === undefined ? [] : [[selector, Math.round(top + scrollY)] as const];
    });
    return Object.fromEntries(found);
  }, BLOCKS);

/** Chromium's own count: how much of the window moved, and how far, without anybody's doing. */
const shifts = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => setTimeout(() => resolve(sum)));
      }),
  );

/** Blocks that are there at both times, and how far each has moved. */
function moved(before: Record<string, number>, after: Record<string, number>): Record<string, number> {
  const entries = Object.entries(before).flatMap(([block, top]) => {
    const then = after[block];
    return then === undefined || then === top ? [] : [[block, then - top] as const];
  });
  return Object.fromEntries(entries);
}

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);

  async function openPopup(tabId: number): Promise<Page> {
    // As wide as it will be, before it is painted.
    const popup = await overheard.browser.openExtensionPage('options.html');
    await popup.setViewport({ width: 360, height: 600 });
    await overheard.browser.openExtensionPage(`popup.html?tab=${tabId}`, popup);
    await popup.waitForSelector('[data-verdict]');
    return popup;
  }

  it.each(HOSTS)('%s.example: a stored report stays as it was painted', async (id) => {
    const { page } = await overheard.browser.visit(lab.site(id).url);
    await look(overheard, page);
    const popup = await openPopup(await overheard.tabOf(page));
    const painted = await places(popup);
    await popup.bringToFront();
    // The port has brought the report once more when the footer counts on.
    const age = () => document.querySelector('.age')?.textContent;
    const before = await popup.evaluate(age);
    await popup.waitForFunction((was) => document.querySelector('.age')?.textContent !== was, { polling: 100 }, before);
    expect(moved(painted, await places(popup))).toEqual({});
    if (name === 'chromium') expect(await shifts(popup)).toBeLessThan(AGE_COUNTS);
    await popup.close();
    await page.close();
  });

  it.each(LATE_HOSTS)('%s.example: an answer that comes late moves nothing', async (id) => {
    const { host } = new URL(lab.site(id).url);
    lab.dns.views.resolver.setFault({ kind: 'delay', delayMs: ANSWER_AFTER_MS }, host);
    const { page } = await overheard.browser.visit(lab.site(id).url);
    const popup = await openPopup(await overheard.tabOf(page));
    await popup.bringToFront();
    const painted = await places(popup);
    expect(await popup.$('[data-published="pending"]')).not.toBeNull();
    await overheard.read(popup, settled);
    const after = await places(popup);
    for (const [block, distance] of Object.entries(moved(painted, after))) {
      expect(`${block} ${Math.abs(distance) <= HEADLINE_GROWS_PX}`).toBe(`${block} true`);
    }
    expect(moved(painted, after)).not.toHaveProperty('footer');
    if (name === 'chromium') expect(await shifts(popup)).toBeLessThan(0.1);
    lab.dns.views.resolver.clearFault(host);
    await popup.close();
    await page.close();
  });
});
