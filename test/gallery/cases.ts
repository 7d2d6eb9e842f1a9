// The reports that the popup's tests and the gallery show: what assess() makes of every fixture of its own tests, and of some
// pages whose names and answers strain a layout.

import { assess } from '../../src/assess/assess.ts';
import type { Facts } from '../../src/shared/facts.ts';
import type { SiteReport } from '../../src/shared/report.ts';
import { connection, firefox, lookup, NO_RECORD, page, records, withEch } from '../unit/assess/facts-builder.ts';
import { FIXTURES } from '../unit/assess/fixtures.ts';

/** 253 characters, the most that a name can have. */
const LONG_NAME = `${`${'long-label-'.repeat(5)}name.`.repeat(5)}example`.slice(-253);
const shown = connection({ usedEch: false });

export const STRAINS: Record<string, Facts> = {
  'long-cover-name': firefox({ page: page(`https://${LONG_NAME}/`), lookup: records(withEch(LONG_NAME.slice(-220))) }),
  'long-name-exposed': firefox({ page: page(`https://${LONG_NAME}/`), connection: shown, lookup: NO_RECORD }),
  'lookalike-name': firefox({
    page: page('https://xn--80ak6aa92e.example/'),
    connection: shown,
    lookup: NO_RECORD,
  }),
  'exposed-filtered': firefox({
    connection: shown,
    lookup: lookup(
      { kind: 'no-data', sets: [] },
      {
        extendedErrors: [
          { code: 17, text: 'policy "family"' },
          { code: 22, text: '' },
        ],
      },
    ),
  }),
};

/** What assess() concludes, by the name of the case. */
export const REPORTS: Record<string, SiteReport> = Object.fromEntries(
  [...FIXTURES.map(({ name, facts }) => [name, facts] as const), ...Object.entries(STRAINS)].map(([name, facts]) => [
    name,
    assess(facts),
  ]),
);
