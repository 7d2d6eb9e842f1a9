// Pages that did not simply come over a new connection: what the popup concludes, how it knows, and what it says.

import type { Page } from 'puppeteer-core';
import { describe, expect, it, vi } from 'vitest';
import type { Shown } from '../../lab/extension.ts';
import type { BrowserName } from '../../lab/site.ts';
import { BROWSERS, look, lookAtTab, settled } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

/** As src/background/navigation.ts has it. */
const COMMIT_GRACE_MS = 2_000;

const lab = withLab();

/** Verdict, evidence and the sentence under the headline. */
type Expected = [verdict: string, evidence: string, basis: string];

const HIDDEN: Record<BrowserName, Expected> = {
  firefox: ['hidden', 'measured', words('basis_ech_used', 'Firefox')],
  chromium: ['likely-hidden', 'inferred', words('basis_should_hide', 'hidden.example', 'Chrome')],
};
const unknown = (basis: string): Expected => ['unknown', 'unknown', basis];

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);

  const open = async (url: string, page?: Page) => (await overheard.browser.visit(url, page && { page })).page;
  const requestsFor = (path: string) => lab.server.requests.filter(({ seen }) => seen.path === path).length;

  async function expectShown(page: Page, [verdict, evidence, basis]: Expected): Promise<Shown> {
    // What the browser tells of a commit can come before what it tells of the request: look until both are there.
    const shown = await look(overheard, page, (now) => settled(now) && now.text.includes(basis));
    expect(shown).toMatchObject({ verdict, evidence });
    return shown;
  }

  it('the HTTP cache: measured when first fetched, or unknown', async () => {
    await expectShown(await open('https://hidden.example/cacheable'), HIDDEN[name]);
    const before = requestsFor('/cacheable');
    const again = await open('https://hidden.example/cacheable');
    expect(requestsFor('/cacheable')).toBe(before);
    await expectShown(
      again,
      {
        firefox: ['hidden', 'measured', words('basis_ech_used_cached', 'Firefox')] satisfies Expected,
        chromium: unknown(words('unknown_http_cache')),
      }[name],
    );
  });

  it('a page that the server confirmed with 304: its connection counts, where the browser tells of it', async () => {
    const page = await open('https://hidden.example/etag');
    await open('https://hidden.example/etag', page);
    expect(lab.server.requests.findLast(({ seen }) => seen.path === '/etag')?.headers).toHaveProperty('If-None-Match');
    // Chromium 156 tells an extension of a page from the cache, and not of the answer that confirmed it.
    await expectShown(page, name === 'firefox' ? HIDDEN[name] : unknown(words('unknown_http_cache')));
  });

  /** Leaves a page that is shown for another one and comes back to it by the history; returns its tab. */
  async function leaveAndReturn(page: Page, url: string): Promise<number> {
    const tabId = await overheard.tabOf(page);
    const path = new URL(url).pathname;
    const before = requestsFor(path);
    await open('https://plain.example/', page);
    // Later: the page's context goes with it, and the answer to this call with the context.
    await page.evaluate(() => void setTimeout(() => history.back(), 50));
    const shown = () => overheard.console.evaluate(`browser.tabs.get(${tabId}).then(({ url }) => url)`);
    await vi.waitFor(async () => expect(await shown()).toBe(url));
    expect(requestsFor(path)).toBe(before);
    return tabId;
  }

  it('back to a page kept in memory: its own visit', async () => {
    const url = 'https://hidden.example/etag?kept';
    const tabId = await leaveAndReturn(await open(url), url);
    const [verdict, evidence, basis] = HIDDEN[name];
    const shown = await lookAtTab(overheard, tabId, ({ text }) => text.includes(basis));
    expect(shown).toMatchObject({ verdict, evidence });
  });

  const handshakesWithApex = () =>
    lab.server.log.filter((entry) => entry.event === 'handshake' && entry.outerName === 'moved.example').length;

  it.each([
    ['requests as it is shown again', 'pageshow'],
    ['sends as it goes', 'pagehide'],
  ])('what a page kept in memory %s counts for its visit', async (_what, moment) => {
    const url = `https://www.moved.example/etag?${moment}`;
    const page = await open(url);
    const before = handshakesWithApex();
    await page.evaluate((moment) => {
      addEventListener(moment, ({ persisted }: Event & { persisted?: boolean }) => {
        if (persisted) navigator.sendBeacon('https://moved.example/beacon', 'a beacon');
      });
    }, moment);
    const tabId = await leaveAndReturn(page, url);
    await expect.poll(handshakesWithApex).toBeGreaterThan(before);
    const shown = await lookAtTab(overheard, tabId, ({ cause }) => cause === 'same-site-exposed');
    expect(shown.verdict).toBe({ firefox: 'partly-hidden', chromium: 'likely-hidden' }[name]);
    // The next case needs a connection of its own.
    await lab.server.drop('moved');
  });

  it('back to a page kept in memory from before Overheard looked: unknown', async () => {
    const url = 'https://hidden.example/etag?before';
    const page = await open(url);
    await overheard.reload();
    const tabId = await leaveAndReturn(page, url);
    const shown = await lookAtTab(overheard, tabId, ({ text }) => text.includes(words('unknown_back_forward_cache')));
    expect(shown).toMatchObject({ verdict: 'unknown', evidence: 'unknown' });
  });

  it('a page that its service worker answered: unknown', async () => {
    const page = await open('https://hidden.example/sw/');
    await page.waitForFunction(() => document.querySelector('#worker')?.textContent === 'ready');
    await open('https://hidden.example/sw/again', page);
    // Chromium 156 tells an extension of the commit alone.
    const basis = { firefox: words('unknown_service_worker'), chromium: words('unknown_not_told', 'Chrome') }[name];
    await expectShown(page, unknown(basis));
  });

  if (name === 'chromium') {
    it('a page that was prepared out of sight: its own request’s facts, however late', async () => {
      // A host of its own: nothing of it is in the cache.
      const first = requestsFor('/cacheable');
      const page = await open('https://cname.example/prerender');
      await vi.waitFor(() => expect(requestsFor('/cacheable')).toBeGreaterThan(first));
      // An ordinary request that was complete for so long would not be taken for the page's.
      const preparedAtMs = Date.now();
      await expect.poll(() => Date.now() - preparedAtMs, { timeout: 5_000 }).toBeGreaterThan(COMMIT_GRACE_MS);
      const before = requestsFor('/cacheable');
      const tabId = await overheard.tabOf(page);
      // The driver loses the page there: the popup is opened by the tab.
      await page.evaluate(() => {
        const link = document.querySelector<HTMLAnchorElement>('a[href="/cacheable"]');
        setTimeout(() => link?.click(), 50);
      });
      const url = () => overheard.console.evaluate(`browser.tabs.get(${tabId}).then(({ url }) => url)`);
      await vi.waitFor(async () => expect(await url()).toBe('https://cname.example/cacheable'));
      const [verdict, evidence] = HIDDEN[name];
      const basis = words('basis_should_hide', 'cname.example', 'Chrome');
      const shown = await lookAtTab(overheard, tabId, ({ text }) => text.includes(basis));
      expect(shown).toMatchObject({ verdict, evidence });
      expect(requestsFor('/cacheable')).toBe(before);
    });
  }

  const openView = (tab: object) =>
    overheard.console.evaluate(`browser.tabs.create(${JSON.stringify(tab)}).then(({ id }) => id)`) as Promise<number>;

  it('a page’s source: as the page, by its own request, and the page stays as it was', async () => {
    const page = await open('https://hidden.example/');
    const tabId = await openView({ url: 'view-source:https://hidden.example/' });
    const [verdict, evidence] = HIDDEN[name];
    expect(await lookAtTab(overheard, tabId)).toMatchObject({ verdict, evidence });
    await expectShown(page, HIDDEN[name]);
  });

  if (name === 'firefox') {
    it('reader mode: unknown, since Firefox reports none of its requests', async () => {
      const tabId = await openView({ url: 'https://hidden.example/', openInReaderMode: true });
      const basis = words('unknown_not_told', 'Firefox');
      const shown = await lookAtTab(overheard, tabId, ({ text }) => text.includes(basis));
      expect(shown).toMatchObject({ verdict: 'unknown', evidence: 'unknown' });
      expect(shown.text).toContain('hidden.example');
    });
  }

  it('a download: the page stays as it was', async () => {
    const page = await open('https://hidden.example/');
    const from = lab.server.log.length;
    await page.evaluate(() => void location.assign('/download'));
    await lab.server.waitFor((entry) => entry.event === 'request' && entry.seen.path === '/download', { from });
    await expectShown(page, HIDDEN[name]);
  });

  it('a redirect over http: on the way: it may have named the site', async () => {
    const shown = await expectShown(
      await open('http://hop.example/'),
      name === 'firefox' ? ['partly-hidden', 'measured', words('basis_ech_used', 'Firefox')] : HIDDEN[name],
    );
    expect(shown.text).toContain(words('cause_cleartext_redirect', 'hop.example'));
  });

  it('a page that did not load: unknown, in the browser’s words', async () => {
    const error = { firefox: 'NS_ERROR_UNKNOWN_HOST', chromium: 'net::ERR_NAME_NOT_RESOLVED' }[name];
    await expectShown(await open('https://gone.example/'), unknown(words('unknown_load_failed', error)));
  });

  it('a page of the browser itself: ECH does not apply', async () => {
    const page = await open('https://hidden.example/');
    await open('about:blank', page);
    await expectShown(page, ['not-applicable', 'measured', words('basis_not_web')]);
  });

  it('a reload: as the first time', async () => {
    const page = await open('https://hidden.example/');
    await page.reload();
    await expectShown(page, HIDDEN[name]);
  });
});
