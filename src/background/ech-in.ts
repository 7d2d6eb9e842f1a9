// Whether an answer has ECH in it, in short. Imports shared, wire and dns.

import { decodeRecords } from '../dns/record-set.ts';
import type { LookupOutcome } from '../shared/lookup.ts';
import { decodeBase64 } from '../wire/base64.ts';

export function echIn(
  outcome: Exclude<LookupOutcome, { kind: 'failed' }>,
): 'ech' | 'no-ech' | 'no-record' | 'malformed' {
  const octets = outcome.sets
    .flatMap(({ rdatas }) => rdatas)
    .flatMap((rdata) => {
      const decoded = decodeBase64(rdata);
      return decoded.ok ? [decoded.value] : [];
    });
  if (octets.length === 0) return 'no-record';
  const records = decodeRecords(octets);
  if (!records.ok) return 'malformed';
  return records.value.some(({ binding }) => binding.ech !== undefined) ? 'ech' : 'no-ech';
}
