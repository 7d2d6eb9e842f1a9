// Everything that the network check has measured, before anything is concluded from it. Null: not finished.

import type { ClassifiedAnswer } from '../doh/answer-class.ts';
import type { BrowserErrorKind } from '../shared/browser-error.ts';
import type { BrowserName, CanaryFacts, RootFacts } from '../shared/facts.ts';

export interface CheckFacts {
  browser: BrowserName;
  /** False is certain: the device has no network. */
  online: boolean;
  ended: 'done' | 'stopped' | 'time-limit';
  resolvers: CheckedResolver[];
  references: CheckedReference[];
  canary: CheckedCanary[];
  /** Chrome; null where it cannot be measured (Firefox). */
  httpsRecordSupport: HttpsRecordSupport | null;
  /** SHA-256 fingerprints of added roots that the user expects. */
  expectedRoots: string[];
}

export interface CheckedResolver {
  name: string;
  host: string;
  /** The one that Overheard asks about the sites that are visited. */
  isChosen: boolean;
  /** One for each reference host. */
  answers: { host: string; answer: ClassifiedAnswer | null }[];
}

export interface CheckedReference {
  /** With the port when it is not 443. */
  host: string;
  result: ReferenceResult | null;
}

/** What this browser's own new request to a reference host has shown. */
export type ReferenceResult =
  | {
      kind: 'reported';
      usedEch: boolean;
      by: 'browser' | 'trace';
      /** Whether the DNS query was private, and where the chain ends, as Firefox reports; null where it is not reported. */
      usedPrivateDns: boolean | null;
      root: RootFacts | null;
    }
  /** It was answered, and ECH was not reported. */
  | { kind: 'unreported' }
  /** ECH would not be reported. */
  | { kind: 'not-sent' }
  | { kind: 'failed'; why: WhyFailed };

/** `certificate`: what answered has no valid certificate for that name. */
export type WhyFailed = Extract<
  BrowserErrorKind,
  | 'name-not-resolved'
  | 'certificate'
  | 'tls-handshake'
  | 'cut-off'
  | 'timed-out'
  | 'refused'
  | 'proxy'
  | 'blocked'
  | 'other'
>;

export interface CheckedCanary {
  by: 'system' | 'resolver' | 'browser';
  /** The resolver's name, where one was asked by its name. */
  resolver: string | null;
  state: CanaryFacts['state'] | null;
}

/** Whether HTTPS records reach this browser: with one, `http:` becomes `https:` before anything is sent. */
export type HttpsRecordSupport = 'yes' | 'no' | 'unknown';
