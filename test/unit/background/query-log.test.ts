// Every question that leaves is in the ledger, with its resolver and what it was for, and nothing else is.

import { describe, expect, it } from 'vitest';
import type { BrowserName } from '../../../src/shared/facts.ts';
import type { NavigationEvent } from '../../../src/shared/ports.ts';
import {
  type LoggedQuery,
  MAX_LOGGED_QUERIES,
  QUERY_TOTALS_KEY,
  type QueryTotals,
} from '../../../src/shared/query-log.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { visit } from './visit.ts';

const NEWS = 'https://news.example/';
const SECOND = { kind: 'custom', template: 'https://second.example/dns-query' };

async function play(browser: FakeBrowser, events: NavigationEvent[]): Promise<void> {
  for (const event of events) browser.emit(event);
  await browser.settle();
}

/** Nothing of a full storage or of an order of keys is taken on trust. */
const questions = (browser: FakeBrowser): LoggedQuery[] =>
  [...browser.session]
    .filter(([key]) => key.startsWith('asked:'))
    .map(([, question]) => question as LoggedQuery)
    .sort((one, other) => one.number - other.number);
const totals = (browser: FakeBrowser) => browser.session.get(QUERY_TOTALS_KEY) as QueryTotals | undefined;

/** What the resolvers got, beside what the ledger says. */
function compare(browser: FakeBrowser) {
  const got = browser.questions.map((name, index) => `${new URL(browser.asked[index]!).hostname} ${name}`);
  const toSystem = browser.systemQuestions.map((name) => `null ${name.replace(/\.$/, '')}`);
  const kept = questions(browser).map(({ to, name }) => `${to} ${name}`);
  expect(kept.filter((one) => !one.startsWith('null'))).toEqual(got);
  expect(kept.filter((one) => one.startsWith('null'))).toEqual(toSystem);
  expect(totals(browser)?.sent).toBe(kept.length);
  const sum = totals(browser)?.counts.reduce((all, { count }) => all + count, 0);
  expect(sum).toBe(kept.length);
}

const purposes = (browser: FakeBrowser) =>
  Object.fromEntries((totals(browser)?.counts ?? []).map(({ to, purpose, count }) => [`${purpose} ${to}`, count]));

/** Everything that makes Overheard ask. */
async function everything(name: BrowserName): Promise<FakeBrowser> {
  const browser = new FakeBrowser(name);
  const told = name === 'firefox' ? connection() : chromeConnection();
  // A chain of two, a failure, and an answer that is kept.
  browser.resolve = async (asked, type) =>
    asked === 'alias.example'
      ? dnsResponse(
          messageOf({
            name: asked,
            type,
            answers: [{ name: asked, type: 5, ttl: 300, rdata: target('target.example') }],
          }),
        )
      : asked === 'lost.example'
        ? Promise.reject(new Error('lost'))
        : answer(asked, type);
  browser.changeSettings({ ...(browser.settings as object), secondResolver: SECOND });
  await play(browser, visit('https://alias.example/', { connection: told }));
  await play(browser, visit('https://lost.example:8443/', { connection: told }));
  await play(browser, visit(NEWS, { connection: told }));
  await play(browser, visit(NEWS, { connection: told }));
  browser.see(subresource('other.example', { connection: told }));
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId: 1 });
  for (const kind of ['check-again', 'look-up-hosts', 'ask-second']) {
    popup.ask({ kind });
    await browser.settle();
  }
  await browser.request({ kind: 'test-resolver', template: 'https://tried.example/dns-query' });
  const checked = { template: 'https://checked.example/dns-query', private: false };
  await browser.request({ kind: 'check-record', host: 'reference.example', port: 443, ...checked });
  await browser.request({ kind: 'check-canary', ...checked });
  await browser.request({ kind: 'check-canary', ...checked, template: null });
  browser.changeNetwork();
  await browser.settle();
  return browser;
}

/** A name in wire format. */
const target = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([...name.split('.').flatMap((label) => [label.length, ...new TextEncoder().encode(label)]), 0]);

it.each(['firefox', 'chromium'] as const)('%s: holds what the resolvers got, and nothing else', async (name) => {
  const browser = await everything(name);
  expect(browser.questions).toContain('target.example');
  compare(browser);
  expect(purposes(browser)).toEqual({
    // The second opinion asks the chosen resolver again.
    'page resolver.example': 6,
    ...(name === 'chromium'
      ? { 'hosts resolver.example': 1, 'canary resolver.example': 3 }
      : { 'canary null': 3, 'network-check null': 1 }),
    'second second.example': 1,
    'test tried.example': 1,
    'network-check checked.example': 2,
  });
});

describe('private windows', () => {
  it('are left out, whatever is asked about them', async () => {
    const browser = new FakeBrowser('chromium');
    browser.changeSettings({ ...(browser.settings as object), privateWindows: true, secondResolver: SECOND });
    await browser.settle();
    browser.tabs.set(1, { url: NEWS, private: true });
    await play(browser, visit(NEWS, { connection: chromeConnection() }));
    browser.see(subresource('other.example', { connection: chromeConnection() }));
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    for (const kind of ['check-again', 'look-up-hosts', 'ask-second']) {
      popup.ask({ kind });
      await browser.settle();
    }
    const template = 'https://checked.example/dns-query';
    await browser.request({ kind: 'check-record', host: 'reference.example', port: 443, template, private: true });
    expect(browser.questions.filter((name) => name === 'news.example')).toHaveLength(4);
    expect(browser.questions).toEqual(expect.arrayContaining(['other.example', 'reference.example']));
    expect(questions(browser).every(({ purpose }) => purpose === 'canary')).toBe(true);
  });

  it('nor is the canary, which a network check in one asks the network for', async () => {
    const browser = new FakeBrowser('firefox');
    await browser.request({ kind: 'check-canary', template: null, private: true });
    expect(browser.systemQuestions).toEqual(['use-application-dns.net.']);
    expect([questions(browser), totals(browser)]).toEqual([[], undefined]);
    await browser.request({ kind: 'check-canary', template: null, private: false });
    expect(questions(browser)).toMatchObject([{ to: null, purpose: 'network-check', name: 'use-application-dns.net' }]);
  });
});

describe('a background that dies', () => {
  it('leaves its counts to the next, which counts nothing before it has read them', async () => {
    const browser = new FakeBrowser('chromium');
    await play(browser, visit(NEWS, { connection: chromeConnection() }));
    browser.kill();
    browser.start();
    // Asked for before the background is ready.
    await browser.request({ kind: 'test-resolver', template: 'https://tried.example/dns-query' });
    await browser.settle();
    compare(browser);
    expect(totals(browser)?.sent).toBeGreaterThan(2);
  });

  it('has written down every question that it sent, wherever it was killed', async () => {
    const events = visit(NEWS, { connection: chromeConnection() });
    for (let killAt = 1; killAt < 40; killAt++) {
      const browser = new FakeBrowser('chromium');
      browser.killAtAwait = killAt;
      await play(browser, events);
      browser.emit(visit('https://next.example/', { connection: chromeConnection() })[0]!);
      await browser.settle();
      compare(browser);
    }
  });
});

describe('the network check', () => {
  const record = { kind: 'check-record', port: 443, template: 'https://checked.example/dns-query', private: false };

  it('asks nobody without host access, nor anything that is no name', async () => {
    const browser = new FakeBrowser('firefox');
    await browser.request({ ...record, host: 'https://reference.example/' });
    await browser.request({ ...record, host: 'reference.example', template: 'http://checked.example/' });
    browser.siteAccess = false;
    expect(await browser.request({ ...record, host: 'reference.example' })).toBeNull();
    expect(await browser.request({ ...record, kind: 'check-canary' })).toBeNull();
    expect(browser.questions).toEqual([]);
  });

  it('has no system resolver to ask in Chrome', async () => {
    const browser = new FakeBrowser('chromium');
    expect(await browser.request({ kind: 'check-canary', template: null, private: false })).toBeNull();
  });
});

it('keeps the latest questions and counts them all', async () => {
  const browser = new FakeBrowser('chromium');
  for (let n = 0; n < MAX_LOGGED_QUERIES + 5; n++)
    await browser.request({ kind: 'test-resolver', template: `https://resolver-${n}.example/dns-query` });
  const kept = questions(browser);
  expect(kept).toHaveLength(MAX_LOGGED_QUERIES);
  expect(kept.at(-1)?.to).toBe(`resolver-${MAX_LOGGED_QUERIES + 4}.example`);
  expect(kept[0]?.number).toBe(5);
  expect(totals(browser)?.sent).toBe(MAX_LOGGED_QUERIES + 5);
  // Resolvers beyond the hundredth are counted together.
  expect(totals(browser)?.counts.find(({ to }) => to === '')?.count).toBe(MAX_LOGGED_QUERIES + 5 - 100);
});
