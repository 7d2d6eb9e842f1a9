// A thousand pages one after the other: what is kept of them is bounded, the background's heap does not grow with their number,
// and the last page is judged as the first. The curve is printed.

import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import type { OpenBrowser } from '../../lab/extension.ts';
import { BROWSERS, press, settled } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const NAVIGATIONS = 1_000;
const EVERY = 100;
/** A tab is closed and another opened after so many pages. */
const PAGES_A_TAB = 25;
/** Visited in turn. */
const HOSTS = 400;

/** Entries in storage.session by the word that their keys begin with, in a session with one tab of these pages. */
const BOUNDS: Record<string, number> = {
  tab: 3,
  report: 3,
  host: 10,
  event: 0,
  lookup: HOSTS,
  hidden: 200,
  name: HOSTS + 10,
  asked: 200,
};
/** From when everything that is bounded is as large as it becomes: every host was visited. */
const FULL_AFTER = 500;
/** What the heap may have more at the end than then: the names and answers are all there, and nothing else grows. */
const MOST_GROWTH_BYTES = 500_000;

const lab = withLab();

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);

  const entries = async (): Promise<Record<string, number>> => {
    const keys = (await overheard.console.evaluate(
      'browser.storage.session.get().then((all) => Object.keys(all))',
    )) as string[];
    const counts: Record<string, number> = {};
    for (const kind of keys.map((key) => key.replace(/:.*/, ''))) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  };

  it('a thousand pages', { timeout: 600_000 }, async () => {
    const curve: { pages: number; heap: number; kept: Record<string, number> }[] = [];
    const { browser } = overheard;
    let page = await browser.puppeteer.newPage();
    for (let pages = 1; pages <= NAVIGATIONS; pages++) {
      await open(browser, page, `https://n${pages % HOSTS}.many.example/pixel.svg?${pages}`);
      if (pages % PAGES_A_TAB === 0) {
        const next = await browser.puppeteer.newPage();
        await page.close();
        page = next;
      }
      if (pages % EVERY !== 0) continue;
      const kept = await entries();
      const heap = await browser.backgroundHeap();
      curve.push({ pages, heap, kept });
      console.log(`${name}: ${pages} pages, heap ${(heap / 1e6).toFixed(2)} MB, kept ${JSON.stringify(kept)}`);
    }
    for (const { pages, kept } of curve) {
      const beyond = Object.entries(BOUNDS).filter(([kind, most]) => (kept[kind] ?? 0) > most);
      expect(beyond, `after ${pages} pages`).toEqual([]);
    }
    const heapAt = (wanted: number) => curve.find(({ pages }) => pages === wanted)?.heap ?? Number.NaN;
    expect(heapAt(NAVIGATIONS) - heapAt(FULL_AFTER)).toBeLessThan(MOST_GROWTH_BYTES);

    await browser.visit('https://hidden.example/', { page });
    // So many pages have used up what may be asked without a click.
    const popup = await overheard.popup(await overheard.tabOf(page));
    await overheard.read(popup, settled);
    await press(popup, words('popup_check_again'));
    const shown = await overheard.read(popup, (now) => settled(now) && now.published !== 'not-asked');
    await popup.close();
    expect([shown.verdict, shown.published]).toEqual([name === 'firefox' ? 'hidden' : 'likely-hidden', 'ech']);
  });
});

async function open(browser: OpenBrowser, page: Page, url: string): Promise<void> {
  const { error } = await browser.visit(url, { page });
  if (error !== undefined) throw new Error(`${url}: ${error}`);
}
