// The browser's own views of a page: its source, and Firefox's reader mode. A view is judged as the page that it shows, by what was
// reported of the view's own requests, and opening the popup over it changes nothing.

import { expect, it } from 'vitest';
import { shortAddress } from '../../../src/shared/site-address.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { at, committed, visit } from './visit.ts';

const NEWS = 'https://news.example/';
const READER = `about:reader?url=${encodeURIComponent(NEWS)}`;
const SOURCE = `view-source:${NEWS}`;

type Event = Parameters<FakeBrowser['emit']>[0];

async function play(browser: FakeBrowser, events: Event[]): Promise<void> {
  for (const event of events) browser.emit('url' in event ? { ...event, url: shortAddress(event.url) } : event);
  await browser.settle();
}

/** As the toolbar button opens it. */
async function look(browser: FakeBrowser) {
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId: 1 });
  await browser.settle();
  return popup.reports.at(-1);
}

/** Firefox 153 names the page in the requests, and the view in the commit. */
const sourceOf = (fromCache: boolean): Event[] => [...visit(NEWS, { fromCache }).slice(0, 2), committed(SOURCE)];

it.each([
  [false, 'ech-used'],
  [true, 'ech-used-cached'],
])('a page’s source is judged by its own request, from the cache: %s', async (fromCache, kind) => {
  const browser = new FakeBrowser();
  await play(browser, sourceOf(fromCache));
  browser.tabs.set(1, { url: SOURCE, private: false });
  for (const report of [browser.report(1), await look(browser)])
    expect(report).toMatchObject({ site: { host: 'news.example' }, verdict: 'hidden', basis: { kind } });
});

it('reader mode is unknown: none of its requests is reported', async () => {
  const browser = new FakeBrowser();
  await play(browser, visit(NEWS));
  await play(browser, at([committed(READER)], 10_000));
  browser.tabs.set(1, { url: READER, private: false });
  for (const report of [browser.report(1), await look(browser)])
    expect(report).toMatchObject({
      site: { host: 'news.example' },
      verdict: 'unknown',
      basis: { reason: { kind: 'arrival', arrival: 'unreported' } },
    });
});

it.each([SOURCE, READER])('a popup over %s keeps what was reported of the page that it shows', async (view) => {
  const browser = new FakeBrowser();
  await play(browser, visit(NEWS));
  browser.tabs.set(1, { url: view, private: false });
  const before = browser.report(1);
  expect(await look(browser)).toEqual(before);
  expect(before?.verdict).toBe('hidden');
});
