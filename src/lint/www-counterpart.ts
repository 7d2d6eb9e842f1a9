// A site under its name with and without `www.`: which other name to ask about, and how the two answers differ. Pure; imports
// shared, dns and browsers.
//   twinOf(host): string | null                         `www.example.com` and `example.com`; null for what has no twin in DNS
//   compareTwins(one, twin): TwinComparison             `words` say it in a sentence

import type { BrowserRow } from '../browsers/rows.ts';
import { encodeBase64 } from '../bytes/base64.ts';
import { encodeName } from '../dns/names.ts';
import { recordsOf } from '../dns/stored-records.ts';
import type { LookupOutcome } from '../shared/lookup.ts';
import type { Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';
import { addressKind } from '../shared/site-address.ts';

export interface TwinSide {
  host: string;
  outcome: LookupOutcome;
  rows: readonly BrowserRow[];
}

export type TwinDifference =
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

export interface TwinComparison {
  host: string;
  twin: string;
  difference: TwinDifference;
  words: Sentence;
}

/** Without a public suffix list nobody knows where a zone begins: the other name may not exist, which its answer tells. */
export function twinOf(host: string): string | null {
  const isPublic = (name: string) =>
    addressKind({ scheme: 'https', host: name, port: 443 }) === 'public-name' && encodeName(name).ok;
  const twin = /^www\./i.test(host) ? host.slice(4) : `www.${host}`;
  return isPublic(host) && isPublic(twin) ? twin : null;
}

const isHidden = ({ rows }: TwinSide): boolean =>
  rows.some(({ client, outcome }) => client !== 'rfc' && outcome === 'hides');

const hasRecord = ({ outcome }: TwinSide): boolean => (outcome.sets ?? []).some(({ rdatas }) => rdatas.length > 0);

/** Of the set that browsers look at. */
function echValues({ outcome }: TwinSide): string {
  const [set] = outcome.sets ?? [];
  const records = set && recordsOf(set);
  const values = records?.ok
    ? records.value.flatMap(({ binding }) => (binding.ech ? [encodeBase64(binding.ech)] : []))
    : [];
  return [...new Set(values)].sort().join();
}

function differenceOf(one: TwinSide, twin: TwinSide): TwinDifference {
  if (one.outcome.kind === 'failed' || twin.outcome.kind === 'failed') return 'not-known';
  if (isHidden(one) !== isHidden(twin)) return isHidden(one) ? 'ech-here-only' : 'ech-there-only';
  if (isHidden(one)) return echValues(one) === echValues(twin) ? 'alike' : 'configs-differ';
  if (hasRecord(one) !== hasRecord(twin)) return hasRecord(one) ? 'record-here-only' : 'record-there-only';
  return hasRecord(one) ? 'alike' : 'neither';
}

export function compareTwins(one: TwinSide, twin: TwinSide): TwinComparison {
  const difference = differenceOf(one, twin);
  const words = sentence(keyOf('twin', difference), { host: one.host }, { host: twin.host });
  return { host: one.host, twin: twin.host, difference, words };
}
