// Everything that is known about one page, before anything is concluded from it. Plain JSON: it lives in storage.session. Each
// fact is as the browser or the resolver gave it; `null` means that nobody said.

import type { HttpsLookup } from './lookup.ts';

export type BrowserName = 'firefox' | 'chromium';

/** How the document that the tab shows came to be there. */
export type Arrival =
  | 'network'
  /** From the HTTP cache: the connection's facts are those of the first fetch. */
  | 'http-cache'
  | 'service-worker'
  | 'back-forward-cache'
  /** The browser told of no request for it. */
  | 'unreported'
  /** The page was there before Overheard looked (installed, updated or restored). */
  | 'predates-extension';

export interface SiteAddress {
  /** Without the colon: `https`, `http`, `about`, `moz-extension`… */
  scheme: string;
  /** As in the URL: lower case, IDNs as A-labels, IPv6 in brackets; empty for schemes without one. */
  host: string;
  /** Explicit or default port; 0 for schemes without one. */
  port: number;
}

export interface ProxyFacts {
  /** `http`, `https`, `socks` (version 5) or `socks4`. */
  type: string;
  host: string;
  /** Whether the browser hands it the site's name (HTTP CONNECT, or SOCKS with remote DNS). */
  knowsName: boolean;
}

export interface RootFacts {
  /** SHA-256 of the certificate, 64 lower-case hex digits. */
  sha256: string;
  /** Its common name; the whole distinguished name where it has none. */
  subject: string;
  /** Shipped with the browser (Firefox `isBuiltInRoot`). */
  builtIn: boolean;
}

/** What the browser told of the connection that delivered the document. */
export interface ConnectionFacts {
  /** Firefox's word on the connection; `broken` when the user clicked past a certificate error. Null where it is not told. */
  security: 'secure' | 'weak' | 'broken' | 'insecure' | null;
  /** Firefox 112 `usedEch`; null where it is not told (Chrome, broken security state). */
  usedEch: boolean | null;
  /** Firefox `usedPrivateDns`: the name was resolved by the browser's DoH. */
  usedPrivateDns: boolean | null;
  /** Firefox `usedOcsp`: it asked the certificate's authority whether the certificate is still valid. */
  usedOcsp: boolean | null;
  /** `TLSv1.3` and so on. */
  tlsVersion: string | null;
  /** From the status line: `HTTP/2.0`; null in Chromium, which always says 1.1. */
  httpVersion: string | null;
  /** Key agreement as the browser names it (Firefox 153: `x25519`, `mlkem768x25519`); null where it is not told. */
  keyAgreement: string | null;
  address: string | null;
  root: RootFacts | null;
  proxy: ProxyFacts | null;
}

export interface PageFacts extends SiteAddress {
  tabId: number;
  /** Names this navigation; answers that carry another are stale. */
  navigationId: string;
  arrival: Arrival;
  /** Hosts of `http:` addresses that redirected here, in order. */
  cleartextRedirects: string[];
  /** A server redirected here and the browser told of no redirect: it may have been one in clear. */
  redirectUnreported: boolean;
  /** An https: redirect of this very host, earlier in this navigation, went over a connection without ECH (measured). */
  sniExposedEarlier: boolean;
  /** A later request of this page to this very host went without ECH, or in clear (measured). */
  sniExposedLater: boolean;
  /** The browser's error string when nothing was loaded, else null. */
  failure: string | null;
  private: boolean;
  /** A page where the browser lets no extension look (addons.mozilla.org, the Chrome Web Store). */
  restricted: boolean;
  /** The browser or an organization keeps extensions away from this site (Firefox's quarantined domains; policy in either browser). */
  keptAway: boolean;
  /** A query about it may have left, whatever came of it. */
  wasQueried: boolean;
}

export type SkipReason =
  | 'no-resolver'
  | 'no-consent'
  | 'no-access'
  | 'private-window'
  | 'never-ask'
  /** Policy keeps the name from every resolver. */
  | 'excluded-by-policy'
  /** Policy decides whom to ask, and has not arrived. */
  | 'policy-awaited'
  /** What the user chose could not be read: it may have been to ask on a click alone. */
  | 'settings-unreadable'
  | 'on-click'
  /** It answered from an address of this device or of the network around it: the name may be that network's own. */
  | 'local-address'
  /** The tab has a proxy, and a lookup of ours would go out past it. */
  | 'proxied'
  /** Every site answers from one address of this device or of the network around it, so that a proxy is likely there. */
  | 'local-proxy'
  /** The page was there before the background looked, and nobody has asked for it. */
  | 'not-looked-up'
  /** It may be a device of the user's own network: those have such certificates, and no address was told. */
  | 'certificate-refused'
  /** The browser did not answer, twice. */
  | 'browser-failed'
  /** The pages of this tab have caused as many queries within a minute as a tab may. */
  | 'too-many'
  /** The pages of all tabs have caused as many as they may together. */
  | 'too-many-in-all'
  | 'not-needed';

export interface ResolverIdentity {
  /** Name to show: a preset's, or the host of a custom template. */
  name: string;
  host: string;
}

export type LookupFacts =
  | { state: 'not-asked'; why: SkipReason; resolver: ResolverIdentity | null }
  | { state: 'pending'; resolver: ResolverIdentity | null }
  | { state: 'done'; resolver: ResolverIdentity; lookup: HttpsLookup };

/** Whether the network answers `use-application-dns.net` as it does to switch Firefox's default DoH off. */
export interface CanaryFacts {
  /** Who was asked: the network's own resolver (Firefox) or the resolver chosen in Overheard (Chrome). */
  asked: 'system-resolver' | 'chosen-resolver';
  /** The chosen resolver's name where it was asked, else null. */
  resolver: string | null;
  /** Unknown when the system resolver fails for control names too, or the chosen resolver gives no answer. */
  state: 'set' | 'not-set' | 'unknown';
  checkedAtMs: number;
}

/** One way in which requests of a page reached a host. */
export type Transport =
  /** `http:` or `ws:` over the network. */
  | 'cleartext'
  /** TLS without ECH (measured). */
  | 'exposed'
  /** TLS with ECH (measured). */
  | 'hidden'
  /** Over the network, and the browser did not tell whether ECH was used (Chrome; Firefox after a certificate error). */
  | 'unreported'
  /** From a cache, and the browser did not tell of the first fetch. */
  | 'cached'
  /** The browser's DNS question for it was not private (measured). */
  | 'unencrypted-dns'
  /** A proxy was told its name. */
  | 'proxied';

/** What this browser makes of a host's records (src/browsers); `unknown` when they could not be had. */
export type HostPrediction =
  | { outcome: 'hides'; publicName: string | null }
  | { outcome: 'shows' | 'cannot-connect' | 'unknown' };

/** A host that the page reached beside its own, and the worst that was seen of it. */
export interface HostFacts {
  /** As in the URL. */
  host: string;
  /** Every way that was seen, each once. */
  ways: Transport[];
  /** A root that does not ship with the browser and stood at the end of one of its chains. */
  addedRoot: RootFacts | null;
  /** The connection behind the worst of its ways; the root is left out. */
  connection: ConnectionFacts;
  /** Null until the user opened the list, and where ECH is measured. */
  prediction: HostPrediction | null;
}

export interface PageHosts {
  /** In the order in which they were first seen. */
  hosts: HostFacts[];
  /** There were more hosts than are remembered. */
  isCapped: boolean;
  /** Whether the resolver is being asked about them, in Chrome. */
  lookUp: 'not-asked' | 'pending' | 'done';
}

/** What one request that the user started has shown: this browser's own new request, never the tab's connection. */
export type ProbeResult =
  /** `by`: Firefox's word on that request, or the server's own (a Cloudflare trace, `sni=`). */
  | { kind: 'told'; usedEch: boolean; by: 'browser' | 'trace' }
  /** It was answered, and nobody told of ECH; or it was not sent, since nobody would have. */
  | { kind: 'unreported' }
  | { kind: 'failed' };

/** What the user's clicks on "find out" have shown. It stands beside the verdict and never changes it. */
export interface ProbeFacts {
  /** A fresh request to the site itself. */
  fresh: ProbeResult | null;
  /** The same to hosts that are known to take ECH. */
  references: { host: string; result: ProbeResult }[];
}

/** Another resolver's word on the page's HTTPS record, asked on a click that named it. */
export interface SecondOpinion {
  resolver: ResolverIdentity;
  state: 'pending' | 'ech' | 'no-ech' | 'no-record' | 'malformed' | 'failed';
}

/** The measuring build for Chromium: whether the tab is being reloaded under the debugger, and why it could not be. */
export type Measuring =
  | 'ready'
  | 'running'
  /** Another debugger is attached to the tab. */
  | 'in-use'
  /** The browser, or the user, ended it. */
  | 'refused';

/** That a host was hidden earlier in this session, and under which configuration. */
export interface HiddenBefore {
  evidence: 'measured' | 'inferred';
  /** The `ech` values that were published then; see PublishedReport. */
  echDigest: string;
  atMs: number;
}

export interface Facts {
  browser: BrowserName;
  page: PageFacts;
  /** Null: the browser told nothing of a connection. */
  connection: ConnectionFacts | null;
  lookup: LookupFacts;
  /** Null: not asked yet. */
  canary: CanaryFacts | null;
  /** SHA-256 fingerprints, 64 lower-case hex digits, of added roots that the user expects. */
  expectedRoots: string[];
  /** Servers that redirected to the page, in order. */
  redirects: HostFacts[];
  /** What the page reached beside its own host. */
  hosts: PageHosts;
  /** Hosts that are known to take ECH: they are asked when the user wants to find out why a site's was not used. */
  references: string[];
  /** Null: the user clicked nothing yet. */
  probes: ProbeFacts | null;
  /** Who can be asked for a second opinion; null where nobody is known but the chosen resolver. */
  secondResolver: ResolverIdentity | null;
  /** Null: not asked yet. */
  second: SecondOpinion | null;
  /** Null in every build but the measuring one. */
  measuring: Measuring | null;
  /** Null: never in this session. */
  hiddenBefore: HiddenBefore | null;
}
