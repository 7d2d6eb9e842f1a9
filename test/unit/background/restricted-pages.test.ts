// Pages at which no extension may look: who keeps it away, and what the popup says of that.

import { describe, expect, it } from 'vitest';
import { isRestrictedPage } from '../../../src/platform/restricted-pages.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { turnTo } from '../fake-browser/current.ts';
import { FakeExtensionApi } from '../fake-browser/extension-api.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { committed, visit } from './visit.ts';

const NEWS = 'https://news.example/';

describe('what the browser keeps for itself', () => {
  it.each([
    ['chromium', 'https://chrome.google.com/webstore/detail/some-id', true],
    ['chromium', 'https://chrome.google.com/webstore', true],
    ['chromium', 'https://chromewebstore.google.com/', true],
    ['chromium', 'https://chrome.google.com/', false],
    ['chromium', 'https://chrome.google.com/webstores', false],
    ['chromium', 'https://chrome.google.com/intl/en/?q=/webstore', false],
    ['chromium', 'https://addons.mozilla.org/', false],
    ['chromium', 'chrome://settings/', false],
    ['firefox', 'https://addons.mozilla.org/en-US/firefox/', true],
    ['firefox', 'https://chrome.google.com/webstore/', false],
  ] as const)('in %s, %s: %s', (browser, url, is) => {
    turnTo(new FakeExtensionApi(browser));
    expect(isRestrictedPage(url)).toBe(is);
  });
});

describe('a site that extensions are kept away from', () => {
  it('says so when Chromium hides the tab’s address, and sends no query', async () => {
    const browser = new FakeBrowser('chromium');
    browser.tabs.set(1, { url: null, private: false });
    browser.emit(committed(NEWS));
    await browser.settle();
    expect(browser.report(1)).toMatchObject({
      verdict: 'unknown',
      basis: { reason: { kind: 'kept-away' } },
      cause: { kind: 'kept-away', advice: 'kept-away-chromium' },
    });
    expect(browser.questions).not.toContain('news.example');
  });

  it('Chromium hides it for a page’s source too, of which requests are reported', async () => {
    const browser = new FakeBrowser('chromium');
    browser.tabs.set(1, { url: null, private: false });
    for (const event of visit(NEWS, { connection: chromeConnection() })) browser.emit(event);
    await browser.settle();
    expect(browser.report(1)).toMatchObject({ verdict: 'likely-hidden', basis: { kind: 'should-hide' } });
  });

  it('Chromium hides it also where access was taken back, which is said instead', async () => {
    const browser = Object.assign(new FakeBrowser('chromium'), { siteAccess: false });
    browser.tabs.set(1, { url: null, private: false });
    browser.emit(committed(NEWS));
    await browser.settle();
    expect(browser.report(1)).toMatchObject({ basis: { reason: { why: 'no-access' } } });
  });

  it('Chromium: a page of a service worker, whose address is told, is none', async () => {
    const browser = new FakeBrowser('chromium');
    browser.emit(committed(NEWS, { reload: true }));
    await browser.settle();
    expect(browser.report(1)).toMatchObject({ basis: { reason: { kind: 'arrival' } } });
  });

  it('says so when Firefox reports no request even for a reload', async () => {
    const browser = new FakeBrowser();
    browser.emit(committed(NEWS));
    await browser.settle();
    expect(browser.report(1)).toMatchObject({ basis: { reason: { kind: 'arrival' } } });
    browser.questions.length = 0;
    browser.emit(committed(NEWS, { reload: true }));
    await browser.settle();
    expect(browser.report(1)).toMatchObject({
      verdict: 'unknown',
      basis: { reason: { kind: 'kept-away' } },
      cause: { kind: 'kept-away', advice: 'kept-away-firefox' },
    });
    expect(browser.questions).not.toContain('news.example');
  });

  it('Firefox may tell of a reload’s request after its commit', async () => {
    const browser = new FakeBrowser();
    const [request, response] = visit(NEWS, { connection: connection({ usedEch: true }) });
    browser.emit(committed(NEWS, { reload: true }));
    await browser.settle();
    for (const event of [request, response]) if (event !== undefined) browser.emit(event);
    await browser.settle();
    expect(browser.report(1)?.evidence).toBe('measured');
  });

  it('Firefox tells nothing of the security of a quarantined site, twice', async () => {
    const browser = new FakeBrowser();
    const unreported = connection({ security: null, usedEch: null, usedPrivateDns: null, root: null });
    const load = async (reload: boolean, told = unreported) => {
      const [request, response] = visit(NEWS, { connection: told });
      for (const event of [request, response, committed(NEWS, { reload })])
        if (event !== undefined) browser.emit(event);
      await browser.settle();
      return browser.report(1);
    };
    // Once may be because the request was over before it was asked about.
    expect(await load(false)).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
    expect(await load(true)).toMatchObject({ verdict: 'unknown', basis: { reason: { kind: 'kept-away' } } });
    expect(await load(true, connection({ usedEch: true }))).toMatchObject({ evidence: 'measured' });
    expect(await load(true)).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
  });

  it('a page that is seen is none, in either browser', async () => {
    for (const name of ['firefox', 'chromium'] as const) {
      const browser = new FakeBrowser(name);
      const told = name === 'firefox' ? connection() : chromeConnection();
      for (const event of visit(NEWS, { connection: told })) browser.emit(event);
      await browser.settle();
      expect(browser.report(1)?.basis).not.toMatchObject({ reason: { kind: 'kept-away' } });
    }
  });
});
