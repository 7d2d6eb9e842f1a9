// Facts of every kind of page, by name: each verdict with each of its causes, and the names that strain a layout. The popup's
// tests and the gallery show what assess() makes of them.

import { assess } from '../../src/assess/assess.ts';
import type {
  Arrival,
  CanaryFacts,
  ConnectionFacts,
  Facts,
  LookupFacts,
  NotAskedReason,
  PageFacts,
} from '../../src/shared/facts.ts';
import type { HttpsLookup, LookupFailure, LookupOutcome } from '../../src/shared/lookup.ts';
import type { SiteReport } from '../../src/shared/report.ts';
import { encodeBase64 } from '../../src/wire/base64.ts';
import { type EchParts, echListOf, httpsRdata } from '../unit/builders.ts';

const ANSWERED_AT_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const RESOLVER = { name: 'Quad9', host: 'dns.quad9.net' };
const BUILT_IN = { sha256: 'ab'.repeat(32), subject: 'CN=Example Root R1,O=Example Trust,C=US', builtIn: true };
const ADDED = {
  sha256: 'cd'.repeat(32),
  subject: 'CN=Corporate Inspection Root 2,O=Example GmbH,C=DE',
  builtIn: false,
};

const page = (parts: Partial<PageFacts> = {}): PageFacts => ({
  scheme: 'https',
  host: 'news.example',
  port: 443,
  tabId: 1,
  navigationId: 'n1',
  arrival: 'network',
  clearHops: [],
  failure: null,
  private: false,
  restricted: false,
  ...parts,
});

const connection = (parts: Partial<ConnectionFacts> = {}): ConnectionFacts => ({
  usedEch: true,
  usedPrivateDns: true,
  tlsVersion: 'TLSv1.3',
  httpVersion: 'HTTP/2.0',
  address: '192.0.2.34',
  root: BUILT_IN,
  proxy: null,
  ...parts,
});

const done = (outcome: LookupOutcome, parts: Partial<HttpsLookup> = {}): LookupFacts => ({
  state: 'done',
  resolver: RESOLVER,
  lookup: {
    queryName: 'news.example',
    outcome,
    authenticated: false,
    extendedErrors: [],
    answeredAtMs: ANSWERED_AT_MS,
    durationMs: 31,
    expiresAtMs: ANSWERED_AT_MS + 300_000,
    questions: 1,
    ...parts,
  },
});

const records = (...rdatas: Uint8Array<ArrayBuffer>[]): LookupOutcome => ({
  kind: 'records',
  sets: [{ owner: 'news.example', cnames: [], ttlSeconds: 300, rdatas: rdatas.map(encodeBase64) }],
});

const withEch = (ech: EchParts = {}, targetName = '.'): Uint8Array<ArrayBuffer> =>
  httpsRdata(1, targetName, {
    alpn: ['h3', 'h2'],
    ech: echListOf({ publicName: 'cloudflare-ech.com', configId: 61, ...ech }),
  });

const published = (ech: EchParts = {}): LookupFacts => done(records(withEch(ech)), { authenticated: true });
const mixed: LookupFacts = done(records(withEch(), httpsRdata(2, '.', { alpn: ['h2'] })));
const nothing: LookupFacts = done({ kind: 'no-data', sets: [] });
const failed = (failure: LookupFailure): LookupFacts => done({ kind: 'failed', failure });
const notAsked = (why: NotAskedReason): LookupFacts => ({ state: 'not-asked', why });

const canary = (state: CanaryFacts['state']): CanaryFacts => ({
  asked: 'system-resolver',
  resolver: null,
  state,
  checkedAtMs: ANSWERED_AT_MS,
});

const firefox = (parts: Partial<Facts> = {}): Facts => ({
  browser: 'firefox',
  page: page(),
  connection: connection(),
  lookup: published(),
  canary: canary('not-set'),
  expectedRoots: [],
  ...parts,
});

const chromium = (parts: Partial<Facts> = {}): Facts => ({
  ...firefox({ browser: 'chromium', connection: null }),
  canary: { asked: 'chosen-resolver', resolver: 'Quad9', state: 'set', checkedAtMs: ANSWERED_AT_MS },
  ...parts,
});

const plain = (lookup: LookupFacts, parts: Partial<Facts> = {}): Facts =>
  firefox({ connection: connection({ usedEch: false }), lookup, ...parts });

const arrived = (arrival: Arrival, browser = chromium): Facts => browser({ page: page({ arrival }), lookup: nothing });

/** Every kind of failure, with the numbers that its sentence tells. */
export const FAILURES: { [Kind in LookupFailure['kind']]: Extract<LookupFailure, { kind: Kind }> } = {
  offline: { kind: 'offline' },
  unreachable: { kind: 'unreachable' },
  timeout: { kind: 'timeout', timeoutMs: 5000 },
  'http-status': { kind: 'http-status', status: 503 },
  'content-type': { kind: 'content-type', contentType: 'text/html; charset=utf-8' },
  'too-large': { kind: 'too-large' },
  malformed: { kind: 'malformed', error: { kind: 'truncated', field: 'SvcParams.port', offset: 61 } },
  'wrong-question': { kind: 'wrong-question' },
  truncated: { kind: 'truncated' },
  'dns-rcode': { kind: 'dns-rcode', rcode: 2 },
  'alias-loop': { kind: 'alias-loop' },
  'chain-too-long': { kind: 'chain-too-long' },
};

const LONG_NAME = `${`${'long-label'.repeat(6)}.`.repeat(4)}example`.slice(-253);

const FACTS: Record<string, Facts> = {
  hidden: firefox(),
  'hidden-unnamed': firefox({ lookup: nothing }),
  'hidden-same-owner': firefox({
    page: page({ host: 'www.news.example' }),
    lookup: published({ publicName: 'ech.news.example' }),
  }),
  'hidden-cached': firefox({ page: page({ arrival: 'http-cache' }) }),
  'hidden-unshared': firefox({ lookup: published({ publicName: 'cover.example' }), canary: canary('set') }),
  'partly-hidden-dns': firefox({ connection: connection({ usedPrivateDns: false }) }),
  'partly-hidden-dns-untold': firefox({ connection: connection({ usedPrivateDns: null }) }),
  'partly-hidden-hop': firefox({ page: page({ clearHops: ['old.example'] }) }),
  'partly-hidden-proxy': firefox({
    connection: connection({ proxy: { type: 'http', host: 'proxy.corp.example', toldName: true } }),
  }),
  'likely-hidden': chromium(),
  'likely-hidden-mixed': firefox({ connection: null, lookup: mixed }),
  'likely-hidden-same-owner': chromium({ lookup: published({ publicName: 'ech.news.example' }) }),
  'offered-not-used': plain(published({ publicName: 'cover.example' })),
  'offered-not-used-mixed': plain(mixed),
  'offered-not-used-unusable': plain(done(records(withEch({}, 'other.example')))),
  'exposed-no-record': plain(nothing),
  'exposed-name-error': plain(done({ kind: 'name-error', sets: [] })),
  'exposed-no-ech': plain(done(records(httpsRdata(1, '.', { alpn: ['h2'] })))),
  'exposed-unusable': plain(done(records(httpsRdata(1, '.', { ech: echListOf({ kemId: 0x0010 }) })))),
  'exposed-malformed': plain(done(records(httpsRdata(1, '.', { ech: new Uint8Array([0, 9, 1]) })))),
  'exposed-lookup-failed': plain(failed(FAILURES.timeout)),
  'exposed-no-resolver': plain(notAsked('no-resolver'), { canary: null }),
  'exposed-pending': plain({ state: 'pending', resolver: RESOLVER }),
  'exposed-filtered': plain(
    done(
      { kind: 'no-data', sets: [] },
      {
        extendedErrors: [
          { code: 17, text: 'policy "family"' },
          { code: 22, text: '' },
        ],
      },
    ),
  ),
  'exposed-inferred': chromium({ lookup: nothing }),
  intercepted: firefox({ connection: connection({ root: ADDED }) }),
  'intercepted-without-ech': plain(nothing, { connection: connection({ usedEch: false, root: ADDED }) }),
  cleartext: firefox({ page: page({ scheme: 'http', port: 80 }), connection: null, lookup: nothing }),
  'not-applicable-ip': firefox({ page: page({ host: '192.0.2.7' }), lookup: notAsked('not-needed') }),
  'not-applicable-local': firefox({ page: page({ host: 'printer.local' }), lookup: notAsked('not-needed') }),
  'not-applicable-not-web': firefox({
    page: page({ scheme: 'about', host: '', port: 0 }),
    lookup: notAsked('not-needed'),
    connection: null,
  }),
  'unknown-pending': chromium({ lookup: { state: 'pending', resolver: RESOLVER } }),
  'unknown-load-failed': firefox({ page: page({ failure: 'NS_ERROR_UNKNOWN_HOST' }), connection: null }),
  'unknown-restricted': chromium({
    page: page({ host: 'chromewebstore.google.com', restricted: true }),
    lookup: nothing,
  }),
  'unknown-http-cache': arrived('http-cache'),
  'unknown-service-worker': arrived('service-worker'),
  'unknown-back-forward-cache': arrived('back-forward-cache'),
  'unknown-untold': arrived('untold'),
  'unknown-unseen': arrived('unseen'),
  'unknown-refuted': chromium({ lookup: done(records(httpsRdata(1, '.', { ech: new Uint8Array([0, 9, 1]) }))) }),
  'long-name': firefox({
    page: page({ host: LONG_NAME }),
    lookup: published({ publicName: `${LONG_NAME.slice(-200)}` }),
  }),
  'long-name-exposed': plain(nothing, { page: page({ host: LONG_NAME }) }),
  'international-name': firefox({ page: page({ host: 'xn--mnchen-3ya.example' }) }),
  'lookalike-name': plain(nothing, { page: page({ host: 'xn--80ak6aa92e.example' }) }),
};
for (const why of ['no-resolver', 'no-consent', 'no-access', 'private-window', 'never-ask', 'on-click'] as const) {
  FACTS[`unknown-${why}`] = chromium({ lookup: notAsked(why), canary: null });
}
for (const failure of Object.values(FAILURES)) {
  FACTS[`unknown-failed-${failure.kind}`] = chromium({ lookup: failed(failure) });
}

/** What assess() concludes, by the name of the case. */
export const REPORTS: Record<string, SiteReport> = Object.fromEntries(
  Object.entries(FACTS).map(([name, facts]) => [name, assess(facts)]),
);
