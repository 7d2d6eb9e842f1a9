// What this browser did with ECH elsewhere on this network, where it reported nothing of this page: it says more of what is expected,
// and takes the expectation away where nothing speaks for it. A success elsewhere is no measurement of this page.

import type { EchHere, Facts } from '../shared/facts.ts';
import type { BasisKind } from '../shared/report-kinds.ts';
import { BROWSER_LABELS, type Statement, statement } from '../shared/sentence.ts';

/** A single site may have stopped using ECH, or be blocked by itself. */
const ENOUGH = 2;

/** How many test sites and how many others were reached without ECH, where none was with it and there are enough; else null. */
export function unusedHere(echHere: EchHere | null): { tests: number; sites: number } | null {
  const { used, told } = countOf(echHere);
  if (echHere === null || used > 0 || told < ENOUGH) return null;
  return { tests: echHere.tests?.answered ?? 0, sites: echHere.pages.measured };
}

/** What a page that is expected to be hidden is also based on; null where nothing is known of other sites. */
export function describeElsewhere({ browser, page, echHere }: Facts): Statement<BasisKind> | null {
  const { used, told } = countOf(echHere);
  if (echHere === null || told === 0) return null;
  const names = [{ host: page.host }, { label: BROWSER_LABELS[browser] }];
  if (used === 0) return statement('should-hide-missed', ...names);
  if (used < told) return statement('should-hide-some', ...names, { count: used }, { count: told });
  if (echHere.tests !== null) return statement('should-hide-tested', ...names, { agoMs: echHere.tests.atMs });
  if (used === 1) return statement('should-hide-measured-one', ...names);
  return statement('should-hide-measured', ...names, { count: used });
}

/** Of all sites that could tell. */
const countOf = (echHere: EchHere | null) => ({
  used: (echHere?.tests?.used ?? 0) + (echHere?.pages.used ?? 0),
  told: (echHere?.tests?.answered ?? 0) + (echHere?.pages.measured ?? 0),
});
