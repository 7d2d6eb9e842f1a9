// Pages that tabs have left and their browsers may keep in memory (the back/forward cache). One that comes back has the documentId that
// it had (Firefox 153, Chromium 156: test/lab/README.md), makes no request for its document and takes up its own visit. Pure transitions.

import type { NavigationEvent } from '../shared/ports.ts';
import type { LeftPage, Page, TabRecord } from './tab-record.ts';

/** Of a tab. Browsers keep about as many; one that is not known when it comes back is said to be unknown. */
const MAX_LEFT = 6;

/** In characters of its JSON, its hosts apart: records of a strange site may be long. */
const MAX_LENGTH = 30_000;

/** Of all tabs together, and the hosts that these reached: some 2 MB of the 10 MB of storage.session. */
const MAX_LEFT_IN_ALL = 40;
const MAX_HOSTS_IN_ALL = 1_000;

/** What the tab has left once it shows another document than its page. `documentId` is that document's. */
export function leftBy(
  { page, left }: TabRecord,
  { documentId, timeMs: leftAtMs, reload = false }: { documentId: string | null; timeMs: number; reload?: boolean },
): LeftPage[] {
  const others = left.filter((one) => ![documentId, page?.documentId].includes(one.page.documentId));
  // A reload takes its place.
  if (page === null || reload || page.documentId === documentId || !mayComeBack(page)) return others;
  return [...others, { page: withoutRunning(page), leftAtMs }].slice(-MAX_LEFT);
}

const mayComeBack = (page: Page): boolean =>
  page.documentId !== null &&
  ['https', 'http'].includes(page.facts.scheme) &&
  page.facts.failure === null &&
  JSON.stringify(page).length <= MAX_LENGTH;

/** What was begun for a page ends as the tab leaves it. */
const withoutRunning = (page: Page): Page => {
  const { probes, trace, secondOpinion, measuring } = page.found;
  const found = {
    probes,
    trace: trace?.state === 'running' ? null : trace,
    secondOpinion: secondOpinion?.state === 'pending' ? null : secondOpinion,
    measuring: measuring === 'running' ? null : measuring,
  };
  return { ...page, found };
};

/** The page that comes back with this commit; null where it is none that the tab has left. */
export function takenUp(
  tab: TabRecord,
  { documentId, timeMs, historyMove }: Extract<NavigationEvent, { kind: 'committed' }>,
): TabRecord | null {
  if (documentId === null) return null;
  const { page: before, left } = tab;
  // An earlier background was killed before it had written that the tab left it.
  const isThere = historyMove && before !== null && before.documentId === documentId;
  const back = isThere ? interruptedPage(before) : left.find(({ page }) => page.documentId === documentId)?.page;
  if (back === undefined) return null;
  const page: Page = { ...back, shownSinceMs: timeMs, hostBefore: before?.facts.host ?? null };
  return { ...tab, page, left: leftBy(tab, { documentId, timeMs }), isInterrupted: false };
}

/** Of what an earlier background knew of it, something is lost. */
export const interruptedPage = (page: Page): Page => ({ ...page, facts: { ...page.facts, wasInterrupted: true } });

/** It was left and came back: what is known of it is from before, and newer pages of its host may be known since. */
export const cameBack = ({ committedAtMs, shownSinceMs }: Page): boolean => committedAtMs !== shownSinceMs;

export const withoutLeft = (tab: TabRecord, navigationId: string): TabRecord => ({
  ...tab,
  left: tab.left.filter(({ page }) => page.facts.navigationId !== navigationId),
});

/** Those to be forgotten so that the rest is within the limits: the ones that were left longest ago. */
export function beyondLimits(tabs: TabRecord[], hostsOf: (navigationId: string) => number): Page[] {
  const latestFirst = tabs.flatMap(({ left }) => left).sort((one, other) => other.leftAtMs - one.leftAtMs);
  let hosts = 0;
  const kept = latestFirst.slice(0, MAX_LEFT_IN_ALL).findIndex(({ page }) => {
    hosts += hostsOf(page.facts.navigationId);
    return hosts > MAX_HOSTS_IN_ALL;
  });
  return latestFirst.slice(kept < 0 ? MAX_LEFT_IN_ALL : kept).map(({ page }) => page);
}
