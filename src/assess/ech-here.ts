// What this browser did with ECH on other sites of this network, where it reported nothing about this page. Success elsewhere supports the
// expectation, failure everywhere withdraws it; neither is a measurement of this page.

import type { EchHere, Facts } from '../shared/facts.ts';
import type { BasisKind } from '../shared/report-kinds.ts';
import { BROWSER_LABELS, type Statement, statement } from '../shared/sentence.ts';

/** One site alone may have stopped using ECH, or be the only one that is blocked. */
const MIN_SITES = 2;

/** How many test sites and how many others were reached without ECH, where none was with it and there are enough; else null. */
export function unusedHere(echHere: EchHere | null): { tests: number; sites: number } | null {
  const { used, known } = countOf(echHere);
  if (echHere === null || used > 0 || known < MIN_SITES) return null;
  return { tests: echHere.tests?.answered ?? 0, sites: echHere.pages.measured };
}

/** What a page that is expected to be hidden is also based on; null where nothing is known of other sites. */
export function describeElsewhere({ browser, page, echHere }: Facts): Statement<BasisKind> | null {
  const { used, known } = countOf(echHere);
  if (echHere === null || known === 0) return null;
  const names = [{ host: page.host }, { label: BROWSER_LABELS[browser] }];
  if (used === 0) return statement('should-hide-missed', ...names);
  if (used < known) return statement('should-hide-some', ...names, { count: used }, { count: known });
  if (echHere.tests !== null) return statement('should-hide-tested', ...names, { agoMs: echHere.tests.atMs });
  if (used === 1) return statement('should-hide-measured-one', ...names);
  return statement('should-hide-measured', ...names, { count: used });
}

/** Of all sites whose use of ECH is known, test sites included. */
const countOf = (echHere: EchHere | null) => ({
  used: (echHere?.tests?.used ?? 0) + (echHere?.pages.used ?? 0),
  known: (echHere?.tests?.answered ?? 0) + (echHere?.pages.measured ?? 0),
});
