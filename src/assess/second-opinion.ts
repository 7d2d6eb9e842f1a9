// When the chosen resolver has no ECH to tell of, another may have: whether to ask it, and what its answer explains.

import type { Facts } from '../shared/facts.ts';
import type { Cause } from '../shared/report.ts';
import type { CauseKind } from '../shared/report-kinds.ts';
import { statement } from '../shared/sentence.ts';
import { causeBy } from './explanation.ts';
import { whyNotUsed } from './not-used.ts';

/** What a resolver that withholds records or damages them would look like. */
const MAY_BE_WITHHELD: CauseKind[] = [
  'withheld',
  'no-record',
  'alias-nowhere',
  'no-service',
  'malformed',
  'no-ech',
  'lookup-failed',
];

export const mayBeWithheld = (cause: Cause | null): cause is Cause =>
  cause !== null && MAY_BE_WITHHELD.includes(cause.kind);

/** The cause, or that the chosen resolver withheld what another one has: an answer without it, which a failure is not. */
export function bySecondOpinion(cause: Cause | null, facts: Facts): Cause | null {
  const { page, connection, lookup, secondOpinion } = facts;
  if (secondOpinion?.state !== 'ech' || !mayBeWithheld(cause)) return cause;
  // The browser did not use ECH, and its own resolver may be any other.
  if (connection?.usedEch === false && connection.sharedWith === null) return whyNotUsed(facts);
  if (cause.kind === 'lookup-failed') return cause;
  const why = statement(
    'withheld-here',
    { label: lookup.resolver?.name ?? '' },
    { host: page.host },
    { label: secondOpinion.resolver.name },
  );
  return { ...causeBy('withheld', 'measured', why, 'withheld'), responsible: 'resolver' };
}
