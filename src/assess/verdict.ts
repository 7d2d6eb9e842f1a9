// The verdict: the first rule that matches, numbered as in the table below. Pure; imports shared and the publication.
//
//  1 http:, not loopback                                     cleartext         measured
//  2 not http(s), IP address, local name                     not-applicable    measured
//  3 chain ends in an added root that is not expected        intercepted       measured
//  4 ECH used, private DNS, no http: hop, no proxy told      hidden            measured
//  5 ECH used, otherwise                                     partly-hidden     measured
//  6 ECH not used, the RFCs' row hides                       offered-not-used  measured
//  7 ECH not used, else                                      exposed           measured
//  8 not measurable, from the network, this row hides        likely-hidden     inferred
//  9 not measurable, from the network, it shows, no record   exposed           inferred
// 10 else                                                    unknown           unknown

import type { ConnectionFacts, Facts, PageFacts } from '../shared/facts.ts';
import { addressKind, isLoopback } from '../shared/site-address.ts';
import type { Conclusion, Leak, UnknownReason } from './conclusion.ts';
import type { Publication } from './publication.ts';

export function conclude(facts: Facts, publication: Publication): Conclusion {
  const { page } = facts;
  if (page.failure !== null) return unknown({ kind: 'load-failed', error: page.failure });
  if (page.scheme === 'http' && !isLoopback(page)) return { verdict: 'cleartext' };
  const kind = addressKind(page);
  if (kind !== 'public-name') return { verdict: 'not-applicable', why: kind };
  if (page.restricted) return unknown({ kind: 'restricted' });

  const measured = measuredConnection(facts);
  if (measured === null) return infer(facts, publication);
  const { root } = measured;
  if (root !== null && !root.builtIn && !facts.expectedRoots.includes(root.sha256)) {
    return { verdict: 'intercepted', root };
  }
  if (measured.usedEch === null) return infer(facts, publication);
  if (measured.usedEch) {
    const [first, ...rest] = leaksOf(page, measured);
    return first === undefined ? { verdict: 'hidden' } : { verdict: 'partly-hidden', leaks: [first, ...rest] };
  }
  return publication.rfc?.outcome === 'hides'
    ? { verdict: 'offered-not-used' }
    : { verdict: 'exposed', evidence: 'measured' };
}

/**
 * The connection that the browser told of, when what it told belongs to this document: from the network, or from Firefox's
 * cache, which keeps the flags of the first fetch.
 */
function measuredConnection({ browser, page, connection }: Facts): ConnectionFacts | null {
  const tells = page.arrival === 'network' || (page.arrival === 'http-cache' && browser === 'firefox');
  return tells ? connection : null;
}

function leaksOf(page: PageFacts, { proxy, usedPrivateDns }: ConnectionFacts): Leak[] {
  const leaks: Leak[] = [];
  if (proxy?.toldName) leaks.push('proxy');
  else if (usedPrivateDns === false) leaks.push('dns');
  else if (usedPrivateDns === null) leaks.push('dns-untold');
  if (page.clearHops.length > 0) leaks.push('hop');
  return leaks;
}

function infer({ page, lookup }: Facts, { own }: Publication): Conclusion {
  if (page.arrival !== 'network') return unknown({ kind: 'arrival', arrival: page.arrival });
  if (lookup.state === 'pending') return unknown({ kind: 'pending' });
  if (lookup.state === 'not-asked') return unknown({ kind: 'not-asked', why: lookup.why });
  const { outcome } = lookup.lookup;
  if (outcome.kind === 'failed') return unknown({ kind: 'lookup-failed', failure: outcome.failure });
  if (own?.outcome === 'hides') return { verdict: 'likely-hidden', publicName: own.publicName, mixed: own.mayFallBack };
  return own?.outcome === 'cannot-connect'
    ? unknown({ kind: 'refuted' })
    : { verdict: 'exposed', evidence: 'inferred' };
}

const unknown = (reason: UnknownReason): Conclusion => ({ verdict: 'unknown', reason });
