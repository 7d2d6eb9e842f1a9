// Whole visits, at random: what a page reaches besides never makes its verdict better, a background that is killed between any two
// events, with all written, ends with the same verdict, and one that had not written all says nothing reassuring.

import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { BrowserName, ConnectionFacts, RootFacts } from '../../src/shared/facts.ts';
import type { NavigationEvent, SubresourceResponse } from '../../src/shared/ports.ts';
import type { SiteReport } from '../../src/shared/report.ts';
import { ADDED_ROOT, chromeConnection, connection } from '../unit/assess/facts-builder.ts';
import { isInterrupted } from '../unit/background/interruption.ts';
import { COMMITTED_AT_MS, committed, redirect } from '../unit/background/visit.ts';
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
}

const usually = <T>(value: T, ...others: T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const way = {
  plain: usually(false, true),
  usedEch: usually(true, false),
  clearDns: usually(false, true),
  proxied: usually(false, true),
  root: usually<RootFacts | null>(null, ADDED_ROOT),
  place: fc.nat(1),
  fromCache: usually(false, true),
};
const anyHost = fc.constantFrom(...NAMES);
const visits: fc.Arbitrary<Visit> = fc.record({
  kind: fc.constantFrom<BrowserName>('firefox', 'chromium'),
  publish: fc.subarray(NAMES).map((names) => [...names, PAGE]),
  hops: fc.array(fc.record({ ...way, host: anyHost }), { maxLength: 2 }),
  document: fc.record({ ...way, host: fc.constant(PAGE), plain: usually(false, true) }),
  responses: fc.array(fc.record({ ...way, host: anyHost, byWorker: usually(false, true) }), {
    minLength: 1,
    maxLength: 5,
  }),
});

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
function eventsOf({ kind, hops, document, responses }: Visit): (NavigationEvent | SubresourceResponse)[] {
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
  const after = responses.map(
    (one): SubresourceResponse => ({
      tabId: one.byWorker ? -1 : 1,
      scheme: one.plain ? 'http' : 'https',
      host: one.host,
      port: one.plain ? 80 : 443,
      timeMs: ++timeMs + 200,
      fromCache: one.fromCache,
      connection: connectionOf(kind, one),
      topHost: PAGE,
    }),
  );
  return [...onTheWay, committed(urlOf(document)), ...after];
}

interface Run {
  /** Events before which the background is killed. */
  killBefore?: readonly number[];
  /** The second in which it gathers writes is never over. */
  isUnwritten?: boolean;
  /** So many events and no more. */
  most?: number;
}

/** The report in the end. */
async function run(visit: Visit, { killBefore = [], isUnwritten = false, most = Number.POSITIVE_INFINITY }: Run = {}) {
  const browser = new FakeBrowser(visit.kind);
  browser.resolve = async (name, type) =>
    visit.publish.includes(name) ? answer(name, type) : dnsResponse(messageOf({ name, type }));
  if (isUnwritten) await settle();
  browser.timeStands = isUnwritten;
  for (const [index, event] of eventsOf(visit).slice(0, most).entries()) {
    if (killBefore.includes(index)) {
      await settle();
      browser.kill();
      browser.start();
    }
    if ('kind' in event) browser.emit(event);
    else browser.see(event);
    if (isUnwritten) await settle();
  }
  browser.timeStands = false;
  browser.letTimePass();
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

const options = { numRuns: Math.ceil(numRuns / 10) };

it('one request more never makes the verdict better', async () => {
  await fc.assert(
    fc.asyncProperty(visits, async (visit) => {
      const all = eventsOf(visit).length;
      const less = await run(visit, { most: all - 1 });
      const more = await run(visit);
      const [before, after] = [rankOf(less), rankOf(more)];
      if (Number.isNaN(before)) expect(['hidden', 'likely-hidden']).not.toContain(more.verdict);
      else if (Number.isNaN(after)) expect(['hidden', 'likely-hidden']).toContain(less.verdict);
      else expect(after).toBeLessThanOrEqual(before);
    }),
    options,
  );
});

it('the verdict is the same wherever the background was killed', async () => {
  await fc.assert(
    fc.asyncProperty(visits, fc.array(fc.nat(14), { minLength: 1, maxLength: 4 }), async (visit, killBefore) => {
      const whole = await run(visit);
      const killed = await run(visit, { killBefore });
      const said = ({ verdict, evidence, icon, cause }: SiteReport) => ({
        verdict,
        evidence,
        icon,
        cause: cause?.kind,
      });
      expect(said(killed)).toEqual(said(whole));
    }),
    options,
  );
});

it('a background that was killed with something unwritten says nothing better than is so', async () => {
  let interruptions = 0;
  await fc.assert(
    fc.asyncProperty(visits, fc.array(fc.nat(14), { minLength: 1, maxLength: 3 }), async (visit, killBefore) => {
      const whole = await run(visit);
      const killed = await run(visit, { killBefore, isUnwritten: true });
      if (isInterrupted(killed)) interruptions++;
      const [so, said] = [rankOf(whole), rankOf(killed)];
      if (Number.isNaN(so)) expect(REASSURING).not.toContain(killed.verdict);
      else if (Number.isNaN(said)) expect(REASSURING).toContain(whole.verdict);
      else expect(said).toBeLessThanOrEqual(so);
    }),
    { numRuns: Math.ceil(numRuns / 20) },
  );
  expect(interruptions).toBeGreaterThan(0);
});
