// Everything that is known about one page, before anything is concluded from it: as the browser or the resolver reported it, `null`
// where neither did. Plain JSON but for the suffix list, since it is kept in storage.session.

import type { HttpsLookup } from './lookup.ts';
import type { SuffixList } from './suffix-list.ts';
import type { MeasurePages, TraceFacts, TraceProvider } from './trace.ts';

export type BrowserName = 'firefox' | 'chromium';

/** How the document that the tab shows came to be there. */
export type Arrival =
  | 'network'
  /** From the HTTP cache: the connection's facts are those of the first fetch. */
  | 'http-cache'
  | 'service-worker'
  | 'back-forward-cache'
  /** The browser reported no request for it. */
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

/**
 * A proxy that keeps from the user's own network what it reads of other connections: the way to one over TLS shows the proxy's name
 * alone, and what leaves the device behind one that runs on it (Tor, ssh, antivirus) is not known.
 */
export type Tunnel = 'tls-proxy' | 'device-proxy';

export interface ProxyFacts {
  /** `http`, `https`, `masque` (HTTP/3), `socks` (version 5) or `socks4`. */
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

/** What the browser reported about the connection that delivered the document; `null`: not reported. */
export interface ConnectionFacts {
  /** As Firefox rates it; `broken` when the user clicked past a certificate error. */
  security: 'secure' | 'weak' | 'broken' | 'insecure' | null;
  /** Firefox 112 `usedEch`; null in Chrome, and in Firefox after a certificate error. */
  usedEch: boolean | null;
  /** Firefox `usedPrivateDns`: the name was resolved by the browser's DoH. */
  usedPrivateDns: boolean | null;
  /** Firefox `usedOcsp`: it asked the certificate authority whether the certificate is still valid. */
  usedOcsp: boolean | null;
  /** `TLSv1.3` and so on. */
  tlsVersion: string | null;
  /** From the status line: `HTTP/2.0`; null in Chromium, which always says 1.1. */
  httpVersion: string | null;
  /** Key agreement as the browser names it (Firefox 153: `x25519`, `mlkem768x25519`). */
  keyAgreement: string | null;
  address: string | null;
  /** SHA-256 of the server's own certificate, 64 lower-case hex digits. */
  certificate: string | null;
  root: RootFacts | null;
  proxy: ProxyFacts | null;
  /**
   * The host for which this connection was opened, where that is another: the rest is then about it, and not about this host. Whether
   * ECH hid its name: measured in Firefox, concluded in Chrome, null where that is not known.
   */
  sharedWith: { host: string; isHidden: boolean | null } | null;
}

export interface PageFacts extends SiteAddress {
  tabId: number;
  /** Names this navigation; answers that carry another are stale. */
  navigationId: string;
  arrival: Arrival;
  /** The browser did not report the redirect that led here, so it may have been over plain HTTP. */
  redirectUnreported: boolean;
  /** The browser's error string when nothing was loaded, else null. */
  failure: string | null;
  private: boolean;
  /** A page where the browser lets no extension look (addons.mozilla.org, the Chrome Web Store). */
  restricted: boolean;
  /** The browser or an organization keeps extensions away from this site (Firefox's quarantined domains; policy in either browser). */
  extensionsBlocked: boolean;
  /** A query for it may have been sent, even if no answer is known. */
  wasQueried: boolean;
  /** The background was killed while it loaded, with something that was known of it. */
  wasInterrupted: boolean;
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
  /** The user may have chosen to look up sites only on a click. */
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
  /** It may be a device of the user's own network: those have such certificates, and no address was reported. */
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

/** How a request of a page reached a host, and what that let others read. */
export type Transport =
  /** `http:` or `ws:` over the network. */
  | 'cleartext'
  /** The same through a tunnel: whoever is behind it reads it. */
  | 'cleartext-proxied'
  /** TLS without ECH (measured). */
  | 'exposed'
  /** TLS with ECH (measured). */
  | 'hidden'
  /** Over the network, and the browser did not report whether ECH was used (Chrome; Firefox after a certificate error). */
  | 'unreported'
  /** From a cache, and the browser did not report how it was first fetched. */
  | 'cached'
  /** The browser looked it up over unencrypted DNS (measured). */
  | 'unencrypted-dns'
  /** Through a proxy that was given the name. */
  | 'proxied'
  /** Through a tunnel, where ECH need not have been used: then this stands without `hidden`. */
  | Tunnel;

/** What this browser makes of a host's records (src/browsers); `unknown` when they could not be had. */
export type HostPrediction =
  | { outcome: 'hides'; publicName: string | null }
  | { outcome: 'shows' | 'cannot-connect' | 'unknown' };

/** Of requests over the network. */
export interface RequestCounts {
  requests: number;
  /** Of which it is known whether ECH hid the name: Firefox is not asked about each, and Chrome reports none. */
  checked: number;
}

/**
 * A host as a visit reached it, beside the request that brought the document: a server that redirected to the page (`before`), or one
 * that the page then made requests to (`after`), its own among them where such a request could show more than the document's.
 */
export interface Observation extends RequestCounts {
  when: 'before' | 'after';
  /** As in the URL. */
  host: string;
  /** Host names in the address and the answer of a redirect over plain HTTP, which everyone on the way reads; else none. */
  names: string[];
  /** Without duplicates. None where Firefox was asked about no request yet. */
  transports: Transport[];
  /** Of the first https: URL, or null. */
  httpsPort: number | null;
  /** Whether it answered from an address of this device or of the network around it; null where no address was reported. */
  isLocal: boolean | null;
  /** It answered from more than one address, so not all of its requests can have gone over one connection. */
  isElsewhere: boolean;
  /** Those of responses over the network: what came from a cache revealed nothing during this visit. */
  networkTransports: Transport[];
  /** A root that does not ship with the browser, if any of its certificate chains ended in one. */
  addedRoot: RootFacts | null;
  /** The connection over the worst transport, without its root, which `addedRoot` has. */
  connection: ConnectionFacts;
  /** Null where ECH is measured, and until the resolver has answered. */
  prediction: HostPrediction | null;
}

/**
 * Another port or host to which the site's servers led the browser for the page's own host (Alt-Svc, RFC 7838). Chrome opens a connection
 * there beside the others, with the ECH of the records there or with none (measured).
 */
export interface Alternative extends Pick<SiteAddress, 'host' | 'port'> {
  /** A request that it may have been used for was sent: any after the response that named it. */
  isUsed: boolean;
  /** Of the records there; null until the resolver has answered. */
  prediction: HostPrediction | null;
}

/** From the first request of a navigation, redirects included, until the tab shows another page. */
export interface Visit {
  /** Redirects in order, then the hosts that the page reached, as they were first seen. */
  observations: Observation[];
  /** There were more hosts than are remembered. */
  isCapped: boolean;
  /** Requests of the page to its own host, beside the one that brought the document. */
  own: RequestCounts;
  /** Whether the resolver is being asked about the page's hosts, in Chrome. */
  lookUp: 'not-asked' | 'pending' | 'done';
}

/** What one request that the user started has shown: this browser's own new request, never the tab's connection. */
export type ProbeResult =
  /** `by`: Firefox's word on that request, or the server's own (a Cloudflare trace, `sni=`). */
  | { kind: 'reported'; usedEch: boolean; by: 'browser' | 'trace' }
  /** It was answered, and nobody reported whether ECH was used; or it was not sent, since nobody would have. */
  | { kind: 'unreported' }
  | { kind: 'failed' };

/** The results of the user's clicks on "Find out". They are shown alongside the verdict and never change it. */
export interface ProbeFacts {
  /** A fresh request to the site itself. */
  fresh: ProbeResult | null;
  /** Requests to hosts that are known to support ECH. */
  references: { host: string; result: ProbeResult }[];
}

/** Another resolver's answer for the page's HTTPS record, asked on a click that named it. */
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

export interface Tracing {
  /** None where the user wants no page to be measured. */
  providers: readonly TraceProvider[];
  when: MeasurePages;
  isLocked: boolean;
}

/** What this browser did with ECH elsewhere, on the network that a page came over. */
export interface EchHere {
  /** Requests of ours to reference hosts (Chrome), by those that said how they were reached; `atMs` of the latest. Null: none did. */
  tests: { used: number; answered: number; atMs: number } | null;
  /** Sites whose pages were measured, each by its registrable domain. */
  pages: { used: number; measured: number };
}

export interface Facts {
  browser: BrowserName;
  page: PageFacts;
  /** Null: the browser reported no connection. */
  connection: ConnectionFacts | null;
  lookup: LookupFacts;
  /** Null: not asked yet. */
  canary: CanaryFacts | null;
  /** SHA-256 fingerprints, 64 lower-case hex digits, of added roots that the user expects. */
  expectedRoots: string[];
  visit: Visit;
  /** None in Firefox, which goes to none. */
  alternatives: readonly Alternative[];
  /** By which the site's other names are told from strangers. */
  suffixes: SuffixList;
  /** Hosts that are known to support ECH, contacted when the user wants to find out why a site's ECH was not used. */
  references: string[];
  /** Null: the user has not clicked "Find out". */
  probes: ProbeFacts | null;
  /** Null: the page's server was not asked about the page's own connection. */
  trace: TraceFacts | null;
  /** Whose servers can be asked that, and when they are; null in Firefox. */
  tracing: Tracing | null;
  /** Who can be asked for a second opinion; null where nobody is known but the chosen resolver. */
  secondResolver: ResolverIdentity | null;
  /** Null: not asked yet. */
  secondOpinion: SecondOpinion | null;
  /** Null in every build but the measuring one. */
  measuring: Measuring | null;
  /** Null: never in this session. */
  hiddenBefore: HiddenBefore | null;
  /** Null: nothing is known of it. */
  echHere: EchHere | null;
}
