// What stands beside a verdict, as facts: the other hosts, what the user's clicks have shown, a second resolver, what was hidden
// before, and failures that ECH may have to do with.

import { assess } from '../../../src/assess/assess.ts';
import type {
  Alternative,
  Facts,
  HostPrediction,
  ProbeFacts,
  ProbeResult,
  SecondOpinion,
} from '../../../src/shared/facts.ts';
import type { Evidence, Verdict } from '../../../src/shared/report.ts';
import type { CauseKind } from '../../../src/shared/report-kinds.ts';
import { httpsRdata } from '../builders.ts';
import {
  ADDED_ROOT,
  chromeConnection,
  chromium,
  connection,
  DEVICE_PROXY,
  ECH,
  failed,
  firefox,
  HOST,
  hop,
  host,
  lookup,
  NO_ECH,
  NO_RECORD,
  page,
  records,
  set,
  TLS_PROXY,
  visited,
  withEch,
} from './facts-builder.ts';

export type Row = [name: string, facts: Facts, verdict: Verdict, evidence: Evidence, cause: CauseKind | null];

const shown = connection({ usedEch: false });
const OWN_ROW_ALONE = records(withEch('cover_name.example'));
const CLOUDFLARE = records(withEch('cloudflare-ech.com'));

/** The resolver says that it made the record up (RFC 8914 §4.5). */
const FORGED = lookup(
  { kind: 'records', sets: [set([httpsRdata(1, '.', { alpn: ['h2'] })])] },
  { extendedErrors: [{ code: 4, text: '' }] },
);

const told = (usedEch: boolean, by: 'browser' | 'trace' = 'browser'): ProbeResult => ({
  kind: 'reported',
  usedEch,
  by,
});
const FAILED: ProbeResult = { kind: 'failed' };
const UNREPORTED: ProbeResult = { kind: 'unreported' };
const REFERENCES = ['crypto.cloudflare.com', 'cloudflare-ech.com', 'tls-ech.dev'];
export const probes = (fresh: ProbeResult | null, ...references: ProbeResult[]): ProbeFacts => ({
  fresh,
  references: references.map((result, index) => ({ host: REFERENCES[index] ?? '', result })),
});
const notUsed = (found: ProbeFacts): Facts => firefox({ connection: shown, probes: found });

const second = (state: SecondOpinion['state']): Partial<Facts> => ({
  secondOpinion: { resolver: { name: 'Mullvad', host: 'dns.mullvad.net' }, state },
});

const digest = assess(firefox()).published.echDigest ?? '';
export const hiddenBefore = (evidence: 'measured' | 'inferred' = 'measured', echDigest = digest): Partial<Facts> => ({
  hiddenBefore: { evidence, echDigest, atMs: Date.UTC(2026, 10, 24, 11) },
});

const failure = (error: string): Partial<Facts> => ({ page: page(undefined, { failure: error }), connection: null });

const predicted = (name: string, prediction: HostPrediction) => host(name, ['unreported'], { prediction });
const LOADED = ['fonts', 'images', 'scripts', 'video', 'api'].map((label) => `${label}.cdn.example`);
const KINDS = visited([
  host('fonts.cdn.example', ['hidden']),
  host('pixel.tracker.example', ['cleartext'], {
    connection: connection({ tlsVersion: null, usedEch: null, root: null }),
  }),
  host('video.example', ['hidden', 'exposed']),
  host('proxied.example', ['hidden', 'proxied'], {
    connection: connection({ proxy: { type: 'http', host: 'proxy.example', knowsName: true } }),
  }),
  host('read.example', ['hidden'], { addedRoot: ADDED_ROOT }),
  host('odd.example', ['unreported']),
  host('dns.example', ['hidden', 'unencrypted-dns']),
  host('script.example', ['exposed'], {
    connection: connection({ tlsVersion: 'TLSv1.2', httpVersion: 'HTTP/1.1', keyAgreement: 'secp256r1' }),
  }),
]);
const STRAINS = visited(
  [
    `${'long-label-of-a-name.'.repeat(11)}example`,
    'xn--bcher-kva.example',
    'xn--4dbrk0ce.xn--4dbrk0ce',
    '<img src=x>\u202e.example',
    'a.example',
  ].map((name) => host(name, ['exposed'])),
);

const SIBLING = `img.${HOST}`;
const SIBLING_EXPOSED = host(SIBLING, ['exposed']);
const SIBLING_CLEARTEXT = host(SIBLING, ['cleartext']);
const STRANGER_INTERCEPTED = host('stranger.org', ['hidden'], { addedRoot: ADDED_ROOT });
const SIBLING_INTERCEPTED = host(SIBLING, ['hidden'], { addedRoot: ADDED_ROOT });

const ELSEWHERE = { connection: { ...chromeConnection(), address: '192.0.2.8' } };
const SHOWS = { prediction: { outcome: 'shows' } } as const;
const alternative = (change: Partial<Alternative> = {}) => ({
  alternatives: [{ host: HOST, port: 444, isUsed: true, prediction: { outcome: 'shows' as const }, ...change }],
});
const ELSEWHERE_HOST = { host: 'edge.example', port: 443 };
const SIBLING_LIKELY_EXPOSED = host(SIBLING, ['unreported'], { ...ELSEWHERE, ...SHOWS });

export const ROWS_BESIDE: Row[] = [
  // Where the site's servers led Chrome
  ['alternative-port', chromium(alternative()), 'likely-hidden', 'inferred', 'alternative-service'],
  ['alternative-host', chromium(alternative(ELSEWHERE_HOST)), 'likely-hidden', 'inferred', 'alternative-service'],
  [
    'alternative-debugger',
    chromium({ ...alternative(), connection: { ...chromeConnection(), usedEch: true } }),
    'partly-hidden',
    'measured',
    'alternative-service',
  ],
  [
    'alternative-unchecked',
    chromium(alternative({ prediction: null })),
    'likely-hidden',
    'inferred',
    'alternative-unchecked',
  ],
  [
    'alternative-host-unchecked',
    chromium({
      ...alternative({ ...ELSEWHERE_HOST, prediction: null }),
      connection: { ...chromeConnection(), usedEch: true },
    }),
    'hidden',
    'measured',
    'alternative-unchecked',
  ],
  // The rest of the visit
  ['visit-same-site-exposed', firefox(visited([SIBLING_EXPOSED])), 'partly-hidden', 'measured', 'same-site-exposed'],
  [
    'visit-same-site-before',
    firefox(visited([hop(SIBLING, ['exposed'])])),
    'partly-hidden',
    'measured',
    'same-site-before',
  ],
  [
    'visit-three-ways',
    firefox({ ...visited([SIBLING_EXPOSED]), connection: connection({ usedPrivateDns: false, usedOcsp: true }) }),
    'partly-hidden',
    'measured',
    'same-site-exposed',
  ],
  ['visit-intercepted-name', firefox(visited([SIBLING_INTERCEPTED])), 'intercepted', 'measured', 'added-root-name'],
  [
    'visit-intercepted-elsewhere',
    firefox(visited([STRANGER_INTERCEPTED])),
    'partly-hidden',
    'measured',
    'intercepted-elsewhere',
  ],
  [
    'visit-same-site-cleartext',
    firefox(visited([SIBLING_CLEARTEXT])),
    'partly-hidden',
    'measured',
    'same-site-exposed',
  ],
  [
    'visit-likely-before',
    firefox({ ...visited([hop(SIBLING, ['exposed'])]), connection: connection({ usedEch: null }) }),
    'likely-hidden',
    'inferred',
    'same-site-before',
  ],
  [
    'visit-likely-intercepted',
    firefox({ ...visited([STRANGER_INTERCEPTED]), connection: connection({ usedEch: null }) }),
    'likely-hidden',
    'inferred',
    'intercepted-elsewhere',
  ],
  ['visit-likely-exposed', chromium(visited([SIBLING_CLEARTEXT])), 'likely-hidden', 'inferred', 'same-site-exposed'],
  ['visit-likely-shown', chromium(visited([SIBLING_LIKELY_EXPOSED])), 'likely-hidden', 'inferred', 'same-site-exposed'],
  [
    'visit-partly-shown',
    firefox(visited([host(SIBLING, ['unreported'], SHOWS)])),
    'partly-hidden',
    'measured',
    'same-site-exposed',
  ],
  [
    'visit-partly-shown-cached',
    firefox({ ...visited([host(SIBLING, ['unreported'], SHOWS)]), page: page(undefined, { arrival: 'http-cache' }) }),
    'partly-hidden',
    'measured',
    'same-site-exposed',
  ],
  [
    'visit-same-site-same-owner',
    firefox({ ...visited([SIBLING_EXPOSED]), lookup: records(withEch('cover.news.example')) }),
    'partly-hidden',
    'measured',
    'same-site-exposed',
  ],
  [
    'visit-shared-name',
    firefox({ connection: connection({ usedEch: false, sharedWith: { host: SIBLING, isHidden: false } }) }),
    'exposed',
    'inferred',
    'shared-connection',
  ],
  [
    'visit-name-unchecked',
    chromium(visited([host(SIBLING, ['unreported'], ELSEWHERE)])),
    'likely-hidden',
    'inferred',
    'names-unchecked',
  ],
  [
    'visit-names-unchecked',
    firefox(visited([SIBLING, `www.${HOST}`].map((name) => host(name, ['unreported'])))),
    'hidden',
    'measured',
    'names-unchecked',
  ],
  [
    'visit-name-shared',
    chromium(visited([host(SIBLING, ['unreported'], SHOWS)])),
    'likely-hidden',
    'inferred',
    'shared-connection',
  ],
  [
    'visit-name-shared-measured',
    chromium({
      ...visited([host(SIBLING, ['unreported'], SHOWS)]),
      connection: { ...chromeConnection(), security: 'secure', usedEch: true },
    }),
    'hidden',
    'measured',
    'shared-connection',
  ],
  [
    'visit-shared',
    firefox({ connection: connection({ sharedWith: { host: SIBLING, isHidden: true } }), lookup: NO_ECH }),
    'exposed',
    'inferred',
    'shared-connection',
  ],
  [
    'visit-shared-unknown',
    firefox({ connection: connection({ usedEch: false, sharedWith: { host: 'cdn.example', isHidden: false } }) }),
    'unknown',
    'unknown',
    'shared-connection',
  ],
  // Other hosts
  ['others-some-named', firefox(KINDS), 'partly-hidden', 'measured', 'intercepted-elsewhere'],
  [
    'others-through-proxies',
    firefox(
      visited([
        host('vpn.example', ['tls-proxy'], { connection: connection({ proxy: TLS_PROXY, usedEch: false }) }),
        host('tor.example', ['device-proxy'], { connection: connection({ proxy: DEVICE_PROXY, usedEch: false }) }),
        host('clear.example', ['cleartext-proxied', 'tls-proxy'], { connection: connection({ proxy: TLS_PROXY }) }),
        host('192.168.1.1', ['cleartext'], { connection: connection({ address: '192.168.1.1' }) }),
      ]),
    ),
    'hidden',
    'measured',
    null,
  ],
  ['others-none-named', firefox(visited(LOADED.map((name) => host(name, ['hidden'])))), 'hidden', 'measured', null],
  [
    'others-checked',
    firefox(
      visited(
        [
          host('cdn.example', ['hidden'], { requests: 200, checked: 9 }),
          host('img.example', ['hidden'], { requests: 5, checked: 5 }),
          host('font.example', ['hidden'], { requests: 3, checked: 1 }),
          host('video.example', [], { requests: 4, checked: 0 }),
        ],
        { own: { requests: 22, checked: 4 } },
      ),
    ),
    'hidden',
    'measured',
    null,
  ],
  ['others-one', firefox(visited([host('cdn.example', ['exposed'])])), 'hidden', 'measured', null],
  [
    'others-strained',
    firefox({ ...STRAINS, connection: shown, lookup: NO_RECORD }),
    'exposed',
    'measured',
    'no-record',
  ],
  [
    'others-many',
    firefox(
      visited(
        Array.from({ length: 512 }, (_, n) => host(`h${n}.example`, n % 3 === 0 ? ['exposed'] : ['hidden'])),
        { isCapped: true },
      ),
    ),
    'hidden',
    'measured',
    null,
  ],
  [
    'others-unreported',
    chromium(visited([...LOADED.map((name) => host(name, ['unreported'])), host('kept.example', ['cached'])])),
    'likely-hidden',
    'inferred',
    null,
  ],
  [
    'others-pending',
    chromium(
      visited(
        LOADED.map((name) => host(name, ['unreported'])),
        { lookUp: 'pending' },
      ),
    ),
    'likely-hidden',
    'inferred',
    null,
  ],
  [
    'others-predicted',
    chromium(
      visited(
        [
          predicted('fonts.cdn.example', { outcome: 'hides', publicName: 'cloudflare-ech.com' }),
          predicted('images.cdn.example', { outcome: 'hides', publicName: null }),
          predicted('plain.example', { outcome: 'shows' }),
          predicted('own.example', { outcome: 'hides', publicName: 'own.example' }),
          predicted('lost.example', { outcome: 'unknown' }),
          predicted('odd.example', { outcome: 'cannot-connect' }),
          host('pixel.tracker.example', ['cleartext', 'unreported']),
        ],
        { lookUp: 'done' },
      ),
    ),
    'likely-hidden',
    'inferred',
    null,
  ],
  // A later request of the page to its own host
  [
    'partly-hidden-named-since',
    firefox({ ...visited([host(HOST, ['exposed'])]), connection: connection({ usedPrivateDns: false }) }),
    'partly-hidden',
    'measured',
    'exposed-later',
  ],
  [
    'likely-hidden-named-since',
    chromium(visited([host(HOST, ['cleartext'])])),
    'likely-hidden',
    'inferred',
    'exposed-later',
  ],
  // Usable ECH that was not used, found out
  [
    'not-used-off-here',
    notUsed(probes(told(false), ...REFERENCES.map(() => told(false)))),
    'offered-not-used',
    'measured',
    'ech-off-here',
  ],
  [
    'not-used-off-here-fresh-failed',
    notUsed(probes(FAILED, told(false), told(false), told(false))),
    'offered-not-used',
    'measured',
    'ech-off-here',
  ],
  [
    'not-used-lost-race',
    notUsed(probes(told(true), told(true), FAILED, told(false))),
    'offered-not-used',
    'measured',
    'lost-race',
  ],
  // A public name that this browser takes and the RFCs do not: the site is not said to offer ECH.
  ...(
    [
      ['lost-race', probes(told(true))],
      ['server-refused', probes(told(false), told(true))],
      ['ech-off-here', probes(told(false), told(false), told(false), told(false))],
    ] as const
  ).map(
    ([cause, found]): Row => [
      `exposed-${cause}`,
      { ...notUsed(found), lookup: OWN_ROW_ALONE },
      'exposed',
      'measured',
      cause,
    ],
  ),
  [
    'exposed-own-row-hides-from-cache',
    firefox({ page: page(undefined, { arrival: 'http-cache' }), connection: shown, lookup: OWN_ROW_ALONE }),
    'exposed',
    'measured',
    'not-from-network',
  ],
  ['not-used-lost-race-alone', notUsed(probes(told(true))), 'offered-not-used', 'measured', 'lost-race'],
  [
    'not-used-refused',
    notUsed(probes(told(false), told(true), told(false), FAILED)),
    'offered-not-used',
    'measured',
    'server-refused',
  ],
  [
    'not-used-too-few',
    notUsed(probes(told(false), told(false), told(false), FAILED)),
    'offered-not-used',
    'measured',
    'not-yet-known',
  ],
  [
    'not-used-site-unreported',
    notUsed(probes(UNREPORTED, told(true), told(true), told(false))),
    'offered-not-used',
    'measured',
    'not-yet-known',
  ],
  [
    'likely-hidden-traced',
    chromium({ lookup: CLOUDFLARE, probes: probes(told(true, 'trace')) }),
    'likely-hidden',
    'inferred',
    null,
  ],
  [
    'likely-hidden-traced-plain',
    chromium({ lookup: CLOUDFLARE, probes: probes(told(false, 'trace')) }),
    'likely-hidden',
    'inferred',
    'fresh-without-ech',
  ],
  [
    'likely-hidden-trace-failed',
    chromium({ lookup: CLOUDFLARE, probes: probes(FAILED) }),
    'likely-hidden',
    'inferred',
    null,
  ],
  // A second resolver
  ['second-has-it', chromium({ lookup: NO_RECORD, ...second('ech') }), 'exposed', 'inferred', 'withheld'],
  [
    'second-has-it-not-used',
    firefox({ connection: shown, lookup: NO_RECORD, ...second('ech') }),
    'exposed',
    'measured',
    'not-yet-known',
  ],
  [
    'second-has-it-failed',
    chromium({ lookup: failed({ kind: 'timeout', timeoutMs: 5000 }), ...second('ech') }),
    'unknown',
    'unknown',
    'lookup-failed',
  ],
  [
    'second-says-the-same',
    firefox({ connection: shown, lookup: NO_ECH, ...second('no-ech') }),
    'exposed',
    'measured',
    'no-ech',
  ],
  [
    'second-has-less',
    firefox({ connection: shown, lookup: NO_ECH, ...second('no-record') }),
    'exposed',
    'measured',
    'no-ech',
  ],
  [
    'second-has-no-ech',
    firefox({ connection: shown, lookup: NO_RECORD, ...second('no-ech') }),
    'exposed',
    'measured',
    'no-record',
  ],
  [
    'second-has-damage',
    firefox({ connection: shown, lookup: NO_RECORD, ...second('malformed') }),
    'exposed',
    'measured',
    'no-record',
  ],
  [
    'second-pending',
    firefox({ connection: shown, lookup: NO_RECORD, ...second('pending') }),
    'exposed',
    'measured',
    'no-record',
  ],
  [
    'second-failed',
    firefox({ connection: shown, lookup: NO_RECORD, ...second('failed') }),
    'exposed',
    'measured',
    'no-record',
  ],
  // Failures that ECH may have to do with
  [
    'ech-blocked',
    firefox({ ...failure('NS_ERROR_NET_RESET'), lookup: CLOUDFLARE }),
    'unknown',
    'unknown',
    'ech-blocked',
  ],
  ...[
    'net::ERR_CONNECTION_RESET',
    'net::ERR_TIMED_OUT',
    'net::ERR_CONNECTION_TIMED_OUT',
    'net::ERR_CONNECTION_CLOSED',
    'PR_CONNECT_RESET_ERROR',
    'NS_ERROR_NET_INTERRUPT',
  ].map(
    (error): Row => [
      `ech-blocked-${error}`,
      chromium({ ...failure(error), lookup: CLOUDFLARE }),
      'unknown',
      'unknown',
      'ech-blocked',
    ],
  ),
  [
    'not-blocked-by-name',
    chromium({ ...failure('net::ERR_CONNECTION_RESET'), lookup: ECH }),
    'unknown',
    'unknown',
    'load-failed',
  ],
  ...[
    'net::ERR_NAME_NOT_RESOLVED',
    'net::ERR_PROXY_CONNECTION_FAILED',
    'NS_ERROR_PROXY_GATEWAY_TIMEOUT',
    'net::ERR_CERT_DATE_INVALID',
    // The connection with ECH stood.
    'net::ERR_EMPTY_RESPONSE',
  ].map(
    (error): Row => [
      `not-blocked-${error}`,
      chromium({ ...failure(error), lookup: CLOUDFLARE }),
      'unknown',
      'unknown',
      'load-failed',
    ],
  ),
  ...[
    'net::ERR_ECH_FALLBACK_CERTIFICATE_INVALID',
    'net::ERR_ECH_NOT_NEGOTIATED',
    'SSL_ERROR_ECH_RETRY_WITHOUT_ECH',
  ].map((error): Row => [`ech-error-${error}`, chromium(failure(error)), 'unknown', 'unknown', 'ech-error']),
  // Hidden before
  ['downgraded', firefox({ connection: shown, ...hiddenBefore() }), 'offered-not-used', 'measured', 'not-yet-known'],
  [
    'published-before',
    firefox({ connection: shown, lookup: NO_RECORD, ...hiddenBefore() }),
    'exposed',
    'measured',
    'no-record',
  ],
  ['exposed-forged', firefox({ connection: shown, lookup: FORGED }), 'exposed', 'measured', 'no-ech'],
  [
    'downgraded-from-expected',
    firefox({ connection: shown, ...hiddenBefore('inferred') }),
    'offered-not-used',
    'measured',
    'not-yet-known',
  ],
  // The connection
  [
    'connection-told-in-full',
    firefox({
      connection: connection({ keyAgreement: 'mlkem768x25519', httpVersion: 'HTTP/3.0', address: '2001:db8:4f:1::7' }),
    }),
    'hidden',
    'measured',
    null,
  ],
  [
    'connection-unreported',
    chromium({ connection: { ...chromeConnection(), address: null } }),
    'likely-hidden',
    'inferred',
    null,
  ],
  [
    'long-name-found-out',
    {
      ...notUsed(probes(told(false), told(true), told(false), FAILED)),
      page: page(`https://${'long-label-of-a-name.'.repeat(11)}example/`),
    },
    'offered-not-used',
    'measured',
    'server-refused',
  ],
];
