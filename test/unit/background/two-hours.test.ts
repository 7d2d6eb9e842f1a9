// Hours of browsing in some seconds, over a clock that the test turns. After every step: each tab has the report of the page
// that it shows, nothing is being found out for longer than it may take, nothing that is known was asked again, what is stored
// is bounded and no more than it should be, and nobody complained. A rejection that nobody took fails the run by itself.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextNavigationId, type TabRecord } from '../../../src/background/tab-record.ts';
import { LOGGED_QUERY_PREFIX, MAX_LOGGED_QUERIES } from '../../../src/shared/query-log.ts';
import { Browsing, randomness } from './browsing.ts';
import { COMMITTED_AT_MS } from './visit.ts';

/** And then until each thing has happened once. `npm run test:full` takes the two hours. */
const HOURS = Number(process.env.BROWSING_HOURS ?? 0.25);
const HOUR_MS = 3_600_000;
/** One question of a resolver, which is all that a page of these takes. */
const LONGEST_MS = 5_000;
const MEAN_PAUSE_MS = 5_000;
/** To repeat a failure: its seed. */
const SEED = Number(process.env.SEED ?? 1);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: COMMITTED_AT_MS });
  vi.spyOn(console, 'error');
  vi.spyOn(console, 'warn');
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const keysOf = (browsing: Browsing, prefix: string): string[] =>
  [...browsing.browser.session.keys()].filter((key) => key.startsWith(prefix));

/** What is wrong now, in words. */
function* faults(browsing: Browsing): Generator<string> {
  const { browser, tabs } = browsing;
  yield* browsing.askedTwice.splice(0);
  for (const [tabId, { host }] of tabs) {
    const report = browser.report(tabId);
    const record = browser.session.get(`tab:${tabId}`) as TabRecord | undefined;
    if (report?.site.host !== host) yield `tab ${tabId} shows ${host} and reports ${report?.site.host}`;
    if (report && browser.icons.get(tabId)?.verdict !== report.icon) yield `tab ${tabId} has another icon`;
    const page = record?.page;
    if (!page) continue;
    const sinceMs = Math.max(page.committedAtMs, browsing.livesSinceMs);
    if (page.lookup.state === 'pending' && Date.now() - sinceMs > LONGEST_MS) yield `tab ${tabId} is still finding out`;
    if (report?.published.state === 'pending' && page.lookup.state !== 'pending') yield `tab ${tabId} tells too late`;
  }
  const records = [...tabs.keys()].map((tabId) => browser.session.get(`tab:${tabId}`) as TabRecord);
  const navigations = new Set(records.flatMap((tab) => [tab?.page?.facts.navigationId, nextNavigationId(tab)]));
  for (const key of browser.session.keys()) {
    const [kind = '', id = ''] = key.split(':');
    const isOfTab = ['tab', 'report', 'host'].includes(kind);
    if (kind === 'event') yield `${key} was not taken in`;
    if (kind === 'host' ? !navigations.has(id) : isOfTab && !tabs.has(Number(id))) yield `${key} is of no tab`;
    if (key.includes('late.example')) yield `${key} is of a tab that was closed`;
  }
  const bounds = { 'lookup:': 1_000, 'name:': 2_000, 'hidden:': 200, [LOGGED_QUERY_PREFIX]: MAX_LOGGED_QUERIES };
  for (const [prefix, most] of Object.entries(bounds))
    if (keysOf(browsing, prefix).length > most) yield `more than ${most} of ${prefix}`;
}

/** What is kept but for the open tabs. */
const keptForLonger = ({ browser }: Browsing): string =>
  JSON.stringify([...browser.session].filter(([key]) => !/^(?:tab|report|host):/.test(key)));

describe.each(['firefox', 'chromium'] as const)('%s', (name) => {
  it(`as if nothing had happened, seed ${SEED}`, { timeout: 120_000 }, async () => {
    const browsing = new Browsing(name, SEED);
    const pause = randomness(-SEED);
    const endMs = COMMITTED_AT_MS + HOURS * HOUR_MS;
    for (let step = 1; Date.now() < endMs || browsing.leftUndone > 0; step++) {
      await vi.advanceTimersByTimeAsync(pause() * 2 * MEAN_PAUSE_MS);
      await browsing.step({ fresh: Date.now() >= endMs });
      if (browsing.browser.isRunning) expect([...faults(browsing)], `step ${step} of seed ${SEED}`).toEqual([]);
      if (step % 50 === 0) expect(keptForLonger(browsing)).not.toContain('secret');
    }
    const { canaryQuestions, networkChanges, lives, looks } = browsing;
    expect(canaryQuestions).toBeLessThanOrEqual(HOURS + 1 + networkChanges + lives + looks);

    browsing.recover();
    for (const tabId of browsing.tabs.keys()) {
      const popup = browsing.look(tabId);
      await browsing.browser.settle();
      await vi.advanceTimersByTimeAsync(12 * LONGEST_MS);
      await browsing.browser.settle();
      expect(JSON.stringify(popup.reports.at(-1)), `tab ${tabId}`).not.toContain('"pending"');
    }
    expect([...faults(browsing)]).toEqual([]);
    expect(console.error).not.toHaveBeenCalled();
    expect(console.warn).not.toHaveBeenCalled();
  });
});
