// Lints of a site as a whole: its answer, and its name with and without `www.`.

import type { SiteFacts } from './examined.ts';
import { always, foundIf, type Lint } from './lint.ts';
import type { WwwComparison } from './www-counterpart.ts';

export const typeLints: Lint<SiteFacts>[] = [
  {
    name: 'svcb-type',
    citation: 'RFC 9460 §9',
    severity: 'error',
    applies: always,
    check: ({ type }) => foundIf(type === 'SVCB'),
  },
];

const failureOf = ({ outcome }: SiteFacts) => (outcome.kind === 'failed' ? outcome.failure.kind : undefined);

export const chainLints: Lint<SiteFacts>[] = [
  {
    name: 'alias-loop',
    fix: 'chain',
    citation: 'RFC 9460 §2.4.2',
    severity: 'error',
    applies: always,
    check: (facts) => foundIf(failureOf(facts) === 'alias-loop'),
  },
  {
    name: 'chain-too-long',
    fix: 'chain',
    citation: 'RFC 9460 §10.2',
    severity: 'error',
    applies: always,
    check: (facts) => foundIf(failureOf(facts) === 'chain-too-long'),
  },
];

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

const hosts = ({ host, counterpart }: WwwComparison) => ({ args: [{ host }, { host: counterpart }] });

/** RFC 9460 §9.1: each name is looked up by itself. */
export const wwwLints: Lint<WwwComparison>[] = [
  {
    name: 'twin-without-ech',
    fix: 'twin',
    citation: 'RFC 9460 §9.1',
    severity: 'warning',
    applies: always,
    check: (www) => foundIf(www.difference === 'ech-here-only', hosts(www)),
  },
  {
    name: 'twin-with-ech',
    fix: 'twin',
    citation: 'RFC 9460 §9.1',
    severity: 'warning',
    applies: always,
    check: (www) => foundIf(www.difference === 'ech-there-only', hosts(www)),
  },
  {
    name: 'twin-without-record',
    fix: 'twin',
    citation: 'RFC 9460 §9.1',
    severity: 'note',
    applies: always,
    check: (www) => foundIf(www.difference === 'record-here-only', hosts(www)),
  },
  {
    name: 'twin-with-record',
    fix: 'twin',
    citation: 'RFC 9460 §9.1',
    severity: 'note',
    applies: always,
    check: (www) => foundIf(www.difference === 'record-there-only', hosts(www)),
  },
  {
    name: 'twin-differs',
    citation: 'RFC 9460 §9.1',
    severity: 'note',
    applies: always,
    check: (www) => foundIf(www.difference === 'configs-differ', hosts(www)),
  },
];
