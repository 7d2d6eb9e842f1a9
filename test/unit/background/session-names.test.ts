// Which names the network could read in this session, over a browser whose background may be killed.

import { describe, expect, it } from 'vitest';
import type { ConnectionFacts } from '../../../src/shared/facts.ts';
import type { NavigationEvent, SubresourceResponse } from '../../../src/shared/ports.ts';
import type { HostState } from '../../../src/shared/report.ts';
import { type NameRecord, SESSION_KEY, type SessionFacts, worstFirst } from '../../../src/shared/session-names.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { at, COMMITTED_AT_MS, committed, redirectedVisit, response, visit } from './visit.ts';

const NEWS = 'https://news.example/';
const plain = { connection: connection({ usedEch: false }) };
const unreported = { connection: chromeConnection() };

async function play(
  browser: FakeBrowser,
  events: NavigationEvent[],
  subresources: SubresourceResponse[] = [],
): Promise<void> {
  for (const event of events) browser.emit(event);
  for (const one of subresources) browser.see(one);
  await browser.settle();
}

const records = (browser: FakeBrowser): NameRecord[] =>
  [...browser.session].filter(([key]) => key.startsWith('name:')).map(([, record]) => record as NameRecord);

/** `host worst-state pages`, by name. */
const names = (browser: FakeBrowser): string[] =>
  records(browser)
    .map((record) => {
      const fared = worstFirst(record);
      const pages = fared.reduce((sum, { opened, partOf }) => sum + opened + partOf, 0);
      return `${record.host} ${fared[0]?.state} ${pages}`;
    })
    .sort();
const facts = (browser: FakeBrowser) => browser.session.get(SESSION_KEY) as SessionFacts;

/** The resolver never answers. */
const silent = (browser: FakeBrowser) => Object.assign(browser, { resolve: () => new Promise<never>(() => {}) });

describe('a page', () => {
  it('counts with its verdict', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    await play(browser, visit('https://shop.example/', { tabId: 2, ...plain }));
    await play(browser, visit('http://clear.example/', { tabId: 3 }));
    expect(names(browser)).toEqual(['clear.example cleartext 1', 'news.example hidden 1', 'shop.example exposed 1']);
    expect(records(browser).find(({ host }) => host === 'news.example')?.exposures.hidden).toEqual({
      how: {
        of: 'basis',
        basis: { kind: 'ech-used', args: [{ label: 'Firefox' }] },
        subject: { browser: 'firefox', host: 'news.example', resolver: 'resolver.example' },
      },
      publicName: 'cover.example',
      opened: 1,
      partOf: 0,
    });
  });

  it('stays behind its cover name when another page reaches it later, which tells of none', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    await play(browser, visit('https://shop.example/', { tabId: 2, ...plain }), [
      subresource('news.example', { tabId: 2, topHost: 'shop.example' }),
    ]);
    expect(names(browser)).toContain('news.example hidden 2');
    expect(records(browser).find(({ host }) => host === 'news.example')?.exposures.hidden?.publicName).toBe(
      'cover.example',
    );
  });

  it('is inferred in Chrome', async () => {
    const browser = new FakeBrowser('chromium');
    await play(browser, visit(NEWS, unreported));
    expect(names(browser)).toEqual(['news.example likely-hidden 1']);
  });

  it.each(['https://192.0.2.1/', 'https://router.local/', 'about:blank'])('%s counts not', async (url) => {
    const browser = new FakeBrowser();
    await play(browser, visit(url));
    expect(names(browser)).toEqual([]);
  });

  it('remembers as what it counts only on pages that are shown', async () => {
    const browser = new FakeBrowser();
    for (let count = 0; count < 5; count++) await play(browser, visit(NEWS));
    await play(browser, visit(NEWS, { tabId: 2 }));
    browser.kill();
    await play(browser, visit(NEWS, { tabId: 3 }));
    expect(names(browser)).toEqual(['news.example hidden 7']);
    const { countedAs } = browser.session.get('name:news.example') as { countedAs: object };
    expect(Object.keys(countedAs)).toEqual(['1.5 document', '2.1 document', '3.1 document']);
  });

  it('is read once it was read, and counted as often as it came', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    await play(browser, visit(NEWS, { tabId: 2, ...plain }));
    await play(browser, visit(NEWS));
    expect(names(browser)).toEqual(['news.example exposed 3']);
    expect(records(browser)[0]?.exposures).toMatchObject({ hidden: { opened: 2 }, exposed: { opened: 1 } });
  });

  it('may be concluded anew, and counts once', async () => {
    const browser = new FakeBrowser('chromium');
    browser.changeSettings({ ...(browser.settings as object), ask: 'on-click' });
    await browser.settle();
    await play(browser, visit(NEWS, unreported));
    expect(names(browser)).toEqual(['news.example unknown 1']);
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    popup.ask({ kind: 'check-again' });
    await browser.settle();
    expect(names(browser)).toEqual(['news.example likely-hidden 1']);
  });

  it('was named by a later connection of its own', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS), [subresource('news.example', plain)]);
    expect(names(browser)).toEqual(['news.example exposed 1']);
    expect(records(browser)[0]?.exposures.exposed?.how).toMatchObject({
      of: 'headline',
      statement: { kind: 'partly-hidden-exposed-later' },
    });
  });

  it('from a cache was read by nobody now', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS, { fromCache: true, ...plain }), [
      subresource('old.example', { ...plain, fromCache: true }),
    ]);
    await play(browser, [committed(NEWS, { historyMove: true })]);
    expect(names(browser)).toEqual([]);
  });

  it('of a service worker is unknown', async () => {
    const browser = new FakeBrowser();
    const [request, , commit] = visit(NEWS);
    await play(browser, visit(NEWS));
    await play(browser, [request!, commit!]);
    expect(names(browser)).toEqual(['news.example unknown 2']);
  });

  it('counts nothing before it is known whose window it is, and what is measured before the answer', async () => {
    const browser = silent(new FakeBrowser());
    for (const event of visit(NEWS, plain)) browser.emit(event);
    expect(names(browser)).toEqual([]);
    await browser.settle();
    expect(names(browser)).toEqual(['news.example exposed 1']);
  });

  it('that is left before anything is known counts as unknown, in the next background too', async () => {
    const browser = silent(new FakeBrowser('chromium'));
    await play(browser, visit(NEWS, unreported));
    expect(names(browser)).toEqual([]);
    browser.kill();
    await play(browser, visit('https://next.example/', unreported));
    browser.emit({ kind: 'closed', tabId: 1 });
    await browser.settle();
    expect(names(browser)).toEqual(['news.example unknown 1', 'next.example unknown 1']);
    expect(records(browser)[0]?.exposures.unknown?.how).toMatchObject({
      of: 'host',
      statement: { kind: 'left-early' },
    });
  });
});

describe('the way to a page', () => {
  it('counts: a redirect in clear, for the very host too', async () => {
    const browser = new FakeBrowser();
    await play(browser, redirectedVisit('http://start.example/', NEWS));
    await play(browser, redirectedVisit('http://shop.example/', 'https://shop.example/', { tabId: 2 }));
    expect(names(browser)).toEqual(['news.example exposed 1', 'shop.example cleartext 1', 'start.example cleartext 1']);
  });

  it('counts no upgrade inside the browser', async () => {
    const browser = new FakeBrowser();
    await play(browser, redirectedVisit('http://news.example/', NEWS, { contacted: false }));
    expect(names(browser)).toEqual(['news.example hidden 1']);
  });

  const over = (from: string, told: ConnectionFacts | null): NavigationEvent[] => {
    const [request, redirect, ...rest] = redirectedVisit(from, NEWS);
    const requestId = (request as { requestId: string }).requestId;
    const answer = told && response(from, { requestId, connection: told }, COMMITTED_AT_MS - 60);
    return [request!, ...(answer ? [answer] : []), redirect!, ...rest];
  };

  it.each([
    [connection({ usedEch: false }), 'exposed'],
    [connection(), 'hidden'],
    [null, 'unknown'],
  ] as const)('counts what the browser told of a redirect over https: %#', async (told, state) => {
    const browser = new FakeBrowser();
    await play(browser, over('https://short.example/', told));
    expect(names(browser)).toEqual(['news.example hidden 1', `short.example ${state} 1`]);
  });
});

describe('what a page reached', () => {
  it('counts before and after the page is concluded', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS), [subresource('a.example'), subresource('b.example', plain)]);
    browser.see(subresource('a.example', plain));
    browser.see(subresource('a.example'));
    browser.see(subresource('c.example', { fromCache: true, ...plain }));
    browser.see(subresource('192.0.2.7'));
    await browser.settle();
    expect(names(browser)).toEqual(['a.example exposed 1', 'b.example exposed 1', 'news.example hidden 1']);
    expect(records(browser).find(({ host }) => host === 'a.example')?.exposures.hidden).toBeUndefined();
  });

  it('is predicted in Chrome once the list was opened, behind its cover name', async () => {
    const browser = new FakeBrowser('chromium');
    await play(browser, visit(NEWS, unreported), [subresource('a.example', unreported)]);
    expect(names(browser)).toEqual(['a.example unknown 1', 'news.example likely-hidden 1']);
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    popup.ask({ kind: 'look-up-hosts' });
    await browser.settle();
    expect(names(browser)).toEqual(['a.example likely-hidden 1', 'news.example likely-hidden 1']);
    expect(records(browser).find(({ host }) => host === 'a.example')?.exposures['likely-hidden']?.publicName).toBe(
      'cover.example',
    );
  });

  it('is counted once, however many backgrounds see it', async () => {
    const browser = new FakeBrowser();
    for (let tabId = 1; tabId <= 6; tabId++)
      await play(browser, visit(NEWS, { tabId }), [subresource('cdn.example', { tabId })]);
    for (let life = 0; life < 3; life++) {
      browser.kill();
      browser.start();
      browser.nowMs += 1_000;
      browser.changeSettings({ ...(browser.settings as object), expectedRoots: [] });
      browser.see(subresource('cdn.example', { tabId: 3 }));
      await browser.settle();
    }
    expect(names(browser)).toEqual(['cdn.example hidden 6', 'news.example hidden 6']);
  });
});

describe('private windows', () => {
  it.each([false, true])('leave nothing, asked about: %s', async (privateWindows) => {
    const browser = new FakeBrowser();
    browser.changeSettings({ ...(browser.settings as object), privateWindows });
    await browser.settle();
    browser.tabs.set(1, { url: NEWS, private: true });
    await play(browser, redirectedVisit('http://start.example/', NEWS), [subresource('a.example', plain)]);
    browser.see(subresource('b.example', plain));
    await play(browser, visit('https://next.example/', plain));
    browser.emit({ kind: 'closed', tabId: 1 });
    await browser.settle();
    expect(names(browser)).toEqual([]);
    expect([...browser.session.values()].map((value) => JSON.stringify(value)).join()).not.toMatch(/news|start|next/);
  });

  it('that close before anything is known of them leave nothing', async () => {
    const browser = new FakeBrowser();
    browser.tabs.set(1, { url: NEWS, private: true });
    for (const event of visit(NEWS, plain)) browser.emit(event);
    browser.see(subresource('a.example', plain));
    browser.goneTabs.add(1);
    browser.emit({ kind: 'closed', tabId: 1 });
    await browser.settle();
    expect(names(browser)).toEqual([]);
  });
});

describe('clearing', () => {
  async function cleared() {
    const browser = new FakeBrowser();
    browser.nowMs = COMMITTED_AT_MS - 1_000;
    browser.kill();
    browser.session.clear();
    browser.start();
    await play(browser, visit(NEWS, plain), [subresource('a.example', plain)]);
    browser.nowMs = COMMITTED_AT_MS + 5_000;
    expect(names(browser)).toHaveLength(2);
    await browser.request({ kind: 'clear-session' });
    await browser.settle();
    return browser;
  }

  it('forgets names and questions, and asks nobody', async () => {
    const browser = await cleared();
    const asked = browser.questions.length;
    expect(names(browser)).toEqual([]);
    expect([...browser.session.keys()].filter((key) => /^(asked|ledger)/.test(key))).toEqual([]);
    expect(facts(browser)).toEqual({
      sinceMs: COMMITTED_AT_MS + 5_000,
      isCapped: false,
      isInterrupted: false,
      networkChangedAtMs: null,
    });
    expect(browser.questions).toHaveLength(asked);
    expect(browser.report(1)?.verdict).toBe('offered-not-used');
  });

  it('brings nothing back of pages that are still open, but what they do from then on', async () => {
    const browser = await cleared();
    browser.kill();
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    popup.ask({ kind: 'check-again' });
    await browser.settle();
    expect(names(browser)).toEqual([]);
    browser.see(subresource('b.example', { timeMs: COMMITTED_AT_MS + 6_000 }));
    await play(browser, at(visit(NEWS), 7_000));
    expect(names(browser)).toEqual(['b.example hidden 1', 'news.example hidden 1']);
  });

  it('takes nothing of what was counted before from what is counted since', async () => {
    const browser = await cleared();
    await play(browser, at(visit(NEWS, { tabId: 2 }), 7_000));
    browser.see(subresource('a.example', { tabId: 2, timeMs: COMMITTED_AT_MS + 8_000, ...plain }));
    browser.see(subresource('a.example', { scheme: 'http', timeMs: COMMITTED_AT_MS + 9_000, ...unreported }));
    await browser.settle();
    expect(names(browser)).toEqual(['a.example cleartext 2', 'news.example hidden 1']);
  });

  it('does not stop the counting when the clock is set back', async () => {
    const browser = await cleared();
    browser.nowMs = COMMITTED_AT_MS - 50_000;
    await play(browser, at(visit(NEWS), -60_000));
    expect(names(browser)).toEqual(['news.example hidden 1']);
  });
});

it('says when the device came back to a network', async () => {
  const browser = new FakeBrowser();
  await browser.settle();
  expect(facts(browser).networkChangedAtMs).toBeNull();
  browser.changeNetwork();
  await browser.settle();
  expect(facts(browser).networkChangedAtMs).toBe(browser.nowMs);
});

describe('many names', () => {
  it('take less than a megabyte for 200 tabs, and stop at 2,000 names', async () => {
    const browser = new FakeBrowser();
    for (let tabId = 1; tabId <= 200; tabId++) {
      const host = `site-number-${tabId}.some-registrable-domain.example`;
      const hosts = Array.from({ length: 10 }, (_, n) =>
        subresource(`cdn-${n}.${tabId}.example`, { tabId, topHost: host, ...(n % 2 ? plain : {}) }),
      );
      await play(browser, visit(`https://${host}/`, { tabId }), hosts);
    }
    expect(records(browser)).toHaveLength(2_000);
    expect(facts(browser).isCapped).toBe(true);
    const bytes = JSON.stringify([...browser.session].filter(([key]) => key.startsWith('name:'))).length;
    expect(bytes).toBeLessThan(1_000_000);
    // A name that is known goes on to be counted.
    await play(browser, visit('https://site-number-1.some-registrable-domain.example/', plain));
    expect(names(browser)).toContain('site-number-1.some-registrable-domain.example exposed 2');
  });

  it('keep no more of what a stranger wrote than has room', async () => {
    const browser = new FakeBrowser();
    const subject = `CN=${'x'.repeat(100_000)}`;
    const root = { sha256: 'a'.repeat(64), subject, builtIn: false };
    await play(browser, visit(NEWS, { connection: connection({ root }) }));
    expect(names(browser)).toEqual(['news.example intercepted 1']);
    expect(JSON.stringify(records(browser)).length).toBeLessThan(600);
  });
});

describe('a background that dies', () => {
  const state = (host: string, fate: HostState, pages = 1) => `${host} ${fate} ${pages}`;

  it('wherever it is killed, the names are the same in the end, or it is said that some may be missing', async () => {
    const [first, second] = [visit(NEWS), visit('https://shop.example/', { tabId: 2, ...plain })];
    const run = async (killAt: number) => {
      const browser = new FakeBrowser();
      browser.killAtAwait = killAt;
      await play(browser, first, [subresource('a.example', plain)]);
      await play(browser, second);
      // Whatever it was doing is taken up by the next one.
      browser.openPopup().ask({ kind: 'watch', tabId: 1 });
      await browser.settle();
      return { names: names(browser), awaits: browser.awaits, isInterrupted: facts(browser).isInterrupted };
    };
    const all = [state('a.example', 'exposed'), state('news.example', 'hidden'), state('shop.example', 'exposed')];
    const { awaits } = await run(Number.POSITIVE_INFINITY);
    let interruptions = 0;
    for (let killAt = 1; killAt <= awaits; killAt++) {
      const killed = await run(killAt);
      if (killed.isInterrupted) {
        interruptions++;
        // Whatever showed a name of a page's own site is there still.
        expect(killed.names, `killed at await ${killAt}`).toContain(state('shop.example', 'exposed'));
        expect([...all, state('news.example', 'unknown')]).toEqual(expect.arrayContaining(killed.names));
      } else expect(killed.names, `killed at await ${killAt}`).toEqual(all);
    }
    expect(interruptions).toBeGreaterThan(0);
    expect(interruptions).toBeLessThan(awaits);
  });
});
