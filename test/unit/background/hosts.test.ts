import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import type { NavigationEvent, SubresourceResponse } from '../../../src/shared/ports.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { COMMITTED_AT_MS, committed, visit } from './visit.ts';

vi.mock('../../../src/assess/assess.ts', { spy: true });

const NEWS = 'https://news.example/';
const named = { connection: connection({ usedEch: false }) };
const unreported = { connection: chromeConnection() };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function play(
  browser: FakeBrowser,
  events: NavigationEvent[],
  subresources: SubresourceResponse[] = [],
): Promise<void> {
  for (const event of events) browser.emit(event);
  for (const one of subresources) browser.see(one);
  await browser.settle();
}

/** What a popup that opens now is told. */
async function told(browser: FakeBrowser, tabId = 1) {
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId });
  await browser.settle();
  popup.close();
  return popup.reports.at(-1)!;
}

const others = async (browser: FakeBrowser, tabId = 1) =>
  (await told(browser, tabId)).others?.hosts.items.map(({ host, state }) => `${host} ${state}`).sort() ?? [];

const hostKeys = (browser: FakeBrowser) => [...browser.session.keys()].filter((key) => key.startsWith('host:'));

/** Counts what reaches storage.session under `host:`. */
function countWrites(browser: FakeBrowser): { count: number } {
  const writes = { count: 0 };
  const { session } = browser;
  const set = session.set.bind(session);
  session.set = (key, value) => {
    if (key.startsWith('host:')) writes.count++;
    return set(key, value);
  };
  return writes;
}

it.each([
  ['before the commit is told', 1],
  ['after it', 0],
])('an answer to a document that is timed before its commit counts for it, %s', async (_when, left) => {
  const browser = Object.assign(new FakeBrowser('chromium'), { nowMs: COMMITTED_AT_MS + 1_000 });
  const early = subresource('cdn.example', { ...unreported, timeMs: COMMITTED_AT_MS - 1 });
  const events = visit(NEWS, unreported);
  await play(browser, events.slice(0, events.length - left), [early]);
  await play(browser, events.slice(events.length - left));
  expect(await others(browser)).toHaveLength(1);
});

describe('the hosts of a page', () => {
  it('are told with their states', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS), [
      subresource('a.example'),
      subresource('b.example', named),
      subresource('news.example'),
    ]);
    expect(await others(browser)).toEqual(['a.example hidden', 'b.example exposed']);
  });

  it('a later connection without ECH is seen', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS), [subresource('a.example'), subresource('a.example', named)]);
    expect(await others(browser)).toEqual(['a.example exposed']);
  });

  it('reports a leak when a later request reveals the page’s own host', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    expect(browser.report(1)?.verdict).toBe('hidden');
    await play(browser, [], [subresource('news.example', named)]);
    expect(browser.report(1)?.verdict).toBe('partly-hidden');
    expect(browser.icons.get(1)?.verdict).toBe('partly-hidden');
    expect(await others(browser)).toEqual([]);
  });

  it('are told with their requests, of which not all were checked', async () => {
    const browser = new FakeBrowser();
    const skipped = { skipped: true, connection: chromeConnection() };
    const cached = { fromCache: true };
    const changes = [{}, {}, skipped, {}, cached, skipped];
    await play(
      browser,
      visit(NEWS),
      ['cdn.example', 'news.example'].flatMap((host) => changes.map((change) => subresource(host, change))),
    );
    const { others: list, ownRequests } = await told(browser);
    expect(list?.hosts.items).toMatchObject([{ host: 'cdn.example', state: 'hidden', requests: 5, checked: 3 }]);
    expect(ownRequests).toEqual({ kind: 'checked', args: [{ count: 4 }, { count: 6 }] });
  });

  it('of which none was checked are not known, until one is', async () => {
    const browser = new FakeBrowser();
    const skipped = { skipped: true, connection: chromeConnection() };
    await play(browser, visit(NEWS), [subresource('cdn.example', skipped)]);
    expect(await others(browser)).toEqual(['cdn.example unknown']);
    await play(browser, [], [subresource('cdn.example')]);
    expect(await others(browser)).toEqual(['cdn.example hidden']);
  });

  it('and its own, which were requested before its document came, are not told as its own', async () => {
    const browser = Object.assign(new FakeBrowser(), { nowMs: COMMITTED_AT_MS + 1_000 });
    const [request, response, commit] = visit(NEWS) as [NavigationEvent, NavigationEvent, NavigationEvent];
    await play(browser, [request, response], [subresource('news.example', { timeMs: COMMITTED_AT_MS - 1 })]);
    await play(browser, [commit], [subresource('news.example')]);
    expect((await told(browser)).ownRequests).toEqual({ kind: 'all', args: [{ count: 2 }] });
  });

  it('survive a killed background, in their order', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    for (const [index, host] of ['c.example', 'a.example', 'b.example'].entries()) {
      browser.see(subresource(host, { timeMs: COMMITTED_AT_MS + 100 + index }));
      await browser.settle();
      browser.kill();
      browser.start();
      await browser.settle();
    }
    const { others: list } = await told(browser);
    expect(list?.hosts.items.map(({ host }) => host)).toEqual(['c.example', 'a.example', 'b.example']);
  });

  it('that wake the background are not lost', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    browser.kill();
    browser.start();
    browser.see(subresource('a.example'));
    browser.kill();
    browser.start();
    await browser.settle();
    expect(await others(browser)).toEqual(['a.example hidden']);
  });

  it('go with their page, and with their tab', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS), [subresource('a.example')]);
    expect(hostKeys(browser)).toHaveLength(1);
    await play(browser, visit('https://other.example/'));
    expect(hostKeys(browser)).toEqual([]);
    await play(browser, [], [subresource('a.example', { topHost: 'other.example' })]);
    expect(hostKeys(browser)).toHaveLength(1);
    await play(browser, [{ kind: 'closed', tabId: 1 }]);
    expect(hostKeys(browser)).toEqual([]);
  });

  it('of a page that is no more are swept up by the next background', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS), [subresource('a.example')]);
    browser.kill();
    browser.session.delete('tab:1');
    browser.start();
    await browser.settle();
    expect(hostKeys(browser)).toEqual([]);
  });

  it('move with a tab that is replaced', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS), [subresource('a.example')]);
    await play(browser, [{ kind: 'replaced', tabId: 2, oldTabId: 1 }], [subresource('b.example', { tabId: 2 })]);
    expect(await others(browser, 2)).toEqual(['a.example hidden', 'b.example hidden']);
  });

  it('of a page whose commit is told late are its own, and no others', async () => {
    const browser = Object.assign(new FakeBrowser(), { nowMs: COMMITTED_AT_MS + 1_000 });
    const [request, response, commit] = visit(NEWS);
    const before = { topHost: null, timeMs: COMMITTED_AT_MS - 10 };
    await play(
      browser,
      visit('https://old.example/', { tabId: 1 }).map((event) =>
        'timeMs' in event ? { ...event, timeMs: event.timeMs - 60_000 } : event,
      ),
    );
    await play(
      browser,
      [request!, response!],
      [
        subresource('before.example', before),
        subresource('after.example', { topHost: null }),
        subresource('news.example', { ...named, topHost: null }),
      ],
    );
    expect(await others(browser)).toEqual(['after.example hidden', 'before.example hidden', 'news.example exposed']);
    await play(browser, [commit!]);
    expect(await others(browser)).toEqual(['after.example hidden']);
    expect(browser.report(1)?.verdict).toBe('partly-hidden');
    expect(hostKeys(browser).sort()).toEqual(['host:1.2:', 'host:1.2:after.example', 'host:1.2:news.example']);
  });

  it('of a prerendered page are known to be more than were seen', async () => {
    const browser = new FakeBrowser('chromium');
    const [request, response] = visit(NEWS, unreported);
    const ready: NavigationEvent = { kind: 'prerendered', tabId: 1, url: NEWS, documentId: 'D' };
    await play(browser, [...visit('https://old.example/', unreported), request!, response!, ready]);
    await play(browser, [committed(NEWS, { documentId: 'D' })], [subresource('a.example', unreported)]);
    expect((await told(browser)).others).toMatchObject({ total: 1, isCapped: true });
  });

  it('of a page of which no request was reported may be more than were', async () => {
    const browser = new FakeBrowser();
    await play(browser, [committed(NEWS)], [subresource('a.example')]);
    expect((await told(browser)).others).toMatchObject({ total: 1, isCapped: true });
  });
});

describe('5,000 requests to 600 hosts', () => {
  const subresources = Array.from({ length: 5_000 }, (_, n) =>
    subresource(`h${n % 600}.example`, n % 3 === 0 ? named : {}),
  );

  it('cost one write per host and transport, and no report while no popup is open', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    const writes = countWrites(browser);
    vi.mocked(assess).mockClear();
    await play(browser, [], subresources);
    // 600 is a multiple of 3: each host has one way. One write says that there are more.
    expect(writes.count).toBe(300 + 1);
    expect(assess).not.toHaveBeenCalled();
    const report = await told(browser);
    expect(assess).toHaveBeenCalledTimes(1);
    expect(report.others).toMatchObject({ total: 300, isCapped: true, counts: { exposed: 100, hidden: 200 } });
  });

  it('are told to a popup a few times', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    vi.mocked(assess).mockClear();
    const timers = vi.getTimerCount();
    for (let at = 0; at < subresources.length; at += 1_000) {
      await play(browser, [], subresources.slice(at, at + 1_000));
      expect(vi.getTimerCount() - timers).toBeLessThanOrEqual(1);
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(200);
    expect(vi.mocked(assess).mock.calls.length).toBeLessThanOrEqual(3);
    expect(popup.reports.at(-1)?.others).toMatchObject({ total: 300, isCapped: true });
  });

  it('and beyond three hundred only that there are more, by the next background too', async () => {
    const browser = new FakeBrowser();
    const many = Array.from({ length: 320 }, (_, n) => subresource(`h${n}.example`));
    await play(browser, visit(NEWS), [...many, ...many]);
    expect((await told(browser)).others).toMatchObject({ total: 300, isCapped: true });
    browser.kill();
    browser.start();
    await browser.settle();
    expect((await told(browser)).others).toMatchObject({ total: 300, isCapped: true });
  });

  it('leave three hundred to strangers beside those of the site', async () => {
    const browser = new FakeBrowser();
    const ofSite = Array.from({ length: 60 }, (_, n) => subresource(`h${n}.news.example`));
    const strangers = Array.from({ length: 300 }, (_, n) => subresource(`h${n}.example`));
    await play(browser, visit(NEWS), [...ofSite, ...strangers]);
    expect((await told(browser)).others).toMatchObject({ total: 360, isCapped: false });
  });
});

describe('many pages with three hundred hosts each', () => {
  it('stop being stored in full at half the quota; then each page keeps fifty hosts', async () => {
    const browser = new FakeBrowser();
    for (let tabId = 1; tabId <= 18; tabId++) {
      const many = Array.from({ length: 300 }, (_, n) => subresource(`h${n}.example`, { tabId }));
      await play(browser, visit(NEWS, { tabId }), many);
    }
    // 16 pages have 4,800, the next one 200 more.
    expect(hostKeys(browser).filter((key) => /^host:\d+\.1:./.test(key))).toHaveLength(5_050);
    expect((await told(browser, 18)).others).toMatchObject({ total: 50, isCapped: true });
  });
});

describe('in Chrome, when the list is opened', () => {
  const opened = async (browser: FakeBrowser) => {
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    popup.ask({ kind: 'look-up-hosts' });
    await browser.settle();
    vi.advanceTimersByTime(200);
    await browser.settle();
    return popup;
  };

  async function visited(
    subresources: SubresourceResponse[],
    browser = new FakeBrowser('chromium'),
  ): Promise<FakeBrowser> {
    await play(browser, visit(NEWS, unreported), subresources);
    browser.questions.length = 0;
    return browser;
  }

  it('the resolver is asked about each host, by its port', async () => {
    const browser = await visited([
      subresource('a.example', unreported),
      subresource('b.example', { ...unreported, port: 8443 }),
      subresource('c.example', { ...unreported, scheme: 'http' }),
    ]);
    browser.resolve = async (name, type) =>
      name === 'a.example' ? answer(name, type) : dnsResponse(messageOf({ name, type }));
    expect(browser.questions).toEqual([]);
    const popup = await opened(browser);
    expect(browser.questions.sort()).toEqual(['_8443._https.b.example', 'a.example']);
    const { others: list } = popup.reports.at(-1)!;
    expect(list?.asks?.state).toBe('done');
    expect(list?.counts).toEqual({ cleartext: 1, 'likely-exposed': 1, 'likely-hidden': 1 });
  });

  it('looks up at most four hosts at once and a hundred in all', async () => {
    const browser = await visited(Array.from({ length: 150 }, (_, n) => subresource(`h${n}.example`, unreported)));
    let inFlight = 0;
    let most = 0;
    browser.resolve = async (name, type) => {
      most = Math.max(most, ++inFlight);
      await new Promise((done) => setImmediate(done));
      inFlight--;
      return answer(name, type);
    };
    await opened(browser);
    for (let turn = 0; turn < 20; turn++) await browser.settle();
    expect([most, browser.questions.length]).toEqual([4, 100]);
    await opened(browser);
    expect(browser.questions).toHaveLength(100);
  });

  it('looks up no name that has to stay on the device or the local network', async () => {
    const browser = await visited([subresource('printer.local', unreported), subresource('192.0.2.1', unreported)]);
    await opened(browser);
    expect(browser.questions).toEqual([]);
  });

  it.each<[string, Partial<FakeBrowser>]>([
    ['no host access', { siteAccess: false }],
    ['no resolver', { settings: undefined }],
  ])('%s: nobody is asked', async (_, change) => {
    const browser = Object.assign(new FakeBrowser('chromium'), change);
    browser.kill();
    browser.start();
    await visited([subresource('a.example', unreported)], browser);
    await opened(browser);
    expect(browser.questions).toEqual([]);
  });

  it('a private window is left out unless the user allows it', async () => {
    const browser = new FakeBrowser('chromium');
    browser.tabs.set(1, { url: NEWS, private: true });
    await visited([subresource('a.example', unreported)], browser);
    await opened(browser);
    expect(browser.questions).toEqual([]);
    browser.changeSettings({ ...(browser.settings as object), privateWindows: true });
    await browser.settle();
    await opened(browser);
    expect(browser.questions.sort()).toEqual(['a.example', 'news.example']);
    expect([...browser.session.keys()].filter((key) => key.startsWith('lookup:'))).toEqual([]);
  });

  it('an answer for a page that is gone is dropped', async () => {
    const browser = await visited([subresource('a.example', unreported), subresource('b.example', unreported)]);
    let release: (response: Response) => void = () => {};
    browser.resolve = () =>
      new Promise((resolve) => {
        release = resolve;
      });
    await opened(browser);
    await play(browser, visit('https://other.example/', unreported));
    release(answer('b.example', 65));
    await browser.settle();
    expect(hostKeys(browser)).toEqual([]);
  });

  it('a background that is killed meanwhile goes on when it wakes', async () => {
    const browser = await visited([subresource('a.example', unreported)]);
    browser.resolve = () => new Promise(() => {});
    await opened(browser);
    browser.kill();
    browser.resolve = async (name, type) => answer(name, type);
    browser.start();
    await browser.settle();
    expect((await told(browser)).others).toMatchObject({ asks: { state: 'done' }, counts: { 'likely-hidden': 1 } });
  });

  it('hosts that come later are asked about as long as it is open', async () => {
    const browser = await visited([subresource('a.example', unreported)]);
    const popup = await opened(browser);
    await play(browser, [], [subresource('b.example', unreported)]);
    vi.advanceTimersByTime(200);
    await browser.settle();
    expect(browser.questions).toEqual(['a.example', 'b.example']);
    popup.close();
    await play(browser, [], [subresource('c.example', unreported)]);
    vi.advanceTimersByTime(200);
    await browser.settle();
    expect(browser.questions).toHaveLength(2);
  });

  it('Firefox measures and asks nobody', async () => {
    const browser = await visited([subresource('a.example', unreported)], new FakeBrowser('firefox'));
    await opened(browser);
    expect(browser.questions).toEqual([]);
  });
});
