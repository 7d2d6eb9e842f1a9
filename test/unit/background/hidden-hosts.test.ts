// That a host was hidden earlier in the session, and no longer is.

import { describe, expect, it } from 'vitest';
import { HiddenHosts } from '../../../src/background/hidden-hosts.ts';
import { REPORTS } from '../../gallery/cases.ts';
import { connection } from '../assess/facts-builder.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { COMMITTED_AT_MS, visit } from './visit.ts';

const NEWS = 'https://news.example/';
const LATER_MS = 60_000;

const later = (events: ReturnType<typeof visit>) =>
  events.map((event) => ('timeMs' in event ? { ...event, timeMs: event.timeMs + LATER_MS } : event));

async function play(browser: FakeBrowser, events: ReturnType<typeof visit>): Promise<void> {
  for (const event of events) browser.emit(event);
  await browser.settle();
}

const remembered = (browser: FakeBrowser) => [...browser.session.keys()].filter((key) => key.startsWith('hidden:'));

async function hidden() {
  const browser = new FakeBrowser();
  browser.nowMs = COMMITTED_AT_MS + 10;
  await play(browser, visit(NEWS));
  return browser;
}

const plainVisit = () => later(visit(NEWS, { connection: connection({ usedEch: false }) }));

describe('a downgrade', () => {
  it('is told when a hidden host is named later, also by another background', async () => {
    const browser = await hidden();
    expect(browser.report(1)?.downgrade).toBeNull();
    browser.kill();
    await play(browser, plainVisit());
    expect(browser.report(1)).toMatchObject({ verdict: 'offered-not-used', downgrade: { evidence: 'measured' } });
  });

  it('is not told of a page that came before', async () => {
    const browser = new FakeBrowser();
    browser.nowMs = COMMITTED_AT_MS + LATER_MS * 2;
    await play(browser, plainVisit());
    await play(browser, later(visit(NEWS, { tabId: 2 })));
    browser.changeSettings({ ...(browser.settings as object), ask: 'on-click' });
    await browser.settle();
    expect(browser.report(1)?.downgrade).toBeNull();
  });

  it('is not told of another port', async () => {
    const browser = await hidden();
    await play(browser, later(visit('https://news.example:8443/', { connection: connection({ usedEch: false }) })));
    expect(browser.report(1)?.downgrade).toBeNull();
  });

  it('nothing is kept of private windows', async () => {
    const browser = new FakeBrowser();
    browser.changeSettings({ ...(browser.settings as object), privateWindows: true });
    await browser.settle();
    browser.tabs.set(1, { url: NEWS, private: true });
    await play(browser, visit(NEWS));
    expect(browser.report(1)?.verdict).toBe('hidden');
    expect(remembered(browser)).toEqual([]);
  });
});

describe('what is kept', () => {
  const report = { ...REPORTS.hidden!, published: { ...REPORTS.hidden!.published, echDigest: 'one' } };

  function store() {
    const writes: string[] = [];
    const removals: string[] = [];
    const session = {
      putSoon: (_tabId: number, entries: object) => void writes.push(...Object.keys(entries)),
      remove: async (keys: string[]) => void removals.push(...keys),
    };
    return { hosts: new HiddenHosts(session), writes, removals };
  }

  it('is written when it changes', () => {
    const { hosts, writes } = store();
    hosts.remember({ ...report, verdict: 'likely-hidden' }, false, 1);
    hosts.remember({ ...report, verdict: 'likely-hidden' }, false, 2);
    expect(writes).toHaveLength(1);
    // By a leak that is inferred: ECH itself was measured.
    hosts.remember({ ...report, verdict: 'partly-hidden', evidence: 'inferred' }, false, 3);
    hosts.remember(report, false, 4);
    hosts.remember({ ...report, verdict: 'likely-hidden' }, false, 4);
    expect(writes).toHaveLength(2);
    hosts.remember({ ...report, published: { ...report.published, echDigest: 'two' } }, false, 5);
    expect(writes).toHaveLength(3);
  });

  it('is nothing without a configuration, or where the name shows', () => {
    const { hosts, writes } = store();
    hosts.remember({ ...report, published: { ...report.published, echDigest: null } }, false, 1);
    hosts.remember({ ...report, verdict: 'offered-not-used' }, false, 2);
    expect(writes).toEqual([]);
  });

  it('is of 200 hosts, the oldest out', () => {
    const { hosts, writes, removals } = store();
    for (let n = 0; n < 202; n++) hosts.remember({ ...report, site: { ...report.site, port: n } }, false, n);
    expect(writes).toHaveLength(202);
    expect(removals).toEqual(writes.slice(0, 2));
  });
});
