// Whether what the popup says of a page agrees with what the server saw of it. Pure.

import type { Handshake, PageRequest } from './echd-process.ts';
import type { LabSite } from './lab.ts';
import type { BrowserName, Expectation } from './site.ts';

/** The popup's words. */
export interface Claim {
  verdict: string;
  evidence: string;
  /** The name that the popup says the network reads, when it says one. */
  networkReads: string | undefined;
}

/** The server's words about one visit. */
export interface Witness {
  /** The request that delivered the document; undefined when none arrived. */
  request: PageRequest | undefined;
  /** All handshakes with the site during the visit. */
  handshakes: readonly Handshake[];
}

export type Agreement =
  | { kind: 'agrees' }
  /** An inference that this very server proves wrong, as no extension could know: the browser was told other records, or lost ECH and said nothing. */
  | { kind: 'could-not-know'; why: string }
  | { kind: 'disagrees'; why: string };

/** What became of a visit, in the words of the table of sites. */
function servedAs({ request }: Witness): Expectation {
  if (request === undefined) return { outcome: 'fails' };
  const { scheme, echAccepted, outerName } = request.seen;
  return scheme === 'http' ? { outcome: 'cleartext' } : { outcome: echAccepted ? 'hides' : 'shows', outerName };
}

/** The popup against the server, and the server against the table: the lab itself is under test as well. */
export function judgeVisit(name: BrowserName, site: LabSite, claim: Claim, witness: Witness): Agreement {
  const served = JSON.stringify(servedAs(witness));
  const expected = JSON.stringify(site.expects[name]);
  return served === expected ? judge(site, claim, witness) : disagrees(`the table expects ${expected}, not ${served}`);
}

const agrees: Agreement = { kind: 'agrees' };
const disagrees = (why: string): Agreement => ({ kind: 'disagrees', why });

export function judge(site: LabSite, claim: Claim, witness: Witness): Agreement {
  const { request, handshakes } = witness;
  if (request === undefined) {
    return claim.verdict === 'unknown' ? agrees : disagrees('no page was served, and the popup knows better');
  }
  const { seen } = request;
  switch (claim.verdict) {
    case 'cleartext':
      return seen.scheme === 'http' ? agrees : disagrees('the page was encrypted');
    case 'not-applicable':
      return /^[\d.]+(:\d+)?$/.test(seen.host) || site.unasked === 'local-name'
        ? agrees
        : disagrees('the page has a public name');
    case 'intercepted':
      return site.tls?.root === 'interception' ? agrees : disagrees('the certificate ends in the expected root');
    case 'hidden':
    case 'partly-hidden':
      if (site.tls?.root === 'interception') return disagrees('the certificate ends in the interception root');
      if (!seen.echAccepted) return disagrees('the server took no ECH');
      return readsRight(claim, seen.outerName);
    case 'offered-not-used':
      return seen.echAccepted ? disagrees('the server took ECH') : readsRight(claim, seen.outerName);
    case 'exposed':
      if (!seen.echAccepted) return readsRight(claim, seen.outerName);
      return claim.evidence === 'inferred'
        ? miss(site, 'Overheard’s resolver has no ECH for it, the browser’s has')
        : disagrees('the server took ECH');
    case 'likely-hidden':
      if (seen.echAccepted) return readsRight(claim, seen.outerName);
      return miss(
        site,
        handshakes.some(({ outerName }) => outerName === claim.networkReads)
          ? 'the browser tried ECH, the server refused it, and no extension is told'
          : 'the browser’s own resolver told it of no ECH',
      );
    default:
      // Nothing but a lookup could tell, and there is to be none.
      if (claim.verdict === 'unknown' && site.unasked !== undefined) return agrees;
      return disagrees('the page was served, and the popup knows nothing of it');
  }
}

/** The public name is inferred, but where the popup gives one it is the one on the wire. */
function readsRight({ networkReads }: Claim, outerName: string): Agreement {
  if (networkReads === undefined || networkReads === outerName) return agrees;
  return disagrees(`the network read ${outerName}, not ${networkReads}`);
}

/** Only where the lab was built to mislead an inference may one be wrong. */
const miss = (site: LabSite, why: string): Agreement =>
  site.misleadsInference ? { kind: 'could-not-know', why } : disagrees(why);
