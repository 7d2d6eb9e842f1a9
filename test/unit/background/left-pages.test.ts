// Pages that a tab has left, and that come back from the browser's memory: each takes up its own visit.

import { describe, expect, it } from 'vitest';
import { beyondLimits } from '../../../src/background/left-pages.ts';
import { afterEvent } from '../../../src/background/navigation.ts';
import { newTab, type Page, type TabRecord } from '../../../src/background/tab-record.ts';
import type { ConnectionFacts } from '../../../src/shared/facts.ts';
import type { NavigationEvent, SubresourceResponse } from '../../../src/shared/ports.ts';
import { type NameRecord, nameKey } from '../../../src/shared/session-names.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { isInterrupted } from './interruption.ts';
import { subresource } from './subresource.ts';
import { at, COMMITTED_AT_MS, committed, visit } from './visit.ts';

const NEWS = 'https://news.example/';
const OTHER = 'https://other.example/';
const named = { connection: connection({ usedEch: false }) };
const unreported = { connection: chromeConnection() };

const LEAVE_MS = 10_000;
const RETURN_MS = 20_000;

/** A document that comes over the network. */
function shown(
  url: string,
  documentId: string,
  { laterMs = 0, ...options }: { laterMs?: number; tabId?: number; connection?: ConnectionFacts } = {},
): NavigationEvent[] {
  const named = visit(url, options).map((event) => (event.kind === 'committed' ? { ...event, documentId } : event));
  return at(named, laterMs);
}

const left = (url = OTHER, laterMs = LEAVE_MS, connection?: ConnectionFacts) =>
  shown(url, `of ${url}`, { laterMs, ...(connection && { connection }) });

const back = (url: string, documentId: string, laterMs = RETURN_MS): NavigationEvent =>
  committed(url, { historyMove: true, documentId, timeMs: COMMITTED_AT_MS + laterMs });

type TabEvent = Parameters<typeof afterEvent>[1];
const played = (events: NavigationEvent[], tab: TabRecord = newTab(1)): TabRecord =>
  events.reduce((record, event) => afterEvent(record, event as TabEvent), tab);

const namesOf = ({ left }: TabRecord) => left.map(({ page }) => page.documentId);

describe('a page that comes back', () => {
  const away = played([...shown(NEWS, 'D'), ...left()]);

  it('is the one that was left, by the name of its own visit', () => {
    const before = away.left[0]?.page;
    const after = played([back(NEWS, 'D')], away);
    expect(after.page).toEqual({
      ...before,
      shownSinceMs: COMMITTED_AT_MS + RETURN_MS,
      hostBefore: 'other.example',
    });
    expect(namesOf(after)).toEqual([`of ${OTHER}`]);
  });

  it('again and again, each of two', () => {
    const back1 = played([back(NEWS, 'D')], away);
    const back2 = played([back(OTHER, `of ${OTHER}`, 30_000)], back1);
    expect([back2.page?.facts.navigationId, namesOf(back2)]).toEqual(['1.2', ['D']]);
    expect(played([back(NEWS, 'D', 40_000)], back2).page?.facts.navigationId).toBe('1.1');
  });

  it('is unknown where no page of that document was left', () => {
    for (const stranger of [back(NEWS, 'E'), committed(NEWS, { historyMove: true })]) {
      const { page } = played([stranger], away);
      expect(page).toMatchObject({ connection: null, facts: { arrival: 'back-forward-cache', navigationId: '1.3' } });
    }
  });

  it('leaves the name of the next page to that one', () => {
    const { page } = played([back(NEWS, 'D'), ...left('https://third.example/', 30_000)], away);
    expect(page?.facts.navigationId).toBe('1.3');
  });

  it('has nothing running of what was begun before', () => {
    const tab = played(shown(NEWS, 'D'));
    const resolver = { name: 'Second', host: 'second.example' };
    const page: Page = {
      ...tab.page!,
      found: {
        probes: { fresh: null, references: [] },
        trace: { state: 'running' },
        secondOpinion: { resolver, state: 'pending' },
        measuring: 'running',
      },
    };
    expect(played([...left(), back(NEWS, 'D')], { ...tab, page }).page?.found).toEqual({
      probes: { fresh: null, references: [] },
      trace: null,
      secondOpinion: null,
      measuring: null,
    });
  });
});

describe('a page is not kept', () => {
  it('once it was reloaded', () => {
    const reload = committed(NEWS, { reload: true, documentId: 'E', timeMs: COMMITTED_AT_MS + LEAVE_MS });
    expect(namesOf(played([...shown(NEWS, 'D'), reload]))).toEqual([]);
  });

  it('that is an error page, is none of the web, or that the browser does not name', () => {
    const [request, , commit] = shown(NEWS, 'D');
    const requestId = request && 'requestId' in request ? request.requestId : '';
    const failed: NavigationEvent = {
      kind: 'failed',
      tabId: 1,
      requestId,
      error: 'NS_ERROR_NET_RESET',
      timeMs: COMMITTED_AT_MS,
    };
    expect(namesOf(played([request!, failed, commit!, ...left()]))).toEqual([]);
    expect(namesOf(played([committed('about:blank', { documentId: 'D' }), ...left()]))).toEqual([]);
    expect(namesOf(played([...visit(NEWS), ...left()]))).toEqual([]);
  });

  it('of which too much is known', () => {
    const tab = played(shown(NEWS, 'D'));
    const long = { ...tab.page!, url: `${NEWS}${'a'.repeat(30_000)}` };
    expect(namesOf(played(left(), { ...tab, page: long }))).toEqual([]);
  });

  it('of a tab that has left six since', () => {
    const pages = Array.from({ length: 8 }, (_, n) => shown(`https://${n}.example/`, `D${n}`, { laterMs: n * 1_000 }));
    expect(namesOf(played(pages.flat()))).toEqual(['D1', 'D2', 'D3', 'D4', 'D5', 'D6']);
  });

  it('of all tabs where more were left since, or reached more hosts', () => {
    const tab = (tabId: number): TabRecord => {
      const events = [...shown(NEWS, 'D', { tabId }), ...shown(OTHER, 'E', { tabId, laterMs: tabId * 1_000 })];
      return played(events, newTab(tabId));
    };
    const tabs = Array.from({ length: 42 }, (_, n) => tab(n + 1));
    const tabIds = (hosts: number) => beyondLimits(tabs, () => hosts).map(({ facts }) => facts.tabId);
    expect(tabIds(0)).toEqual([2, 1]);
    expect(tabIds(300)).toHaveLength(39);
    expect(tabIds(300)).not.toContain(42);
  });
});

async function play(browser: FakeBrowser, ...events: (NavigationEvent | SubresourceResponse)[]): Promise<void> {
  for (const event of events) {
    if ('kind' in event) browser.emit(event);
    else browser.see(event);
  }
  for (let turn = 0; turn < 3; turn++) await browser.settle();
}

/** What a popup that opens now is told. */
async function told(browser: FakeBrowser) {
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId: 1 });
  await browser.settle();
  popup.close();
  return popup.reports.at(-1)!;
}

const hosts = async (browser: FakeBrowser) =>
  (await told(browser)).others?.hosts.items.map(({ host, state }) => `${host} ${state}`).sort();
const hostKeys = (browser: FakeBrowser) => [...browser.session.keys()].filter((key) => key.startsWith('host:')).sort();
const said = ({ verdict, evidence, cause }: { verdict: string; evidence: string; cause: { kind: string } | null }) =>
  [verdict, evidence, cause?.kind].join(' ');

/** In the middle of a day, so that the times of events say which page they belong to. */
const someBrowser = (kind: 'firefox' | 'chromium' = 'firefox') =>
  Object.assign(new FakeBrowser(kind), { nowMs: COMMITTED_AT_MS + 60_000 });

describe('the visit of a page that comes back', () => {
  it.each([false, true])(
    'shows its verdict and its hosts again; the background was killed meanwhile: %s',
    async (killed) => {
      const browser = someBrowser();
      await play(browser, ...shown(NEWS, 'D'), subresource('a.example'), subresource('b.example', named));
      const before = await told(browser);
      await play(
        browser,
        ...left(OTHER, LEAVE_MS, named.connection),
        subresource('c.example', { topHost: 'other.example' }),
      );
      expect(browser.icons.get(1)?.verdict).toBe('offered-not-used');
      const asked = browser.questions.length;
      if (killed) browser.kill();
      await play(browser, back(NEWS, 'D'));
      const after = await told(browser);
      expect(said(after)).toBe('hidden measured ');
      expect(after).toEqual({ ...before, canary: after.canary, observers: after.observers });
      expect(await hosts(browser)).toEqual(['a.example hidden', 'b.example exposed']);
      expect(browser.report(1)?.navigationId).toBe(before.navigationId);
      expect(browser.icons.get(1)?.verdict).toBe('hidden-unknown-set');
      // Nobody is asked about it again.
      expect(browser.questions.length).toBe(asked);
    },
  );

  it.each(['firefox', 'chromium'] as const)('is made worse by what it requests then (%s)', async (kind) => {
    const browser = someBrowser(kind);
    browser.resolve = async (name, type) =>
      name === 'img.news.example' ? dnsResponse(messageOf({ name, type })) : answer(name, type);
    const how = kind === 'firefox' ? connection() : chromeConnection();
    const image = { ...how, address: '192.0.2.99', usedEch: kind === 'firefox' ? false : null };
    await play(browser, ...shown(NEWS, 'D', { connection: how }), ...left(OTHER, LEAVE_MS, how), back(NEWS, 'D'));
    expect(said(await told(browser))).toBe(kind === 'firefox' ? 'hidden measured ' : 'likely-hidden inferred ');
    const timeMs = COMMITTED_AT_MS + RETURN_MS + 100;
    await play(browser, subresource('img.news.example', { connection: image, timeMs }));
    expect((await told(browser)).cause?.kind).toBe('same-site-exposed');
  });

  it.each<[string, string, Partial<SubresourceResponse>, boolean]>([
    ['of the document', OTHER, { documentId: 'D' }, true],
    ['of the document, and the next page is of its site', 'https://news.example/next', { documentId: 'D' }, true],
    ['of one of its frames', OTHER, { documentId: 'frame' }, true],
    ['of the next page', OTHER, { documentId: 'E', topHost: 'other.example' }, false],
    ['of a document that is kept nowhere', OTHER, { documentId: 'F', isOutOfSight: true }, false],
    ['of a worker', OTHER, { documentId: 'D', tabId: -1 }, false],
  ])('has what was sent as it went: %s', async (_, next, change, counts) => {
    const browser = someBrowser();
    await play(browser, ...shown(NEWS, 'D'), ...left(next));
    const beacon = subresource('img.news.example', { ...named, timeMs: COMMITTED_AT_MS + LEAVE_MS + 50, ...change });
    await play(browser, beacon);
    expect(said(await told(browser))).toBe('hidden measured ');
    await play(browser, back(NEWS, 'D'));
    expect(said(await told(browser))).toBe(counts ? 'partly-hidden measured same-site-exposed' : 'hidden measured ');
  });

  it('has nothing of the next page, whose commit was told late', async () => {
    const browser = someBrowser();
    const [request, response, commit] = left('https://news.example/next');
    const image = (host: string, timeMs: number) => subresource(host, { ...named, timeMs: COMMITTED_AT_MS + timeMs });
    await play(browser, ...shown(NEWS, 'D'), image('before.example', 100), request!, response!);
    await play(browser, image('after.example', LEAVE_MS + 100), commit!);
    expect(await hosts(browser)).toEqual(['after.example exposed']);
    await play(browser, back(NEWS, 'D'));
    expect(await hosts(browser)).toEqual(['before.example exposed']);
  });

  it('is looked up where it was left before the resolver had answered', async () => {
    const browser = someBrowser();
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    browser.resolve = async (name, type) => {
      await isReleased;
      return answer(name, type);
    };
    await play(browser, ...shown(NEWS, 'D'), ...left(), back(NEWS, 'D'));
    expect((await told(browser)).published.state).toBe('pending');
    release();
    await browser.settle();
    expect((await told(browser)).published.state).toBe('ech');
  });

  it('is looked up where policy had kept its name, and does no longer', async () => {
    const browser = someBrowser();
    browser.tellPolicy({ neverAsk: ['news.example'] });
    await play(browser, ...shown(NEWS, 'D'));
    expect((await told(browser)).published.state).toBe('not-asked');
    await play(browser, ...left());
    browser.tellPolicy({ neverAsk: [] });
    await browser.settle();
    await play(browser, back(NEWS, 'D'));
    expect((await told(browser)).published.state).toBe('ech');
  });

  it('goes on with the hosts of which the user opened the list, after the background was killed', async () => {
    const browser = someBrowser('chromium');
    await play(browser, ...shown(NEWS, 'D', unreported), subresource('a.example', unreported));
    const { resolve } = browser;
    browser.resolve = () => new Promise(() => {});
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    popup.ask({ kind: 'look-up-hosts' });
    await browser.settle();
    await play(browser, ...left(OTHER, LEAVE_MS, unreported.connection));
    browser.kill();
    browser.resolve = resolve;
    await play(browser, back(NEWS, 'D'));
    expect(await hosts(browser)).toEqual(['a.example likely-hidden']);
  });

  it('says nothing reassuring where the background was killed with something of its tab unwritten', async () => {
    const browser = someBrowser();
    await play(browser, ...shown(NEWS, 'D'));
    browser.timeStands = true;
    await play(browser, ...left());
    browser.kill();
    browser.timeStands = false;
    browser.letTimePass();
    await play(browser, back(NEWS, 'D'));
    expect(isInterrupted(await told(browser))).toBe(true);
  });

  it('teaches nothing of its host that a newer page has taught otherwise', async () => {
    const browser = someBrowser('chromium');
    browser.resolve = async (name, type) => dnsResponse(messageOf({ name, type }));
    const news = { connection: { ...chromeConnection(), address: '192.0.2.7' } };
    await play(browser, ...shown('https://www.news.example/', 'D', news));
    expect((await told(browser)).verdict).toBe('exposed');
    browser.resolve = async (name, type) => answer(name, type);
    await play(browser, ...left('https://www.news.example/next', LEAVE_MS, news.connection));
    const owner = () => [...browser.session].find(([key]) => key.startsWith('connection:'))?.[1];
    const before = owner();
    await play(browser, back('https://www.news.example/', 'D'));
    expect((await told(browser)).verdict).toBe('exposed');
    expect(owner()).toEqual(before);
  });

  it('is counted once among the names of the session', async () => {
    const browser = someBrowser();
    await play(browser, ...shown(NEWS, 'D'), ...left());
    // The name is written again meanwhile.
    await play(browser, ...shown(NEWS, 'E', { tabId: 2, ...named }), back(NEWS, 'D'));
    const { exposures } = browser.session.get(nameKey('news.example')) as NameRecord;
    expect([exposures.hidden?.opened, exposures.exposed?.opened]).toEqual([1, 1]);
  });
});

describe('nothing is left of pages that do not come back', () => {
  it('when the tab is closed', async () => {
    const browser = someBrowser();
    await play(browser, ...shown(NEWS, 'D'), subresource('a.example'), ...left(), { kind: 'closed', tabId: 1 });
    expect(hostKeys(browser)).toEqual([]);
    expect([...browser.session.keys()].filter((key) => key.startsWith('tab:'))).toEqual([]);
  });

  it('when the browser takes the tab out of memory', async () => {
    const browser = someBrowser();
    const moved: NavigationEvent = { kind: 'replaced', tabId: 2, oldTabId: 1 };
    await play(browser, ...shown(NEWS, 'D'), subresource('a.example'), ...left());
    expect(hostKeys(browser)).toContain('host:1.1:a.example');
    await play(browser, moved);
    expect(hostKeys(browser)).toEqual([]);
    expect(browser.session.get('tab:2')).toMatchObject({ left: [], page: { url: OTHER } });
  });

  it('when others were left since', async () => {
    const browser = someBrowser();
    await play(browser, ...shown(NEWS, 'D'), subresource('a.example'));
    for (let n = 0; n < 7; n++) await play(browser, ...shown(`https://${n}.example/`, `D${n}`, { laterMs: 1_000 + n }));
    expect(hostKeys(browser)).toEqual([]);
  });

  it('when the pages that other tabs left since reached many hosts', async () => {
    const browser = someBrowser();
    const tabIds = [1, 2, 3, 4];
    for (const tabId of tabIds) {
      const images = Array.from({ length: 300 }, (_, n) => subresource(`${n}.example`, { tabId }));
      await play(browser, ...shown(NEWS, `D${tabId}`, { tabId }), ...images);
    }
    for (const tabId of tabIds) await play(browser, ...shown(OTHER, `E${tabId}`, { tabId, laterMs: tabId * 1_000 }));
    const kept = tabIds.map((tabId) => (browser.session.get(`tab:${tabId}`) as TabRecord).left.length);
    expect(kept).toEqual([0, 1, 1, 1]);
    expect(hostKeys(browser).filter((key) => key.startsWith('host:1.1:'))).toEqual([]);
  });
});
