// Popups whose ports die as browsers let them die: before the background is awake, without a word, in the middle of a report.

import { describe, expect, it } from 'vitest';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { visit } from './visit.ts';

const NEWS = 'https://news.example/';

async function go(browser: FakeBrowser, url: string): Promise<void> {
  for (const event of visit(url)) browser.emit(event);
  await browser.settle();
}

/** A tab that shows a page, and a background that sleeps. */
async function asleep(): Promise<FakeBrowser> {
  const browser = new FakeBrowser();
  browser.tabs.set(1, { url: NEWS, private: false });
  await go(browser, NEWS);
  browser.kill();
  return browser;
}

/** The tab still works: its next page gets an answer, and the next popup a report. */
async function expectTabWorks(browser: FakeBrowser): Promise<void> {
  const next = 'https://next.example/';
  browser.tabs.set(1, { url: next, private: false });
  await go(browser, next);
  expect(browser.report(1)).toMatchObject({ site: { host: 'next.example' }, published: { state: 'ech' } });
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId: 1 });
  await browser.settle();
  expect(popup.reports.at(-1)?.verdict).toBe('hidden');
}

describe('a popup that is gone', () => {
  it('before the background is awake leaves its tab alone', async () => {
    const browser = await asleep();
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    popup.close();
    await browser.settle();
    await expectTabWorks(browser);
  });

  it('without the background having heard of it leaves its tab alone', async () => {
    const browser = await asleep();
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    popup.close({ unheard: true });
    await expectTabWorks(browser);
    popup.hear();
    await expectTabWorks(browser);
  });

  it('keeps no other popup from its report', async () => {
    const browser = await asleep();
    const gone = browser.openPopup();
    gone.ask({ kind: 'watch', tabId: 1 });
    const there = browser.openPopup();
    there.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    gone.close({ unheard: true });
    const before = there.reports.length;
    await go(browser, 'https://next.example/');
    expect(there.reports.length).toBeGreaterThan(before);
    expect(there.reports.at(-1)?.site.host).toBe('next.example');
  });

  it('has still asked for what was clicked in it', async () => {
    const browser = await asleep();
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    const before = browser.questions.length;
    popup.ask({ kind: 'check-again' });
    popup.close();
    await browser.settle();
    expect(browser.questions.slice(before)).toContain('news.example');
  });
});
