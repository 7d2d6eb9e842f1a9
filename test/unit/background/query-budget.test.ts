// How many queries pages may cause by themselves: the buckets, and a real background whose tabs run dry.

import { describe, expect, it } from 'vitest';
import { describeBasis } from '../../../src/assess/basis-words.ts';
import { QueryBudget } from '../../../src/background/query-budget.ts';
import type { Resolver } from '../../../src/doh/exchange.ts';
import { chromeConnection } from '../assess/facts-builder.ts';
import { cname, messageOf } from '../builders.ts';
import { fakeResolver } from '../doh/fake-resolver.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { visit } from './visit.ts';

const MINUTE_MS = 60_000;

/** Two backgrounds share what is stored. */
function budgets() {
  const stored: Record<string, unknown> = {};
  let nowMs = 1_000_000;
  const session = {
    putSoon: (_tabId: number, entries: Record<string, unknown>) => void Object.assign(stored, structuredClone(entries)),
  };
  const open = () => {
    const budget = new QueryBudget(session, () => nowMs);
    budget.restore(stored);
    return budget;
  };
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { open, stored, pass };
}

const resolver = fakeResolver({});
const send = (counted: Resolver) => counted.fetch('https://resolver.example/', {}, '').catch(() => {});
const admitMany = (budget: QueryBudget, count: number, tabId = 1) =>
  Array.from({ length: count }, () => budget.admit(tabId)).filter((refusal) => refusal === null).length;

describe('the budget', () => {
  it('is twenty queries for a tab, and as many flow back in a minute', () => {
    const { open, pass } = budgets();
    const budget = open();
    expect(admitMany(budget, 25)).toBe(20);
    expect(budget.admit(1)).toBe('too-many');
    expect(budget.admit(2)).toBeNull();
    pass(MINUTE_MS / 20);
    expect(admitMany(budget, 5)).toBe(1);
    pass(10 * MINUTE_MS);
    expect(admitMany(budget, 25)).toBe(20);
  });

  it('is a hundred and twenty for all tabs together', () => {
    const { open, pass } = budgets();
    const budget = open();
    expect(Array.from({ length: 8 }, (_, tabId) => admitMany(budget, 20, tabId))).toEqual([
      20, 20, 20, 20, 20, 20, 0, 0,
    ]);
    expect(budget.admit(9)).toBe('too-many-in-all');
    expect(budget.admit(0)).toBe('too-many');
    pass(MINUTE_MS);
    expect(budget.admit(9)).toBeNull();
  });

  it('counts every query of a lookup, the last of which may be begun with one token', async () => {
    const { open } = budgets();
    const budget = open();
    expect(budget.admit(1)).toBeNull();
    const counted = budget.counted(1, resolver);
    for (let query = 0; query < 9; query++) await send(counted);
    expect(admitMany(budget, 20)).toBe(11);
  });

  it('is not refilled when the background restarts or the clock is set back', () => {
    const { open, pass } = budgets();
    expect(admitMany(open(), 20)).toBe(20);
    expect(open().admit(1)).toBe('too-many');
    pass(-10 * MINUTE_MS);
    const budget = open();
    expect(budget.admit(1)).toBe('too-many');
    pass(MINUTE_MS);
    expect(admitMany(budget, 25)).toBe(20);
  });

  it('keeps nothing of tabs whose bucket is full again', () => {
    const { open, stored, pass } = budgets();
    const budget = open();
    for (let tabId = 0; tabId < 100; tabId++) budget.admit(tabId);
    pass(MINUTE_MS);
    budget.admit(500);
    expect(stored['query-budget']).toMatchObject({ tabs: [[500, {}]] });
  });
});

describe('a background', () => {
  const play = async (browser: FakeBrowser, url: string, tabId = 1) => {
    for (const event of visit(url, { tabId, connection: chromeConnection() })) browser.emit(event);
    await browser.settle();
  };
  const why = (browser: FakeBrowser, tabId: number) => {
    const report = browser.report(tabId);
    return report && describeBasis(report).key;
  };
  const sent = (browser: FakeBrowser, suffix: string) =>
    browser.questions.filter((name) => name.endsWith(suffix)).length;

  it.each([
    ['one after the other', true],
    ['at once', false],
  ])('stops lookups for a tab that visits 500 random names, %s, and for no other tab', async (_, isOrderly) => {
    const browser = new FakeBrowser('chromium');
    for (let page = 0; page < 500; page++) {
      for (const event of visit(`https://r${page}.hostile.example/`, { connection: chromeConnection() }))
        browser.emit(event);
      if (isOrderly) await new Promise((done) => setImmediate(done));
      // A page that lets the background die gains nothing by it.
      if (page % 100 === 99) {
        await browser.settle();
        browser.kill();
        browser.start();
        await browser.settle();
      }
    }
    await browser.settle();
    expect(sent(browser, '.hostile.example')).toBeGreaterThan(0);
    expect(sent(browser, '.hostile.example')).toBeLessThanOrEqual(20);
    await play(browser, 'https://other.example/', 2);
    expect(browser.report(2)).toMatchObject({ verdict: 'likely-hidden', published: { state: 'ech' } });
  });

  it('says in the tab that its budget is used up, and still looks up on a click', async () => {
    const browser = new FakeBrowser('chromium');
    for (let page = 0; page < 21; page++) await play(browser, `https://r${page}.hostile.example/`);
    expect(why(browser, 1)).toBe('unknown_too_many');
    expect(browser.report(1)).toMatchObject({ verdict: 'unknown', cause: { advice: 'too-many' } });
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    popup.ask({ kind: 'check-again' });
    await browser.settle();
    expect(browser.report(1)).toMatchObject({ verdict: 'likely-hidden', published: { state: 'ech' } });
    expect(sent(browser, '.hostile.example')).toBe(21);
    // What is known costs nothing.
    await play(browser, 'https://r3.hostile.example/');
    expect(browser.report(1)?.published.state).toBe('ech');
  });

  it('says of all tabs together that there were too many', async () => {
    const browser = new FakeBrowser('chromium');
    for (let tabId = 1; tabId <= 7; tabId++)
      for (let page = 0; page < 20; page++) await play(browser, `https://p${page}.t${tabId}.example/`, tabId);
    expect(why(browser, 7)).toBe('unknown_too_many_in_all');
    expect(sent(browser, '.example')).toBe(120);
  });

  it('counts the queries of a private window, and leaves its names out of what it stores', async () => {
    const browser = new FakeBrowser('chromium');
    browser.changeSettings({ ...(browser.settings as object), privateWindows: true });
    browser.tabs.set(1, { url: 'https://secret.example/', private: true });
    for (let page = 0; page < 25; page++) await play(browser, `https://r${page}.secret.example/`);
    expect(sent(browser, '.secret.example')).toBe(20);
    expect(JSON.stringify(browser.session.get('query-budget'))).not.toContain('secret');
  });

  it('takes a token for each query along a chain of CNAMEs', async () => {
    const browser = new FakeBrowser('chromium');
    browser.resolve = async (name, type) =>
      name.startsWith('end')
        ? answer(name, type)
        : dnsResponse(
            messageOf({
              name,
              type,
              answers: [
                cname(
                  name,
                  name.replace(/^\w/, (first) => NEXT[first] ?? ''),
                ),
              ],
            }),
          );
    for (let page = 0; page < 20; page++) await play(browser, `https://a${page}.chain.example/`);
    // Three a page, and the lookup that was begun with the last token is carried out.
    expect(sent(browser, '.chain.example')).toBe(21);
  });
  const NEXT: Record<string, string> = { a: 'b', b: 'end' };

  it('does not limit the list of other hosts, which a click opens and a hundred end', async () => {
    const browser = new FakeBrowser('chromium');
    await play(browser, 'https://news.example/');
    for (let host = 0; host < 110; host++)
      browser.see(subresource(`h${host}.list.example`, { connection: chromeConnection() }));
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    popup.ask({ kind: 'look-up-hosts' });
    for (let turn = 0; turn < 10; turn++) await browser.settle();
    expect(sent(browser, '.list.example')).toBe(100);
    await play(browser, 'https://next.example/');
    expect(browser.report(1)?.published.state).toBe('ech');
  });
});
