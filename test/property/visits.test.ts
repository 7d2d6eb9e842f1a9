// Whole visits, at random: what a page reaches besides never makes its verdict better, no answer reassures about a name that certainly
// went out, a background that is killed between any two events, with all written, ends with the same verdict, and one that had not
// written all says nothing reassuring.

import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { BrowserName, ConnectionFacts, RootFacts } from '../../src/shared/facts.ts';
import type { NavigationEvent, SubresourceResponse } from '../../src/shared/ports.ts';
import type { SiteReport } from '../../src/shared/report.ts';
import { ADDED_ROOT, chromeConnection, connection } from '../unit/assess/facts-builder.ts';
import { isInterrupted } from '../unit/background/interruption.ts';
import { at, COMMITTED_AT_MS, committed, redirect, visit as visitOf } from '../unit/background/visit.ts';
import { messageOf } from '../unit/builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../unit/fake-browser/fake-browser.ts';
import { numRuns, timeoutMs } from './mutations.ts';

vi.setConfig({ testTimeout: timeoutMs });

const PAGE = 'www.news.example';
/** The page, other names of its site, and strangers. */
const NAMES = [PAGE, 'news.example', 'img.news.example', 'shop.news.example', 'go.org', 'cdn.org'];

/** How a host is reached, and what this browser reports of it. */
interface Way {
  host: string;
  plain: boolean;
  usedEch: boolean;
  clearDns: boolean;
  proxied: boolean;
  root: RootFacts | null;
  /** Of two: hosts that have the same may share a connection. */
  place: number;
  fromCache: boolean;
}

interface Visit {
  kind: BrowserName;
  /** Names that publish ECH. */
  publish: string[];
  hops: Way[];
  document: Way;
  responses: (Way & { byWorker: boolean })[];
  /** Before which of the responses the tab shows another site's page and comes back to this one, from memory; counted round. */
  trip: number | null;
}

const usually = <T>(value: T, ...others: T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const way = {
  plain: usually(false, true),
  usedEch: fc.oneof({ weight: 2, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  clearDns: usually(false, true),
  proxied: usually(false, true),
  root: usually<RootFacts | null>(null, ADDED_ROOT),
  place: usually(0, 1),
  fromCache: usually(false, true),
};
/** One host or two, so that the same one comes again: over its own connection or another’s, in either order. */
const responses = fc
  .tuple(
    fc.subarray(NAMES, { minLength: 1, maxLength: 2 }),
    fc.array(fc.record({ ...way, which: fc.nat(1), byWorker: usually(false, true) }), { minLength: 1, maxLength: 5 }),
  )
  .map(([hosts, ways]) => ways.map(({ which, ...one }) => ({ ...one, host: hosts[which % hosts.length] ?? PAGE })));
const visits: fc.Arbitrary<Visit> = fc.record({
  kind: fc.constantFrom<BrowserName>('firefox', 'chromium'),
  publish: fc.subarray(NAMES).map((names) => [...names, PAGE]),
  hops: fc.array(fc.record({ ...way, host: fc.constantFrom(...NAMES) }), { maxLength: 2 }),
  document: fc.record({ ...way, host: fc.constant(PAGE) }),
  responses,
  trip: fc.option(fc.nat(4)),
});

/** What showed a name of the site, for certain or by what it publishes. Whether it shared a connection is left to unit tests. */
function showing({ kind, publish, hops, document, responses }: Visit): Way[] {
  const before: Way[] = [];
  return [...hops, document, ...responses].filter((one) => {
    if (one.fromCache && one !== document && !hops.includes(one)) return false;
    const mayShare = before.some(
      ({ place, usedEch }) => place === one.place && (kind === 'chromium' || usedEch === one.usedEch),
    );
    before.push(one);
    if (!one.host.endsWith('news.example')) return false;
    if (one.plain) return true;
    if (kind === 'firefox') return one.proxied || one.clearDns || (!one.usedEch && !mayShare);
    return !publish.includes(one.host) && (hops.includes(one) || one.place !== document.place);
  });
}

const isReassuring = ({ icon }: SiteReport): boolean => icon.startsWith('hidden') || icon === 'likely-hidden';

function connectionOf(kind: BrowserName, { plain, usedEch, clearDns, proxied, root, place }: Way): ConnectionFacts {
  const address = `192.0.2.${place + 1}`;
  if (kind === 'chromium') return { ...chromeConnection(), address };
  const proxy = proxied ? { type: 'http', host: 'proxy.example', knowsName: true } : null;
  const common = { address, usedPrivateDns: !clearDns, proxy };
  return plain
    ? connection({ ...common, security: 'insecure', usedEch: null, root: null })
    : connection({ ...common, usedEch, certificate: String(place).repeat(64), ...(root !== null && { root }) });
}

const urlOf = ({ host, plain }: Way): string => `${plain ? 'http' : 'https'}://${host}/`;

/** What the browser tells, one event after the other. */
function eventsOf({ kind, hops, document, responses, trip }: Visit): (NavigationEvent | SubresourceResponse)[] {
  let timeMs = COMMITTED_AT_MS - 100;
  const common = { tabId: 1, requestId: 'r' };
  const stops = [...hops, document];
  const onTheWay = stops.flatMap((stop, index): NavigationEvent[] => {
    const url = urlOf(stop);
    const next = stops[index + 1];
    const answered = {
      ...common,
      kind: 'response',
      url,
      fromCache: false,
      connection: connectionOf(kind, stop),
    } as const;
    return [
      { ...common, kind: 'request', url, timeMs: timeMs++ },
      // Chromium tells no more of a redirect than its address.
      ...(next === undefined || kind === 'firefox' ? [{ ...answered, timeMs: timeMs++ }] : []),
      ...(next === undefined ? [] : [redirect(url, urlOf(next))]),
    ];
  });
  const firstMs = timeMs + 200;
  const after = responses.map(
    (one, index): SubresourceResponse => ({
      tabId: one.byWorker ? -1 : 1,
      scheme: one.plain ? 'http' : 'https',
      host: one.host,
      port: one.plain ? 80 : 443,
      timeMs: firstMs + 10 * index,
      fromCache: one.fromCache,
      connection: connectionOf(kind, one),
      documentId: null,
      topHost: PAGE,
    }),
  );
  const events = [...onTheWay, committed(urlOf(document), { documentId: 'D' })];
  if (trip === null) return [...events, ...after];
  const before = after.slice(0, trip % after.length);
  const lastMs = before.at(-1)?.timeMs ?? COMMITTED_AT_MS;
  return [...events, ...before, ...thereAndBack(kind, urlOf(document), lastMs), ...after.slice(before.length)];
}

function thereAndBack(kind: BrowserName, url: string, lastMs: number): NavigationEvent[] {
  const elsewhere = kind === 'firefox' ? connection() : chromeConnection();
  const there = visitOf('https://elsewhere.org/', { connection: { ...elsewhere, address: '192.0.2.50' } });
  return [
    ...at(there, lastMs + 3 - COMMITTED_AT_MS).map((event) =>
      event.kind === 'committed' ? { ...event, documentId: 'E' } : event,
    ),
    committed(url, { historyMove: true, documentId: 'D', timeMs: lastMs + 6 }),
  ];
}

interface Circumstances {
  /** Events before which the background is killed. */
  killBefore?: readonly number[];
  /** The report is looked at before the last event, too. */
  looksBefore?: boolean;
  /** The second in which it gathers writes is never over. */
  isUnwritten?: boolean;
}

/** The report after the last event, and the one before it. */
async function run(visit: Visit, { killBefore = [], looksBefore = false, isUnwritten = false }: Circumstances = {}) {
  const browser = new FakeBrowser(visit.kind);
  browser.nowMs = COMMITTED_AT_MS + 60_000;
  browser.resolve = async (name, type) =>
    visit.publish.includes(name) ? answer(name, type) : dnsResponse(messageOf({ name, type }));
  const events = eventsOf(visit);
  let before: SiteReport | undefined;
  if (isUnwritten) await settle();
  browser.timeStands = isUnwritten;
  for (const [index, event] of events.entries()) {
    if (killBefore.includes(index)) {
      await settle();
      browser.kill();
      browser.start();
    }
    if (looksBefore && index === events.length - 1) before = await watched(browser);
    if ('kind' in event) browser.emit(event);
    else browser.see(event);
    if (isUnwritten) await settle();
  }
  browser.timeStands = false;
  browser.letTimePass();
  return { before, after: await watched(browser) };
}

async function watched(browser: FakeBrowser): Promise<SiteReport> {
  await settle();
  browser.openPopup().ask({ kind: 'watch', tabId: 1 });
  await settle();
  const report = browser.report(1);
  if (report === undefined) throw new Error('no report');
  return report;
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await new Promise((done) => setImmediate(done));
}

/** Worst first; unknown stands outside. */
const ORDER = [
  'intercepted',
  'cleartext',
  'exposed measured',
  'offered-not-used',
  'exposed inferred',
  'partly-hidden',
  'likely-hidden leaky',
  'likely-hidden',
  'hidden',
];

function rankOf({ verdict, evidence, icon }: SiteReport): number {
  if (verdict === 'unknown') return Number.NaN;
  const name =
    verdict === 'exposed'
      ? `${verdict} ${evidence}`
      : verdict === 'likely-hidden' && icon === 'partly-hidden'
        ? `${verdict} leaky`
        : verdict;
  return ORDER.indexOf(name);
}

const REASSURING = ['hidden', 'partly-hidden', 'likely-hidden'];

const said = ({ verdict, evidence, icon, cause }: SiteReport) => ({ verdict, evidence, icon, cause: cause?.kind });

const atMost = (share: number) => ({ numRuns: Math.ceil(numRuns / share) });

it('one request more never makes the verdict better, and no answer reassures about a name that went out', async () => {
  await fc.assert(
    fc.asyncProperty(visits, async (visit) => {
      const { before: less, after: more } = await run(visit, { looksBefore: true });
      if (less === undefined) throw new Error('a visit without a request');
      if (showing(visit).length > 0) expect(isReassuring(more)).toBe(false);
      const [before, after] = [rankOf(less), rankOf(more)];
      if (Number.isNaN(before)) expect(['hidden', 'likely-hidden']).not.toContain(more.verdict);
      else if (Number.isNaN(after)) expect(['hidden', 'likely-hidden']).toContain(less.verdict);
      else expect(after).toBeLessThanOrEqual(before);
    }),
    atMost(5),
  );
});

it('a page that was left and comes back from memory says what it would have said without that', async () => {
  const trips = visits.filter(({ trip }) => trip !== null);
  await fc.assert(
    fc.asyncProperty(trips, async (visit) => {
      const { after: left } = await run(visit);
      const { after: stayed } = await run({ ...visit, trip: null });
      expect(said(left)).toEqual(said(stayed));
    }),
    atMost(10),
  );
});

it('the verdict is the same wherever the background was killed', async () => {
  await fc.assert(
    fc.asyncProperty(visits, fc.array(fc.nat(18), { minLength: 1, maxLength: 4 }), async (visit, killBefore) => {
      const { after: whole } = await run(visit);
      const { after: killed } = await run(visit, { killBefore });
      expect(said(killed)).toEqual(said(whole));
    }),
    atMost(10),
  );
});

it('a background that was killed with something unwritten says nothing better than is so', async () => {
  let interruptions = 0;
  await fc.assert(
    fc.asyncProperty(visits, fc.array(fc.nat(18), { minLength: 1, maxLength: 3 }), async (visit, killBefore) => {
      const { after: whole } = await run(visit);
      const { after: killed } = await run(visit, { killBefore, isUnwritten: true });
      if (isInterrupted(killed)) interruptions++;
      const [so, said] = [rankOf(whole), rankOf(killed)];
      if (Number.isNaN(so)) expect(REASSURING).not.toContain(killed.verdict);
      else if (Number.isNaN(said)) expect(REASSURING).toContain(whole.verdict);
      else expect(said).toBeLessThanOrEqual(so);
    }),
    atMost(20),
  );
  expect(interruptions).toBeGreaterThan(0);
});
