// The site's other names in this visit: hosts with the page's registrable domain that redirected to it or that it reached. Whoever reads
// one of them knows the site.

import { isSameSite } from '../observers/anonymity-set.ts';
import type { Facts, HostFacts, RootFacts } from '../shared/facts.ts';

type VisitFacts = Pick<Facts, 'page' | 'redirects' | 'hosts' | 'expectedRoots'>;

/** Whether a page's verdict depends on a host that it reached. */
export const concernsVerdict = (
  { host, addedRoot }: Pick<HostFacts, 'host' | 'addedRoot'>,
  pageHost: string,
): boolean => addedRoot !== null || isSameSite(host, pageHost);

const isReadable = ({ transports }: HostFacts): boolean =>
  transports.includes('exposed') || transports.includes('cleartext');

/** A redirect from another name of the site that was reached without ECH. One over plain HTTP is a leak of its own. */
export const exposedBefore = ({ page, redirects }: VisitFacts): HostFacts | undefined =>
  redirects.find(
    ({ host, transports }) => host !== page.host && isSameSite(host, page.host) && transports.includes('exposed'),
  );

/** What is published says that this browser shows the name, where nothing is measured. */
const isProbablyReadable = ({ transports, prediction }: HostFacts): boolean =>
  transports.includes('unreported') && prediction?.outcome === 'shows';

/** Another name of the site that the page reached in a way that the network can read, the measured one first. */
export function exposedAfter({ page, hosts }: VisitFacts): { host: string; evidence: 'measured' | 'inferred' } | null {
  const others = hosts.hosts.filter(({ host }) => host !== page.host && isSameSite(host, page.host));
  const measured = others.find(isReadable);
  if (measured !== undefined) return { host: measured.host, evidence: 'measured' };
  const inferred = others.find(isProbablyReadable);
  return inferred === undefined ? null : { host: inferred.host, evidence: 'inferred' };
}

/** A connection of the visit, beside the document's own, that ends in an added authority which the user does not expect. */
export interface Interception {
  host: string;
  root: RootFacts;
}

function interceptions({ redirects, hosts, expectedRoots }: VisitFacts): Interception[] {
  return [...redirects, ...hosts.hosts].flatMap(({ host, addedRoot }) =>
    addedRoot === null || expectedRoots.includes(addedRoot.sha256) ? [] : [{ host, root: addedRoot }],
  );
}

/** Of one of the site's names. */
export const interceptedName = (facts: VisitFacts): Interception | undefined =>
  interceptions(facts).find(({ host }) => isSameSite(host, facts.page.host));

/** Of another site. */
export const interceptedStranger = (facts: VisitFacts): Interception | undefined =>
  interceptions(facts).find(({ host }) => !isSameSite(host, facts.page.host));

/** Whether a connection of the visit to one of the site's other names went that way. */
export const wentBy = (facts: VisitFacts, way: 'proxied' | 'unencrypted-dns'): boolean =>
  [...facts.redirects, ...facts.hosts.hosts].some(
    ({ host, transports }) => transports.includes(way) && isSameSite(host, facts.page.host),
  );
