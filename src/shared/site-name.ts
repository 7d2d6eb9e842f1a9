// Which hosts are one site: those with the same registrable domain, by the Public Suffix List with its private section, so that two
// blogs on github.io are strangers (https://github.com/publicsuffix/list/wiki/Format).

import { endsInNumber } from './site-address.ts';
import type { SuffixList } from './suffix-list.ts';

/**
 * The public suffix of a host and the label before it, in lower case and without final dots. A host that has no label before its
 * suffix, an address and a single label are sites of their own; so is what no URL has for a host, in which names are A-labels.
 */
export function registrableDomain(host: string, list: SuffixList): string {
  const name = host.toLowerCase().replace(/\.+$/, '');
  const labels = name.split('.');
  // Colons are in IPv6 addresses alone.
  if (/[^!-9;-~]/.test(name) || labels.includes('') || endsInNumber(labels)) return name;
  return labels.slice(-suffixLength(labels, list) - 1).join('.');
}

export const lastTwoLabels = (host: string): string => host.slice(host.lastIndexOf('.', host.lastIndexOf('.') - 1) + 1);

/**
 * Of hosts in lower case without final dots. Without a list (an empty one) the last two labels decide: neighbours are then taken for
 * one site, and never one site for two.
 */
export const isSameSite = (one: string, other: string, list: SuffixList): boolean =>
  one === other ||
  // As good as all pairs differ here already, and a look into the list takes some microseconds.
  (lastTwoLabels(one) === lastTwoLabels(other) && registrableDomain(one, list) === registrableDomain(other, list));

/** In labels. An exception comes before every rule, and its suffix lacks its first label; of rules the longest one counts. */
function suffixLength(labels: readonly string[], list: SuffixList): number {
  // A name that matches no rule at all matches `*`.
  let length = 1;
  for (let count = 1; count <= labels.length; count++) {
    const label = labels.at(-count);
    const rules = list.get(labels.slice(labels.length - count + 1).join('.')) ?? '';
    if (rules.includes(` !${label} `)) return count - 1;
    if (rules.includes(` ${label} `) || rules.includes(' * ')) length = count;
  }
  return length;
}
