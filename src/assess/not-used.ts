// Usable ECH was published and not used. From inside several causes look the same; new requests, which the user starts, tell
// them apart: one to the site itself and some to hosts that are known to take ECH. One miss of a reference host proves nothing, one
// success proves that ECH is possible here.

import type { Facts, ProbeResult } from '../shared/facts.ts';
import type { Cause } from '../shared/report.ts';
import { statement } from '../shared/sentence.ts';
import { cause, causeBy } from './explanation.ts';

/** Reference hosts that have to have missed before ECH is called off here. */
const ENOUGH_MISSES = 3;

export function whyNotUsed({ page: { host, arrival }, probes }: Facts): Cause {
  if (arrival === 'http-cache') return causeBy('not-from-network', 'unknown', statement('from-cache'), 'reload');
  const unsettled = cause('not-yet-known', 'unknown', 'not-yet-known', { host });
  if (probes === null) return unsettled;
  const fresh = usedEch(probes.fresh);
  if (fresh === true) return cause('lost-race', 'inferred', 'lost-race', { host });
  const references = probes.references.map(({ result }) => usedEch(result));
  if (references.includes(true))
    return fresh === false
      ? cause('server-refused', 'inferred', 'server-refused', { host })
      : { ...unsettled, why: null, detail: statement('site-unreported', { host }) };
  return references.filter((used) => used === false).length >= ENOUGH_MISSES
    ? { ...cause('ech-off-here', 'inferred', 'ech-off-here'), detail: statement('look-the-same') }
    : { ...causeBy('not-yet-known', 'unknown', null, 'not-settled'), detail: statement('too-few') };
}

/** The user's new request to the site did: it proves nothing of this page's connection, and yet tells against what is expected. */
export const wentWithoutEch = ({ probes }: Facts): boolean => usedEch(probes?.fresh ?? null) === false;

const usedEch = (result: ProbeResult | null): boolean | null => (result?.kind === 'reported' ? result.usedEch : null);
