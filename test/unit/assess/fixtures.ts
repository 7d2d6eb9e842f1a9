// Every verdict and first cause that can occur, as facts: for the tests of assess() and for the gallery of pictures.

import type { Facts } from '../../../src/shared/facts.ts';
import type { LookupFailure } from '../../../src/shared/lookup.ts';
import type { Evidence, Verdict } from '../../../src/shared/report.ts';
import type { CauseKind } from '../../../src/shared/report-kinds.ts';
import { httpsRdata } from '../builders.ts';
import {
  ADDED_ROOT,
  AMBIGUOUS,
  canary,
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
import { ROWS_BESIDE, type Row } from './fixtures-beside.ts';
import { ROWS_TRACED } from './fixtures-traced.ts';

export interface Fixture {
  name: string;
  facts: Facts;
  verdict: Verdict;
  evidence: Evidence;
  cause: CauseKind | null;
}

const ALIAS = set([httpsRdata(0, 'pool.example', {})]);
/** Browsers do not follow it, the RFCs do. */
const ALIAS_NOT_FOLLOWED = lookup({ kind: 'alias', target: 'pool.example', sets: [ALIAS] });
const ALIAS_TO_ECH = lookup({ kind: 'records', sets: [ALIAS, set([withEch()], { owner: 'pool.example' })] });
/** A record of one byte beside one with `ech`. */
const DAMAGED_SET = records(withEch(), Uint8Array.of(0));
const MANY = lookup(
  {
    kind: 'records',
    sets: [set(Array.from({ length: 20 }, (_, index) => withEch(index === 0 ? undefined : `c${index}.example`)))],
  },
  { extendedErrors: Array.from({ length: 40 }, (_, code) => ({ code: 20 + code, text: 'x'.repeat(200) })) },
);
const shown = connection({ usedEch: false });
const clear = connection({ usedEch: null, usedPrivateDns: null, tlsVersion: null, root: null });
const proxy = { type: 'http', host: 'proxy.example', knowsName: true };

const ROWS: Row[] = [
  // Rule 1
  [
    'cleartext',
    firefox({ page: page(`http://${HOST}/`), connection: clear, lookup: NO_RECORD }),
    'cleartext',
    'measured',
    'cleartext',
  ],
  [
    'cleartext-local',
    chromium({ page: page('http://192.168.1.1/'), lookup: { state: 'not-asked', why: 'not-needed', resolver: null } }),
    'cleartext',
    'measured',
    'cleartext',
  ],
  [
    'cleartext-local-name',
    firefox({ page: page('http://printer.local/'), connection: { ...clear, address: '192.168.1.9' } }),
    'cleartext',
    'measured',
    'cleartext',
  ],
  ...[TLS_PROXY, DEVICE_PROXY].map(
    (tunnel): Row => [
      `cleartext-${tunnel.type}-proxy`,
      firefox({ page: page(`http://${HOST}/`), connection: { ...clear, proxy: tunnel } }),
      'cleartext',
      'measured',
      'cleartext',
    ],
  ),
  // Rule 2
  [
    'browser-page',
    firefox({
      page: page('about:addons'),
      connection: null,
      lookup: { state: 'not-asked', why: 'not-needed', resolver: null },
    }),
    'not-applicable',
    'measured',
    null,
  ],
  [
    'ip-address',
    chromium({ page: page('https://192.0.2.7/'), lookup: { state: 'not-asked', why: 'not-needed', resolver: null } }),
    'not-applicable',
    'measured',
    null,
  ],
  [
    'local-name',
    firefox({
      page: page('https://printer.local/'),
      connection: shown,
      lookup: { state: 'not-asked', why: 'never-ask', resolver: null },
    }),
    'not-applicable',
    'measured',
    null,
  ],
  ...(['http', 'https'] as const).map(
    (scheme): Row => [
      `onion-${scheme}`,
      firefox({
        page: page(`${scheme}://${'a'.repeat(56)}.onion/`),
        connection: clear,
        lookup: { state: 'not-asked', why: 'never-ask', resolver: null },
      }),
      'not-applicable',
      'measured',
      null,
    ],
  ),
  // Rule 3
  [
    'intercepted',
    firefox({ connection: connection({ usedEch: false, root: ADDED_ROOT }), lookup: NO_RECORD }),
    'intercepted',
    'measured',
    'added-root',
  ],
  [
    'intercepted-with-ech',
    firefox({ connection: connection({ root: ADDED_ROOT }) }),
    'intercepted',
    'measured',
    'added-root',
  ],
  // Rule 4
  ['hidden', firefox(), 'hidden', 'measured', null],
  [
    'hidden-expected-root',
    firefox({ connection: connection({ root: ADDED_ROOT }), expectedRoots: [ADDED_ROOT.sha256] }),
    'hidden',
    'measured',
    null,
  ],
  ['hidden-cloudflare', firefox({ lookup: records(withEch('cloudflare-ech.com')) }), 'hidden', 'measured', null],
  ['hidden-cover-unknown', firefox({ lookup: NO_RECORD }), 'hidden', 'measured', null],
  [
    'hidden-same-owner',
    firefox({ lookup: records(withEch('cover.news.example')) }),
    'hidden',
    'measured',
    'same-owner',
  ],
  ['hidden-from-cache', firefox({ page: page(undefined, { arrival: 'http-cache' }) }), 'hidden', 'measured', null],
  [
    'hidden-proxy-with-address',
    firefox({ connection: connection({ proxy: { type: 'socks', host: 'proxy.example', knowsName: false } }) }),
    'hidden',
    'measured',
    null,
  ],
  ['hidden-own-row-shows', firefox({ lookup: ALIAS_TO_ECH }), 'hidden', 'measured', null],
  // Rule 5
  [
    'partly-hidden-dns',
    firefox({ connection: connection({ usedPrivateDns: false }) }),
    'partly-hidden',
    'measured',
    'unencrypted-dns',
  ],
  [
    'hidden-dns-unreported',
    firefox({ connection: connection({ usedPrivateDns: null }) }),
    'hidden',
    'measured',
    'unencrypted-dns',
  ],
  [
    'partly-hidden-hop',
    firefox(visited([hop('go.example', ['cleartext'])])),
    'partly-hidden',
    'measured',
    'cleartext-redirect',
  ],
  [
    'hidden-hop-unreported',
    firefox({ page: page(undefined, { redirectUnreported: true }) }),
    'hidden',
    'measured',
    'cleartext-redirect',
  ],
  [
    'partly-hidden-proxy',
    firefox({ connection: connection({ proxy, usedPrivateDns: false }) }),
    'partly-hidden',
    'measured',
    'proxy',
  ],
  ...[true, false, null].map(
    (usedEch): Row => [
      `partly-hidden-tls-proxy-${usedEch}`,
      firefox({ connection: connection({ proxy: TLS_PROXY, usedEch }) }),
      'partly-hidden',
      'measured',
      'tls-proxy',
    ],
  ),
  [
    'partly-hidden-device-proxy',
    firefox({ connection: connection({ proxy: DEVICE_PROXY }) }),
    'partly-hidden',
    'measured',
    'device-proxy',
  ],
  [
    'partly-hidden-named-before',
    firefox({ ...visited([hop(HOST, ['exposed'])]), connection: connection({ usedPrivateDns: false }) }),
    'partly-hidden',
    'measured',
    'exposed-earlier',
  ],
  ['partly-hidden-ocsp', firefox({ connection: connection({ usedOcsp: true }) }), 'partly-hidden', 'measured', 'ocsp'],
  [
    'partly-hidden-same-owner',
    firefox({ connection: connection({ usedPrivateDns: false }), lookup: records(withEch('cover.news.example')) }),
    'partly-hidden',
    'measured',
    'unencrypted-dns',
  ],
  // Rule 6
  ['offered-not-used', firefox({ connection: shown }), 'offered-not-used', 'measured', 'not-yet-known'],
  [
    'offered-not-used-mixed',
    firefox({ connection: shown, lookup: MIXED }),
    'offered-not-used',
    'measured',
    'mixed-set',
  ],
  [
    'offered-not-used-quic-alone',
    firefox({ connection: shown, lookup: QUIC_ALONE }),
    'offered-not-used',
    'measured',
    'quic-only',
  ],
  [
    'offered-not-used-alias',
    firefox({ connection: shown, lookup: ALIAS_TO_ECH }),
    'offered-not-used',
    'measured',
    'unusable',
  ],
  [
    'offered-not-used-from-cache',
    firefox({ page: page(undefined, { arrival: 'http-cache' }), connection: shown }),
    'offered-not-used',
    'measured',
    'not-from-network',
  ],
  [
    'offered-not-used-proxy',
    firefox({ connection: connection({ usedEch: false, proxy }) }),
    'offered-not-used',
    'measured',
    'proxy',
  ],
  // Rule 7
  ['exposed-no-record', firefox({ connection: shown, lookup: NO_RECORD }), 'exposed', 'measured', 'no-record'],
  ['exposed-no-ech', firefox({ connection: shown, lookup: NO_ECH }), 'exposed', 'measured', 'no-ech'],
  ['exposed-malformed', firefox({ connection: shown, lookup: MALFORMED_ECH }), 'exposed', 'measured', 'unusable'],
  ['exposed-unusable', firefox({ connection: shown, lookup: UNUSABLE_ECH }), 'exposed', 'measured', 'unusable'],
  [
    'exposed-lookup-failed',
    firefox({ connection: shown, lookup: failed({ kind: 'timeout', timeoutMs: 5000 }) }),
    'exposed',
    'measured',
    'lookup-failed',
  ],
  [
    'exposed-private-window',
    firefox({
      page: page(undefined, { private: true }),
      connection: shown,
      lookup: { state: 'not-asked', why: 'private-window', resolver: null },
    }),
    'exposed',
    'measured',
    'not-asked',
  ],
  [
    'exposed-from-cache',
    firefox({ page: page(undefined, { arrival: 'http-cache' }), connection: shown, lookup: NO_ECH }),
    'exposed',
    'measured',
    'no-ech',
  ],
  [
    'exposed-proxy',
    firefox({ connection: connection({ usedEch: false, proxy }), lookup: NO_RECORD }),
    'exposed',
    'measured',
    'proxy',
  ],
  ['exposed-own-name', firefox({ lookup: records(withEch('News.Example')) }), 'exposed', 'inferred', 'own-name'],
  [
    'exposed-own-name-not-used',
    firefox({ connection: shown, lookup: records(withEch(HOST)) }),
    'exposed',
    'measured',
    'own-name',
  ],
  [
    'exposed-pending',
    firefox({ connection: shown, lookup: { state: 'pending', resolver: RESOLVER } }),
    'exposed',
    'measured',
    null,
  ],
  [
    'exposed-own-row-hides',
    firefox({ connection: shown, lookup: records(withEch('cover_name.example')) }),
    'exposed',
    'measured',
    'not-yet-known',
  ],
  ['exposed-set-malformed', firefox({ connection: shown, lookup: DAMAGED_SET }), 'exposed', 'measured', 'malformed'],
  [
    'exposed-no-service',
    firefox({ connection: shown, lookup: lookup({ kind: 'no-service', sets: [set([httpsRdata(0, '.', {})])] }) }),
    'exposed',
    'measured',
    'no-service',
  ],
  ['exposed-alias', firefox({ connection: shown, lookup: ALIAS_NOT_FOLLOWED }), 'exposed', 'measured', 'alias'],
  [
    'exposed-local-name',
    firefox({
      connection: shown,
      lookup: lookup({ kind: 'failed', failure: { kind: 'local-name', name: 'printer.local' }, sets: [ALIAS] }),
    }),
    'exposed',
    'measured',
    'lookup-failed',
  ],
  [
    'exposed-alias-nowhere',
    firefox({ connection: shown, lookup: lookup({ kind: 'name-error', sets: [ALIAS] }) }),
    'exposed',
    'measured',
    'alias-nowhere',
  ],
  [
    'exposed-withheld',
    firefox({ connection: shown, lookup: lookup({ kind: 'name-error', sets: [] }) }),
    'exposed',
    'measured',
    'withheld',
  ],
  // Rule 8
  ['likely-hidden', chromium(), 'likely-hidden', 'inferred', null],
  [
    'likely-hidden-cloudflare',
    chromium({ lookup: records(withEch('cloudflare-ech.com')) }),
    'likely-hidden',
    'inferred',
    null,
  ],
  ['hidden-perhaps-same-owner', firefox({ lookup: AMBIGUOUS }), 'hidden', 'measured', null],
  ['likely-hidden-unnamed', chromium({ lookup: AMBIGUOUS }), 'likely-hidden', 'inferred', null],
  [
    'likely-hidden-same-owner',
    chromium({ lookup: records(withEch('cover.news.example')) }),
    'likely-hidden',
    'inferred',
    'same-owner',
  ],
  [
    'likely-hidden-hop',
    chromium(visited([hop('go.example', ['cleartext'])])),
    'likely-hidden',
    'inferred',
    'cleartext-redirect',
  ],
  [
    'likely-hidden-named-before',
    firefox({ ...visited([hop(HOST, ['exposed'])]), connection: connection({ usedEch: null }) }),
    'likely-hidden',
    'inferred',
    'exposed-earlier',
  ],
  [
    'likely-hidden-hop-unreported',
    firefox({ page: page(undefined, { redirectUnreported: true }), connection: connection({ usedEch: null }) }),
    'likely-hidden',
    'inferred',
    'cleartext-redirect',
  ],
  [
    'likely-hidden-firefox-mixed',
    firefox({ connection: connection({ usedEch: null }), lookup: MIXED }),
    'likely-hidden',
    'inferred',
    'mixed-set',
  ],
  [
    'likely-hidden-firefox-quic-alone',
    firefox({ connection: connection({ usedEch: null }), lookup: QUIC_ALONE }),
    'likely-hidden',
    'inferred',
    'quic-only',
  ],
  [
    'likely-hidden-truncated',
    chromium({ lookup: lookup({ kind: 'failed', failure: { kind: 'truncated' }, sets: [set([withEch()])] }) }),
    'likely-hidden',
    'inferred',
    null,
  ],
  ...Object.entries({
    tested: chromium(elsewhere([1, 1])),
    'tested-some': chromium(elsewhere([1, 2])),
    'tested-missed': chromium(elsewhere([0, 1])),
    'measured-elsewhere': chromium(elsewhere([0, 0], [4, 4])),
    'measured-elsewhere-one': firefox({ ...elsewhere([0, 0], [1, 1]), connection: connection({ usedEch: null }) }),
  }).map(([name, facts]): Row => [`likely-hidden-${name}`, facts, 'likely-hidden', 'inferred', null]),
  ['ech-off-here-tested', chromium(elsewhere([0, 3])), 'unknown', 'unknown', 'ech-off-here'],
  [
    'ech-off-here-leaky',
    chromium({
      ...elsewhere([0, 2]),
      ...visited([
        hop('go.example', ['cleartext']),
        host('cdn.example', ['unreported'], { prediction: { outcome: 'hides', publicName: 'cover.example' } }),
      ]),
    }),
    'unknown',
    'unknown',
    'ech-off-here',
  ],
  [
    'ech-off-here-measured',
    firefox({ ...elsewhere([0, 0], [0, 5]), connection: connection({ usedEch: null }) }),
    'unknown',
    'unknown',
    'ech-off-here',
  ],
  // Rule 9
  ['probably-exposed-no-record', chromium({ lookup: NO_RECORD }), 'exposed', 'inferred', 'no-record'],
  ['probably-exposed-alias', chromium({ lookup: ALIAS_NOT_FOLLOWED }), 'exposed', 'inferred', 'alias'],
  ['probably-exposed-no-ech', chromium({ lookup: NO_ECH }), 'exposed', 'inferred', 'no-ech'],
  ['probably-exposed-tcp-alone', chromium({ lookup: TCP_ALONE }), 'exposed', 'inferred', 'no-ech-quic'],
  ['probably-exposed-quic-alone', chromium({ lookup: QUIC_ALONE }), 'exposed', 'inferred', 'no-ech-tcp'],
  ['probably-exposed-unusable', chromium({ lookup: UNUSABLE_ECH }), 'exposed', 'inferred', 'unusable'],
  [
    'probably-exposed-port-name-error',
    chromium({
      page: page(`https://${HOST}:8443/`),
      lookup: lookup({ kind: 'name-error', sets: [] }, { queryName: `_8443._https.${HOST}` }),
    }),
    'exposed',
    'inferred',
    'no-record',
  ],
  ['probably-exposed-own-name', chromium({ lookup: records(withEch(HOST)) }), 'exposed', 'inferred', 'own-name'],
  ...(['alias-loop', 'chain-too-long'] as const).map(
    (kind): Row => [
      `probably-exposed-${kind}`,
      chromium({ lookup: lookup({ kind: 'failed', failure: { kind }, sets: [ALIAS] }) }),
      'exposed',
      'inferred',
      'lookup-failed',
    ],
  ),
  // Rule 10
  [
    'unknown-withheld',
    chromium({ lookup: lookup({ kind: 'name-error', sets: [] }) }),
    'unknown',
    'unknown',
    'withheld',
  ],
  ...[4, 15, 16, 17, 18].map(
    (code): Row => [
      `unknown-withheld-${code}`,
      chromium({ lookup: lookup({ kind: 'no-data', sets: [] }, { extendedErrors: [{ code, text: '' }] }) }),
      'unknown',
      'unknown',
      'withheld',
    ],
  ),
  [
    'unknown-certificate-error',
    firefox({ connection: connection({ security: 'broken', usedEch: null, usedPrivateDns: null, root: null }) }),
    'unknown',
    'unknown',
    'certificate-error',
  ],
  [
    'unknown-no-access-unreported',
    firefox({
      page: page(undefined, { arrival: 'unreported' }),
      connection: null,
      lookup: { state: 'not-asked', why: 'no-access', resolver: null },
    }),
    'unknown',
    'unknown',
    'not-asked',
  ],
  [
    'unknown-device-proxy',
    firefox({ connection: connection({ proxy: DEVICE_PROXY, usedEch: false }) }),
    'unknown',
    'unknown',
    'device-proxy',
  ],
  ['unknown-refuted', chromium({ lookup: MALFORMED_ECH }), 'unknown', 'unknown', null],
  ['unknown-pending', chromium({ lookup: { state: 'pending', resolver: RESOLVER } }), 'unknown', 'unknown', null],
  [
    'unknown-pending-first',
    chromium({ lookup: { state: 'pending', resolver: null }, canary: null }),
    'unknown',
    'unknown',
    null,
  ],
  [
    'unknown-load-failed',
    firefox({ page: page(undefined, { failure: 'NS_ERROR_NET_RESET' }), connection: null }),
    'unknown',
    'unknown',
    'load-failed',
  ],
  [
    'unknown-load-failed-by-its-records',
    chromium({
      page: page(undefined, { failure: 'net::ERR_INVALID_ECH_CONFIG_LIST' }),
      connection: null,
      lookup: MALFORMED_ECH,
    }),
    'unknown',
    'unknown',
    'unusable',
  ],
  [
    'unknown-load-failed-quic-alone',
    firefox({
      page: page(undefined, { failure: 'NS_ERROR_NET_RESET' }),
      connection: null,
      lookup: QUIC_ALONE,
    }),
    'unknown',
    'unknown',
    'quic-only',
  ],
  [
    'unknown-service-worker',
    firefox({ page: page(undefined, { arrival: 'service-worker' }), connection: null }),
    'unknown',
    'unknown',
    'not-from-network',
  ],
  [
    'unknown-back-forward-cache',
    chromium({ page: page(undefined, { arrival: 'back-forward-cache' }), connection: null }),
    'unknown',
    'unknown',
    'not-from-network',
  ],
  [
    'unknown-http-cache',
    chromium({ page: page(undefined, { arrival: 'http-cache' }) }),
    'unknown',
    'unknown',
    'not-from-network',
  ],
  [
    'unknown-unreported',
    chromium({ page: page(undefined, { arrival: 'unreported' }), connection: null }),
    'unknown',
    'unknown',
    'not-from-network',
  ],
  [
    'unknown-unseen',
    firefox({ page: page(undefined, { arrival: 'predates-extension' }), connection: null }),
    'unknown',
    'unknown',
    'not-from-network',
  ],
  ['unknown-interrupted', firefox({ page: page(undefined, { wasInterrupted: true }) }), 'unknown', 'unknown', null],
  [
    'unknown-kept-away-firefox',
    firefox({ page: page(undefined, { arrival: 'unreported', extensionsBlocked: true }), connection: null }),
    'unknown',
    'unknown',
    'kept-away',
  ],
  [
    'unknown-kept-away-chromium',
    chromium({ page: page(undefined, { arrival: 'unreported', extensionsBlocked: true }), connection: null }),
    'unknown',
    'unknown',
    'kept-away',
  ],
  [
    'unknown-restricted',
    firefox({
      page: page('https://addons.mozilla.org/', { arrival: 'unreported', restricted: true }),
      connection: null,
      lookup: { state: 'not-asked', why: 'not-needed', resolver: null },
    }),
    'unknown',
    'unknown',
    null,
  ],
  ...(['too-many', 'too-many-in-all'] as const).map(
    (why): Row => [
      `unknown-${why}`,
      chromium({ lookup: { state: 'not-asked', why, resolver: RESOLVER } }),
      'unknown',
      'unknown',
      'not-asked',
    ],
  ),
  [
    'hidden-proxied',
    firefox({
      connection: connection({ proxy: { type: 'socks', host: 'proxy.example', knowsName: false } }),
      lookup: { state: 'not-asked', why: 'proxied', resolver: RESOLVER },
    }),
    'hidden',
    'measured',
    null,
  ],
  ...(['local-address', 'local-proxy', 'not-looked-up', 'certificate-refused', 'browser-failed'] as const).map(
    (why): Row => [
      `unknown-${why}`,
      chromium({ lookup: { state: 'not-asked', why, resolver: RESOLVER } }),
      'unknown',
      'unknown',
      'not-asked',
    ],
  ),
  ...(['no-resolver', 'no-consent', 'no-access', 'private-window', 'on-click'] as const).map(
    (why): Row => [
      `unknown-${why}`,
      chromium({ lookup: { state: 'not-asked', why, resolver: null }, canary: null }),
      'unknown',
      'unknown',
      'not-asked',
    ],
  ),
  [
    'unknown-barred-behind-cname',
    chromium({ lookup: lookup({ kind: 'failed', failure: { kind: 'excluded-by-policy', name: 'kept.example' } }) }),
    'unknown',
    'unknown',
    'not-asked',
  ],
  ...failures().map(
    (failure): Row => [
      `unknown-${failure.kind}`,
      chromium({ lookup: failed(failure) }),
      'unknown',
      'unknown',
      'lookup-failed',
    ],
  ),
  // What else a screen has to hold
  [
    'canary-set-firefox',
    firefox({ connection: connection({ usedPrivateDns: false }), canary: canary({ state: 'set' }) }),
    'partly-hidden',
    'measured',
    'unencrypted-dns',
  ],
  ['canary-unknown-firefox', firefox({ canary: canary({ state: 'unknown' }) }), 'hidden', 'measured', null],
  [
    'canary-set-chromium',
    chromium({ canary: canary({ asked: 'chosen-resolver', resolver: RESOLVER.name, state: 'set' }) }),
    'likely-hidden',
    'inferred',
    null,
  ],
  ['more-than-is-shown', firefox({ lookup: MANY }), 'hidden', 'measured', null],
  ['international-name', firefox({ page: page('https://xn--bcher-kva.example/') }), 'hidden', 'measured', null],
  [
    'long-name',
    firefox({ page: page(`https://${'long-label-of-a-name.'.repeat(11)}example/`), connection: shown }),
    'offered-not-used',
    'measured',
    'not-yet-known',
  ],
  [
    'blocked-by-resolver',
    chromium({
      lookup: lookup(
        { kind: 'failed', failure: { kind: 'dns-rcode', rcode: 5 } },
        { extendedErrors: [{ code: 15, text: 'on the list of the house' }] },
      ),
    }),
    'unknown',
    'unknown',
    'lookup-failed',
  ],
  [
    'subnet-refused',
    firefox({ lookup: lookup({ kind: 'no-data', sets: [] }, { subnetOptOut: 'refused' }) }),
    'hidden',
    'measured',
    null,
  ],
  [
    'validated',
    firefox({
      lookup: {
        ...ECH,
        lookup: { ...(ECH as Extract<Facts['lookup'], { state: 'done' }>).lookup, authenticated: true },
      } as Facts['lookup'],
    }),
    'hidden',
    'measured',
    null,
  ],
];

/** One of every kind of failure. */
function failures(): LookupFailure[] {
  return [
    { kind: 'not-askable' },
    { kind: 'local-name', name: 'printer.local' },
    { kind: 'offline' },
    { kind: 'unreachable' },
    { kind: 'local-network', isDenied: true },
    { kind: 'local-network', isDenied: false },
    { kind: 'timeout', timeoutMs: 5000 },
    { kind: 'http-status', status: 503 },
    { kind: 'content-type', contentType: 'text/html; charset=utf-8' },
    { kind: 'too-large' },
    { kind: 'malformed', error: { kind: 'truncated', field: 'answer[0].RDATA', offset: 45 } },
    { kind: 'wrong-question' },
    { kind: 'truncated' },
    { kind: 'dns-rcode', rcode: 2 },
    { kind: 'alias-loop' },
    { kind: 'chain-too-long' },
  ];
}

export const FIXTURES: readonly Fixture[] = [...ROWS, ...ROWS_BESIDE, ...ROWS_TRACED].map(
  ([name, facts, verdict, evidence, cause]) => ({
    name,
    facts,
    verdict,
    evidence,
    cause,
  }),
);
