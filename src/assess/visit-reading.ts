// What a visit showed beside the document's own connection: redirects before it, and requests of the page to its own host, to the site's
// other names and to strangers. Whoever reads one of the site's names knows the site.

import type { Facts, Observation, RootFacts, Transport } from '../shared/facts.ts';
import { isSameSite } from '../shared/site-name.ts';

type VisitFacts = Pick<Facts, 'page' | 'visit' | 'expectedRoots' | 'suffixes'>;

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
  interceptedName: Interception | null;
  interceptedStranger: Interception | null;
}

export function readVisit({ page, visit, expectedRoots, suffixes }: VisitFacts): VisitReading {
  const isSiteName = (host: string) => isSameSite(host, page.host, suffixes);
  const ofSite = visit.observations.filter(({ host }) => isSiteName(host));
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
    others: inTime(ofSite.filter(({ host }) => host !== page.host)),
    clearHop: clearHops.at(-1) ?? null,
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

/** A name that the network could read in this visit. */
export interface ExposedName {
  host: string;
  evidence: 'measured' | 'inferred';
}

/** The first that was read, else the first of which what is published says that this browser shows it, where nothing is measured. */
export function exposedName(observations: Observation[], ...ways: Transport[]): ExposedName | null {
  const measured = observations.find((one) => wentBy(one, ...ways));
  if (measured !== undefined) return { host: measured.host, evidence: 'measured' };
  const inferred = observations.find((one) => wentBy(one, 'unreported') && one.prediction?.outcome === 'shows');
  return inferred === undefined ? null : { host: inferred.host, evidence: 'inferred' };
}
