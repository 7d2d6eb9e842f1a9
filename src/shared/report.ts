// SiteReport: everything that a screen shows about one page, as plain JSON, concluded by assess() and by nothing else. It holds kinds
// and what they are about, and no sentence: src/assess/words.ts has the words for each.

import type { BrowserName, RequestCounts, SkipReason } from './facts.ts';
import type { GlanceKind, HostNote, OthersKind } from './host-kinds.ts';
import type { ExtendedError, HttpsLookup, LookupFailure } from './lookup.ts';
import type { PredictionReason } from './prediction-reason.ts';
import type {
  AdviceKind,
  AnonymityNote,
  Basis,
  CauseDetail,
  CauseKind,
  ExposureReason,
  FindingKind,
  HeadlineKind,
  NoteKind,
  OwnRequestsKind,
  ResponsibleParty,
  SeenAs,
  Why,
} from './report-kinds.ts';
import type { Argument, Statement } from './sentence.ts';

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

/** Its picture in the toolbar: that of the verdict, but for a name that is hidden among nobody knows how many. */
export type Icon = Verdict | 'hidden-unknown-set';

/** What the network reads where the site's name would stand. */
export type SeenName =
  /** The site's own name. */
  | { kind: 'site'; name: string; evidence: Evidence }
  /** The public name of the site's ECH configuration: always inferred, from DNS. */
  | { kind: 'public'; name: string; evidence: 'inferred' }
  /** ECH was used and we do not know the public name. */
  | { kind: 'cover' }
  /** Also where a proxy stands between. */
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
  | 'provider'
  | 'website'
  | 'certificate-authority';

export type Aspect = 'name' | 'provider' | 'address' | 'content' | 'traffic';

export interface Cell {
  sees: 'yes' | 'no' | 'unknown';
  /** The very string that is seen, when it is one. */
  what: string | null;
  /** What is seen where it is no string and "sees it" would not be exact. */
  as?: SeenAs;
  evidence: Evidence;
}

/** An aspect that has no meaning for an observer is left out. */
export interface ObserverRow {
  id: ObserverId;
  /** Resolver, provider or proxy by name; null when it has none. */
  label: Argument | null;
  cells: Partial<Record<Aspect, Cell>> & { name: Cell };
  /** How it comes to see this. */
  note: Statement<NoteKind>;
}

/** The one first cause of a verdict that is not plain `hidden`, and one piece of advice. */
export interface Cause {
  kind: CauseKind;
  evidence: Evidence;
  /** Null where nobody is, or `why` alone can say it. */
  responsible: ResponsibleParty | null;
  /** Null where the headline or the basis has said it. */
  why: Why | null;
  /** What exactly is the matter, where there is more to say. */
  detail?: CauseDetail;
  advice: AdviceKind;
}

export interface CanaryReport {
  state: 'set' | 'not-set' | 'unknown' | 'not-asked';
  evidence: Evidence;
  /** Whom: the network's own resolver, or the chosen one by that name; null where it was not checked. */
  asked: 'system-resolver' | { resolver: string } | null;
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
  reason: PredictionReason;
  /** Of the configuration that this client would use; null where it uses none. */
  publicName: string | null;
}

/** What is known of what the site publishes, by our resolver. */
export type PublishedState =
  | { state: 'not-asked'; why: SkipReason }
  | { state: 'pending' }
  | { state: 'failed'; failure: LookupFailure }
  /** Our resolver has no record to give, and says that it keeps it back, or does not know a name that loaded. */
  | { state: 'withheld'; by: 'resolver' | 'name-error' }
  | { state: 'no-record'; by: 'no-data' | 'name-error' }
  /** An alias that was not followed: no browser follows it. */
  | { state: 'alias'; target: string }
  /** An alias, and no record where it leads. */
  | { state: 'alias-nowhere' }
  | { state: 'no-service' }
  /** A damaged record spoils the set. */
  | { state: 'malformed' }
  | { state: 'no-ech' }
  /** `publicName` is null where no configuration is of use to this browser or to the RFC's client. */
  | { state: 'ech'; publicName: string | null };

/** The published configuration in short. */
export type PublishedReport = PublishedState & PublishedConfiguration;

export interface PublishedConfiguration {
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
  /** Look up again what failed. */
  | { kind: 'check-again' }
  /** Load the page anew, past every cache. */
  | { kind: 'reload' }
  /** Open the same address over https:. */
  | { kind: 'try-https'; site: string }
  /** Look up a page that came through a proxy: the lookup goes out past it, to the resolver of that name. */
  | { kind: 'ask-past-proxy'; resolver: string }
  | { kind: 'expect-root'; sha256: string; subject: string }
  /** Fresh requests to the site and to reference hosts, named beside the button. `siteTraces`: the site's server tells of ECH. */
  | { kind: 'find-out'; site: string; references: string[]; siteTraces: boolean }
  /** The word of the site's server, which is that provider's, on the page's own connection; where it is too late for that, on a new one. */
  | { kind: 'trace'; site: string; provider: string }
  /** Ask every page behind such a provider. */
  | { kind: 'always-trace'; provider: string }
  | { kind: 'ask-second'; resolver: string }
  /** For the owner of a site that offers no ECH: how to turn it on. */
  | { kind: 'turn-on' }
  /** The page that tells more of what keeps ECH off here. */
  | { kind: 'network-check' }
  /** The measuring build for Chromium: attach, reload, read. */
  | { kind: 'measure' };

/** How a host's name fared, worst first. */
export type HostState =
  | 'cleartext'
  | 'intercepted'
  | 'exposed'
  | 'likely-exposed'
  | 'partly-hidden'
  | 'unknown'
  | 'likely-hidden'
  | 'hidden';

/** The connection in the words of TLS and HTTP; each null where it is not reported. */
export interface ConnectionReport {
  tlsVersion: string | null;
  httpVersion: string | null;
  keyAgreement: string | null;
  address: string | null;
  proxy: string | null;
}

export interface HostReport extends RequestCounts {
  host: string;
  state: HostState;
  evidence: Evidence;
  /** How it was reached. */
  how: HostNote;
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
  statement: Statement<OthersKind>;
  glance: Glance;
  hosts: Some<HostReport>;
  /** Where nothing is measured, the resolver that is asked about these hosts when the list is opened; else null. */
  asks: { resolver: string; state: 'when-opened' | 'pending' | 'done' } | null;
}

/** How many of the other hosts the network sees, in two or three words: what a page called hidden says beside it. */
export interface Glance {
  /** Whether the network sees any. */
  sees: Cell['sees'];
  count: Statement<GlanceKind>;
}

/** Who shares the public name: the anonymity set of RFC 9849 §10.1. Null where there is no public name. */
export type AnonymitySet = 'shared-provider' | 'same-owner' | 'unknown' | null;

/** How a name fared. */
export interface NameExposure {
  state: HostState;
  how: ExposureReason;
  /** The public name that stood in its place, where one is known. */
  publicName: string | null;
}

export interface SiteReport {
  browser: BrowserName;
  tabId: number;
  navigationId: string;
  site: { scheme: string; host: string; port: number };
  verdict: Verdict;
  evidence: Evidence;
  /** Never a reassuring one over a leak, or over a public name of the same owner, which gives the site away. */
  icon: Icon;
  headline: Statement<HeadlineKind>;
  /** What the headline is based on. */
  basis: Basis;
  seen: SeenName;
  anonymitySet: AnonymitySet;
  /** What there is to say of it beside the public name; null where this page did not come with ECH. */
  anonymityNote: AnonymityNote | null;
  /** Empty where ECH does not apply. The lane that applies first. */
  lanes: Lane[];
  observers: ObserverRow[];
  cause: Cause | null;
  /** The ways beside the cause in which this visit may have shown the site's name, the worst first. */
  otherLeaks: Cause[];
  /**
   * ECH hid this host earlier in the session and, with the same configuration published, no longer does. `before` is how that is
   * known, `evidence` how the loss is.
   */
  downgrade: { evidence: Evidence; before: 'measured' | 'inferred' } | null;
  /** What the user's clicks have shown; shown alongside the verdict, which they never change. */
  findings: { evidence: Evidence; finding: Statement<FindingKind> }[];
  /** Null where the browser reported none. */
  connection: ConnectionReport | null;
  /** That ECH was used on each request to the page's own host that was checked; null for a single one, and where that is not so. */
  ownRequests: Statement<OwnRequestsKind> | null;
  /** Null where the page reached no other host, or ECH does not apply. */
  others: OthersReport | null;
  canary: CanaryReport;
  published: PublishedReport;
  /** How the page's own name fared. Null where there is no name to hide, and as long as it is being found out. */
  exposure: NameExposure | null;
  resolver: { name: string; host: string } | null;
  /** Unix milliseconds of the resolver's answer, null without one. */
  answeredAtMs: number | null;
  actions: Action[];
}
