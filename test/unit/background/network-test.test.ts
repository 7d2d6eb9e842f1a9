// Whether Chrome uses ECH on a network: who is asked, how often, and what becomes of the answer.

import { describe, expect, it } from 'vitest';
import type { ConnectionFacts } from '../../../src/shared/facts.ts';
import type { LoggedQuery } from '../../../src/shared/query-log.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { answer, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { at, COMMITTED_AT_MS, visit } from './visit.ts';

const NEWS = 'https://news.example/';
const HOUR = 3_600_000;
const MINUTE = 60_000;
const FIRST = 'https://crypto.cloudflare.com/cdn-cgi/trace';
const SECOND = 'https://cloudflare-ech.com/cdn-cgi/trace';
const THIRD = 'https://third.example/cdn-cgi/trace';
const LOOKED_UP = { kind: 'custom', template: 'https://resolver.example/dns-query' };

type Sni = 'encrypted' | 'plaintext' | 'failed';
const body = (sni: Sni) => `fl=1\nh=reference\nip=192.0.2.1\nhttp=http/2\ntls=TLSv1.3\nsni=${sni}\n`;

/** Reference hosts answer in this way, by their addresses. */
const serving = (answers: Record<string, Sni>) => async (url: string) => {
  const sni = answers[url] ?? 'failed';
  return sni === 'failed' ? Promise.reject(new TypeError('Failed to fetch')) : new Response(body(sni));
};
const ALL_USED = serving({ [FIRST]: 'encrypted', [SECOND]: 'encrypted' });
const NONE_USED = serving({ [FIRST]: 'plaintext', [SECOND]: 'plaintext' });

function start(settings: object = {}, kind: 'chromium' | 'firefox' = 'chromium'): FakeBrowser {
  const browser = new FakeBrowser(kind);
  browser.nowMs = COMMITTED_AT_MS;
  browser.serve = ALL_USED;
  browser.changeSettings({ resolver: LOOKED_UP, testNetwork: true, ...settings });
  return browser;
}

interface Shown {
  tabId?: number;
  connection?: ConnectionFacts;
  isPrivate?: boolean;
  fromCache?: boolean;
}

/** A page that comes now. */
async function open(
  browser: FakeBrowser,
  url = NEWS,
  { tabId = 1, isPrivate = false, fromCache = false, ...told }: Shown = {},
) {
  browser.tabs.set(tabId, { url, private: isPrivate });
  const events = visit(url, { tabId, fromCache, connection: told.connection ?? chromeConnection() });
  for (const event of at(events, browser.nowMs - COMMITTED_AT_MS)) browser.emit(event);
  await browser.settle();
  return browser.report(tabId);
}

const asked = (browser: FakeBrowser) => browser.requests.map(({ url }) => url);
const basisOf = (browser: FakeBrowser, tabId = 1) => browser.report(tabId)?.basis.kind;

describe('a network is tested', () => {
  it('when the first page is looked up, by one request where ECH was used', async () => {
    const browser = start();
    await browser.settle();
    expect(asked(browser)).toEqual([]);
    expect(await open(browser)).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
    expect(browser.report(1)?.basis).toEqual({
      kind: 'should-hide-tested',
      args: [{ host: 'news.example' }, { label: 'Chrome' }, { agoMs: COMMITTED_AT_MS }],
    });
    await open(browser, 'https://other.example/');
    expect(asked(browser)).toEqual([FIRST]);
  });

  it('by the others too where it was not used, and by none that cannot tell', async () => {
    const browser = start();
    browser.serve = NONE_USED;
    const report = await open(browser);
    // tls-ech.dev has no trace.
    expect(asked(browser)).toEqual([FIRST, SECOND]);
    expect(report).toMatchObject({
      verdict: 'unknown',
      evidence: 'unknown',
      icon: 'unknown',
      basis: { kind: 'unknown', reason: { kind: 'ech-off-here', tests: 2, sites: 0 } },
      cause: { kind: 'ech-off-here', responsible: 'here', advice: 'check-network' },
    });
    expect(report?.actions.map(({ kind }) => kind)).toContain('network-check');
    await open(browser, 'https://other.example/');
    expect(asked(browser)).toHaveLength(2);
  });

  it('without anything that tells who asks, and read to a limit', async () => {
    const browser = start();
    const endless = new TextEncoder().encode(`sni=encrypted\n${'x'.repeat(1_000)}`);
    browser.serve = async () => new Response(new ReadableStream({ pull: (stream) => stream.enqueue(endless) }));
    await open(browser);
    expect(basisOf(browser)).toBe('should-hide-tested');
    const [request] = browser.requests;
    expect(request?.init).toMatchObject({
      method: 'GET',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      headers: { 'accept-language': '*' },
    });
  });

  it('and its requests are logged as what they are', async () => {
    const browser = start();
    browser.serve = NONE_USED;
    await open(browser);
    const logged = [...browser.session.entries()].flatMap(([key, value]) =>
      key.startsWith('asked:') ? [value as LoggedQuery] : [],
    );
    expect(logged.filter(({ purpose }) => purpose === 'network-test').map(({ to, name }) => [to, name])).toEqual([
      ['crypto.cloudflare.com', 'crypto.cloudflare.com'],
      ['cloudflare-ech.com', 'cloudflare-ech.com'],
    ]);
  });

  it.each([
    [{ [FIRST]: 'plaintext', [SECOND]: 'encrypted' }, 'should-hide-some'],
    // One that misses proves nothing.
    [{ [FIRST]: 'plaintext' }, 'should-hide-missed'],
    [{}, 'should-hide'],
  ] as [Record<string, Sni>, string][])('%j: the verdict stays, and the basis is %s', async (answers, basis) => {
    const browser = start();
    browser.serve = serving(answers);
    expect(await open(browser)).toMatchObject({ verdict: 'likely-hidden', basis: { kind: basis } });
  });

  it('of three that miss all are counted', async () => {
    const browser = start({ references: [FIRST, SECOND, THIRD].map((url) => ({ url })) });
    browser.serve = serving({ [FIRST]: 'plaintext', [SECOND]: 'plaintext', [THIRD]: 'plaintext' });
    expect((await open(browser))?.basis).toMatchObject({ reason: { tests: 3 } });
  });

  it('each page that was open learns of it, and so do the hosts of the session', async () => {
    const browser = start({ testNetwork: false });
    await open(browser, NEWS, { tabId: 1 });
    browser.see(subresource('cdn.example', { tabId: 1, topHost: 'news.example', connection: chromeConnection() }));
    await browser.settle();
    expect(browser.report(1)?.verdict).toBe('likely-hidden');
    browser.changeSettings({ resolver: LOOKED_UP, testNetwork: true });
    browser.serve = NONE_USED;
    await open(browser, 'https://other.example/', { tabId: 2 });
    for (const tabId of [1, 2]) expect(browser.report(tabId)?.verdict).toBe('unknown');
    expect(browser.icons.get(1)?.verdict).toBe('unknown');
    const names = [...browser.session].filter(([key]) => key.startsWith('name:'));
    expect(JSON.stringify(names)).not.toContain('likely-hidden');
    expect(names.length).toBeGreaterThan(1);
  });
});

describe('nobody is asked', () => {
  it.each([
    ['by default', { testNetwork: undefined }],
    ['where the user said no', { testNetwork: false }],
    ['without a resolver, so that no page is looked up', { resolver: null }],
    ['while pages are looked up on a click alone', { ask: 'on-click' }],
  ])('%s', async (_when, settings) => {
    const browser = start(settings);
    await open(browser);
    expect(asked(browser)).toEqual([]);
  });

  it('in Firefox, which measures', async () => {
    const browser = start({}, 'firefox');
    await open(browser, NEWS, { connection: connection() });
    expect(asked(browser)).toEqual([]);
  });

  it('on account of a private window', async () => {
    const browser = start({ privateWindows: true });
    await open(browser, NEWS, { isPrivate: true });
    expect(browser.questions).toContain('news.example');
    expect(asked(browser)).toEqual([]);
    await open(browser, 'https://other.example/', { tabId: 2 });
    expect(asked(browser)).toEqual([FIRST]);
    // What the test showed is about the network.
    expect(basisOf(browser)).toBe('should-hide-tested');
  });

  it('offline, and it is no failed try', async () => {
    const browser = start();
    await open(browser);
    browser.changeNetwork();
    browser.isOnline = false;
    browser.serve = NONE_USED;
    for (let page = 0; page < 5; page++) await open(browser);
    expect(asked(browser)).toHaveLength(1);
    browser.isOnline = true;
    await open(browser);
    expect(asked(browser)).toHaveLength(3);
  });

  it('without site access', async () => {
    const browser = start();
    browser.resolve = async (name, type) => {
      browser.siteAccess = false;
      return answer(name, type);
    };
    expect((await open(browser))?.published.state).toBe('ech');
    expect(asked(browser)).toEqual([]);
  });

  it('who is on the list of names that policy keeps', async () => {
    const browser = start();
    browser.tellPolicy({ neverAsk: ['*.cloudflare.com'] });
    await browser.settle();
    await open(browser);
    expect(asked(browser)).toEqual([SECOND]);
  });

  it('while policy is awaited, or cannot be read', async () => {
    const awaited = new FakeBrowser('chromium');
    awaited.awaitPolicy();
    awaited.kill();
    awaited.serve = ALL_USED;
    awaited.changeSettings({ resolver: LOOKED_UP, testNetwork: true });
    await open(awaited);
    expect(asked(awaited)).toEqual([]);
    const unread = start();
    await open(unread);
    unread.changeNetwork();
    unread.api.failNext('storage.managed.get', { times: Number.POSITIVE_INFINITY });
    unread.changeSettings({ resolver: LOOKED_UP, testNetwork: true });
    await unread.settle();
    await open(unread);
    expect(asked(unread)).toHaveLength(1);
  });

  it('where policy says no, whatever the user chose', async () => {
    const browser = start();
    browser.tellPolicy({ testNetwork: false, lock: true });
    await browser.settle();
    await open(browser);
    expect(asked(browser)).toEqual([]);
  });

  it('any further once the user says no', async () => {
    const browser = start();
    browser.serve = async (url) => {
      browser.changeSettings({ resolver: LOOKED_UP, testNetwork: false });
      await browser.settle();
      return NONE_USED(url);
    };
    await open(browser);
    await browser.settle();
    expect(asked(browser)).toEqual([FIRST]);
  });
});

describe('it is asked again', () => {
  it('where nobody answered, a minute later at the soonest and three times in all, until an hour has passed', async () => {
    const browser = start();
    browser.serve = serving({});
    await open(browser);
    for (const [laterMs, times] of [
      [MINUTE - 1, 1],
      [1, 2],
      [MINUTE, 3],
      [MINUTE, 3],
      [HOUR - MINUTE, 4],
    ] as const) {
      browser.nowMs += laterMs;
      await open(browser);
      expect(asked(browser)).toHaveLength(times);
    }
  });

  it('of those alone that did not answer', async () => {
    const browser = start();
    browser.serve = serving({ [FIRST]: 'plaintext' });
    await open(browser);
    browser.serve = NONE_USED;
    browser.nowMs += MINUTE;
    expect((await open(browser))?.verdict).toBe('unknown');
    expect(asked(browser)).toEqual([FIRST, SECOND, SECOND]);
  });

  it('on another network, and nothing of the one before counts there', async () => {
    const browser = start();
    browser.serve = NONE_USED;
    await open(browser, NEWS, { tabId: 1 });
    browser.nowMs += MINUTE;
    browser.changeNetwork();
    await browser.settle();
    browser.serve = ALL_USED;
    await open(browser, 'https://other.example/', { tabId: 2 });
    expect(asked(browser)).toEqual([FIRST, SECOND, FIRST]);
    expect(basisOf(browser, 2)).toBe('should-hide-tested');
    // It came over the network before.
    expect(browser.report(1)?.verdict).toBe('unknown');
  });

  it('after an hour, since a network may change unnoticed', async () => {
    const browser = start();
    await open(browser);
    browser.nowMs += HOUR;
    browser.serve = NONE_USED;
    expect((await open(browser))?.verdict).toBe('unknown');
    expect(asked(browser)).toEqual([FIRST, FIRST, SECOND]);
    // What settled it stays until something else does.
    browser.nowMs += HOUR;
    browser.serve = serving({ [FIRST]: 'plaintext' });
    expect((await open(browser))?.verdict).toBe('unknown');
    browser.nowMs += MINUTE;
    browser.serve = ALL_USED;
    expect((await open(browser))?.verdict).toBe('likely-hidden');
  });

  it('a success says nothing of a page that came long before', async () => {
    const browser = start({ testNetwork: false });
    await open(browser, NEWS, { tabId: 1 });
    browser.nowMs += HOUR + 1;
    browser.changeSettings({ resolver: LOOKED_UP, testNetwork: true });
    await open(browser, 'https://other.example/', { tabId: 2 });
    expect([basisOf(browser, 1), basisOf(browser, 2)]).toEqual(['should-hide', 'should-hide-tested']);
  });
});

describe('an answer', () => {
  it('survives the background', async () => {
    const browser = start();
    browser.serve = NONE_USED;
    await open(browser);
    browser.kill();
    expect((await open(browser, 'https://other.example/'))?.verdict).toBe('unknown');
    expect(asked(browser)).toHaveLength(2);
  });

  it('of a network that was left meanwhile is dropped', async () => {
    const browser = start();
    let release = () => {};
    browser.serve = async (url) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return ALL_USED(url);
    };
    await open(browser);
    browser.nowMs += 1;
    browser.changeNetwork();
    release();
    await browser.settle();
    expect(basisOf(browser)).toBe('should-hide');
    browser.serve = serving({});
    await open(browser, 'https://other.example/', { tabId: 2 });
    expect(basisOf(browser, 2)).toBe('should-hide');
  });

  it('that is lost with the background is asked for again, and not without end', async () => {
    const browser = start();
    browser.serve = () => new Promise(() => {});
    for (let life = 0; life < 6; life++) {
      await open(browser);
      browser.kill();
      browser.nowMs += MINUTE;
    }
    expect(asked(browser)).toHaveLength(3);
  });
});

describe('pages that are measured', () => {
  const unreported = connection({ security: null, usedEch: null, usedPrivateDns: null, root: null });
  const measured = (host: string, usedEch: boolean, browser: FakeBrowser, more: Shown = {}) =>
    open(browser, `https://${host}/`, { tabId: 2, ...more, connection: connection({ usedEch }) });

  it('tell of those that are not, by different sites', async () => {
    const browser = start({}, 'firefox');
    await open(browser, NEWS, { connection: unreported });
    expect(basisOf(browser)).toBe('should-hide-unreported');
    await measured('one.example', true, browser);
    expect(basisOf(browser)).toBe('should-hide-measured-one');
    await measured('www.one.example', true, browser);
    expect(basisOf(browser)).toBe('should-hide-measured-one');
    await measured('two.example', true, browser);
    expect(basisOf(browser)).toBe('should-hide-measured');
    browser.nowMs += 1;
    await measured('two.example', false, browser);
    expect(browser.report(1)?.basis).toMatchObject({
      kind: 'should-hide-some',
      args: [{}, {}, { count: 1 }, { count: 2 }],
    });
  });

  it('the newest page of a site counts', async () => {
    const browser = start({}, 'firefox');
    await open(browser, NEWS, { connection: unreported });
    let answerNow = () => {};
    const waiting = new Promise<void>((resolve) => {
      answerNow = resolve;
    });
    browser.resolve = (name, type) => waiting.then(() => answer(name, type));
    await measured('one.example', false, browser, { tabId: 4 });
    browser.nowMs += MINUTE;
    await measured('one.example', true, browser);
    // Only now it is known that the page from before should have used ECH.
    answerNow();
    await browser.settle();
    expect(browser.report(4)?.verdict).toBe('offered-not-used');
    expect(basisOf(browser)).toBe('should-hide-measured-one');
  });

  it('a page of a test site counts as the test alone', async () => {
    const browser = start();
    browser.serve = serving({ [FIRST]: 'plaintext' });
    await open(browser);
    await measured('www.cloudflare.com', false, browser);
    expect(basisOf(browser)).toBe('should-hide-missed');
    await measured('other.example', false, browser);
    expect(browser.report(1)?.basis).toMatchObject({ reason: { tests: 1, sites: 1 } });
  });

  it('none with ECH leave a page unknown', async () => {
    const browser = start({}, 'firefox');
    await open(browser, NEWS, { connection: unreported });
    await measured('one.example', false, browser);
    expect(basisOf(browser)).toBe('should-hide-missed');
    await measured('two.example', false, browser);
    expect(browser.report(1)).toMatchObject({
      verdict: 'unknown',
      basis: { reason: { kind: 'ech-off-here', tests: 0, sites: 2 } },
    });
    // They were measured themselves.
    expect(browser.report(2)?.verdict).toBe('offered-not-used');
  });

  it('count for a private window in it alone, and nothing of it is stored', async () => {
    const browser = start({ privateWindows: true }, 'firefox');
    await open(browser, NEWS, { connection: unreported });
    await open(browser, 'https://secret.example/', { tabId: 3, connection: unreported, isPrivate: true });
    await measured('secret-one.example', true, browser, { isPrivate: true });
    expect([basisOf(browser, 1), basisOf(browser, 3)]).toEqual(['should-hide-unreported', 'should-hide-measured-one']);
    expect(JSON.stringify(browser.session.get('ech-here') ?? null)).not.toContain('secret');
  });

  it.each([
    ['sites that offer none', { usedEch: false }, false],
    ['a page from the cache', {}, true],
    ['a proxy', { proxy: { type: 'http', host: 'proxy.example', knowsName: true } }, true],
    ['another host’s connection', { sharedWith: { host: 'img.one.example', isHidden: true } }, true],
  ])('not by %s', async (what, change, isOffered) => {
    const browser = start({}, 'firefox');
    await open(browser, NEWS, { connection: unreported });
    if (!isOffered) browser.resolve = () => Promise.reject(new Error('lost'));
    const fromCache = what === 'a page from the cache';
    await open(browser, 'https://one.example/', { tabId: 2, fromCache, connection: connection(change) });
    expect(basisOf(browser)).toBe('should-hide-unreported');
  });
});
