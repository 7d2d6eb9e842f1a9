// SiteReport: everything that a screen shows about one page, as plain JSON, concluded by assess() and by nothing else.
// Sentences are keys of _locales with their arguments, so that the shape has no language. Imports shared only.

import type { ExtendedError, HttpsLookup } from './lookup.ts';
import type { Argument, MessageKey, Sentence } from './sentence.ts';

/**
 * measured: the browser or the server said so about this connection; inferred: follows from what was published and what
 * this browser is known to do; unknown: we could not find out. Never promoted without a new observation.
 */
export type Evidence = 'measured' | 'inferred' | 'unknown';

export type Verdict =
  | 'cleartext'
  | 'not-applicable'
  | 'intercepted'
  | 'hidden'
  | 'partly-hidden'
  | 'offered-not-used'
  | 'exposed'
  | 'likely-hidden'
  | 'unknown';

/** What the network reads where the site's name would stand. */
export type SeenName =
  /** The site's own name. */
  | { kind: 'site'; name: string; evidence: Evidence }
  /** The public name of the site's ECH configuration: always inferred, from DNS. */
  | { kind: 'public'; name: string; evidence: 'inferred' }
  /** ECH was used and we do not know the public name. */
  | { kind: 'cover' }
  | { kind: 'unknown' };

/** One of the two ways of connecting, as a picture: you, network, site. */
export interface Lane {
  id: 'with-ech' | 'without-ech';
  /** Whether this page came this way; `inferred` when it should have. */
  applies: 'measured' | 'inferred' | 'no';
  reads: SeenName;
}

export type ObserverId =
  | 'network'
  | 'browser-resolver'
  | 'overheard-resolver'
  /** Asked once for a second opinion. */
  | 'second-resolver'
  | 'proxy'
  | 'vpn'
  | 'provider'
  | 'website'
  | 'certificate-authority';

export type Aspect = 'name' | 'provider' | 'address' | 'content' | 'traffic';

export interface Cell {
  sees: 'yes' | 'no' | 'unknown';
  /** The very string that is seen, when it is one. */
  what: string | null;
  /** What is seen in words, where it is no string and "sees it" would not be exact. */
  words?: MessageKey;
  evidence: Evidence;
}

/** An aspect that has no meaning for an observer is left out. */
export interface ObserverRow {
  id: ObserverId;
  /** Resolver, provider or proxy by name; null when it has none. */
  label: Argument | null;
  cells: Partial<Record<Aspect, Cell>> & { name: Cell };
  /** One line under the observer: how it comes to see this. */
  note: Sentence;
}

export type CauseKind =
  | 'cleartext'
  | 'added-root'
  | 'proxy'
  | 'named-before'
  | 'named-since'
  | 'clear-dns'
  | 'clear-hop'
  | 'ocsp'
  | 'own-name'
  | 'withheld'
  | 'no-record'
  | 'alias'
  | 'alias-nowhere'
  | 'no-service'
  | 'malformed'
  | 'no-ech'
  | 'unusable'
  | 'mixed-set'
  | 'not-from-network'
  | 'not-yet-known'
  | 'fresh-without-ech'
  | 'ech-off-here'
  | 'lost-race'
  | 'server-refused'
  | 'ech-blocked'
  | 'ech-error'
  | 'lookup-failed'
  | 'not-asked'
  | 'load-failed'
  | 'certificate-error'
  /** Extensions may not look at this site. */
  | 'kept-away'
  | 'same-owner';

/** Whose doing a cause is, in the words of a person who asks: my browser, my network or the site? */
export type Blame =
  | 'site'
  | 'site-likely'
  | 'site-or-network'
  | 'network-perhaps'
  /** The browser or the network it is in: not the site. */
  | 'here'
  | 'device'
  | 'proxy'
  | 'resolver'
  | 'connection'
  | 'address'
  | 'address-likely'
  | 'redirect'
  /** Nobody knows yet. */
  | 'unknown';

/** The one first cause of a verdict that is not plain `hidden`, and one piece of advice. */
export interface Cause {
  kind: CauseKind;
  evidence: Evidence;
  /** Null where nobody is to blame, or `why` alone can say it. */
  blame: Blame | null;
  why: Sentence;
  /** What exactly is the matter, where there is more to say. */
  detail?: Sentence;
  advice: Sentence;
}

export interface CanaryReport {
  state: 'set' | 'not-set' | 'unknown' | 'not-asked';
  evidence: Evidence;
  /** What it means for this browser. */
  meaning: Sentence;
  /** Unix milliseconds; null where it was not checked. */
  checkedAtMs: number | null;
}

/** The first few of what a stranger published, and how many there are beside them. */
export interface Some<T> {
  items: T[];
  more: number;
}

export interface PublishedConfig {
  configId: number;
  publicName: string;
  /** Algorithms by their numbers (RFC 9180 §7). */
  kemId: number;
  suites: Some<{ kdfId: number; aeadId: number }>;
  maximumNameLength: number;
}

export type ClientName = 'rfc' | 'chromium' | 'firefox';

/** What one client makes of the published records. */
export interface ClientOutcome {
  client: ClientName;
  outcome: 'hides' | 'shows' | 'cannot-connect';
  /** Why, in a sentence. */
  reason: Sentence;
}

/** The published configuration in short. */
export interface PublishedReport {
  state:
    | 'not-asked'
    | 'pending'
    | 'failed'
    /** Our resolver has no record to give, and says that it blocks it, or does not know a name that loaded. */
    | 'withheld'
    | 'no-record'
    /** An alias that was not followed: no browser follows it. */
    | 'alias'
    /** An alias, and no record where it leads. */
    | 'alias-nowhere'
    | 'no-service'
    /** A damaged record spoils the set. */
    | 'malformed'
    | 'no-ech'
    | 'ech';
  statement: Sentence;
  queryName: string | null;
  /** HTTPS records found, aliases included. */
  recordCount: number;
  configs: Some<PublishedConfig>;
  alpn: Some<string>;
  ttlSeconds: number | null;
  /** AD: the resolver says that it validated (DNSSEC). Null without an answer. */
  authenticated: boolean | null;
  /** Whether the resolver took the request to keep the user's network out; null without a lookup. See HttpsLookup. */
  subnetOptOut: HttpsLookup['subnetOptOut'] | null;
  extendedErrors: Some<ExtendedError>;
  clients: ClientOutcome[];
  /** A digest of all published `ech` values, to know the same configuration again; null without any. */
  echDigest: string | null;
}

export type Action =
  | { kind: 'choose-resolver' }
  | { kind: 'give-consent' }
  | { kind: 'grant-access' }
  | { kind: 'ask-now' }
  /** Look up a page that came through a proxy: the lookup goes out past it, to the resolver of that name. */
  | { kind: 'ask-past-proxy'; resolver: string }
  | { kind: 'expect-root'; sha256: string; subject: string }
  /** Fresh requests to the site and to reference hosts, named beside the button. */
  | { kind: 'find-out'; site: string; references: string[] }
  /** The site's own word on this browser's new request (`/cdn-cgi/trace`, public name Cloudflare's). */
  | { kind: 'trace'; site: string }
  | { kind: 'ask-second'; resolver: string }
  /** The page that tells more of what keeps ECH off here. */
  | { kind: 'network-check' }
  /** The measuring build for Chromium: attach, reload, read. */
  | { kind: 'measure' };

/** How a host's name fared, worst first. */
export type HostState =
  | 'clear'
  | 'intercepted'
  | 'named'
  | 'likely-named'
  | 'partly-hidden'
  | 'unknown'
  | 'likely-hidden'
  | 'hidden';

/** The connection in the words of TLS and HTTP; each null where it is not told. */
export interface ConnectionReport {
  tlsVersion: string | null;
  httpVersion: string | null;
  keyAgreement: string | null;
  address: string | null;
  proxy: string | null;
}

export interface HostReport {
  host: string;
  state: HostState;
  evidence: Evidence;
  /** How it was reached. */
  how: Sentence;
  connection: ConnectionReport;
}

/** The other hosts that the page reached, in numbers and worst first. */
export interface OthersReport {
  total: number;
  /** There were more than `total`, which were not remembered. */
  isCapped: boolean;
  /** How many are in each state; together `total`. */
  counts: Partial<Record<HostState, number>>;
  /** The numbers in one sentence. */
  statement: Sentence;
  hosts: Some<HostReport>;
  /** Where nothing is measured, the resolver that is asked about these hosts when the list is opened; else null. */
  asks: { resolver: string; state: 'when-opened' | 'pending' | 'done' } | null;
}

/** How many sites stand behind the public name; null where there is none. */
export type Crowd = 'shared-provider' | 'same-owner' | 'unknown' | null;

export interface SiteReport {
  tabId: number;
  navigationId: string;
  site: { scheme: string; host: string; port: number };
  verdict: Verdict;
  evidence: Evidence;
  headline: Sentence;
  /** Who says so, in one sentence under the headline. */
  basis: Sentence;
  seen: SeenName;
  crowd: Crowd;
  /** Empty where ECH does not apply. The lane that applies first. */
  lanes: Lane[];
  observers: ObserverRow[];
  cause: Cause | null;
  /** ECH hid this host earlier in the session and, with the same configuration published, no longer does. */
  downgrade: { evidence: Evidence; words: Sentence } | null;
  /** What the user's clicks have shown, a sentence each; beside the verdict. */
  findings: { evidence: Evidence; words: Sentence }[];
  /** Null where the browser told of none. */
  connection: ConnectionReport | null;
  /** Null where the page reached no other host, or ECH does not apply. */
  others: OthersReport | null;
  canary: CanaryReport;
  published: PublishedReport;
  resolver: { name: string; host: string } | null;
  /** Unix milliseconds of the resolver's answer, null without one. */
  answeredAtMs: number | null;
  actions: Action[];
}
