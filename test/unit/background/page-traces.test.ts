// Pages in Chrome whose own servers say how the page's connection was opened: on a click, or by itself where the user wants that.

import { beforeEach, describe, expect, it } from 'vitest';
import { err, ok } from '../../../src/shared/result.ts';
import type { TraceAnswer, TraceFailure } from '../../../src/shared/trace.ts';
import { chromeConnection } from '../assess/facts-builder.ts';
import { echListOf, https, httpsRdata, messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { COMMITTED_AT_MS, committed, visit } from './visit.ts';

const NEWS = 'https://news.example/';
const rdata = httpsRdata(1, '.', { alpn: ['h2'], ech: echListOf({ publicName: 'cloudflare-ech.com' }) });

const trace = (change: Partial<TraceAnswer> & { h?: string; sni?: string } = {}): TraceAnswer => {
  const { h = 'news.example', sni = 'encrypted', ...rest } = change;
  return {
    status: 200,
    body: `h=${h}\nhttp=http/2\nsni=${sni}\n`,
    isCut: false,
    address: chromeConnection().address,
    fromCache: false,
    pageProtocol: 'h2',
    pageByWorker: false,
    ...rest,
  };
};

let browser: FakeBrowser;
/** Tabs and hosts that were asked. */
let asked: string[];

beforeEach(() => {
  browser = new FakeBrowser('chromium');
  browser.nowMs = COMMITTED_AT_MS + 500;
  browser.resolve = async (name, type) =>
    type === 65 ? dnsResponse(messageOf({ name, answers: [https(name, rdata)] })) : answer(name, type);
  asked = [];
  says((host) => ok(trace({ h: host })));
});

function says(reply: (host: string) => Awaited<ReturnType<FakeBrowser['traceTab']>>): void {
  browser.traceTab = async (tabId, { host }) => {
    asked.push(`${tabId} ${host}`);
    return reply(host);
  };
}

async function show(url = NEWS, { tabId = 1, fromCache = false, connection = chromeConnection() } = {}): Promise<void> {
  browser.tabs.set(tabId, { url, private: false });
  for (const event of visit(url, { tabId, fromCache, connection }))
    browser.emit(event.kind === 'committed' ? { ...event, documentId: `of ${url}` } : event);
  await browser.settle();
}

async function click(tabId = 1): Promise<unknown> {
  const navigationId = browser.report(tabId)?.navigationId;
  const told = await browser.request({ kind: 'trace-tab', tabId, navigationId });
  await browser.settle();
  return told;
}

async function choose(measurePages: 'on-click' | 'automatic' | 'never'): Promise<void> {
  browser.changeSettings({ ...(browser.settings as object), measurePages });
  await browser.settle();
}

const verdict = (tabId = 1) => {
  const { verdict, evidence, findings } = browser.report(tabId)!;
  return [verdict, evidence, ...findings.map(({ finding }) => finding.kind)].join(' ');
};

describe('on a click', () => {
  it('the page is measured, and nobody was asked before', async () => {
    await show();
    expect([verdict(), ...asked]).toEqual(['likely-hidden inferred']);
    expect(await click()).toBe(true);
    expect([verdict(), ...asked]).toEqual(['hidden measured', '1 news.example']);
  });

  it('that it came without ECH is measured too', async () => {
    says(() => ok(trace({ sni: 'plaintext' })));
    await show();
    await click();
    expect(verdict()).toBe('offered-not-used measured');
  });

  it.each<[TraceFailure, Awaited<ReturnType<FakeBrowser['traceTab']>>]>([
    ['no-permission', err('no-permission')],
    ['no-access', err('no-access')],
    ['timed-out', err('timed-out')],
    ['blocked', err('blocked')],
    ['redirected', err('redirected')],
    ['no-trace', ok(trace({ status: 500 }))],
    ['no-trace', ok(trace({ body: 'sni=encrypted\nsni=plaintext\n' }))],
    ['another-connection', ok(trace({ h: 'other.example' }))],
    ['another-connection', ok(trace({ address: '192.0.2.8' }))],
    ['worker', ok(trace({ pageByWorker: true }))],
    ['http1', ok(trace({ pageProtocol: 'http/1.1' }))],
  ])('it stays inferred, with the reason: %s', async (why, reply) => {
    says(() => reply);
    await show();
    expect(await click()).toBe(true);
    expect(verdict()).toBe(`likely-hidden inferred trace-${why}`);
  });

  it('a page that has been there for half a minute is not asked: its connection may be another by now', async () => {
    await show();
    browser.nowMs = COMMITTED_AT_MS + 31_000;
    expect(await click()).toBe(false);
    expect([verdict(), ...asked]).toEqual(['likely-hidden inferred trace-too-late']);
  });

  it('nor one that is still loading by then', async () => {
    let askBeforeMs = 0;
    browser.traceTab = async (_, page) => {
      askBeforeMs = page.askBeforeMs;
      browser.nowMs = COMMITTED_AT_MS + 30_001;
      return err('not-loaded');
    };
    await show();
    browser.nowMs = COMMITTED_AT_MS + 29_000;
    expect(await click()).toBe(false);
    expect([verdict(), askBeforeMs]).toEqual(['likely-hidden inferred trace-too-late', COMMITTED_AT_MS + 30_000]);
  });

  it('a page that does not finish loading before it is old is not asked either', async () => {
    says(() => err('not-loaded'));
    await show();
    expect(await click()).toBe(true);
    expect(verdict()).toBe('likely-hidden inferred trace-not-loaded');
  });

  /** Another page is shown, and then this one again, from memory. */
  async function thereAndBack(): Promise<void> {
    await show('https://other.example/');
    browser.emit(committed(NEWS, { historyMove: true, documentId: `of ${NEWS}`, timeMs: COMMITTED_AT_MS + 400 }));
    await browser.settle();
  }

  it('a page that was left and came back is not asked: another one may have opened another connection', async () => {
    await show();
    await thereAndBack();
    expect(await click()).toBe(false);
    expect([verdict(), ...asked]).toEqual(['likely-hidden inferred trace-too-late']);
  });

  it.each([
    ['the tab shows another page', () => show()],
    ['the page was left and came back', thereAndBack],
  ])('an answer that comes when %s is dropped', async (_, meanwhile) => {
    let reply = (_: Awaited<ReturnType<FakeBrowser['traceTab']>>) => {};
    browser.traceTab = () =>
      new Promise((resolve) => {
        reply = resolve;
      });
    await show();
    const told = click();
    await browser.settle();
    expect(verdict()).toBe('likely-hidden inferred trace-running');
    await meanwhile();
    reply(ok(trace()));
    await told;
    await browser.settle();
    expect(verdict()).toBe('likely-hidden inferred');
  });

  it('what a background had begun that died is not waited for', async () => {
    browser.traceTab = () => new Promise(() => {});
    await show();
    void click();
    await browser.settle();
    browser.kill();
    browser.start();
    await browser.settle();
    expect(verdict()).toBe('likely-hidden inferred');
  });

  it('what was measured is there when the background has died', async () => {
    await show();
    await click();
    browser.kill();
    await show('https://other.example/', { tabId: 2 });
    expect(verdict()).toBe('hidden measured');
  });

  it('is an entry of the query log, and in private windows none', async () => {
    await show();
    await click();
    const logged = () => [...browser.session].filter(([key]) => key.startsWith('asked:')).map(([, entry]) => entry);
    expect(logged()).toContainEqual(
      expect.objectContaining({ purpose: 'trace', to: 'news.example', name: 'news.example' }),
    );
    const before = logged().length;
    browser.changeSettings({ ...(browser.settings as object), privateWindows: true });
    browser.tabs.set(2, { url: NEWS, private: true });
    for (const event of visit('https://other.example/', { tabId: 2, connection: chromeConnection() }))
      browser.emit(event);
    await browser.settle();
    await click(2);
    expect(asked).toContain('2 other.example');
    expect(logged()).toHaveLength(before);
  });

  it('the choice to measure such pages always is stored', async () => {
    await show();
    await click();
    expect(browser.report(1)?.actions).toContainEqual({ kind: 'always-trace', provider: 'Cloudflare' });
    expect(await browser.request({ kind: 'always-trace' })).toBe(true);
    expect(browser.settings).toMatchObject({ measurePages: 'automatic' });
  });
});

describe('by itself', () => {
  beforeEach(() => choose('automatic'));

  it('a page is measured once, whatever else is found out about it', async () => {
    await show();
    expect([verdict(), ...asked]).toEqual(['hidden measured', '1 news.example']);
    browser.see(subresource('static.other.example', { connection: chromeConnection() }));
    await browser.settle();
    expect(asked).toHaveLength(1);
  });

  it('a site is asked once in five minutes, whatever reloads and whichever of its names is shown', async () => {
    await show();
    await show();
    await show('https://www.news.example/');
    await show(NEWS, { tabId: 2 });
    expect(asked).toEqual(['1 news.example']);
    expect(verdict()).toBe('likely-hidden inferred');
    browser.kill();
    browser.nowMs = COMMITTED_AT_MS + 20_000;
    await show();
    expect(asked).toHaveLength(1);
  });

  it('ten sites a minute are asked', async () => {
    for (let site = 0; site < 15; site++) await show(`https://site-${site}.example/`, { tabId: site + 1 });
    expect(asked).toHaveLength(10);
  });

  it.each<[string, () => unknown]>([
    ['the user wants a click', () => choose('on-click')],
    ['the user wants none', () => choose('never')],
    [
      'the user keeps lookups to clicks',
      () => browser.changeSettings({ ...(browser.settings as object), measurePages: 'automatic', ask: 'on-click' }),
    ],
    ['policy keeps the name', () => browser.tellPolicy({ neverAsk: ['news.example'] })],
    [
      'site access was taken back',
      () => {
        browser.siteAccess = false;
      },
    ],
  ])('not where %s', async (_, change) => {
    await change();
    await browser.settle();
    await show();
    expect(asked).toEqual([]);
  });

  it('never in a private window, also where its pages are looked up', async () => {
    browser.changeSettings({ ...(browser.settings as object), measurePages: 'automatic', privateWindows: true });
    browser.tabs.set(1, { url: NEWS, private: true });
    for (const event of visit(NEWS, { connection: chromeConnection() })) browser.emit(event);
    await browser.settle();
    expect([verdict(), ...asked]).toEqual(['likely-hidden inferred']);
  });

  it('not where its word would be no measurement: elsewhere, or from a cache', async () => {
    await show(NEWS, { connection: { ...chromeConnection(), address: '198.51.100.7' } });
    await show('https://other.example/', { tabId: 2, fromCache: true });
    expect(asked).toEqual([]);
  });

  it('the newest answer counts, for its own page alone', async () => {
    await show();
    says(() => ok(trace({ h: 'other.example', sni: 'plaintext' })));
    await show('https://other.example/', { tabId: 2 });
    expect([verdict(1), verdict(2)]).toEqual(['hidden measured', 'offered-not-used measured']);
  });
});

it('a page is never asked where the user wants none measured, by a popup that still has the button neither', async () => {
  await choose('never');
  await show();
  expect(browser.report(1)?.actions).toEqual([]);
  expect(await click()).toBe(true);
  expect(asked).toEqual([]);
});

it('whose servers tell is read once, when a page first has the public name of one', async () => {
  browser.resolve = async (name, type) => answer(name, type);
  await show('https://other.example/', { tabId: 2 });
  expect(browser.providerReads).toBe(0);
  browser.resolve = async (name) => dnsResponse(messageOf({ name, answers: [https(name, rdata)] }));
  await show();
  await show(NEWS, { tabId: 3 });
  expect([browser.providerReads, browser.report(1)?.actions.length]).toEqual([1, 1]);
});

it('events that come late change nothing that was measured', async () => {
  await show();
  await click();
  browser.see(subresource('static.other.example', { timeMs: COMMITTED_AT_MS + 1_000, connection: chromeConnection() }));
  await browser.settle();
  expect(verdict()).toBe('hidden measured');
});
