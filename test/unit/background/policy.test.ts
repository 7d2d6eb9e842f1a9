// Policy in the background: names that are barred, a lock that is awaited, and what changes when policy does.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describePublished } from '../../../src/assess/words.ts';
import { https, httpsRdata, messageOf } from '../builders.ts';
import { dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { visit } from './visit.ts';

const LOCKED = { lock: true, resolver: { template: 'https://locked.example/dns-query' } };

function open(policy: Record<string, unknown> | 'awaited', name: 'firefox' | 'chromium' = 'chromium'): FakeBrowser {
  const browser = new FakeBrowser(name);
  browser.kill();
  if (policy === 'awaited') browser.awaitPolicy();
  else browser.api.policy = policy;
  browser.start();
  return browser;
}

const go = async (browser: FakeBrowser, url: string, tabId = 1): Promise<void> => {
  for (const event of visit(url, { tabId })) browser.emit(event);
  await browser.settle();
};
const why = (browser: FakeBrowser, tabId = 1) => {
  const report = browser.report(tabId);
  return report && describePublished(report).key;
};

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

describe('names that no resolver is asked about', () => {
  const NEVER = { neverAsk: ['*.corp.example'] };

  it('are not asked about, and the popup says who says so', async () => {
    const browser = open(NEVER);
    await go(browser, 'https://intranet.corp.example/');
    expect(browser.questions).not.toContain('intranet.corp.example');
    expect(why(browser)).toBe('unknown_excluded_by_policy');
    await go(browser, 'https://public.example/');
    expect(browser.questions).toContain('public.example');
  });

  it('not on a click either, nor by the inspect page or the network check', async () => {
    const browser = open(NEVER);
    await go(browser, 'https://intranet.corp.example/');
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    popup.ask({ kind: 'check-again' });
    popup.ask({ kind: 'ask-second' });
    await browser.settle();
    const host = 'x.corp.example';
    await expect(
      browser.request({ kind: 'inspect', host, port: 443, private: false, bypassCache: true, pastProxy: false }),
    ).resolves.toMatchObject({ state: 'not-asked', why: 'excluded-by-policy' });
    const template = 'https://r.example/dns-query';
    await expect(
      browser.request({ kind: 'check-record', template, host, port: 443, private: false }),
    ).resolves.toMatchObject({ outcome: { failure: { kind: 'excluded-by-policy', name: host } }, questions: 0 });
    expect(browser.questions.filter((name) => name.includes('corp.example'))).toEqual([]);
  });

  it('not where an alias leads to them either, whoever asks, and the report says so', async () => {
    const browser = open(NEVER);
    browser.changeSettings({ ...(browser.settings as object), secondResolver: { kind: 'preset', id: 'quad9' } });
    browser.resolve = async (name, type) =>
      dnsResponse(messageOf({ name, type, answers: [https(name, httpsRdata(0, 'pool.corp.example', {}))] }));
    await go(browser, 'https://public.example/');
    expect(browser.report(1)?.published).toMatchObject({ state: 'alias', target: 'pool.corp.example' });
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    for (const kind of ['check-again', 'ask-second']) {
      popup.ask({ kind });
      await browser.settle();
      expect(browser.report(1)?.published).toMatchObject({
        failure: { kind: 'excluded-by-policy', name: 'pool.corp.example' },
      });
      expect(browser.report(1)?.published.clients.map(({ client }) => client)).toEqual(['chromium', 'firefox']);
      expect(browser.report(1)?.actions.map(({ kind }) => kind)).not.toContain('ask-second');
    }
    const [host, port, template] = ['public.example', 443, 'https://r.example/dns-query'];
    const failed = { outcome: { kind: 'failed', failure: { kind: 'excluded-by-policy', name: 'pool.corp.example' } } };
    await expect(
      browser.request({ kind: 'inspect', host, port, private: false, bypassCache: true, pastProxy: false }),
    ).resolves.toMatchObject({
      state: 'done',
      lookup: failed,
    });
    await expect(
      browser.request({ kind: 'check-record', template, host, port, private: false }),
    ).resolves.toMatchObject(failed);
    await expect(browser.request({ kind: 'test-resolver', template })).resolves.toEqual({
      outcome: 'failed',
      failure: failed.outcome.failure,
    });
    expect(browser.questions.length).toBeGreaterThan(5);
    expect(browser.questions.filter((name) => name.includes('corp.example'))).toEqual([]);
  });

  it('nor is one of the names that tell whether the network answers at all', async () => {
    const browser = open({ neverAsk: ['firefox.com'] }, 'firefox');
    browser.systemAnswer = () => ({ kind: 'failed' });
    const request = { kind: 'check-canary', template: null, private: false } as const;
    await expect(browser.request(request)).resolves.toMatchObject({ state: 'unknown' });
    expect(new Set(browser.systemQuestions)).toEqual(new Set(['use-application-dns.net.', 'mozilla.org.']));
  });

  it.each(['firefox', 'chromium'] as const)('%s: nor is the canary, where it is one of them', async (name) => {
    const browser = open({ neverAsk: ['use-application-dns.net'] }, name);
    await go(browser, 'https://public.example/');
    const template = 'https://r.example/dns-query';
    const byClick = [
      { kind: 'test-canary', template },
      { kind: 'check-canary', template, private: false },
      { kind: 'check-canary', template: null, private: false },
    ] as const;
    for (const request of byClick) await expect(browser.request(request)).resolves.toBeNull();
    expect(browser.questions).toEqual(['public.example']);
    expect(browser.systemQuestions).toEqual([]);
  });

  it('are asked about once policy lets them', async () => {
    const browser = open(NEVER);
    await go(browser, 'https://intranet.corp.example/');
    browser.tellPolicy({ neverAsk: [] });
    await browser.settle();
    expect(browser.questions).toContain('intranet.corp.example');
  });
});

describe('a policy that binds and is awaited', () => {
  it('holds the query until the policy arrives, then asks the resolver that it names', async () => {
    const browser = open('awaited');
    await go(browser, 'https://site.example/');
    expect(browser.asked).toEqual([]);
    expect(browser.report(1)?.published.state).toBe('pending');
    browser.tellPolicy(LOCKED);
    await browser.settle();
    expect(browser.questions).toContain('site.example');
    expect(new Set(browser.asked)).toEqual(new Set(['https://locked.example']));
  });

  it('stops waiting in the end, sends no query, and says why in the popup', async () => {
    const browser = open('awaited');
    await go(browser, 'https://site.example/');
    await vi.runAllTimersAsync();
    await browser.settle();
    expect(why(browser)).toBe('unknown_policy_awaited');
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    popup.ask({ kind: 'check-again' });
    await browser.settle();
    const template = 'https://r.example/dns-query';
    await expect(browser.request({ kind: 'test-resolver', template })).resolves.toBeNull();
    await expect(browser.request({ kind: 'check-canary', template, private: false })).resolves.toBeNull();
    expect(browser.asked).toEqual([]);
  });

  it('asks after all when it comes late', async () => {
    const browser = open('awaited');
    await go(browser, 'https://site.example/');
    await vi.runAllTimersAsync();
    await browser.settle();
    browser.tellPolicy(LOCKED);
    await browser.settle();
    expect(browser.questions).toContain('site.example');
    expect(why(browser)).toBe('published_ech');
  });

  it('goes on waiting in a background that comes after', async () => {
    const browser = open('awaited');
    await go(browser, 'https://site.example/');
    browser.kill();
    browser.start();
    await browser.settle();
    expect(browser.asked).toEqual([]);
    browser.tellPolicy(LOCKED);
    await browser.settle();
    expect(browser.questions).toContain('site.example');
  });
});

it('a lock that comes while the browser runs holds from then on', async () => {
  const browser = open({});
  await go(browser, 'https://before.example/');
  expect(browser.asked).toContain('https://resolver.example');
  browser.asked.length = 0;
  browser.tellPolicy(LOCKED);
  await browser.settle();
  await go(browser, 'https://after.example/');
  expect(new Set(browser.asked)).toEqual(new Set(['https://locked.example']));
});

it('an authority that policy expects is expected, and the user’s own list has no copy of it', async () => {
  const [theirs, mine] = ['ab'.repeat(32), 'cd'.repeat(32)];
  const browser = open({ expectedRoots: [{ sha256: theirs }] }, 'firefox');
  await go(browser, 'https://site.example/');
  await browser.request({ kind: 'expect-root', sha256: mine, label: 'Mine' });
  await browser.settle();
  expect(browser.settings).toMatchObject({ expectedRoots: [{ sha256: mine, label: 'Mine' }] });
});
