// Hours of browsing with a browser that is unkind by chance: ports die without a word, storage, icons and permissions fail here
// and there, events overtake each other, the user changes settings meanwhile. No tab stays wedged, no answer of a resolver that was
// given up is shown, and nothing that was stored is lost.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Browsing, randomness } from './browsing.ts';
import { COMMITTED_AT_MS } from './visit.ts';

/** And then until each thing has happened once. `npm run test:full` takes the two hours. */
const HOURS = Number(process.env.BROWSING_HOURS ?? 0.5);
const HOUR_MS = 3_600_000;
const MEAN_PAUSE_MS = 5_000;
/** Longer than any lookup, and than the pauses before something is tried again. */
const REST_MS = 60_000;
/** To repeat a failure: its seed. */
const SEED = Number(process.env.SEED ?? 1);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: COMMITTED_AT_MS });
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What is wrong now, whatever the browser did. */
function* faults({ browser, tabs, chosen, storedRoots }: Browsing): Generator<string> {
  for (const tabId of tabs.keys()) {
    const report = browser.report(tabId);
    const isSince = (report?.answeredAtMs ?? 0) > chosen.sinceMs;
    if (isSince && report?.resolver?.host !== chosen.host)
      yield `tab ${tabId} shows what ${report?.resolver?.host} said after ${chosen.host} was chosen`;
  }
  const { resolver, expectedRoots = [] } = browser.settings as {
    resolver?: { template: string };
    expectedRoots?: { sha256: string }[];
  };
  if (resolver?.template !== `https://${chosen.host}/dns-query`) yield `the resolver is ${resolver?.template}`;
  const kept = expectedRoots.map(({ sha256 }) => sha256);
  for (const sha256 of storedRoots) if (!kept.includes(sha256)) yield `the authority ${sha256.slice(0, 4)} is lost`;
}

/** Tabs that do not come to rest once the browser is kind again. */
async function* wedged(browsing: Browsing): AsyncGenerator<string> {
  browsing.recover();
  await vi.advanceTimersByTimeAsync(REST_MS);
  await browsing.browser.settle();
  for (const [tabId, { host }] of browsing.tabs) {
    const popup = browsing.look(tabId);
    await browsing.browser.settle();
    await vi.advanceTimersByTimeAsync(REST_MS);
    await browsing.browser.settle();
    const report = popup.reports.at(-1);
    if (report === undefined) yield `the popup over tab ${tabId} gets no report`;
    else if (report.site.host !== host) yield `tab ${tabId} shows ${host} and reports ${report.site.host}`;
    else if (JSON.stringify(report).includes('"pending"')) yield `tab ${tabId} is finding out for ever`;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe.each(['firefox', 'chromium'] as const)('%s', (name) => {
  it(`comes to rest whenever the browser is kind again, seed ${SEED}`, { timeout: 120_000 }, async () => {
    const browsing = new Browsing(name, SEED, { isUnkind: true });
    const pause = randomness(-SEED);
    let nextRestMs = COMMITTED_AT_MS + HOUR_MS / 2;
    const endMs = COMMITTED_AT_MS + HOURS * HOUR_MS;
    const isOver = () => Date.now() >= endMs && browsing.leftUndone === 0 && browsing.storedRoots.length > 0;
    for (let step = 1; !isOver(); step++) {
      await vi.advanceTimersByTimeAsync(pause() * 2 * MEAN_PAUSE_MS);
      await browsing.step({ fresh: Date.now() >= endMs });
      expect([...faults(browsing)], `step ${step} of seed ${SEED}`).toEqual([]);
      if (Date.now() < nextRestMs) continue;
      nextRestMs += HOUR_MS / 2;
      expect(await all(wedged(browsing)), `step ${step} of seed ${SEED}`).toEqual([]);
    }
  });
});
