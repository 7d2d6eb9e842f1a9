// What a set of HTTPS records comes to (RFC 9460 §2.4, §3, §8; RFC 9848 §5.1, §8).
// Indexes are positions in the answer.

import { latin1 } from '../bytes/latin1.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { decodeServiceBinding, type ServiceBinding } from './service-binding.ts';

export type DropReason = 'inconsistent' | 'incompatible' | 'duplicate';

export interface DroppedRecord {
  index: number;
  reason: DropReason;
}

export interface Endpoint {
  index: number;
  binding: ServiceBinding;
}

export type DecodedRecords = Result<Endpoint[], { index: number; error: DecodeError }>;

export type RecordSetVerdict =
  /** §2.2: one malformed record spoils the set; connect as if there were none. */
  | { kind: 'malformed'; index: number; error: DecodeError }
  /** §2.4.1: any AliasMode record, and the ServiceMode ones are ignored. More than one is for the client to choose among. */
  | { kind: 'alias'; aliases: Endpoint[]; ignored: number[] }
  | {
      kind: 'service';
      /** Compatible records, smallest SvcPriority first, equal ones in the order of the answer (a client shuffles those). */
      endpoints: Endpoint[];
      dropped: DroppedRecord[];
      /** RFC 9848 §8: some endpoints have `ech` and some do not, so blocking the former exposes the name. */
      mixed: boolean;
      /** RFC 9848 §5.1: every endpoint has `ech`, so the client never falls back to connecting without. */
      svcbReliant: boolean;
      /** In a mixed set, an endpoint without `ech` stands before one with it. */
      echNotPreferred: boolean;
    }
  /** §8: records, but none that the client may use; as if there were none. */
  | { kind: 'none'; dropped: DroppedRecord[] };

/** Every record once (RFC 2181 §5: the same record twice is one record), or the first that is malformed. */
export function decodeRecords(rdatas: readonly Uint8Array[], limits?: { maxNameBytes: number }): DecodedRecords {
  const records: Endpoint[] = [];
  const seen = new Set<string>();
  for (const [index, rdata] of rdatas.entries()) {
    const decoded = decodeServiceBinding(rdata, limits);
    if (!decoded.ok) return err({ index, error: decoded.error });
    const text = latin1(rdata);
    if (!seen.has(text)) records.push({ index, binding: decoded.value });
    seen.add(text);
  }
  return ok(records);
}

export const resolveRecordSet = (rdatas: readonly Uint8Array[]): RecordSetVerdict =>
  resolveDecoded(decodeRecords(rdatas), rdatas.length);

/** `count` is how many records there were before repetitions were left out. */
export function resolveDecoded(decoded: DecodedRecords, count: number): RecordSetVerdict {
  if (!decoded.ok) return { kind: 'malformed', ...decoded.error };
  const records = decoded.value;
  const indexes = Array.from({ length: count }, (_, index) => index);
  const aliases = records.filter(({ binding }) => binding.priority === 0);
  if (aliases.length > 0) {
    const kept = new Set(aliases.map(({ index }) => index));
    return { kind: 'alias', aliases, ignored: indexes.filter((index) => !kept.has(index)) };
  }
  const endpoints: Endpoint[] = [];
  const dropped: DroppedRecord[] = [];
  for (const index of indexes) {
    const record = records.find((one) => one.index === index);
    if (!record) dropped.push({ index, reason: 'duplicate' });
    else if (record.binding.verdict.kind === 'accept') endpoints.push(record);
    else dropped.push({ index, reason: record.binding.verdict.kind as DropReason });
  }
  if (endpoints.length === 0) return { kind: 'none', dropped };
  endpoints.sort((a, b) => a.binding.priority - b.binding.priority);
  const hasEch = endpoints.map(({ binding }) => binding.ech !== undefined);
  const svcbReliant = hasEch.every(Boolean);
  const mixed = !svcbReliant && hasEch.some(Boolean);
  return {
    kind: 'service',
    endpoints,
    dropped,
    mixed,
    svcbReliant,
    echNotPreferred: mixed && hasEch.indexOf(false) < hasEch.lastIndexOf(true),
  };
}
