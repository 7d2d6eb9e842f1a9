// When what is known of pages is written: by a clock that the test turns, and by a background that is killed before its second is over.

import { describe, expect, it, vi } from 'vitest';
import { gatherWrites } from '../../../src/background/page-writes.ts';
import type { NavigationEvent } from '../../../src/shared/ports.ts';
import { ADDED_ROOT, chromeConnection, connection } from '../assess/facts-builder.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { isInterrupted } from './interruption.ts';
import { subresource } from './subresource.ts';
import { redirectedVisit, visit } from './visit.ts';

/** Until what the browser does beside the test's turns is over, too: digests and files. */
const isAtRest = async (browser: FakeBrowser) =>
  vi.waitFor(async () => {
    await browser.settle();
    expect(browser.session.has('session')).toBe(true);
    expect(browser.report(1)?.published.state).not.toBe('pending');
    expect([...browser.session.keys()].filter((key) => key.startsWith('unwritten:'))).toEqual([]);
  });

const NEWS = 'https://news.example/';
const plain = { connection: connection({ usedEch: false }) };

function gathered() {
  const writes: object[] = [];
  const removals: string[][] = [];
  let endSecond = () => {};
  const storage = gatherWrites(
    {
      load: async () => ({}),
      put: async (entries) => void writes.push(entries),
      remove: async (keys) => void removals.push(keys),
    },
    {
      pause: () =>
        new Promise((resolve) => {
          endSecond = resolve;
        }),
    },
  );
  const second = async () => {
    endSecond();
    await new Promise((done) => setImmediate(done));
  };
  return { storage, writes, removals, second };
}

describe('writes of a tab', () => {
  it('the first goes out in its task with a mark, what follows after a second, and the mark goes after a quiet one', async () => {
    const { storage, writes, removals, second } = gathered();
    storage.putSoon(1, { a: 1 });
    storage.putSoon(1, { b: 2 });
    await Promise.resolve();
    expect(writes).toEqual([{ a: 1, b: 2, 'unwritten:1': true }]);
    for (const value of [3, 4]) storage.putSoon(1, { a: value, c: value });
    await Promise.resolve();
    expect(writes).toHaveLength(1);
    await second();
    expect(writes.splice(0)).toMatchObject([{}, { a: 4, c: 4 }]);
    expect(removals).toEqual([]);
    await second();
    expect([writes, removals]).toEqual([[], [['unwritten:1']]]);
    storage.putSoon(1, { a: 5 });
    await Promise.resolve();
    expect(writes).toEqual([{ a: 5, 'unwritten:1': true }]);
  });

  it('bad news goes out in its task, with all that was gathered', async () => {
    const { storage, writes, second } = gathered();
    storage.putSoon(1, { a: 1 });
    await Promise.resolve();
    storage.putSoon(1, { b: 2 });
    storage.putSoon(1, { c: 3 }, { atOnce: true });
    storage.putSoon(1, { d: 4 });
    await Promise.resolve();
    expect(writes).toEqual([
      { a: 1, 'unwritten:1': true },
      { b: 2, c: 3, d: 4 },
    ]);
    await second();
    expect(writes).toHaveLength(2);
  });

  it('another tab does not wait for the first, and takes along what that has gathered', async () => {
    const { storage, writes } = gathered();
    storage.putSoon(1, { a: 1 });
    await Promise.resolve();
    storage.putSoon(1, { a: 2 });
    storage.putSoon(2, { b: 1 });
    await Promise.resolve();
    expect(writes[1]).toEqual({ a: 2, b: 1, 'unwritten:2': true });
  });

  it('what is removed or written otherwise meanwhile stays so', async () => {
    const { storage, writes, removals, second } = gathered();
    storage.putSoon(1, { z: 0 });
    await Promise.resolve();
    storage.putSoon(1, { a: 1, b: 1, c: 1, d: undefined });
    await storage.remove(['a']);
    await storage.put({ b: 2 });
    storage.forgetTab(1, ['c']);
    await second();
    expect(writes.slice(1)).toEqual([{ b: 2 }]);
    expect(removals).toEqual([['a'], ['c', 'unwritten:1', 'd']]);
  });

  it('what is removed goes with the mark, unless it was written again: no second has two calls for a tab', async () => {
    const { storage, writes, removals, second } = gathered();
    storage.putSoon(1, { a: undefined, b: undefined, c: 1 });
    await Promise.resolve();
    expect([writes.splice(0), removals]).toEqual([[{ c: 1, 'unwritten:1': true }], []]);
    storage.putSoon(1, { b: 2, c: undefined });
    await second();
    expect([writes.splice(0), removals]).toEqual([[{ b: 2 }], []]);
    await second();
    expect([writes, removals]).toEqual([[], [['unwritten:1', 'a', 'c']]]);
  });

  it('another tab that is busy keeps no mark of a quiet one', async () => {
    const { storage, writes, removals, second } = gathered();
    storage.putSoon(1, { a: 1 });
    storage.putSoon(2, { b: 1 });
    await Promise.resolve();
    storage.putSoon(2, { b: 2 });
    await second();
    expect([writes.slice(1), removals]).toEqual([[{ b: 2 }], [['unwritten:1']]]);
  });
});

describe('a background that is killed before its second is over', () => {
  /** What a popup over the tab is told by the next one. */
  async function afterKill(
    name: 'firefox' | 'chromium',
    events: NavigationEvent[],
    act: (browser: FakeBrowser) => void = () => {},
  ) {
    const browser = new FakeBrowser(name);
    await isAtRest(browser);
    browser.timeStands = true;
    for (const event of events) browser.emit(event);
    await browser.settle();
    act(browser);
    // The task that heard of it ends.
    await Promise.resolve();
    browser.kill();
    browser.timeStands = false;
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    return { browser, report: popup.reports.at(-1)! };
  }

  it.each<[string, 'firefox' | 'chromium', NavigationEvent[], string]>([
    ['hidden', 'firefox', visit(NEWS), 'unknown'],
    ['likely hidden', 'chromium', visit(NEWS, { connection: chromeConnection() }), 'unknown'],
    ['partly hidden', 'firefox', redirectedVisit('http://news.example/', NEWS), 'unknown'],
    ['not hidden', 'firefox', visit(NEWS, plain), 'offered-not-used'],
    ['intercepted', 'firefox', visit(NEWS, { connection: connection({ root: ADDED_ROOT }) }), 'intercepted'],
    ['not encrypted', 'firefox', visit('http://news.example/'), 'cleartext'],
  ])('says nothing reassuring of a page that was %s', async (_, name, events, verdict) => {
    const { browser, report } = await afterKill(name, events);
    expect(report.verdict).toBe(verdict);
    expect(report.ownRequests).toBeNull();
    expect(isInterrupted(report)).toBe(verdict === 'unknown');
    // The next page is another matter.
    for (const event of visit(NEWS, { connection: name === 'firefox' ? connection() : chromeConnection() }))
      browser.emit(event);
    await browser.settle();
    expect(browser.report(1)?.verdict).toMatch(/hidden$/);
  });

  it('has not lost an interception of another name of the site', async () => {
    const intercepted = subresource('img.news.example', { connection: connection({ root: ADDED_ROOT }) });
    const { report } = await afterKill('firefox', visit(NEWS), (browser) => browser.see(intercepted));
    expect(report).toMatchObject({ verdict: 'intercepted' });
  });

  it('has written that another name of the site was shown, and has not written what else it reached', async () => {
    const { browser } = await afterKill('firefox', visit(NEWS), (browser) => {
      browser.see(subresource('cdn.example'));
    });
    expect([...browser.session.keys()].filter((key) => key.startsWith('host:'))).toEqual([]);
    const { browser: other } = await afterKill('firefox', visit(NEWS), (browser) => {
      browser.see(subresource('img.news.example', plain));
    });
    expect(other.session.has('host:1.1:img.news.example')).toBe(true);
  });

  it('says nothing reassuring of a page that was on its way', async () => {
    const [request, response, commit] = visit(NEWS) as [NavigationEvent, NavigationEvent, NavigationEvent];
    for (const heard of [[request], [request, response]]) {
      const { browser } = await afterKill('firefox', [...visit('https://old.example/'), ...heard]);
      for (const event of heard.length === 1 ? [response, commit] : [commit]) browser.emit(event);
      await browser.settle();
      expect(browser.report(1)?.verdict).toBe('unknown');
    }
  });

  it('leaves nothing behind once all is written', async () => {
    const { browser } = await afterKill('firefox', visit(NEWS));
    await browser.settle();
    expect([...browser.session.keys()].filter((key) => key.startsWith('unwritten:'))).toEqual([]);
    browser.emit({ kind: 'closed', tabId: 1 });
    await browser.settle();
    expect([...browser.session.keys()].filter((key) => /^(?:unwritten|tab|report|host):/.test(key))).toEqual([]);
  });

  it('of a tab that is not known any more forgets the mark', async () => {
    const browser = new FakeBrowser();
    await browser.settle();
    browser.kill();
    browser.session.set('unwritten:7', true);
    browser.start();
    await browser.settle();
    expect(browser.session.has('unwritten:7')).toBe(false);
  });
});

it('an authority that the user expects is no news, behind however many hosts', async () => {
  const browser = new FakeBrowser();
  browser.changeSettings({
    ...(browser.settings as object),
    expectedRoots: [{ sha256: ADDED_ROOT.sha256, label: 'Office' }],
  });
  const office = { connection: connection({ root: ADDED_ROOT }) };
  for (const event of visit(NEWS, office)) browser.emit(event);
  await isAtRest(browser);
  browser.timeStands = true;
  const { set } = browser.api.session;
  set.mockClear();
  for (let n = 0; n < 9; n++) {
    browser.see(subresource(`h${n}.example`, office));
    await browser.settle();
  }
  expect(set).toHaveBeenCalledTimes(1);
});

it('a page that follows another is one call to storage a second, until its tab is quiet', async () => {
  const browser = new FakeBrowser();
  for (const event of visit(NEWS)) browser.emit(event);
  for (let n = 0; n < 9; n++) browser.see(subresource(`h${n}.example`));
  await isAtRest(browser);
  const hostsStored = () => [...browser.session.keys()].filter((key) => key.startsWith('host:')).length;
  expect(hostsStored()).toBeGreaterThan(8);
  browser.timeStands = true;
  for (const event of visit('https://next.example/')) browser.emit(event);
  await browser.settle();
  const { set, remove } = browser.api.session;
  const calls: number[][] = [];
  for (let second = 0; second < 4; second++) {
    if (second === 1) browser.see(subresource('h9.example', { topHost: 'next.example' }));
    for (const call of [set, remove]) call.mockClear();
    browser.letTimePass();
    await browser.settle();
    calls.push([set.mock.calls.length, remove.mock.calls.length]);
  }
  expect(calls).toEqual([
    [1, 0],
    [1, 0],
    [0, 1],
    [0, 0],
  ]);
  expect(hostsStored()).toBeLessThan(3);
});

it('200 requests to known hosts are one write', async () => {
  const browser = new FakeBrowser();
  for (const event of visit(NEWS)) browser.emit(event);
  for (let n = 0; n < 9; n++) browser.see(subresource(`h${n}.example`));
  await isAtRest(browser);
  browser.timeStands = true;
  const { set } = browser.api.session;
  set.mockClear();
  for (let n = 0; n < 200; n++) {
    browser.see(subresource(`h${n % 9}.example`));
    await Promise.resolve();
  }
  await browser.settle();
  expect(set).toHaveBeenCalledTimes(1);
  browser.letTimePass();
  await browser.settle();
  expect(set).toHaveBeenCalledTimes(2);
});
