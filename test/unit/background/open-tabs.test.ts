// Tabs that are open when the background first runs: after an install, an update, a start of the browser.

import { expect, it } from 'vitest';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { visit } from './visit.ts';

/** As after an update: nothing is left in memory, and the tabs are there. */
async function updated(): Promise<FakeBrowser> {
  const browser = new FakeBrowser();
  browser.kill();
  browser.session.clear();
  browser.questions.length = 0;
  browser.tabs.set(1, { url: 'https://news.example/', private: false });
  browser.tabs.set(2, { url: 'http://plain.example/', private: false });
  browser.tabs.set(3, { url: 'about:blank', private: false });
  browser.tabs.set(4, { url: null, private: false });
  browser.tabs.set(5, { url: 'https://secret.example/', private: true });
  browser.tabs.set(6, { url: 'https://nas.local/', private: false });
  browser.install('update');
  await browser.settle();
  return browser;
}

it('gives tabs that were already open their icon without any lookup', async () => {
  const browser = await updated();
  const icons = [1, 2, 3, 5, 6].map((tabId) => browser.icons.get(tabId)?.verdict);
  expect(icons).toEqual(['unknown', 'cleartext', 'not-applicable', 'unknown', 'not-applicable']);
  expect(browser.icons.has(4)).toBe(false);
  expect(browser.questions).toEqual([]);
});

it('agree with their popup, which has the page looked up on a click: nobody knows what address it has', async () => {
  const browser = await updated();
  for (const tabId of [1, 2, 3]) {
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId });
    await browser.settle();
    expect(popup.reports.at(-1)?.verdict).toBe(browser.icons.get(tabId)?.verdict);
  }
  expect(browser.questions).toEqual([]);
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId: 1 });
  await browser.settle();
  expect(popup.reports.at(-1)?.actions).toContainEqual({ kind: 'ask-now' });
  popup.ask({ kind: 'check-again' });
  await browser.settle();
  expect(browser.questions).toEqual(['news.example']);
});

it('are looked at once: a background that wakes later asks about none of them', async () => {
  const browser = await updated();
  browser.kill();
  browser.tabs.set(7, { url: 'http://later.example/', private: false });
  browser.start();
  await browser.settle();
  expect(browser.icons.has(7)).toBe(false);
  expect(browser.questions).toEqual([]);
});

it('keep what is known of a page that came meanwhile', async () => {
  const browser = new FakeBrowser();
  browser.kill();
  browser.session.clear();
  browser.tabs.set(1, { url: 'https://news.example/', private: false });
  for (const event of visit('https://news.example/')) browser.emit(event);
  await browser.settle();
  expect(browser.report(1)?.verdict).toBe('hidden');
});

it('of a browser that does not tell its tabs are left alone', async () => {
  const browser = new FakeBrowser();
  browser.kill();
  browser.session.clear();
  browser.api.failNext('tabs.query');
  for (const event of visit('https://news.example/')) browser.emit(event);
  await browser.settle();
  expect(browser.report(1)?.verdict).toBe('hidden');
});
