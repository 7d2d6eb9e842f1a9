// The records of a set as it is stored and sent: base64 RDATA, decoded once for all who look at the set.

import { decodeBase64 } from '../bytes/base64.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import type { RecordSet } from '../shared/lookup.ts';
import { ok, type Result } from '../shared/result.ts';
import { type DecodedRecords, decodeRecords } from './record-set.ts';
import { decodeServiceBinding, type ServiceBinding } from './service-binding.ts';

const decodedSets = new WeakMap<RecordSet, DecodedRecords>();

/** RDATA that is not base64 is none of ours, and as good as empty: malformed. */
export const rdatasOf = ({ rdatas }: RecordSet): Uint8Array[] =>
  rdatas.map((rdata) => {
    const decoded = decodeBase64(rdata);
    return decoded.ok ? decoded.value : new Uint8Array();
  });

/** The records, or the first that is malformed. */
export function recordsOf(set: RecordSet): DecodedRecords {
  const decoded = decodedSets.get(set) ?? decodeRecords(rdatasOf(set));
  decodedSets.set(set, decoded);
  return decoded;
}

export interface StoredRecord {
  rdata: Uint8Array;
  decoded: Result<ServiceBinding, DecodeError>;
}

/** Each of the first records by itself, whatever is wrong with others. */
export function eachRecord(set: RecordSet, atMost: number): StoredRecord[] {
  const all = recordsOf(set);
  const known = new Map(all.ok ? all.value.slice(0, atMost).map(({ index, binding }) => [index, binding]) : []);
  return rdatasOf({ ...set, rdatas: set.rdatas.slice(0, atMost) }).map((rdata, index) => {
    const binding = known.get(index);
    return { rdata, decoded: binding ? ok(binding) : decodeServiceBinding(rdata) };
  });
}

/** One record as if it were the whole set, without decoding it again. */
export function setOfOne(set: RecordSet, rdata: string, binding: ServiceBinding): RecordSet {
  const alone = { ...set, rdatas: [rdata] };
  decodedSets.set(alone, ok([{ index: 0, binding }]));
  return alone;
}
