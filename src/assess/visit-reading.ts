// What a visit showed beside the document's own connection: redirects before it, and requests of the page to its own host, to the site's
// other names and to strangers. Whoever reads one of the site's names knows the site.

import { isOwnName } from '../observers/anonymity-set.ts';
import type { Facts, Observation, RootFacts, Transport } from '../shared/facts.ts';
import { isSameSite } from '../shared/site-name.ts';

type VisitFacts = Pick<Facts, 'browser' | 'connection' | 'page' | 'visit' | 'expectedRoots' | 'suffixes'>;

/** A connection that ends in an added authority which the user does not expect. */
export interface Interception {
  host: string;
  root: RootFacts;
}

type InTime = Record<Observation['when'], Observation[]>;

export interface VisitReading {
  /** All of the page's own host and of the site's other names. */
  ofSite: Observation[];
  /** Those, and what redirected over plain HTTP with a name of the site in its address or its answer. */
  naming: Observation[];
  own: InTime;
  others: InTime;
  /** A name of the site that stood in the address or the answer of a redirect over plain HTTP, with the host that redirected. */
  clearHop: { host: string; name: string } | null;
  /** Another name of the site that shows itself, unless its requests went over the document's own connection. */
  perhapsShared: string[];
  /** Other names of the site of which nobody reported how they were reached, and nothing is known of what they publish. */
  unchecked: string[];
  interceptedName: Interception | null;
  interceptedStranger: Interception | null;
}

export function readVisit({ browser, connection, page, visit, expectedRoots, suffixes }: VisitFacts): VisitReading {
  // Firefox opens a connection of the host's own beside the one that it shares; Chromium opens none, and reports no certificate.
  const mayShare = (one: Observation) =>
    browser === 'chromium' &&
    one.when === 'after' &&
    !one.isElsewhere &&
    one.connection.address !== null &&
    one.connection.address === connection?.address;
  const isSiteName = (host: string) => isSameSite(host, page.host, suffixes);
  const ofSite = visit.observations
    .filter(({ host }) => isSiteName(host))
    .map((one): Observation => {
      const over = one.connection.sharedWith;
      // Whatever this host publishes: the name of the connection is the site's.
      return over?.isHidden === false && isSiteName(over.host) ? { ...one, prediction: { outcome: 'shows' } } : one;
    });
  const otherNames = ofSite.filter(({ host }) => host !== page.host);
  const isPerhapsShared = (one: Observation) => isShown(one) && mayShare(one);
  const others = otherNames.filter((one) => !isPerhapsShared(one));
  const clearHops = visit.observations.flatMap((one) => {
    const name = one.when === 'before' && wentBy(one, 'cleartext') ? one.names.find(isSiteName) : undefined;
    return name === undefined ? [] : [{ host: one.host, name }];
  });
  const interceptions = visit.observations.flatMap(({ host, addedRoot }): Interception[] =>
    addedRoot === null || expectedRoots.includes(addedRoot.sha256) ? [] : [{ host, root: addedRoot }],
  );
  return {
    ofSite,
    naming: visit.observations.filter(({ host, names }) => [host, ...names].some(isSiteName)),
    own: inTime(ofSite.filter(({ host }) => host === page.host)),
    others: inTime(others),
    clearHop: clearHops.at(-1) ?? null,
    perhapsShared: otherNames.filter(isPerhapsShared).map(({ host }) => host),
    unchecked: [...new Set(others.filter(isUnchecked).map(({ host }) => host))],
    interceptedName: interceptions.find(({ host }) => isSiteName(host)) ?? null,
    interceptedStranger: interceptions.find(({ host }) => !isSiteName(host)) ?? null,
  };
}

const inTime = (observations: Observation[]): InTime => ({
  before: observations.filter(({ when }) => when === 'before'),
  after: observations.filter(({ when }) => when === 'after'),
});

/** Whether a page's verdict depends on a host that it reached. */
export const concernsVerdict = (
  { host, addedRoot }: Pick<Observation, 'host' | 'addedRoot'>,
  pageHost: string,
  suffixes: Facts['suffixes'],
): boolean => addedRoot !== null || isSameSite(host, pageHost, suffixes);

export const wentBy = ({ networkTransports }: Observation, ...ways: Transport[]): boolean =>
  ways.some((way) => networkTransports.includes(way));

/** Nobody reported how it was reached, by one request at least. */
const isUnreported = (one: Observation): boolean => wentBy(one, 'unreported') && !wentBy(one, 'exposed', 'cleartext');

/** Firefox was asked about none; or a server that it should not have reached has answered: what is published now says nothing of that. */
const isUnchecked = (one: Observation): boolean =>
  one.transports.length === 0 ||
  (isUnreported(one) && one.prediction?.outcome !== 'hides' && one.prediction?.outcome !== 'shows');

/** By what is published; a public name that is the very name shows it, too. */
const isShown = (one: Observation): boolean =>
  isUnreported(one) &&
  (one.prediction?.outcome === 'shows' ||
    (one.prediction?.outcome === 'hides' && isOwnName(one.host, one.prediction.publicName)));

/** A name that the network could read in this visit. */
export interface ExposedName {
  host: string;
  evidence: 'measured' | 'inferred';
}

/** The first that was read, else the first of which what is published says that this browser shows it, where nothing is measured. */
export function exposedName(observations: Observation[], ...ways: Transport[]): ExposedName | null {
  const measured = observations.find((one) => wentBy(one, ...ways));
  if (measured !== undefined) return { host: measured.host, evidence: 'measured' };
  const inferred = observations.find(isShown);
  return inferred === undefined ? null : { host: inferred.host, evidence: 'inferred' };
}
