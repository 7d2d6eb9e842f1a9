// A site under its name with and without `www.`: which other name to look up, and how the two answers differ.

import type { Prediction } from '../browsers/rows.ts';
import { encodeBase64 } from '../bytes/base64.ts';
import { encodeName } from '../dns/names.ts';
import { recordsOf } from '../dns/stored-records.ts';
import type { LookupOutcome } from '../shared/lookup.ts';
import type { Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';
import { addressKind } from '../shared/site-address.ts';

export interface WwwSide {
  host: string;
  outcome: LookupOutcome;
  rows: readonly Prediction[];
}

export type WwwDifference =
  /** At least one of the two lookups failed. */
  | 'not-known'
  /** Neither has a record. */
  | 'neither'
  /** A browser hides this name, and none hides the other. */
  | 'ech-here-only'
  | 'ech-there-only'
  /** Without ECH on either side. */
  | 'record-here-only'
  | 'record-there-only'
  /** Browsers hide both names, by different configurations. */
  | 'configs-differ'
  | 'alike';

export interface WwwComparison {
  host: string;
  /** The other name. */
  counterpart: string;
  difference: WwwDifference;
}

/**
 * Null for what has none in DNS. Where a zone begins is unknown without a public suffix list: the other name may not exist, which the
 * answer says.
 */
export function wwwCounterpart(host: string): string | null {
  const isPublic = (name: string) =>
    addressKind({ scheme: 'https', host: name, port: 443 }) === 'public-name' && encodeName(name).ok;
  const counterpart = /^www\./i.test(host) ? host.slice(4) : `www.${host}`;
  return isPublic(host) && isPublic(counterpart) ? counterpart : null;
}

const isHidden = ({ rows }: WwwSide): boolean =>
  rows.some(({ client, outcome }) => client !== 'rfc' && outcome === 'hides');

const hasRecord = ({ outcome }: WwwSide): boolean => (outcome.sets ?? []).some(({ rdatas }) => rdatas.length > 0);

/** Of the set that browsers look at. */
function echValues({ outcome }: WwwSide): string {
  const [set] = outcome.sets ?? [];
  const records = set && recordsOf(set);
  const values = records?.ok
    ? records.value.flatMap(({ binding }) => (binding.ech ? [encodeBase64(binding.ech)] : []))
    : [];
  return [...new Set(values)].sort().join();
}

function differenceOf(here: WwwSide, there: WwwSide): WwwDifference {
  if (here.outcome.kind === 'failed' || there.outcome.kind === 'failed') return 'not-known';
  if (isHidden(here) !== isHidden(there)) return isHidden(here) ? 'ech-here-only' : 'ech-there-only';
  if (isHidden(here)) return echValues(here) === echValues(there) ? 'alike' : 'configs-differ';
  if (hasRecord(here) !== hasRecord(there)) return hasRecord(here) ? 'record-here-only' : 'record-there-only';
  return hasRecord(here) ? 'alike' : 'neither';
}

export const compareWww = (here: WwwSide, there: WwwSide): WwwComparison => ({
  host: here.host,
  counterpart: there.host,
  difference: differenceOf(here, there),
});

export const describeComparison = ({ host, counterpart, difference }: WwwComparison): Sentence =>
  sentence(keyOf('twin', difference), { host }, { host: counterpart });
