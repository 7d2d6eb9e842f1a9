// ECH hid this host earlier in the session and, with the same configuration published, no longer does.

import type { Facts } from '../shared/facts.ts';
import type { SiteReport } from '../shared/report.ts';
import { type Conclusion, evidenceOf } from './reading.ts';

/** Only where this very connection is known not to hide the name: from a cache it may be the older one. */
export function downgradeOf(
  conclusion: Conclusion,
  { page, hiddenBefore }: Facts,
  echDigest: string | null,
): SiteReport['downgrade'] {
  const isOpen = conclusion.verdict === 'offered-not-used' || conclusion.verdict === 'exposed';
  if (!isOpen || page.arrival !== 'network' || hiddenBefore === null || hiddenBefore.echDigest !== echDigest)
    return null;
  const isMeasured = hiddenBefore.evidence === 'measured' && evidenceOf(conclusion) === 'measured';
  return {
    evidence: isMeasured ? 'measured' : 'inferred',
    before: hiddenBefore.evidence,
  };
}
