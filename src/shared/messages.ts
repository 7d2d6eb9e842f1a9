// What pages and background say to each other.

import type { ProbeFacts } from './facts.ts';
import type { InspectQuery } from './inspect.ts';
import type { AnswerClass, HttpsLookup, LookupFailure } from './lookup.ts';
import type { SiteReport } from './report.ts';

/** Name of the port that the popup opens. */
export const REPORT_PORT = 'report';

/** Key of the last report of a tab in storage.session, so that a popup paints before the background wakes. */
export const reportKey = (tabId: number): string => `report:${tabId}`;

export const UNWRITTEN_PREFIX = 'unwritten:';

/** Key of the mark of a tab of which not everything is written: what is stored of it may be better than what is so. */
export const unwrittenKey = (tabId: number): string => `${UNWRITTEN_PREFIX}${tabId}`;

/** Popup to background, over the port. */
export type PortRequest =
  /** Send this tab's reports from now on. */
  | { kind: 'watch'; tabId: number }
  /** Look up the watched tab's page and the canary again; also the first lookup when asking on click. */
  | { kind: 'check-again'; pastProxy?: boolean | undefined }
  /** The list of other hosts was opened: look them up where nothing is measured. */
  | { kind: 'look-up-hosts' }
  /** Look up the page's host at the second resolver, which the popup named. */
  | { kind: 'ask-second' }
  /** The results of the popup's own requests, for the page of that navigation. */
  | { kind: 'probed'; navigationId: string; probes: ProbeFacts }
  /** The measuring build: reload the tab under the debugger. */
  | { kind: 'measure' };

/** Background to popup, over the port. */
export interface PortUpdate {
  kind: 'report';
  report: SiteReport;
}

/** Other pages to background, by runtime.sendMessage. */
export type Request =
  /** Try this https: template with a reference host, the first of the settings or that of the given place; see ResolverTest. */
  | { kind: 'test-resolver'; template: string; reference?: number | undefined }
  /** Ask this https: template for the canary, as part of such a test. The answer: CanaryFacts, null where it cannot be asked. */
  | { kind: 'test-canary'; template: string }
  /**
   * The popup: the user vouches for an added root, SHA-256 as 64 lower-case hex digits with a label of at most 200 characters. The
   * answer is true when it is stored, and an error when it could not be.
   */
  | { kind: 'expect-root'; sha256: string; label: string }
  /** The popup: ask the site of that page, from inside the tab, how its connection was opened. False where only a new request can tell. */
  | { kind: 'trace-tab'; tabId: number; navigationId: string }
  /** The popup: do that on every page by itself. True when it is stored. */
  | { kind: 'always-trace' }
  /** The session page: forget which names were read, and the query log. */
  | { kind: 'clear-session' }
  /** The inspect page; see InspectAnswer. */
  | ({ kind: 'inspect' } & InspectQuery)
  /** The popup: open the inspect page for the site of a tab. The answer: whether a tab shows it. */
  | { kind: 'inspect-tab'; tabId: number }
  /** The network check: an https: template, about a reference host's HTTPS record. The answer: HttpsLookup, null without host access. */
  | { kind: 'check-record'; template: string; host: string; port: number; private: boolean }
  /** The network check: the canary, by that resolver or by the system's. The answer: CanaryFacts, null where it cannot be asked. */
  | { kind: 'check-canary'; template: string | null; private: boolean };

/** What a test of a resolver found, by asking it for the HTTPS record of a reference name. */
export type ResolverTest =
  | {
      outcome: 'answered';
      /** Of one query, where a chain took several. */
      durationMs: number;
      /** To the query for a reference host, which publishes ECH. */
      answer: AnswerClass;
      /** AD was set. */
      authenticated: boolean;
      /** The answer hides its length (RFC 8467). */
      padded: boolean;
      /** See HttpsLookup. */
      subnetOptOut: HttpsLookup['subnetOptOut'];
    }
  | { outcome: 'failed'; failure: LookupFailure };
