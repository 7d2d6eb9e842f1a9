// Taking a host out of a report before it is shown to others: its name, its registrable domain (the zone, here), and the label that
// tells whose it is, in text and in bytes. What is taken out is what stands in the report; addresses and keys stay, and may tell as much.

import { toUnicode } from 'punycode/';
import { latin1 } from '../bytes/latin1.ts';
import { canonicalName, encodeName, lowerName } from '../dns/names.ts';
import { addressKind } from '../shared/site-address.ts';
import { registrableDomain } from '../shared/site-name.ts';
import type { SuffixList } from '../shared/suffix-list.ts';

export interface Blanker {
  /** One name: its host, its zone, and in other names the label that tells whose it is. */
  name(name: string): string;
  /** Text that may hold names: host and zone. */
  text(text: string): string;
  /** Whether bytes hold host or zone in any form: then they cannot be shown. */
  isIn(bytes: Uint8Array): boolean;
}

/** What stands in the place of the host, of its zone and of its label. `www.` and prefixes stay in front of it. */
export const blankedHost = '<host>';
const blankedZone = '<domain>';
const blankedLabel = '<label>';

/** Shorter ones are in many words, and stand for the site only where no letter or digit is beside them. */
const shortestInWords = 4;

const nothing: Blanker = { name: (name) => name, text: (text) => text, isIn: () => false };

function unicodeOf(name: string): string {
  try {
    return toUnicode(name);
  } catch {
    return name;
  }
}

/** As text, as zone-file text with its escapes, and in Unicode. */
const formsOf = (name: string): string[] => [...new Set([name, canonicalName(name), lowerName(unicodeOf(name))])];

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const searchable = (bytes: Uint8Array): string => latin1(bytes).toLowerCase();

/** A name as DNS carries it, without the root at its end. */
function wireOf(name: string): string[] {
  const encoded = encodeName(name);
  return encoded.ok ? [searchable(encoded.value.subarray(0, -1))] : [];
}

/** What the label is, the list tells: of `clinic.pages.dev` it is `clinic`. Nothing is taken out without a host or a list. */
export function blankerFor(host: string | null, suffixes: SuffixList | null): Blanker {
  const name = lowerName(host ?? '')
    .replace(/\.$/, '')
    .replace(/^www\.(?=.+\.)/, '');
  if (name === '' || suffixes === null) return nothing;
  const zone = registrableDomain(name, suffixes);
  const label = zone.split('.')[0] ?? '';
  const any = (forms: string[]) => forms.map(escapeRegExp).join('|');
  const alone = (forms: string[]) => `(?<![\\p{L}\\d-])(${any(forms)})(?![\\p{L}\\d-])`;
  // A host is taken out wherever it stands. A zone of two letters and a country is in the middle of words.
  const wide = `(${any(formsOf(name))})|${alone(formsOf(zone))}`;
  const widePattern = new RegExp(wide, 'giu');
  // The first number of an address is no name.
  const isNamed = addressKind({ scheme: 'https', host: name, port: 443 }) !== 'ip';
  const labels = any(formsOf(label));
  const labelPattern = label.length >= shortestInWords ? `(${labels})` : `(?<![\\p{L}\\d])(${labels})(?![\\p{L}\\d])`;
  const namePattern = isNamed ? new RegExp(`${wide}|${labelPattern}`, 'giu') : widePattern;
  const blank = (_: string, inHost?: string, inZone?: string) =>
    inHost !== undefined ? blankedHost : inZone !== undefined ? blankedZone : blankedLabel;
  const texts = [...formsOf(name), ...formsOf(zone)].map((form) => searchable(new TextEncoder().encode(form)));
  const forms = [...texts, ...wireOf(name), ...wireOf(zone)];
  return {
    name: (text) => text.replace(namePattern, blank),
    text: (text) => text.replace(widePattern, blank),
    isIn(bytes) {
      const text = searchable(bytes);
      return forms.some((form) => text.includes(form));
    },
  };
}
