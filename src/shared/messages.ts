// What pages and background say to each other. Every request is validated where it arrives; anything else is dropped.
// Imports shared only.

import * as v from 'valibot';
import type { LookupFailure } from './lookup.ts';
import type { SiteReport } from './report.ts';
import { FINGERPRINT_PATTERN } from './settings.ts';

/** Name of the port that the popup opens. */
export const REPORT_PORT = 'report';

const TabId = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Popup to background, over the port. */
export const PortRequestSchema = v.variant('kind', [
  /** Send this tab's reports from now on. */
  v.object({ kind: v.literal('watch'), tabId: TabId }),
  /** Ask the resolver and the canary afresh about the watched tab's page; also the first question when asking on click. */
  v.object({ kind: v.literal('check-again') }),
  /** The user vouches for an added root. */
  v.object({
    kind: v.literal('expect-root'),
    sha256: v.pipe(v.string(), v.regex(FINGERPRINT_PATTERN)),
    label: v.pipe(v.string(), v.maxLength(200)),
  }),
]);
export type PortRequest = v.InferOutput<typeof PortRequestSchema>;

/** Background to popup, over the port. */
export interface PortUpdate {
  kind: 'report';
  report: SiteReport;
}

/** Options page to background, by runtime.sendMessage. */
export const RequestSchema = v.variant('kind', [
  v.object({ kind: v.literal('test-resolver'), template: v.pipe(v.string(), v.startsWith('https://')) }),
]);
export type Request = v.InferOutput<typeof RequestSchema>;

/** What a test of a resolver found, by asking it for the HTTPS record of a reference name. */
export type ResolverTest =
  | {
      outcome: 'answered';
      durationMs: number;
      /** The record came with its `ech` parameter; `no-record` where the resolver knows none. */
      ech: 'kept' | 'stripped' | 'no-record';
      /** AD was set. */
      authenticated: boolean;
    }
  | { outcome: 'failed'; failure: LookupFailure };

/** Key of the last report of a tab in storage.session, so that a popup paints before the background wakes. */
export const reportKey = (tabId: number): string => `report:${tabId}`;
