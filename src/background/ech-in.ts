// Whether an answer has ECH in it, in short. Imports shared and dns.

import { recordsOf } from '../dns/stored-records.ts';
import type { LookupOutcome } from '../shared/lookup.ts';

export function echIn({
  sets,
}: Exclude<LookupOutcome, { kind: 'failed' }>): 'ech' | 'no-ech' | 'no-record' | 'malformed' {
  const decoded = sets.filter(({ rdatas }) => rdatas.length > 0).map(recordsOf);
  if (decoded.length === 0) return 'no-record';
  const records = decoded.flatMap((set) => (set.ok ? set.value : []));
  if (decoded.some(({ ok }) => !ok)) return 'malformed';
  return records.some(({ binding }) => binding.ech !== undefined) ? 'ech' : 'no-ech';
}
