// The site's other names in a visit: icon and stored report follow at once, whoever looks, and whatever else the page reaches.

import { describe, expect, it } from 'vitest';
import { CANARY_NAME } from '../../../src/network/canary.ts';
import type { NavigationEvent, SubresourceResponse } from '../../../src/shared/ports.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { isInterrupted } from './interruption.ts';
import { subresource } from './subresource.ts';
import { at, COMMITTED_AT_MS, committed, redirect, redirectedFromPlain, visit } from './visit.ts';

const NEWS = 'https://www.news.example/';
const exposed = { connection: connection({ usedEch: false }), topHost: 'www.news.example' };

async function play(browser: FakeBrowser, events: NavigationEvent[], responses: SubresourceResponse[] = []) {
  for (const event of events) browser.emit(event);
  for (const one of responses) browser.see(one);
  await browser.settle();
}

/** What is drawn and stored without any popup. */
const shown = (browser: FakeBrowser) => [browser.icons.get(1)?.verdict, browser.report(1)?.verdict];

/** `news.example`, without ECH, redirects to www. */
const redirected = redirectedFromPlain('https://news.example/', NEWS);

describe('a page with ECH', () => {
  it('is partly hidden from the start where the bare domain redirected to it without ECH', async () => {
    const browser = new FakeBrowser();
    await play(browser, redirected);
    expect(shown(browser)).toEqual(['partly-hidden', 'partly-hidden']);
    expect(browser.report(1)?.cause).toMatchObject({
      kind: 'same-site-before',
      why: { args: [{ host: 'news.example' }] },
    });
  });

  it('becomes partly hidden when it loads another name of the site without ECH, and no stranger does that', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS), [subresource('stranger.org', exposed)]);
    expect(shown(browser)).toEqual(['hidden-unknown-set', 'hidden']);
    await play(browser, [], [subresource('static.news.example', exposed)]);
    expect(shown(browser)).toEqual(['partly-hidden', 'partly-hidden']);
  });

  // As src/platform tells of a request that failed after its ClientHello.
  it.each([
    ['is partly hidden by what that publishes', '192.0.2.9', 'same-site-exposed', ['static.news.example']],
    ['may show it, and it is not looked up', null, 'names-unchecked', []],
  ])('that failed to reach another name of the site %s', async (_, address, cause, asked) => {
    const browser = new FakeBrowser();
    browser.resolve = async (name, type) =>
      name === 'www.news.example' ? answer(name, type) : dnsResponse(messageOf({ name, type }));
    await play(browser, visit(NEWS));
    const failed = { ...exposed, connection: { ...chromeConnection(), address } };
    await play(browser, [], [subresource('static.news.example', failed)]);
    expect(browser.report(1)).toMatchObject({
      verdict: address === null ? 'hidden' : 'partly-hidden',
      cause: { kind: cause, why: { args: [{ host: 'static.news.example' }] } },
    });
    expect(browser.questions.filter((name) => name.startsWith('static'))).toEqual(asked);
  });

  it('becomes partly hidden when its site’s service worker requests such a name, in each tab of that host', async () => {
    const browser = new FakeBrowser();
    await play(browser, [...visit(NEWS), ...visit(NEWS, { tabId: 2 }), ...visit('https://other.org/', { tabId: 3 })]);
    await play(browser, [], [subresource('static.news.example', { ...exposed, tabId: -1 })]);
    expect([1, 2, 3].map((tabId) => browser.report(tabId)?.verdict)).toEqual([
      'partly-hidden',
      'partly-hidden',
      'hidden',
    ]);
  });

  it('is partly hidden where the browser loaded such a name for an early hint, before the page answered', async () => {
    const browser = new FakeBrowser();
    const [request, ...rest] = visit(NEWS);
    await play(browser, [request!], [subresource('static.news.example', { ...exposed, timeMs: COMMITTED_AT_MS - 40 })]);
    await play(browser, rest);
    expect(shown(browser)).toEqual(['partly-hidden', 'partly-hidden']);
  });

  it('is judged exactly after more strangers than are remembered', async () => {
    const browser = new FakeBrowser();
    const strangers = Array.from({ length: 320 }, (_, n) => subresource(`h${n}.org`, exposed));
    await play(browser, visit(NEWS), strangers);
    expect(shown(browser)).toEqual(['hidden-unknown-set', 'hidden']);
    await play(browser, [], [subresource('static.news.example', exposed)]);
    expect(shown(browser)).toEqual(['partly-hidden', 'partly-hidden']);
  });

  it.each<[string, SubresourceResponse[]]>([
    [
      'hidden names of its site',
      Array.from({ length: 100 }, (_, n) => subresource(`h${n}.news.example`, { topHost: 'www.news.example' })),
    ],
    [
      'strangers and hidden names of its site',
      Array.from({ length: 420 }, (_, n) =>
        subresource(n < 320 ? `h${n}.org` : `h${n}.news.example`, { topHost: 'www.news.example' }),
      ),
    ],
  ])('is judged exactly after more %s than are remembered', async (_, responses) => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS), responses);
    expect(shown(browser)).toEqual(['hidden-unknown-set', 'hidden']);
    await play(browser, [], [subresource('static.news.example', exposed)]);
    expect(shown(browser)).toEqual(['partly-hidden', 'partly-hidden']);
    const kept = () => [...browser.session.keys()].filter((key) => key.startsWith('host:1.1:')).length;
    expect(kept()).toBeLessThanOrEqual(300 + 64 + 1);
    browser.kill();
    browser.openPopup().ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    expect(shown(browser)).toEqual(['partly-hidden', 'partly-hidden']);
  });

  it('is judged exactly where other pages have used up the room', async () => {
    const browser = new FakeBrowser();
    const strangers = (tabId: number) =>
      Array.from({ length: 300 }, (_, n) =>
        subresource(`h${n}.org`, { tabId, topHost: tabId === 1 ? 'www.news.example' : 'other.org' }),
      );
    for (let tabId = 1; tabId <= 18; tabId++)
      await play(browser, visit(tabId === 1 ? NEWS : 'https://other.org/', { tabId }), strangers(tabId));
    await play(browser, [], [subresource('static.news.example', exposed)]);
    expect(shown(browser)).toEqual(['partly-hidden', 'partly-hidden']);
  });

  it('has what its service worker requested before it was shown', async () => {
    const browser = new FakeBrowser();
    const [request, ...rest] = visit(NEWS);
    await play(browser, [request!, rest[0]!]);
    await play(browser, rest.slice(1), [
      subresource('static.news.example', { ...exposed, tabId: -1, timeMs: COMMITTED_AT_MS - 10 }),
    ]);
    expect(browser.report(1)?.verdict).toBe('partly-hidden');
  });

  it('keeps the redirects of a request that led back to it, where its commit was reported first', async () => {
    const browser = new FakeBrowser();
    const requested = (url: string): NavigationEvent => ({
      kind: 'request',
      tabId: 1,
      requestId: 'r',
      url,
      timeMs: COMMITTED_AT_MS - 60,
    });
    const LOGIN = 'http://login.news.example/';
    await play(browser, [
      committed(NEWS),
      requested(NEWS),
      redirect(NEWS, LOGIN),
      requested(LOGIN),
      redirect(LOGIN, NEWS),
      ...visit(NEWS, { requestId: 'r' }).slice(0, 2),
    ]);
    expect(browser.report(1)).toMatchObject({ verdict: 'partly-hidden', cause: { kind: 'cleartext-redirect' } });
  });

  it('is judged the same wherever the background is killed, or not at all', async () => {
    const run = async (killAt: number) => {
      const browser = new FakeBrowser();
      browser.killAtAwait = killAt;
      await play(browser, redirected, [subresource('static.news.example', exposed)]);
      browser.openPopup().ask({ kind: 'watch', tabId: 1 });
      await browser.settle();
      return { report: browser.report(1)!, awaits: browser.awaits };
    };
    const { awaits } = await run(Number.POSITIVE_INFINITY);
    for (let killAt = 1; killAt <= awaits; killAt++) {
      const { report } = await run(killAt);
      if (!isInterrupted(report)) expect(report.verdict, `killed at await ${killAt}`).toBe('partly-hidden');
    }
  });
});

describe('in Chrome, the site’s other names', () => {
  const unreported = {
    connection: { ...chromeConnection(), address: '192.0.2.8' },
    topHost: 'www.news.example',
  };
  const tabAt = (url: string) => ({ url, private: false, restricted: false });

  function chrome(hides: (name: string) => boolean = () => false): FakeBrowser {
    const browser = new FakeBrowser('chromium');
    browser.resolve = async (name, type) =>
      name === 'www.news.example' || hides(name) ? answer(name, type) : dnsResponse(messageOf({ name, type }));
    return browser;
  }
  const page = visit(NEWS, { connection: chromeConnection() });
  const asked = (browser: FakeBrowser) =>
    browser.questions.filter((name) => ![CANARY_NAME, 'www.news.example'].includes(name));

  it('are looked up by itself, redirects first, and strangers are not', async () => {
    const browser = chrome();
    await play(
      browser,
      [
        { kind: 'request', tabId: 1, requestId: 'r', url: 'https://news.example/', timeMs: COMMITTED_AT_MS - 60 },
        redirect('https://news.example/', NEWS),
        ...visit(NEWS, { requestId: 'r', connection: chromeConnection() }),
      ],
      [subresource('img.news.example', unreported), subresource('stranger.org', unreported)],
    );
    await browser.settle();
    expect(asked(browser)).toEqual(['news.example', 'img.news.example']);
    expect(browser.report(1)).toMatchObject({
      verdict: 'likely-hidden',
      icon: 'partly-hidden',
      cause: { kind: 'same-site-before', evidence: 'inferred', why: { args: [{ host: 'news.example' }] } },
    });
  });

  it('leave the page as it was where they hide, too', async () => {
    const browser = chrome(() => true);
    await play(browser, page, [subresource('img.news.example', unreported)]);
    await browser.settle();
    expect(browser.report(1)).toMatchObject({ verdict: 'likely-hidden', icon: 'likely-hidden', cause: null });
  });

  it('are eight at most, and the rest is said to be unchecked', async () => {
    const browser = chrome(() => true);
    const names = Array.from({ length: 11 }, (_, n) => `h${n}.news.example`);
    await play(
      browser,
      page,
      names.map((name) => subresource(name, unreported)),
    );
    await browser.settle();
    await browser.settle();
    expect(asked(browser)).toEqual(names.slice(0, 8));
    expect(browser.report(1)?.cause).toMatchObject({
      kind: 'names-unchecked',
      evidence: 'unknown',
      why: { kind: 'names-unchecked', args: [{ count: 3 }] },
    });
  });

  it('are said to be unchecked as long as the resolver has not answered', async () => {
    const browser = chrome();
    const { resolve } = browser;
    const held = new Promise<void>(() => undefined);
    browser.resolve = async (name, type) => {
      if (name !== 'www.news.example') await held;
      return resolve(name, type);
    };
    await play(browser, page, [subresource('img.news.example', unreported)]);
    await browser.settle();
    expect(browser.report(1)?.cause?.why).toEqual({ kind: 'name-unchecked', args: [{ host: 'img.news.example' }] });
  });

  it.each<[string, (browser: FakeBrowser) => void, SubresourceResponse[]]>([
    [
      'one that answered from a local address',
      () => undefined,
      [
        subresource('img.news.example', {
          ...unreported,
          connection: { ...chromeConnection(), address: '192.168.1.7' },
        }),
      ],
    ],
    [
      'any where the user asks by clicks alone',
      (browser) => browser.changeSettings({ ...(browser.settings as object), ask: 'on-click' }),
      [subresource('img.news.example', unreported)],
    ],
    [
      'any of a private window',
      (browser) => browser.tabs.set(1, { url: NEWS, private: true }),
      [subresource('img.news.example', unreported)],
    ],
    [
      'any where the page itself has no name to ask about',
      (browser) => browser.tabs.set(1, tabAt('https://printer.local/')),
      [subresource('img.printer.local', { ...unreported, topHost: 'printer.local' })],
    ],
  ])('%s: nobody is asked', async (_, change, responses) => {
    const browser = chrome();
    change(browser);
    await browser.settle();
    const isLocal = browser.tabs.get(1)?.url === 'https://printer.local/';
    await play(
      browser,
      isLocal ? visit('https://printer.local/', { connection: chromeConnection() }) : page,
      responses,
    );
    await browser.settle();
    expect(asked(browser)).toEqual([]);
  });

  it('that are known cost nothing of what a tab may ask', async () => {
    const browser = chrome(() => true);
    const names = Array.from({ length: 8 }, (_, n) => subresource(`h${n}.news.example`, unreported));
    for (let laterMs = 0; laterMs < 5_000; laterMs += 1_000)
      await play(
        browser,
        at(page, laterMs),
        names.map((one) => ({ ...one, timeMs: one.timeMs + laterMs })),
      );
    await play(browser, at(visit('https://other.org/', { connection: chromeConnection() }), 6_000));
    expect(browser.report(1)?.published.state).toBe('ech');
    expect(browser.questions.filter((name) => name.endsWith('news.example'))).toHaveLength(9);
  });

  it('that failed first are asked about once they have answered', async () => {
    const browser = chrome();
    const failed = subresource('img.news.example', { connection: { ...chromeConnection(), address: null } });
    await play(browser, page, [failed]);
    expect(asked(browser)).toEqual([]);
    await play(browser, [], [subresource('img.news.example', unreported)]);
    await browser.settle();
    expect(asked(browser)).toEqual(['img.news.example']);
    expect(browser.report(1)?.cause?.kind).toBe('same-site-exposed');
  });

  it('cannot be told from strangers without the suffix list, and are not asked about until it is there', async () => {
    const browser = chrome(() => true);
    browser.kill();
    browser.losesSuffixes = true;
    await play(browser, page, [subresource('img.news.example', unreported)]);
    expect(browser.report(1)?.verdict).toBe('likely-hidden');
    expect(asked(browser)).toEqual([]);
    browser.losesSuffixes = false;
    await play(browser, [], [subresource('static.news.example', unreported)]);
    await browser.settle();
    expect(asked(browser)).toEqual(['img.news.example', 'static.news.example']);
  });

  it('in Firefox, one that came through a proxy of its own is not asked about', async () => {
    const browser = new FakeBrowser();
    const proxied = connection({
      security: 'broken',
      usedEch: null,
      proxy: { type: 'http', host: 'proxy.example', knowsName: true },
    });
    await play(browser, visit(NEWS), [
      subresource('intranet.news.example', { topHost: 'www.news.example', connection: proxied }),
    ]);
    expect(browser.questions).not.toContain('intranet.news.example');
  });

  it('that an organization keeps from every resolver are not asked about', async () => {
    const browser = chrome();
    browser.tellPolicy({ neverAsk: ['img.news.example'] });
    await browser.settle();
    await play(browser, page, [subresource('img.news.example', unreported)]);
    await browser.settle();
    expect(asked(browser)).toEqual([]);
  });

  it('are judged the same wherever the background is killed, or not at all', async () => {
    const run = async (killAt: number) => {
      const browser = chrome();
      browser.killAtAwait = killAt;
      await play(browser, page, [subresource('img.news.example', unreported)]);
      browser.openPopup().ask({ kind: 'watch', tabId: 1 });
      for (let turn = 0; turn < 4; turn++) await browser.settle();
      return { report: browser.report(1)!, awaits: browser.awaits };
    };
    const { awaits } = await run(Number.POSITIVE_INFINITY);
    for (let killAt = 1; killAt <= awaits; killAt++) {
      const { report } = await run(killAt);
      if (!isInterrupted(report)) expect(report.cause?.kind, `killed at await ${killAt}`).toBe('same-site-exposed');
    }
  });
});
