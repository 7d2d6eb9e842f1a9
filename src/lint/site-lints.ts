// Lints of a site as a whole: its answer, and its name with and without `www.`.

import { measured } from '../browsers/versions.ts';
import { httpsQueryName } from '../dns/query.ts';
import type { ExaminedAlternative, SiteFacts } from './examined.ts';
import { always, type Citation, type FixName, foundIf, type Lint, type LintName, type Severity } from './lint.ts';
import type { WwwComparison, WwwDifference } from './www-counterpart.ts';

export const typeLints: Lint<SiteFacts>[] = [
  {
    name: 'svcb-type',
    citation: 'RFC 9460 §9',
    severity: 'error',
    applies: always,
    check: ({ type }) => foundIf(type === 'SVCB'),
  },
];

const failedWith = (name: 'alias-loop' | 'chain-too-long', citation: Citation): Lint<SiteFacts> => ({
  name,
  fix: 'chain',
  citation,
  severity: 'error',
  applies: ({ outcome }) => outcome.kind === 'failed',
  check: ({ outcome }) => foundIf(outcome.kind === 'failed' && outcome.failure.kind === name),
});

export const chainLints = [failedWith('alias-loop', 'RFC 9460 §2.4.2'), failedWith('chain-too-long', 'RFC 9460 §10.2')];

/** Of a site whose answer has no record to look at. */
export const missingRecordLints: Lint<SiteFacts>[] = [
  {
    name: 'no-record',
    citation: 'RFC 9848 §3',
    severity: 'warning',
    applies: ({ leadsTo }) => !leadsTo,
    check: ({ outcome, rows }) =>
      foundIf(outcome.kind === 'no-data' || (outcome.kind === 'name-error' && rows.length > 0)),
  },
];

export const answerLints: Lint<SiteFacts>[] = [
  {
    name: 'not-authenticated',
    citation: 'RFC 9849 §10.2',
    severity: 'note',
    applies: always,
    check: ({ authenticated }) => foundIf(authenticated === false),
  },
];

export const altSvcLints: Lint<ExaminedAlternative>[] = [
  {
    name: 'alt-svc-without-ech',
    citation: measured.chromium,
    severity: 'error',
    isErrorWhenHidden: true,
    applies: ({ isElsewhere }) => isElsewhere,
    check: ({ host, port, outcome }) =>
      foundIf(outcome === 'shows', {
        args: [{ host }, { code: port }],
        fixArgs: [{ host: httpsQueryName(host, port) }],
      }),
  },
];

/** RFC 9460 §9.1: each name is looked up by itself. */
const wwwLint = (
  name: Extract<LintName, `twin-${string}`>,
  difference: WwwDifference,
  severity: Severity,
  fix: FixName = 'twin',
): Lint<WwwComparison> => ({
  name,
  fix,
  citation: 'RFC 9460 §9.1',
  severity,
  applies: always,
  check: (www) => foundIf(www.difference === difference, { args: [{ host: www.host }, { host: www.counterpart }] }),
});

export const wwwLints = [
  wwwLint('twin-without-ech', 'ech-here-only', 'warning'),
  wwwLint('twin-with-ech', 'ech-there-only', 'warning'),
  wwwLint('twin-without-record', 'record-here-only', 'note'),
  wwwLint('twin-with-record', 'record-there-only', 'note'),
  wwwLint('twin-differs', 'configs-differ', 'note', 'twin-differs'),
];
