// A product of facts: every way in which a page can come, times what a browser can tell of its connection, times what can be
// published and looked up. Combinations that no browser gives are left out, most of them: Chrome tells of no connection.

import type { ConnectionFacts, Facts, PageFacts, ProbeResult } from '../../../src/shared/facts.ts';
import { httpsRdata } from '../builders.ts';
import {
  ADDED_ROOT,
  AMBIGUOUS,
  chromeConnection,
  chromium,
  connection,
  DEVICE_PROXY,
  ECH,
  elsewhere,
  failed,
  firefox,
  HOST,
  hop,
  host,
  lookup,
  MALFORMED_ECH,
  MIXED,
  NO_ECH,
  NO_RECORD,
  page,
  QUIC_ALONE,
  RESOLVER,
  records,
  set,
  TCP_ALONE,
  TLS_PROXY,
  UNUSABLE_ECH,
  visited,
  withEch,
} from './facts-builder.ts';

const ENCRYPTED = `https://${HOST}/`;
const IN_CLEAR = `http://${HOST}/`;
const LOCAL = 'http://printer.local/';

const WAYS: Partial<PageFacts>[] = [
  {},
  { redirectUnreported: true },
  { restricted: true },
  { extensionsBlocked: true },
  { arrival: 'http-cache' },
  { arrival: 'service-worker' },
  { arrival: 'back-forward-cache' },
  { arrival: 'unreported' },
  { arrival: 'predates-extension' },
  { failure: 'NS_ERROR_NET_RESET' },
  { failure: 'net::ERR_ECH_FALLBACK_CERTIFICATE_INVALID' },
  { failure: 'net::ERR_NAME_NOT_RESOLVED' },
];

const proxy = { type: 'socks', host: 'proxy.example', knowsName: true };
const TOLD: (ConnectionFacts | null)[] = [
  null,
  ...[
    {},
    { usedEch: false },
    { usedEch: null },
    { usedPrivateDns: false },
    { usedPrivateDns: null },
    { usedOcsp: true },
    { proxy },
    { proxy, usedEch: false },
    { proxy: { ...proxy, knowsName: false } },
    { proxy: { ...proxy, knowsName: false }, usedEch: false },
    { root: ADDED_ROOT },
    { root: ADDED_ROOT, usedEch: false },
    { root: null },
    { sharedWith: { host: `img.${HOST}`, isHidden: true } },
    { usedEch: false, sharedWith: { host: 'stranger.org', isHidden: false } },
    { security: 'broken' as const, usedEch: null, usedPrivateDns: null, root: null },
    { security: null, usedEch: null, usedPrivateDns: null, root: null, address: null },
  ].map(connection),
];

/** A connection in clear uses no ECH. */
const TOLD_IN_CLEAR = TOLD.filter((told) => told?.usedEch !== true);

/** Proxies matter where a page came from the network. */
const TUNNELED = [TLS_PROXY, DEVICE_PROXY].flatMap((tunnel) =>
  [true, false, null].map((usedEch) => connection({ proxy: tunnel, usedEch })),
);

const LOOKUPS: Facts['lookup'][] = [
  { state: 'not-asked', why: 'no-access', resolver: null },
  { state: 'not-asked', why: 'never-ask', resolver: RESOLVER },
  { state: 'not-asked', why: 'too-many', resolver: RESOLVER },
  { state: 'pending', resolver: null },
  { state: 'pending', resolver: RESOLVER },
  NO_RECORD,
  lookup({ kind: 'no-data', sets: [] }, { extendedErrors: [{ code: 15, text: '' }] }),
  lookup({ kind: 'name-error', sets: [] }),
  lookup({ kind: 'no-service', sets: [set([httpsRdata(0, '.', {})])] }),
  lookup({ kind: 'no-data', sets: [set([httpsRdata(0, 'pool.example', {})])] }),
  records(withEch(), Uint8Array.of(0)),
  NO_ECH,
  ECH,
  MIXED,
  TCP_ALONE,
  QUIC_ALONE,
  AMBIGUOUS,
  MALFORMED_ECH,
  UNUSABLE_ECH,
  records(withEch('cloudflare-ech.com')),
  records(withEch(`cover.${HOST}`)),
  records(withEch(HOST)),
  // A public name that Firefox takes and the RFCs do not.
  records(withEch('cover_name.example')),
  lookup({
    kind: 'records',
    sets: [set([httpsRdata(0, 'pool.example', {})]), set([withEch()], { owner: 'pool.example' })],
  }),
  failed({ kind: 'timeout', timeoutMs: 5000 }),
  failed({ kind: 'dns-rcode', rcode: 2 }),
  failed({ kind: 'alias-loop' }),
  failed({ kind: 'not-askable' }),
  failed({ kind: 'not-askable', name: '192.168.1.1' }),
  failed({ kind: 'local-name', name: 'printer.local' }),
  lookup({ kind: 'alias', target: 'pool.example', sets: [set([httpsRdata(0, 'pool.example', {})])] }),
  failed({ kind: 'excluded-by-policy', name: 'kept.example' }),
];

/** A local name is never asked about. */
const LOCAL_LOOKUPS = LOOKUPS.filter(
  (known) =>
    known.state !== 'done' ||
    (known.lookup.outcome.kind === 'failed' &&
      ['not-askable', 'local-name', 'excluded-by-policy'].includes(known.lookup.outcome.failure.kind)),
);

const PAGES: { url: string; lookups: Facts['lookup'][]; connections: (ConnectionFacts | null)[] }[] = [
  { url: ENCRYPTED, lookups: LOOKUPS, connections: TOLD },
  { url: IN_CLEAR, lookups: LOOKUPS, connections: TOLD_IN_CLEAR },
  { url: LOCAL, lookups: LOCAL_LOOKUPS, connections: TOLD_IN_CLEAR },
];

const told = (usedEch: boolean): ProbeResult => ({ kind: 'reported', usedEch, by: 'browser' });
const references = (...results: ProbeResult[]) =>
  results.map((result, index) => ({ host: `r${index}.example`, result }));
/** What clicks can have shown, each beside a page that came from the network. */
const CLICKS: Partial<Facts>[] = [
  {},
  { probes: { fresh: told(true), references: [] } },
  { probes: { fresh: told(false), references: references(told(true)) } },
  { probes: { fresh: told(false), references: references(told(false), told(false), told(false)) } },
  elsewhere([1, 1]),
  elsewhere([0, 2]),
  { secondOpinion: { resolver: { name: 'Mullvad', host: 'dns.mullvad.net' }, state: 'ech' } },
];

const SIBLING = `img.${HOST}`;
const addedRoot = { addedRoot: ADDED_ROOT };
/** What else can have been seen of the visit, of a page that came from the network. */
const ALTERNATIVE = { host: HOST, port: 444, isUsed: true, prediction: null };
const VISITS: Partial<Facts>[] = [
  { alternatives: [ALTERNATIVE] },
  { alternatives: [{ ...ALTERNATIVE, prediction: { outcome: 'shows' } }] },
  visited([host(SIBLING, ['exposed'])]),
  visited([hop('go.example', ['cleartext'])]),
  visited([hop(HOST, ['exposed'])]),
  visited([host(HOST, ['exposed'])]),
  visited([host(SIBLING, ['unreported'], { connection: { ...chromeConnection(), address: '192.0.2.8' } })]),
  visited([host(SIBLING, ['unreported'], { prediction: { outcome: 'shows' } })]),
  visited([hop(SIBLING, ['exposed'])]),
  visited([host('stranger.org', ['hidden'], addedRoot)]),
  visited([host(SIBLING, ['hidden'], addedRoot)]),
];

export function* everyCombination(): Generator<Facts> {
  // Nothing else matters of these.
  for (const url of ['about:addons', 'https://printer.local/']) yield firefox({ page: page(url) });
  for (const { url, lookups, connections } of PAGES)
    for (const way of WAYS)
      for (const lookup of lookups)
        for (const click of way === WAYS[0] ? [...CLICKS, ...VISITS] : [{}]) {
          const known = { page: page(url, way), lookup, ...click };
          const fromNetwork = way === WAYS[0] && (click === CLICKS[0] || VISITS.includes(click)) ? TUNNELED : [];
          for (const connection of [...connections, ...fromNetwork]) yield firefox({ ...known, connection });
          const byDebugger = VISITS.includes(click) ? [{ ...chromeConnection(), usedEch: true }] : [];
          for (const connection of [null, chromeConnection(), ...byDebugger]) yield chromium({ ...known, connection });
        }
}
