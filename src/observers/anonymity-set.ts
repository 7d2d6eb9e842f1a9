// How many sites stand behind a public name: the anonymity set of RFC 9849 §10.1 is every name with the same ECHConfig, and a
// public name owned by the site's operator still identifies the site.

import type { AnonymitySet } from '../shared/report.ts';
import { isSameSite, lastTwoLabels, registrableDomain } from '../shared/site-name.ts';
import type { SuffixList } from '../shared/suffix-list.ts';

/** Public names that one operator uses for all of its customers. Read in public sources; add none without one. */
const SHARED_PROVIDERS = new Map([['cloudflare-ech.com', 'Cloudflare']]);

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** The operator that uses a public name for all of its customers, or null. Any site can publish that name: a hint, no proof. */
export function providerOf(publicName: string): string | null {
  return SHARED_PROVIDERS.get(plain(publicName)) ?? null;
}

/** Whether the public name is the site's very name, so that ECH hides nothing. */
export const isOwnName = (site: string, publicName: string | null): boolean =>
  publicName !== null && plain(site) === plain(publicName);

export function anonymitySetOf(site: string, publicName: string, suffixes: SuffixList): AnonymitySet {
  if (providerOf(publicName) !== null) return 'shared-provider';
  return isOwnersName(plain(site), plain(publicName), suffixes) ? 'same-owner' : 'unknown';
}

/** Of the same site, or with the site's name in it: www.news.example.edge.example. */
const isOwnersName = (site: string, publicName: string, suffixes: SuffixList): boolean =>
  isSameSite(site, publicName, suffixes) ||
  // No registrable domain is shorter: as good as all pairs differ here already.
  (contains(publicName, lastTwoLabels(site)) && contains(publicName, registrableDomain(site, suffixes)));

const contains = (name: string, labels: string): boolean => `.${name}.`.includes(`.${labels}.`);
