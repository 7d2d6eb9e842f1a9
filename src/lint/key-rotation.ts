// What the TTL of a record with ECH means for whoever changes the key (RFC 9849 §4.1: older configurations may be in use for a
// TTL or longer).

import { recordsOf } from '../dns/stored-records.ts';
import { configsOf, decodedList } from '../ech/decoded-list.ts';
import type { LookupOutcome } from '../shared/lookup.ts';
import type { Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';

/** The first public name of the last set that has one. */
function publicNameOf(outcome: LookupOutcome): string | undefined {
  for (const set of [...(outcome.sets ?? [])].reverse()) {
    const records = recordsOf(set);
    for (const { binding } of records.ok ? records.value : []) {
      const configs = binding.ech ? configsOf(decodedList(binding.ech)) : [];
      const name = configs.find(({ contents }) => contents)?.contents?.publicName;
      if (name) return name;
    }
  }
  return undefined;
}

/** A record with ECH for HTTP/3, over which Chromium 156 takes no retry config (measured): it checks the certificate for another name. */
const isOverQuic = (outcome: LookupOutcome): boolean =>
  (outcome.sets ?? []).some((set) => {
    const records = recordsOf(set);
    return records.ok && records.value.some(({ binding }) => binding.ech !== undefined && binding.alpn.includes('h3'));
  });

/** None where no record has ECH; `ttlSeconds` is null where it is unknown. */
export function describeRotation(outcome: LookupOutcome, ttlSeconds: number | null): Sentence[] {
  const publicName = publicNameOf(outcome);
  if (publicName === undefined) return [];
  const keep =
    ttlSeconds === null
      ? sentence('rotation_keep_unreported')
      : ttlSeconds === 0
        ? sentence('rotation_keep_zero')
        : sentence('rotation_keep', { count: ttlSeconds });
  // Measured in both browsers with a stale key.
  const stale = sentence('rotation_stale', { host: publicName });
  return [keep, sentence('rotation_order'), stale, ...(isOverQuic(outcome) ? [sentence('rotation_quic')] : [])];
}
