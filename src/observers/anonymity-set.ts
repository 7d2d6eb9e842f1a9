// How many sites stand behind a public name: the anonymity set of RFC 9849 §10.1 is every name with the same ECHConfig, and a
// public name owned by the site's operator still identifies the site.

import type { AnonymitySet } from '../shared/report.ts';

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

export function anonymitySetOf(site: string, publicName: string): AnonymitySet {
  if (providerOf(publicName) !== null) return 'shared-provider';
  return isSameSite(site, publicName) ? 'same-owner' : 'unknown';
}

/** Labels that stand before a country's own label where names are given out: example.co.uk, example.com.au. */
const SECOND_LEVEL = new Set(['ac', 'co', 'com', 'edu', 'gob', 'gov', 'gouv', 'ne', 'net', 'or', 'org', 'sch']);

/**
 * Whether two names share the domain that one owner registers. A guess without the Public Suffix List (46 KB and more): it
 * may miss an owner's second domain, and on rare suffixes take two neighbours for one owner.
 */
export const isSameSite = (one: string, other: string): boolean =>
  registeredDomain(plain(one)) === registeredDomain(plain(other));

export function registeredDomain(name: string): string {
  const labels = name.split('.');
  const hasCountrySuffix = labels.length > 2 && labels.at(-1)?.length === 2 && SECOND_LEVEL.has(labels.at(-2) ?? '');
  return labels.slice(hasCountrySuffix ? -3 : -2).join('.');
}
