// The hosts that a page reaches beside its own: which requests count, how each is told, and which page they belong to.

import type { Page } from 'puppeteer-core';
import { describe, expect, it, vi } from 'vitest';
import { reportKey } from '../../src/shared/messages.ts';
import type { SiteReport } from '../../src/shared/report.ts';
import type { BrowserName } from '../lab/site.ts';
import { dropEch } from './dropping.ts';
import { BROWSERS } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';

const lab = withLab();

/** Of others.example, in each browser's own words. */
const OTHERS: Record<BrowserName, Record<string, string>> = {
  firefox: {
    'cname.example': 'exposed', // by a WebSocket, which Firefox 153 opens without ECH
    'hello-retry.example': 'hidden',
    'hidden.example': 'hidden',
    'mandatory.example': 'exposed',
    'noech.example': 'exposed', // prefetched
    'plain.example': 'exposed', // by the page's icon, which looks like any image
    'stale.example': 'hidden',
    'versions.example': 'hidden',
  },
  chromium: {
    'cname.example': 'likely-hidden',
    'hello-retry.example': 'likely-hidden',
    'hidden.example': 'likely-hidden',
    'mandatory.example': 'likely-exposed',
    'noech.example': 'likely-exposed', // prefetched
    'plain.example': 'likely-exposed',
    'stale.example': 'likely-hidden',
    'versions.example': 'likely-hidden',
  },
};

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab, { readsAhead: true });

  const open = async (url: string, page?: Page) => (await overheard.browser.visit(url, page && { page })).page;
  const done = (page: Page) => page.waitForFunction(() => document.title === 'done');
  const statesOf = ({ others }: SiteReport) =>
    Object.fromEntries(others?.hosts.items.map(({ host, state }) => [host, state]).sort() ?? []);

  /** The report that a popup over the page is shown, once it is as it should be. */
  async function expectReport(page: Page, check: (report: SiteReport) => void): Promise<void> {
    const tabId = await overheard.tabOf(page);
    const popup = await overheard.popup(tabId);
    const key = JSON.stringify(reportKey(tabId));
    const stored = () =>
      overheard.console.evaluate(
        `browser.storage.session.get(${key}).then((all) => all[${key}])`,
      ) as Promise<SiteReport>;
    // Opening the list asks the resolver in Chrome.
    await popup.waitForSelector('.others summary').then((summary) => summary?.click());
    await vi.waitFor(async () => check(await stored()), { timeout: 8_000, interval: 100 });
    await popup.close();
  }

  it('every kind of request that the page made, a prefetch among them', async () => {
    const page = await open('https://others.example/');
    await done(page);
    await expectReport(page, (report) => expect(statesOf(report)).toEqual(OTHERS[name]));
  });

  it('a move within the document: the same page, and what it requests after it is its', async () => {
    const page = await open('https://hidden.example/');
    await page.evaluate(() => {
      history.pushState({}, '', '/moved');
      location.hash = 'there';
      new Image().src = 'https://noech.example/pixel.svg';
    });
    await expectReport(page, (report) => {
      expect(report.verdict).toBe({ firefox: 'hidden', chromium: 'likely-hidden' }[name]);
      expect(Object.keys(statesOf(report))).toEqual(['noech.example']);
    });
  });

  it('does not count what a page sends on leaving as the next page’s', async () => {
    const page = await open('https://hidden.example/');
    await page.evaluate(() =>
      addEventListener('pagehide', () => {
        navigator.sendBeacon('https://noech.example/beacon', 'bye');
        void fetch('https://plain.example/kept', { method: 'POST', mode: 'no-cors', keepalive: true });
      }),
    );
    const from = lab.server.log.length;
    await open('https://versions.example/frame?of=https://hello-retry.example/', page);
    await lab.server.waitFor((entry) => entry.event === 'request' && entry.seen.path === '/kept', { from });
    await expectReport(page, (report) => expect(Object.keys(statesOf(report))).toEqual(['hello-retry.example']));
  });

  it('reports a leak when a later request to the same host goes without ECH', async () => {
    const page = await open('https://cname.example/frame?of=https://hidden.example/');
    await page.evaluate(
      () => new Promise((closed) => new WebSocket('wss://cname.example/ws').addEventListener('close', closed)),
    );
    await expectReport(page, (report) => {
      expect(report.verdict).toBe({ firefox: 'partly-hidden', chromium: 'likely-hidden' }[name]);
      expect(report.cause?.kind).toBe({ firefox: 'exposed-later', chromium: undefined }[name]);
    });
  });

  // Chrome measures no request of a page.
  if (name === 'firefox')
    it('sees within two seconds that a server drops ECH in the middle of a page', async () => {
      await dropEch(overheard, lab);
    });
});
