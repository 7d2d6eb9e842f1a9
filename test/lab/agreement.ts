// Whether what the popup says of a page agrees with everything that the lab saw of the visit. Pure.

import type { PageRequest, Seen } from './echd-process.ts';
import type { LabSite } from './lab.ts';
import type { ProxyId } from './proxy.ts';
import {
  hostOf,
  isBorrowed,
  isSameSite,
  type Reading,
  readingsOf,
  siteOf,
  transportOf,
  UNREPORTED,
  type Unreported,
  wasRefused,
} from './readings.ts';
import { type BrowserName, type Expectation, LEAKS, type Leak, type ServedSite, TRACE_PATH } from './site.ts';
import type { Witness } from './witness.ts';

/** The popup's words. */
export interface Claim {
  verdict: string;
  evidence: string;
  /** The name that the popup says the network reads, when it says one. */
  networkReads: string | undefined;
  /** The kind of the first cause, when there is one. */
  cause: string | undefined;
}

export type Agreement =
  | { kind: 'agrees' }
  /** It agrees with what the browser reports, but the name could also be read in a way that is reported to no extension. */
  | { kind: 'unreported'; why: string }
  /** An inference that this very server proves wrong, as no extension could know: the browser was told other records, or lost ECH and said nothing. */
  | { kind: 'could-not-know'; why: string }
  | { kind: 'disagrees'; why: string };

/** The causes by which a popup owns up to a leak. */
const CAUSES: Record<Leak, readonly string[]> = {
  'intercepted-elsewhere': ['intercepted-elsewhere'],
  'http-hop': ['cleartext-redirect'],
  later: ['exposed-later'],
  race: ['alternative-service'],
  'same-site-before': ['same-site-before', 'exposed-earlier'],
  'same-site-exposed': ['same-site-exposed'],
  proxy: ['proxy', 'tls-proxy', 'device-proxy'],
  dns: ['unencrypted-dns'],
};
/** Where the public name itself belongs to the site. */
const PUBLIC_NAME_CAUSE = 'same-owner';

/** Here the browser tells enough for a doubt: that the host answered from the same address, or that a request to it failed. */
const DOUBTED: readonly Unreported[] = ['asked-again', 'unanswered'];

/** What Chromium reports of no connection. */
const ABOUT_ECH = ['hidden', 'partly-hidden', 'offered-not-used', 'exposed'];

/** What became of a visit, in the words of the table of sites. */
export function servedAs(name: BrowserName, witness: Witness): Expectation {
  const { request } = witness;
  if (request === undefined) return { outcome: 'fails' };
  const { scheme, echAccepted, outerName } = request.seen;
  if (scheme === 'http') return { outcome: 'cleartext' };
  if (!echAccepted) return { outcome: 'shows', outerName };
  // Whether a browser opens a connection that it then has no use for, or Chromium follows a hint, is a matter of luck.
  const isLuck = ({ unreported }: Reading) => unreported === 'unused-connection' || unreported === 'early-hint';
  const found = readingsOf(name, witness).filter((reading) => !isLuck(reading));
  const leaks = LEAKS.filter((leak) => found.some((reading) => reading.leak === leak));
  return { outcome: 'hides', outerName, ...(leaks.length > 0 && { leaks }) };
}

/** The popup against the lab, and the lab against the table: the lab itself is under test as well. */
export function judgeVisit(name: BrowserName, site: LabSite, claim: Claim, witness: Witness): Agreement {
  const served = JSON.stringify(servedAs(name, witness));
  const expected = JSON.stringify(site.expects[name]);
  return served === expected
    ? judge(name, site, claim, witness)
    : disagrees(`the table expects ${expected}, not ${served}`);
}

const agrees: Agreement = { kind: 'agrees' };
const disagrees = (why: string): Agreement => ({ kind: 'disagrees', why });

/** What the judge knows of a site besides what was seen. */
export interface Judged extends Pick<ServedSite, 'id' | 'endsAt' | 'unasked' | 'misleadsInference'> {
  /** Browsers race connections to it of which some show its name: whether one did on this visit is luck. */
  mayExpose?: boolean;
}

export function judge(name: BrowserName, site: Judged, claim: Claim, witness: Witness): Agreement {
  const { request } = witness;
  if (request === undefined) {
    return claim.verdict === 'unknown' ? agrees : disagrees('no page was served, and the popup knows better');
  }
  const readings = readingsOf(name, witness);
  const unmeasured = name === 'chromium' && isAboutEch(claim, request) ? whyUnmeasured(witness, request) : undefined;
  if (unmeasured !== undefined) return disagrees(unmeasured);
  switch (claim.verdict) {
    case 'cleartext':
      return request.seen.scheme === 'http' ? unlessIntercepted(readings, agrees) : disagrees('the page was encrypted');
    case 'not-applicable':
      return /^[\d.]+(:\d+)?$/.test(request.seen.host) || site.unasked === 'local-name'
        ? agrees
        : disagrees('the page has a public name');
    case 'intercepted':
      return readings.some(({ leak }) => leak === 'intercepted')
        ? agrees
        : disagrees('the certificate ends in the expected root');
    case 'hidden':
    case 'partly-hidden':
    case 'likely-hidden':
      return unlessIntercepted(readings, judgeHidden(site, claim, witness, readings));
    case 'offered-not-used':
    case 'exposed':
      return unlessIntercepted(readings, judgeExposed(site, claim, witness, readings));
    default:
      // Nothing but a lookup could tell, and there is to be none.
      if (claim.verdict === 'unknown' && site.unasked !== undefined) return agrees;
      if (claim.verdict === 'unknown' && mayBeUnknown(name, witness, readings)) return agrees;
      return disagrees('the page was served, and the popup knows nothing of it');
  }
}

const isAboutEch = ({ verdict, evidence }: Claim, { seen }: PageRequest): boolean =>
  evidence === 'measured' && seen.scheme === 'https' && ABOUT_ECH.includes(verdict);

/** Chromium itself tells nothing: a server must have been asked whose word can be trusted, over the document's own connection. */
function whyUnmeasured({ providers, requests }: Witness, document: PageRequest): string | undefined {
  if (!providers.has(document.site)) return 'nobody could tell Overheard how this connection was opened';
  const traces = requests.filter(({ site, seen }) => site === document.site && seen.path === TRACE_PATH);
  if (traces.length === 0) return 'it was measured, and nobody asked for a trace';
  return traces.every(({ connection }) => connection === document.connection)
    ? undefined
    : 'the trace came over another connection than the document';
}

/** No other verdict is worse. */
function unlessIntercepted(readings: readonly Reading[], otherwise: Agreement): Agreement {
  const reading = readings.find(({ leak, unreported }) => leak === 'intercepted' && unreported === undefined);
  return reading ? disagrees(`${describe(reading)}, and the popup does not say so`) : otherwise;
}

/** What the browser says of another host's connection is not about the page's own name; and who knows what leaves the device? */
function mayBeUnknown(name: BrowserName, witness: Witness, readings: readonly Reading[]): boolean {
  const { request, requests } = witness;
  if (request === undefined) return false;
  const { seen } = request;
  if (wasToldTo('socks-loopback', witness) || (name === 'chromium' && wasRefused(request, requests))) return true;
  return isBorrowed(seen) && !showsSite(seen) && !readings.some(({ unreported }) => unreported === undefined);
}

/** The ClientHello of the document's connection held a name of the site. */
const showsSite = ({ echAccepted, outerName, host }: Seen): boolean => !echAccepted && isSameSite(host, outerName);

const wasToldTo = (kind: ProxyId, { request, proxied }: Witness): boolean =>
  proxied.some(({ proxy, told }) => proxy === kind && told === hostOf(request?.seen.host ?? ''));

function judgeExposed(site: Judged, claim: Claim, witness: Witness, readings: readonly Reading[]): Agreement {
  if (witness.request === undefined) return disagrees('no page was served');
  const { seen } = witness.request;
  if (wasToldTo('https', witness)) return disagrees('on the way to the proxy nobody could read the name');
  if (wasToldTo('socks-loopback', witness) && claim.evidence === 'measured')
    return disagrees('nobody measured what leaves the proxy on the device itself');
  if (isBorrowed(seen)) return judgeExposedOnAnothers(claim, seen, readings);
  if (!seen.echAccepted) return readsRight(claim, seen.outerName);
  const mayBeRaced = site.mayExpose || readings.some(({ leak }) => leak === 'race');
  if (mayBeRaced && claim.evidence === 'inferred') return readsRight(claim, hostOf(seen.host));
  return claim.verdict === 'exposed' && claim.evidence === 'inferred'
    ? miss(site, 'Overheard’s resolver has no ECH for it, the browser’s has')
    : disagrees('the server took ECH');
}

/** The browser's word on that connection is true of the host that it was opened for. */
function judgeExposedOnAnothers(claim: Claim, seen: Seen, readings: readonly Reading[]): Agreement {
  if (claim.verdict !== 'exposed' || claim.evidence !== 'inferred')
    return disagrees(`the document came over the connection of ${seen.innerName}: at most inferred`);
  const names = [...(showsSite(seen) ? [seen.outerName] : []), ...readings.map(({ name }) => name)];
  const readable = [...new Set(names)];
  if (readable.length === 0) return disagrees('no site name could be read');
  return claim.networkReads === undefined || readable.includes(claim.networkReads)
    ? agrees
    : disagrees(`the network read ${readable.join(' and ')}, not ${claim.networkReads}`);
}

function judgeHidden(site: Judged, claim: Claim, witness: Witness, readings: readonly Reading[]): Agreement {
  if (witness.request === undefined) return disagrees('no page was served');
  const { echAccepted, outerName, host } = witness.request.seen;
  // Such a proxy hides the name from the networks before it, whatever the server takes.
  if (wasToldTo('https', witness) && claim.verdict === 'partly-hidden')
    return ['tls-proxy', 'intercepted-elsewhere'].includes(claim.cause ?? '')
      ? agrees
      : disagrees(`the popup says ${claim.cause ?? 'nothing'} and not the proxy`);
  if (!echAccepted) {
    if (claim.verdict !== 'likely-hidden') return disagrees('the server took no ECH');
    // The document itself may have come from there.
    if (CAUSES.race.includes(claim.cause ?? '') && transportOf(witness.request) === 'quic') return agrees;
    return miss(site, whyWithoutEch(site, claim, witness.request, witness));
  }
  const rightName = readsRight(claim, outerName);
  if (rightName.kind !== 'agrees') return rightName;
  const ownsUp = ({ leak }: Reading) => leak !== 'intercepted' && CAUSES[leak].includes(claim.cause ?? '');
  const worst = readings.find(({ unreported }) => unreported === undefined);
  if (worst !== undefined && (claim.verdict === 'hidden' || !ownsUp(worst))) {
    const why = `${describe(worst)} (${worst.leak}), and the popup says ${claim.cause ?? 'nothing of it'}`;
    return worst.leak === 'race' && claim.verdict !== 'hidden' ? miss(site, why) : disagrees(why);
  }
  if (claim.verdict === 'partly-hidden')
    return readings.some(ownsUp) || (site.mayExpose && CAUSES.race.includes(claim.cause ?? ''))
      ? agrees
      : disagrees('no site name could be read');
  if (worst === undefined && belongsTo(host, outerName) && claim.cause !== PUBLIC_NAME_CAUSE)
    return disagrees(`${outerName} belongs to the site, and the popup does not say so`);
  const [unreported] = readings.filter((reading) => reading.unreported !== undefined);
  if (unreported?.unreported && DOUBTED.includes(unreported.unreported) && claim.cause === undefined)
    return disagrees(`${describe(unreported)}, and the popup has no doubt`);
  return unreported?.unreported
    ? { kind: 'unreported', why: `${describe(unreported)}: ${UNREPORTED[unreported.unreported]}` }
    : agrees;
}

/** Why a document came without ECH although that was likely. */
function whyWithoutEch(site: Judged, { networkReads }: Claim, document: PageRequest, { handshakes }: Witness): string {
  const tried = handshakes
    .filter((entry) => entry.site === (site.endsAt ?? site.id) && entry.outerName === networkReads)
    .map(({ transport }) => transport);
  if (tried.length === 0) return 'the browser’s own resolver told it of no ECH';
  return tried.includes(transportOf(document))
    ? 'the browser tried ECH, the server refused it, and no extension is told'
    : `the browser tried ECH over ${tried[0]} alone, and the document came over ${transportOf(document)}`;
}

/** A public name that gives the site away: of the same domain, or with the site's in it. */
const belongsTo = (host: string, publicName: string): boolean =>
  isSameSite(host, publicName) || `.${publicName}.`.includes(`.${siteOf(hostOf(host))}.`);

const describe = ({ name, where }: Reading): string => `${name} could be read ${where}`;

/** The public name is inferred, but where the popup gives one it is the one on the wire. */
function readsRight({ networkReads }: Claim, outerName: string): Agreement {
  if (networkReads === undefined || networkReads === outerName) return agrees;
  return disagrees(`the network read ${outerName}, not ${networkReads}`);
}

/** Only where the lab was built to mislead an inference may one be wrong. */
const miss = (site: Judged, why: string): Agreement =>
  site.misleadsInference ? { kind: 'could-not-know', why } : disagrees(why);
