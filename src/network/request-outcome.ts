// What the browser's own words on a request of ours amount to. They are a hint and no contract: what is not known is said to be
// nothing in particular. Pure; imports shared only.

import type { RecordsReach, ReferenceResult } from './check-facts.ts';

type WhyFailed = Extract<ReferenceResult, { kind: 'failed' }>['why'];

/** Firefox 153 has names for what goes wrong in the network (`NS_ERROR_…`), and sentences for what goes wrong in TLS. */
export function whyFailed(error: string | null): WhyFailed {
  if (error === null) return 'other';
  if (/NAME_NOT_RESOLVED|UNKNOWN_HOST/.test(error)) return 'name-not-resolved';
  if (/^net::ERR_(CERT|SSL|ECH_FALLBACK_CERT)/.test(error)) return 'certificate';
  return /^(net::|NS_)/.test(error) ? 'other' : 'certificate';
}

/** Chrome: one `http:` request to a host with an HTTPS record. */
export interface ReachAttempt {
  isAnswered: boolean;
  error: string | null;
  redirectedBy: string | null;
}

/** Like ECH itself: one success proves that records reach the browser, one miss proves nothing (an answer may lose the race). */
const ENOUGH_MISSES = 2;

export function recordsReachOf(attempts: ReachAttempt[]): RecordsReach {
  if (attempts.some(({ redirectedBy }) => redirectedBy === 'DNS')) return 'yes';
  const misses = attempts.filter(({ isAnswered, error, redirectedBy }) => {
    // A host that is known to want https: is not asked.
    if (redirectedBy !== null) return false;
    return isAnswered || (error !== null && /CONNECTION_|ADDRESS_UNREACHABLE|EMPTY_RESPONSE/.test(error));
  });
  return misses.length >= ENOUGH_MISSES ? 'no' : 'unknown';
}
