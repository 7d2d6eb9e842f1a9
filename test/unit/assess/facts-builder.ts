// Facts of a page with one thing changed at a time. Host news.example, public name cover.example, as in the verdict table.

import { encodeBase64 } from '../../../src/bytes/base64.ts';
import type {
  BrowserName,
  CanaryFacts,
  ConnectionFacts,
  EchHere,
  Facts,
  Observation,
  PageFacts,
  Transport,
  Visit,
} from '../../../src/shared/facts.ts';
import type { HttpsLookup, LookupFailure, LookupOutcome, RecordSet } from '../../../src/shared/lookup.ts';
import { siteAddress } from '../../../src/shared/site-address.ts';
import type { TraceProvider } from '../../../src/shared/trace.ts';
import { UNKNOWN_CONNECTION } from '../../../src/shared/unknown-connection.ts';
import { type BindingParts, echListOf, httpsRdata } from '../builders.ts';
import { SUFFIXES } from '../suffixes.ts';

export const HOST = 'news.example';
export const RESOLVER = { name: 'Quad9', host: 'dns.quad9.net' };
const NOW_MS = Date.UTC(2026, 10, 24, 12, 0, 0);
export const ADDED_ROOT = { sha256: 'ab'.repeat(32), subject: 'CN=Example Corp Inspection CA', builtIn: false };
const SHIPPED_ROOT = { sha256: 'cd'.repeat(32), subject: 'CN=Shipped Root', builtIn: true };

/** Firefox on a good day: ECH, its own DoH, a root that ships with it. */
export const connection = (change: Partial<ConnectionFacts> = {}): ConnectionFacts => ({
  security: 'secure',
  usedEch: true,
  usedPrivateDns: true,
  usedOcsp: false,
  tlsVersion: 'TLSv1.3',
  keyAgreement: 'x25519',
  httpVersion: 'HTTP/2.0',
  address: '192.0.2.7',
  certificate: null,
  sharedWith: null,
  root: SHIPPED_ROOT,
  proxy: null,
  ...change,
});

/** The way to it shows its own name, and what leaves the device behind the other is not known. */
export const TLS_PROXY = { type: 'https', host: 'proxy.example', knowsName: true };
export const DEVICE_PROXY = { type: 'socks', host: '127.0.0.1', knowsName: true };

/** Its servers say how connections to them were opened; `connection()` is one of those. */
const CLOUDFLARE: TraceProvider = {
  label: 'Cloudflare',
  publicName: 'cloudflare-ech.com',
  ranges: ['192.0.2.0/24', '2001:db8::/32'],
};

/** All that Chrome tells of any connection. */
export const chromeConnection = (): ConnectionFacts =>
  connection({ ...UNKNOWN_CONNECTION, address: connection().address });

export const page = (url = `https://${HOST}/`, change: Partial<PageFacts> = {}): PageFacts => ({
  ...siteAddress(url),
  tabId: 1,
  navigationId: '1.1',
  arrival: 'network',
  redirectUnreported: false,
  failure: null,
  private: false,
  restricted: false,
  extensionsBlocked: false,
  wasQueried: false,
  wasInterrupted: false,
  ...change,
});

export const lookup = (outcome: LookupOutcome, change: Partial<HttpsLookup> = {}): Facts['lookup'] => ({
  state: 'done',
  resolver: RESOLVER,
  lookup: {
    queryName: HOST,
    outcome,
    authenticated: false,
    extendedErrors: [],
    answeredAtMs: NOW_MS - 12_000,
    durationMs: 31,
    expiresAtMs: NOW_MS + 288_000,
    questions: 1,
    subnetOptOut: 'sent',
    ...change,
  },
});

export const records = (...rdatas: Uint8Array[]): Facts['lookup'] => lookup({ kind: 'records', sets: [set(rdatas)] });

export const set = (rdatas: Uint8Array[], change: Partial<RecordSet> = {}): RecordSet => ({
  owner: HOST,
  cnames: [],
  ttlSeconds: 300,
  rdatas: rdatas.map(encodeBase64),
  ...change,
});

export const failed = (failure: LookupFailure): Facts['lookup'] => lookup({ kind: 'failed', failure });

export const NO_RECORD = lookup({ kind: 'no-data', sets: [] });
const BINDING: BindingParts = { alpn: ['h3', 'h2'] };
export const NO_ECH = records(httpsRdata(1, '.', BINDING));
export const withEch = (publicName = 'cover.example'): Uint8Array =>
  httpsRdata(1, '.', { ...BINDING, ech: echListOf({ publicName }) });
export const ECH = records(withEch());
/** A second record without `ech`: Firefox falls back to it. */
export const MIXED = records(withEch(), httpsRdata(2, '.', BINDING));
/** HTTP/3 without ECH beside HTTP/2 with it, and the other way round: Chromium opens both, and either may win. */
export const TCP_ALONE = records(
  httpsRdata(1, '.', { alpn: ['h2'], ech: echListOf() }),
  httpsRdata(2, '.', { alpn: ['h3'], noDefaultAlpn: true }),
);
export const QUIC_ALONE = records(
  httpsRdata(1, '.', { alpn: ['h3'], noDefaultAlpn: true, ech: echListOf() }),
  httpsRdata(2, '.', { alpn: ['h2'] }),
);
/** Two records of one priority behind different names, one of them of the same owner. */
export const AMBIGUOUS = records(withEch('cloudflare-ech.com'), withEch('cover.news.example'));
/** A damaged ECHConfigList: Chromium cannot connect, Firefox connects without ECH. */
export const MALFORMED_ECH = records(httpsRdata(1, '.', { ...BINDING, ech: Uint8Array.of(0, 9, 1) }));
/** A key encapsulation that neither browser has. */
export const UNUSABLE_ECH = records(httpsRdata(1, '.', { ...BINDING, ech: echListOf({ kemId: 0x0010 }) }));

export const canary = (change: Partial<CanaryFacts> = {}): CanaryFacts => ({
  asked: 'system-resolver',
  resolver: null,
  state: 'not-set',
  checkedAtMs: NOW_MS,
  ...change,
});

/** What this browser did elsewhere: of so many test sites, and of so many sites whose pages were measured, ECH was used with so many. */
export const elsewhere = (
  [used, answered]: [number, number],
  [usedByPages, measured]: [number, number] = [0, 0],
): { echHere: EchHere } => ({
  echHere: {
    tests: answered === 0 ? null : { used, answered, atMs: NOW_MS - 300_000 },
    pages: { used: usedByPages, measured },
  },
});

/** A host that the page reached in these ways. */
export const host = (name: string, transports: Transport[], change: Partial<Observation> = {}): Observation => ({
  when: 'after',
  host: name,
  requests: 1,
  checked: transports.includes('unreported') || transports.includes('cached') ? 0 : 1,
  names: [],
  transports,
  networkTransports: transports.filter((way) => way !== 'cached'),
  httpsPort: 443,
  isLocal: false,
  isElsewhere: false,
  addedRoot: null,
  connection:
    transports.includes('unreported') || transports.includes('cached')
      ? chromeConnection()
      : connection({ root: null }),
  prediction: null,
  ...change,
});

/** A server that redirected here, straight to the page. */
export const hop = (name: string, transports: Transport[], change: Partial<Observation> = {}): Observation =>
  host(name, transports, { when: 'before', names: transports.includes('cleartext') ? [name, HOST] : [], ...change });

export const visited = (observations: Observation[], change: Partial<Visit> = {}): Pick<Facts, 'visit'> => ({
  visit: { observations, isCapped: false, lookUp: 'not-asked', own: { requests: 0, checked: 0 }, ...change },
});

export const firefox = (change: Partial<Facts> = {}): Facts => ({
  browser: 'firefox',
  page: change.page ?? page(),
  connection: connection(),
  lookup: ECH,
  canary: canary(),
  expectedRoots: [],
  ...visited([]),
  suffixes: SUFFIXES,
  references: ['crypto.cloudflare.com', 'cloudflare-ech.com', 'tls-ech.dev'],
  probes: null,
  trace: null,
  alternatives: [],
  tracing: null,
  secondResolver: { name: 'Mullvad', host: 'dns.mullvad.net' },
  secondOpinion: null,
  measuring: null,
  hiddenBefore: null,
  echHere: null,
  ...change,
});

export const chromium = (change: Partial<Facts> = {}): Facts => ({
  ...firefox(change),
  browser: 'chromium' satisfies BrowserName,
  connection: chromeConnection(),
  canary: canary({ asked: 'chosen-resolver', resolver: RESOLVER.name }),
  tracing: { providers: [CLOUDFLARE], when: 'on-click', isLocked: false },
  ...change,
});
