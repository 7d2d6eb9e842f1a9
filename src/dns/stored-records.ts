// The records of a set as it is stored and sent: base64 RDATA, decoded once for all who look at the set. Imports shared and wire.

import { decodeBase64 } from '../bytes/base64.ts';
import type { RecordSet } from '../shared/lookup.ts';
import { type DecodedRecords, decodeRecords } from './record-set.ts';

const decodedSets = new WeakMap<RecordSet, DecodedRecords>();

/** RDATA that is not base64 is none of ours, and as good as empty: malformed. */
export const octetsOf = ({ rdatas }: RecordSet): Uint8Array[] =>
  rdatas.map((rdata) => {
    const decoded = decodeBase64(rdata);
    return decoded.ok ? decoded.value : new Uint8Array();
  });

/** The records, or the first that is malformed. */
export function recordsOf(set: RecordSet): DecodedRecords {
  const decoded = decodedSets.get(set) ?? decodeRecords(octetsOf(set));
  decodedSets.set(set, decoded);
  return decoded;
}
