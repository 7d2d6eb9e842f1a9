// The background is killed in place of hearing one answer after the other: storage, tab, permission, resolver, icon, the end of the
// second in which it gathers writes. Whatever it was doing, the popup that is opened at the end says the same as if nothing had
// happened, or where that would be reassuring and something of the page may be lost, that it isn't known.

import { describe, expect, it } from 'vitest';
import type { BrowserName } from '../../../src/shared/facts.ts';
import type { NavigationEvent } from '../../../src/shared/ports.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { isInterrupted } from './interruption.ts';
import { committed, redirectedVisit, visit } from './visit.ts';

const NEWS = 'https://news.example/';

/** A page, another one, and back to the first from memory. */
const thereAndBack = (options: Parameters<typeof visit>[1], other: Parameters<typeof visit>[1]): NavigationEvent[] => [
  ...visit(NEWS, options).map((event) => (event.kind === 'committed' ? { ...event, documentId: 'D' } : event)),
  ...visit('https://other.example/', other).map((event) =>
    event.kind === 'committed' ? { ...event, documentId: 'E' } : event,
  ),
  committed(NEWS, { historyMove: true, documentId: 'D' }),
];
const named = { connection: connection({ usedEch: false }) };

/** The same events for every run: builders count requests. */
const VISITS: Record<string, { browser: BrowserName; events: NavigationEvent[] }> = {
  'hidden, Firefox': { browser: 'firefox', events: visit(NEWS) },
  'ECH not used, Firefox': { browser: 'firefox', events: visit(NEWS, { connection: connection({ usedEch: false }) }) },
  'likely hidden, Chrome': { browser: 'chromium', events: visit(NEWS, { connection: chromeConnection() }) },
  'a redirect in clear': { browser: 'firefox', events: redirectedVisit('http://start.example/', NEWS) },
  'there and back, hidden': { browser: 'firefox', events: thereAndBack({}, named) },
  'there and back, ECH not used': { browser: 'firefox', events: thereAndBack(named, {}) },
  'one page after another': { browser: 'firefox', events: [...visit('https://first.example/'), ...visit(NEWS)] },
};

/** Whether the next event comes before the background has done what the last one asked for. */
const PACES = { 'at once': false, 'one by one': true };

async function run(visitName: string, pause: boolean, killAtAwait: number) {
  const { browser: name, events } = VISITS[visitName]!;
  const browser = new FakeBrowser(name);
  browser.killAtAwait = killAtAwait;
  for (const event of events) {
    browser.emit(event);
    if (pause) await browser.settle();
  }
  await browser.settle();
  const awaitsOfVisit = browser.awaits;
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId: 1 });
  await browser.settle();
  const again = popup.reports.length > 0 ? popup : browser.openPopup();
  if (again !== popup) {
    again.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
  }
  return {
    awaitsOfVisit,
    outcome: {
      shown: again.reports.at(-1),
      stored: browser.report(1),
      icon: browser.icons.get(1),
      left: [...browser.session.keys()].filter((key) => key.startsWith('event:')),
    },
  };
}

describe.each(Object.keys(VISITS))('%s', (visitName) => {
  it.each(Object.entries(PACES))('events %s: the same wherever it was killed', async (_pace, pause) => {
    const { awaitsOfVisit, outcome } = await run(visitName, pause, Number.POSITIVE_INFINITY);
    expect(awaitsOfVisit).toBeGreaterThan(10);
    expect(outcome.shown?.published.state).toBe('ech');
    expect(outcome.left).toEqual([]);
    const isReassuring = ['hidden', 'partly-hidden', 'likely-hidden'].includes(outcome.shown?.verdict ?? '');
    let interruptions = 0;
    for (let killAt = 1; killAt <= awaitsOfVisit; killAt++) {
      const killed = (await run(visitName, pause, killAt)).outcome;
      const { shown } = killed;
      if (shown === undefined || !isInterrupted(shown)) {
        expect(killed, `killed at await ${killAt}`).toEqual(outcome);
        continue;
      }
      interruptions++;
      expect(isReassuring).toBe(true);
      expect(killed).toMatchObject({ stored: shown, icon: { verdict: 'unknown' }, left: [] });
      expect(shown.published).toEqual(outcome.shown?.published);
    }
    expect(interruptions > 0).toBe(isReassuring);
    expect(interruptions).toBeLessThan(awaitsOfVisit);
  });
});
