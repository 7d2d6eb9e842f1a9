// The verdict: the first rule that matches, numbered as in the table below.
//
//  1 http:, not loopback                                     cleartext         measured
//  2 not http(s), IP address, local name, .onion             not-applicable    measured
//  3 an unexpected added root on any connection of the
//    visit to one of the site's names                        intercepted       measured
//  4 ECH used, and no leak (leaks.ts)                        hidden            measured
//  5 ECH used, otherwise; or through a proxy over TLS        partly-hidden     measured
//  6 ECH not used, a client of the RFCs would use it       offered-not-used  measured
//  7 ECH not used, else                                      exposed           measured
//  8 not measurable, from the network, predicted to hide,
//    unless this browser used ECH nowhere on this network
//    where that could be told (ech-here.ts)                  likely-hidden     inferred
//  9 not measurable, from the network, predicted to show     exposed           inferred
// 10 else                                                    unknown           unknown
//
// After a certificate error nothing is concluded (10), and nothing reassuring where something of the page may be lost (4, 5 and 8).
// A public name that belongs to the site hides nothing: the verdict is exposed,
// inferred since the public name is, and where ECH was not used the site counts as offering none (7).
// Behind a proxy of this device nothing is concluded where ECH was not used (10), and what hides the name may leak (5).
// Rules 5 and 8 check the same leaks, each with its own evidence. What the browser does not report changes no verdict, but the network's
// row says `no` only where nothing is unreported: Chrome never reports DNS, so its row never does.

import { isOwnName } from '../observers/anonymity-set.ts';
import { documentTunnel, reportedConnection } from '../observers/reported-connection.ts';
import type { ConnectionFacts, Facts } from '../shared/facts.ts';
import { isInLocalNetwork } from '../shared/local-address.ts';
import type { Verdict } from '../shared/report.ts';
import type { UnknownReason } from '../shared/report-kinds.ts';
import { addressKind, isLoopback } from '../shared/site-address.ts';
import { isSameSite } from '../shared/site-name.ts';
import { unusedHere } from './ech-here.ts';
import { type FoundLeak, type FoundUnreported, leaksOf, unreportedLeak } from './leaks.ts';
import type { Publication } from './publication.ts';
import type { Conclusion } from './reading.ts';
import type { VisitReading } from './visit-reading.ts';

interface FoundLeaks {
  leaks: FoundLeak[];
  unreported: FoundUnreported | null;
}

export function conclude(facts: Facts, publication: Publication, visit: VisitReading): Conclusion {
  const conclusion = fromWhatIsKnown(facts, publication, visit);
  const isReassuring = REASSURING.includes(conclusion.verdict);
  return facts.page.wasInterrupted && isReassuring ? unknown({ kind: 'interrupted' }) : conclusion;
}

const REASSURING: Verdict[] = ['hidden', 'partly-hidden', 'likely-hidden'];

function fromWhatIsKnown(facts: Facts, publication: Publication, visit: VisitReading): Conclusion {
  const { page } = facts;
  if (page.failure !== null) return unknown({ kind: 'load-failed', error: page.failure });
  const kind = addressKind(page);
  // Tor carries it (RFC 7686), `http:` too.
  if (kind === 'local-name' && page.host.endsWith('.onion')) return { verdict: 'not-applicable', why: 'onion' };
  const tunnel = documentTunnel(facts);
  const found = (): FoundLeaks => ({ leaks: leaksOf(facts, visit), unreported: unreportedLeak(facts, visit) });
  if (page.scheme === 'http' && !isLoopback(page)) {
    const isLocal = isInLocalNetwork(page.host, reportedConnection(facts));
    return { verdict: 'cleartext', to: tunnel !== null ? 'proxied' : isLocal ? 'local' : 'all', ...found() };
  }
  if (kind !== 'public-name') return { verdict: 'not-applicable', why: kind };
  if (page.restricted) return unknown({ kind: 'restricted' });
  if (page.extensionsBlocked) return unknown({ kind: 'kept-away' });

  const reported = reportedConnection(facts);
  if (reported?.security === 'broken') return unknown({ kind: 'certificate-error' });
  const root = reported?.root ?? null;
  if (root !== null && !root.builtIn && !facts.expectedRoots.includes(root.sha256)) {
    return { verdict: 'intercepted', root, host: null };
  }
  if (visit.interceptedName !== null) return { verdict: 'intercepted', ...visit.interceptedName };
  if (reported === null) return infer(facts, publication, visit);
  const { usedEch } = reported;
  if (tunnel === 'device-proxy' && (!usedEch || isOwnName(page.host, publication.outerSni)))
    return unknown({ kind: 'device-proxy', proxy: reported.proxy?.host ?? '' });
  if (tunnel !== null) return hiddenUnless(found());
  if (reported.sharedWith !== null) return ofShared(reported.sharedWith, facts, publication, visit);
  if (usedEch === null) return infer(facts, publication, visit);
  return measured(usedEch, facts, publication, visit);
}

function measured(usedEch: boolean, facts: Facts, { outerSni, rfc }: Publication, visit: VisitReading): Conclusion {
  const { host } = facts.page;
  if (!usedEch)
    return rfc?.outcome === 'hides' && !isOwnName(host, rfc.publicName)
      ? { verdict: 'offered-not-used' }
      : { verdict: 'exposed', evidence: 'measured' };
  if (isOwnName(host, outerSni)) return hidesNothing('measured');
  return hiddenUnless({ leaks: leaksOf(facts, visit), unreported: unreportedLeak(facts, visit) });
}

function hiddenUnless({ leaks: [first, ...rest], unreported }: FoundLeaks): Conclusion {
  return first === undefined
    ? { verdict: 'hidden', leaks: [], unreported }
    : { verdict: 'partly-hidden', leaks: [first, ...rest], unreported };
}

/**
 * The document came over a connection that was opened for another host, so the browser's word is about that one. Firefox 153 opens
 * another beside it, with the page's own name unless its own record hides it; Chromium opens none.
 */
function ofShared(
  { host, isHidden }: NonNullable<ConnectionFacts['sharedWith']>,
  facts: Facts,
  publication: Publication,
  visit: VisitReading,
): Conclusion {
  const isFirefox = facts.browser === 'firefox';
  const own = publication.thisBrowser?.outcome;
  if (isHidden && own === 'hides')
    return isFirefox ? measured(true, facts, publication, visit) : infer(facts, publication, visit);
  const isShown = isHidden
    ? isFirefox && own === 'shows'
    : isHidden === false && isSameSite(host, facts.page.host, facts.suffixes);
  if (isShown) return { verdict: 'exposed', evidence: 'inferred', over: host };
  const inferred = infer(facts, publication, visit);
  return inferred.verdict === 'unknown' ? inferred : unknown({ kind: 'shared-connection', host });
}

function infer(facts: Facts, { thisBrowser, report }: Publication, visit: VisitReading): Conclusion {
  const { page, lookup } = facts;
  // Without access nothing of the page is seen, its arrival neither.
  if (lookup.state === 'not-asked' && lookup.why === 'no-access')
    return unknown({ kind: 'not-asked', why: lookup.why });
  if (page.arrival !== 'network') return unknown({ kind: 'arrival', arrival: page.arrival });
  if (lookup.state === 'pending') return unknown({ kind: 'pending' });
  if (lookup.state === 'not-asked') return unknown({ kind: 'not-asked', why: lookup.why });
  if (report.state === 'withheld') return unknown({ kind: 'withheld' });
  const { outcome } = lookup.lookup;
  if (thisBrowser === null && outcome.kind === 'failed')
    return unknown({ kind: 'lookup-failed', failure: outcome.failure });
  if (thisBrowser?.outcome === 'hides') {
    const { publicName, mayFallBack } = thisBrowser;
    if (isOwnName(page.host, publicName)) return hidesNothing('inferred');
    const leaks = leaksOf(facts, visit);
    const unused = unusedHere(facts.echHere);
    if (unused !== null) return unknown({ kind: 'ech-off-here', ...unused }, leaks);
    return {
      verdict: 'likely-hidden',
      publicName,
      mixed: mayFallBack,
      leaks,
      unreported: unreportedLeak(facts, visit),
    };
  }
  return thisBrowser?.outcome === 'cannot-connect'
    ? unknown({ kind: 'refuted' })
    : { verdict: 'exposed', evidence: 'inferred' };
}

const hidesNothing = (echFor: 'measured' | 'inferred'): Conclusion => ({
  verdict: 'exposed',
  evidence: 'inferred',
  echFor,
});

const unknown = (reason: UnknownReason, leaks: FoundLeak[] = []): Conclusion => ({ verdict: 'unknown', reason, leaks });
