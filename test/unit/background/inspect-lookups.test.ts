// The inspect page's side of the background: tickets under opaque ids, and questions that are asked once.

import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../../src/bytes/base64.ts';
import type { InspectAnswer, StoredInspectRequest } from '../../../src/shared/inspect.ts';
import { QUERY_TOTALS_KEY } from '../../../src/shared/query-log.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { visit } from './visit.ts';

const QUESTION = {
  kind: 'inspect',
  host: 'news.example',
  port: 443,
  private: false,
  bypassCache: false,
  pastProxy: false,
};

const ask = (browser: FakeBrowser, parts: object = {}) =>
  browser.request({ ...QUESTION, ...parts }) as Promise<InspectAnswer>;
const tickets = (browser: FakeBrowser) =>
  [...browser.session].flatMap(([key, value]) => (key.startsWith('inspect:') ? [value as StoredInspectRequest] : []));
const stored = (browser: FakeBrowser) => JSON.stringify([...browser.session]);

describe('an answer', () => {
  it('holds the records, and the message as it came', async () => {
    const browser = new FakeBrowser();
    const answer = await ask(browser);
    expect(answer).toMatchObject({
      state: 'done',
      resolver: { host: 'resolver.example' },
      lookup: { queryName: 'news.example', outcome: { kind: 'records' }, questions: 1 },
    });
    const { messages, lookup } = answer as Extract<InspectAnswer, { state: 'done' }>;
    const message = decodeBase64(messages[0] ?? '');
    const [set] = lookup.outcome.sets ?? [];
    const rdata = decodeBase64(set?.rdatas[0] ?? '');
    expect(Buffer.from(message.ok ? message.value : []).includes(Buffer.from(rdata.ok ? rdata.value : [0]))).toBe(true);
    expect(messages).toHaveLength(1);
  });

  it('is asked for once, by page and inspect page together', async () => {
    const browser = new FakeBrowser();
    for (const event of visit('https://news.example/')) browser.emit(event);
    await browser.settle();
    const answer = await ask(browser);
    expect(browser.questions.filter((name) => name === 'news.example')).toHaveLength(1);
    expect(answer).toMatchObject({ state: 'done', lookup: { questions: 0 }, messages: [] });
  });

  it('is asked for afresh when the user says so', async () => {
    const browser = new FakeBrowser();
    await ask(browser);
    const answer = await ask(browser, { bypassCache: true });
    expect(browser.questions).toEqual(['news.example', 'news.example']);
    expect(answer).toMatchObject({ lookup: { questions: 1 }, messages: [expect.any(String)] });
  });

  it('of another port is asked for under its own name', async () => {
    const browser = new FakeBrowser();
    await ask(browser, { port: 8443 });
    expect(browser.questions).toEqual(['_8443._https.news.example']);
  });

  it('is asked for although the user asks on a click only: this is one', async () => {
    const browser = new FakeBrowser();
    browser.changeSettings({ ...(browser.settings as object), ask: 'on-click' });
    expect(await ask(browser)).toMatchObject({ state: 'done' });
  });

  it('counts in the ledger as what it is', async () => {
    const browser = new FakeBrowser();
    await ask(browser);
    expect(browser.session.get(QUERY_TOTALS_KEY)).toMatchObject({ counts: [{ purpose: 'inspect', count: 1 }] });
  });

  it('keeps the message of a resolver that talks nonsense', async () => {
    const browser = new FakeBrowser();
    browser.resolve = async () =>
      new Response(Uint8Array.of(1, 2, 3), { headers: { 'content-type': 'application/dns-message' } });
    expect(await ask(browser)).toMatchObject({ lookup: { outcome: { kind: 'failed' } }, messages: ['AQID'] });
  });
});

describe('nobody is asked', () => {
  it.each([
    ['192.0.2.1', 'not-needed'],
    ['[::1]', 'not-needed'],
    ['localhost', 'never-ask'],
    ['printer.local', 'never-ask'],
    ['news.onion', 'never-ask'],
  ])('about %s: %s', async (host, why) => {
    const browser = new FakeBrowser();
    expect(await ask(browser, { host })).toMatchObject({ state: 'not-asked', why });
    expect(browser.questions).toEqual([]);
  });

  it('without a resolver, consent or access', async () => {
    const browser = new FakeBrowser();
    browser.siteAccess = false;
    expect(await ask(browser)).toMatchObject({ why: 'no-access' });
    browser.consent = false;
    expect(await ask(browser)).toMatchObject({ why: 'no-consent' });
    browser.changeSettings({});
    await browser.settle();
    expect(await ask(browser)).toMatchObject({ why: 'no-resolver' });
    expect(browser.questions).toEqual([]);
  });

  it.each([
    { host: 'News.Example' },
    { host: 'news.example/path' },
    { host: 'me@news.example' },
    { host: `${'a.'.repeat(130)}example` },
    { host: '' },
    { port: 0 },
    { port: 65_536 },
    { port: 4.5 },
    { private: 'no' },
    { bypassCache: 1 },
    { pastProxy: undefined },
  ])('for a question that no page of ours puts: %j', (parts) => {
    const browser = new FakeBrowser();
    expect(browser.request({ ...QUESTION, ...parts })).toBeUndefined();
  });
});

describe('private windows', () => {
  it('are not asked about unless the settings say so', async () => {
    const browser = new FakeBrowser();
    expect(await ask(browser, { private: true })).toMatchObject({ state: 'not-asked', why: 'private-window' });
    expect(browser.questions).toEqual([]);
  });

  it('leave nothing behind', async () => {
    const browser = new FakeBrowser();
    browser.changeSettings({ ...(browser.settings as object), privateWindows: true });
    await browser.settle();
    expect(await ask(browser, { private: true })).toMatchObject({ state: 'done' });
    await browser.settle();
    expect(browser.questions).toEqual(['news.example']);
    expect(stored(browser)).not.toContain('news.example');
  });
});

describe('tickets', () => {
  it('carry the request, while the page’s address holds only an id', async () => {
    const browser = new FakeBrowser();
    browser.requestInspection({ input: 'https://news.example', private: false, tabId: null });
    await browser.settle();
    const [{ id, tabId } = { id: '', tabId: 0 }] = browser.inspected;
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(browser.session.get(`inspect:${id}`)).toMatchObject({
      input: 'https://news.example',
      private: false,
      tabId,
    });
  });

  it('open over the tab that the address bar stands in', async () => {
    const browser = new FakeBrowser();
    browser.requestInspection({ input: 'news.example', private: false, tabId: 7 });
    await browser.settle();
    expect(browser.inspected).toMatchObject([{ tabId: 7 }]);
  });

  it('are written for the site of a tab, without its path', async () => {
    const browser = new FakeBrowser();
    browser.tabs.set(1, { url: 'https://news.example:8443/secret', private: true });
    for (const event of visit('https://news.example:8443/secret')) browser.emit(event);
    await browser.request({ kind: 'inspect-tab', tabId: 1 });
    expect(tickets(browser)).toMatchObject([{ input: 'https://news.example:8443', private: true }]);
  });

  it('are empty for a page that is none of the web, and none for a tab that is gone', async () => {
    const browser = new FakeBrowser();
    for (const event of visit('about:config')) browser.emit(event);
    await browser.request({ kind: 'inspect-tab', tabId: 1 });
    expect(tickets(browser)).toMatchObject([{ input: '' }]);
    browser.goneTabs.add(2);
    await browser.request({ kind: 'inspect-tab', tabId: 2 });
    expect(tickets(browser)).toHaveLength(1);
  });

  it('go with the tab of their page, also when the background died in between', async () => {
    const browser = new FakeBrowser();
    browser.requestInspection({ input: 'news.example', private: true, tabId: null });
    browser.requestInspection({ input: 'other.example', private: false, tabId: null });
    await browser.settle();
    browser.kill();
    browser.emit({ kind: 'closed', tabId: browser.inspected[0]?.tabId ?? 0 });
    await browser.settle();
    expect(tickets(browser)).toMatchObject([{ input: 'other.example' }]);
  });

  it('move with a tab that gets another number, and go with that', async () => {
    const browser = new FakeBrowser('chromium');
    browser.requestInspection({ input: 'news.example', private: true, tabId: null });
    await browser.settle();
    browser.emit({ kind: 'replaced', oldTabId: browser.inspected[0]?.tabId ?? 0, tabId: 77 });
    await browser.settle();
    expect(tickets(browser)).toMatchObject([{ input: 'news.example', tabId: 77 }]);
    browser.emit({ kind: 'closed', tabId: 77 });
    await browser.settle();
    expect(stored(browser)).not.toContain('news.example');
  });

  it('are not kept where no page was opened, nor where its tab is gone by then', async () => {
    const browser = new FakeBrowser();
    browser.inspectTab = null;
    browser.requestInspection({ input: 'news.example', private: true, tabId: null });
    await browser.settle();
    browser.inspectTab = 8;
    browser.goneTabs.add(8);
    browser.requestInspection({ input: 'news.example', private: true, tabId: null });
    await browser.settle();
    expect(browser.inspected).toHaveLength(2);
    expect(stored(browser)).not.toContain('news.example');
  });

  it('are 32 at most, the latest, and cut where they are long', async () => {
    const browser = new FakeBrowser();
    for (let count = 0; count < 40; count += 1) {
      browser.nowMs += 1;
      browser.requestInspection({ input: `${count}${'x'.repeat(5_000)}`, private: false, tabId: null });
      await browser.settle();
    }
    expect(tickets(browser)).toHaveLength(32);
    expect(tickets(browser).every(({ input }) => input.length === 2_000)).toBe(true);
    expect(tickets(browser).map(({ input }) => Number.parseInt(input, 10))).toContain(39);
    expect(tickets(browser).map(({ input }) => Number.parseInt(input, 10))).not.toContain(7);
  });
});
