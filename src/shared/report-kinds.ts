// The kinds of everything that a SiteReport says. Each has its words in _locales, under a key of the same name: the compiler and the
// layout tests know a kind without words, and words without a kind.

import type { Arrival, BrowserName, SkipReason, Tunnel } from './facts.ts';
import type { HostNote } from './host-kinds.ts';
import type { LookupFailure } from './lookup.ts';
import type { PredictionReason } from './prediction-reason.ts';
import type { Statement } from './sentence.ts';
import type { TraceFailure } from './trace.ts';

/** A way by which the site's name may have leaked although this connection hid it. */
export type Leak =
  /** Another site's connection of this visit ends in an added authority: its holder may have read where the user went. */
  | 'intercepted-elsewhere'
  /** A redirect over plain HTTP. */
  | 'redirect'
  /** The page's own host, in a redirect before, without ECH. */
  | 'exposed-earlier'
  /** The page's own host, in a later connection, without ECH. */
  | 'exposed-later'
  /** Another name of the site, in a redirect before, without ECH. */
  | 'same-site-before'
  /** Another name of the site, which the page reached without ECH or over plain HTTP. */
  | 'same-site-exposed'
  | 'proxy'
  | Tunnel
  | 'dns'
  | 'ocsp';

/** What the browser did not report, and by which the name may have leaked. */
export type UnreportedLeak =
  | 'redirect-unreported'
  /** Another name of the site, which may have shared the document's own connection (Chrome). */
  | 'shared-connection'
  /** Other names of the site, where neither the browser reports nor the resolver was asked. */
  | 'names-unchecked'
  | 'dns-unreported';

/** Why the verdict is unknown. */
export type UnknownReason =
  | { kind: 'load-failed'; error: string }
  /** A page where the browser lets no extension look. */
  | { kind: 'restricted' }
  /** The browser or an organization keeps extensions away from this site. */
  | { kind: 'kept-away' }
  | { kind: 'arrival'; arrival: Exclude<Arrival, 'network'> }
  | { kind: 'pending' }
  /** The background was killed before it had written down what it knew. */
  | { kind: 'interrupted' }
  | { kind: 'not-asked'; why: SkipReason }
  | { kind: 'lookup-failed'; failure: LookupFailure }
  /** The user went past a certificate error. */
  | { kind: 'certificate-error' }
  /** It came without ECH through a proxy of this device, and what leaves the device is not known. */
  | { kind: 'device-proxy'; proxy: string }
  /** Only our resolver has no record to give: the page loaded. */
  | { kind: 'withheld' }
  /** The prediction says that this browser could not have connected, and yet it did. */
  | { kind: 'refuted' }
  /** It came over a connection that was opened for another host. */
  | { kind: 'shared-connection'; host: string }
  /** This browser used ECH with none of so many test sites, and of other sites whose pages were measured, on this network. */
  | { kind: 'ech-off-here'; tests: number; sites: number };

export type HeadlineKind =
  | 'cleartext'
  | 'cleartext-local'
  | 'cleartext-proxied'
  | 'not-applicable'
  | 'intercepted'
  /** Not the page itself, but another connection of the visit to the site. */
  | 'intercepted-name'
  | 'hidden'
  | 'hidden-same-owner'
  /** Which of several public names was used isn't known, and one has the same owner. */
  | 'hidden-perhaps-same-owner'
  /** Chrome: of the connection alone, since how the name was looked up is never reported. */
  | 'hidden-connection'
  | `partly-hidden-${Leak}`
  | `hidden-${UnreportedLeak}`
  | 'partly-hidden-same-owner'
  | 'offered-not-used'
  | 'exposed'
  | 'probably-exposed'
  | 'exposed-shared'
  | 'likely-hidden'
  | 'likely-hidden-mixed'
  | 'likely-hidden-same-owner'
  | 'likely-hidden-perhaps-same-owner'
  /** A name of the site that what is published shows, where nothing is measured. */
  | 'partly-hidden-leaky'
  | 'likely-hidden-leaky'
  /** A leak of which it isn't known who read it. */
  | 'likely-hidden-perhaps'
  | `likely-hidden-${Exclude<UnreportedLeak, 'dns-unreported'>}`
  /** A fresh request to the site went without ECH. */
  | 'likely-hidden-doubted'
  | 'pending'
  /** No resolver is chosen yet, and the browser reports nothing either. */
  | 'set-up'
  | 'not-loaded'
  | 'unknown';

/** How many of the requests to the page's own host were checked; all of those went with ECH. */
export type OwnRequestsKind = 'all' | 'one-checked' | 'checked';

export type BasisKind =
  | 'cleartext'
  | 'not-web'
  | 'ip'
  | 'local-name'
  | 'onion'
  | 'added-root'
  | 'added-root-name'
  | 'ech-used'
  | 'ech-used-cached'
  | 'ech-used-leaky'
  | 'ech-used-cached-leaky'
  | 'ech-not-used'
  | 'ech-not-used-cached'
  /** By the word of the server at the other end of the connection. */
  | 'ech-used-traced'
  | 'ech-used-traced-leaky'
  | 'ech-not-used-traced'
  | 'tls-proxy'
  | 'own-name'
  | 'shared-connection'
  | 'should-hide'
  | 'should-hide-unreported'
  /** ECH was used with a test site on this network. */
  | 'should-hide-tested'
  /** With every site whose page was measured there, or with the only one. */
  | 'should-hide-measured'
  | 'should-hide-measured-one'
  /** With some of the sites that could tell, or not with the only one. */
  | 'should-hide-some'
  | 'should-hide-missed'
  | 'should-show'
  | 'should-show-unreported';

export type Basis = Statement<BasisKind> | { kind: 'unknown'; reason: UnknownReason };

/** Whom and what a reason is about. */
export interface Subject {
  browser: BrowserName;
  host: string;
  /** The resolver's name; empty without one. */
  resolver: string;
}

/** What says how a name fared: of a page its headline or what that is based on; of a host how it was reached. */
export type ExposureReason =
  | { of: 'headline'; statement: Statement<HeadlineKind> }
  | { of: 'basis'; basis: Basis; subject: Subject }
  | { of: 'host'; statement: HostNote };

export type CauseKind =
  | 'shared-connection'
  | 'cleartext'
  | 'added-root'
  | 'added-root-name'
  | 'intercepted-elsewhere'
  | 'same-site-before'
  | 'same-site-exposed'
  | 'proxy'
  | Tunnel
  | 'exposed-earlier'
  | 'exposed-later'
  | 'names-unchecked'
  | 'unencrypted-dns'
  | 'cleartext-redirect'
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
  /** ECH for one transport, and this browser opens both. */
  | 'no-ech-tcp'
  | 'no-ech-quic'
  /** ECH for HTTP/3 alone, which this browser tries first. */
  | 'quic-only'
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

/** Causes that are never told in words of their own: the headline or the basis tells them, or it depends on who withholds. */
type ToldElsewhere =
  | 'withheld'
  | 'cleartext'
  | 'added-root'
  | 'added-root-name'
  | 'not-from-network'
  | 'load-failed'
  | 'kept-away';

export type OwnWords = Exclude<CauseKind, ToldElsewhere>;

/** Who is responsible: browser, network or site. */
export type ResponsibleParty =
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

/** What is said of a cause: in its own words, or in those of what went wrong. */
export type Why =
  | Statement<
      | OwnWords
      | 'dns-unreported'
      | 'redirect-unreported'
      | 'name-unchecked'
      | 'name-shared'
      | 'name-shown'
      | 'shared-spare'
      | 'shared-name'
      | 'from-cache'
      | 'ech-off-elsewhere'
      | 'withheld-here'
    >
  /** Our resolver has no record for a page that loaded. */
  | { kind: 'withheld' }
  | { kind: 'failed'; failure: LookupFailure };

export type CauseDetail =
  | Statement<'published-before' | 'look-the-same'>
  /** Of the requests that the user started. */
  | Statement<'site-unreported' | 'too-few'>
  | Statement<'name-error'>
  | { kind: 'prediction'; reason: PredictionReason; publicName: string | null };

export type AdviceKind =
  | 'shared-connection'
  | 'names-unchecked'
  | 'kept-away-firefox'
  | 'kept-away-chromium'
  | 'cleartext'
  | 'cleartext-local'
  | 'added-root'
  | 'proxy'
  | 'unencrypted-dns'
  | 'cleartext-redirect'
  | 'exposed-earlier'
  | 'same-site'
  | 'ocsp'
  | 'site-only'
  | 'unusable'
  | 'quic-only'
  | 'mixed-set'
  | 'reload'
  | 'not-yet-known'
  | 'not-settled'
  | 'check-again'
  | 'look-up'
  | 'ask'
  | 'past-proxy'
  | 'local-address'
  | 'local-network'
  | 'withheld'
  | 'too-many'
  | 'load-failed'
  | 'certificate-error'
  | 'same-owner'
  | 'ech-off-here'
  | 'check-network'
  | 'lost-race'
  | 'server-refused'
  | 'ech-blocked'
  | 'ech-error'
  | 'choose-resolver'
  | 'give-consent'
  | 'grant-access'
  | 'settings';

/** How an observer comes to see what it sees. */
export type NoteKind =
  | 'network-name'
  | 'network-all'
  | 'network-local'
  | `network-${Leak | UnreportedLeak}`
  | 'network-name-shown'
  | 'network-expected-root'
  | 'network-unseen'
  | 'intercepted'
  | 'browser-resolver-private'
  | 'browser-resolver-clear'
  | 'browser-resolver-unknown'
  | 'browser-resolver-unseen'
  | 'browser-resolver-proxy'
  | 'browser-resolver-unreported'
  | 'overheard-resolver'
  | 'overheard-resolver-not-asked'
  | 'overheard-resolver-maybe'
  | 'second-resolver'
  | 'second-resolver-maybe'
  | 'proxy-named'
  | 'proxy-unnamed'
  | `proxy-${Tunnel}`
  | 'provider-ends-tls'
  | 'provider-unknown'
  | 'website'
  | 'website-maybe'
  | 'certificate-authority';

/** What an observer sees where it is no string. */
export type SeenAs =
  | 'answers-it'
  | 'questions'
  | 'own-address'
  | 'our-question'
  | 'is-it'
  | 'certificate-names'
  | 'unreported-authority';

/** Who else uses the public name. */
export type AnonymityNote = Statement<'shared-provider' | 'same-owner' | 'perhaps-same-owner' | 'own-name' | 'unknown'>;

export type FindingKind =
  | 'intercepted-elsewhere'
  | 'unreported'
  | 'failed'
  | 'with-ech-browser'
  | 'without-ech-browser'
  | 'with-ech-trace'
  | 'without-ech-trace'
  | 'second-same'
  | 'second-ech'
  | 'second-no-ech'
  | 'second-no-record'
  | 'second-malformed'
  | 'second-pending'
  | 'second-failed'
  | 'trace-running'
  | `trace-${TraceFailure}`
  | 'measuring-running'
  | 'measuring-in-use'
  | 'measuring-refused';
