// Following CNAMEs inside one answer (RFC 1034 §3.6.2) by name, since the order of records is not guaranteed.

import type { DnsMessage, ResourceRecord } from '../dns/message.ts';
import { lowerName } from '../dns/names.ts';
import { classIn, recordType } from '../dns/record-types.ts';
import type { LookupFailure } from '../shared/lookup.ts';

/** RFC 9460 §10.2: CNAME and AliasMode steps together. */
export const maxSteps = 8;

export interface CnameWalk {
  /** Where the chain ends, lower case. */
  owner: string;
  /** Targets on the way, the last of which is `owner`; empty when nothing was followed. */
  cnames: string[];
  /** Records of the type asked for at `owner`, in the order of the answer. */
  records: ResourceRecord[];
  /** RFC 2181 §5.2: the smallest TTL of all that was followed and found; Infinity when that is nothing. */
  ttlSeconds: number;
  /** A chain that comes back or goes on and on, or one name with two CNAMEs (RFC 2181 §10.1). */
  failure?: LookupFailure;
}

/** RFC 2181 §10.1. */
export const severalCnames: LookupFailure = {
  kind: 'malformed',
  error: { kind: 'duplicate', field: 'answer.CNAME', offset: 0 },
};

export function followCnames(answers: ResourceRecord[], name: string, type: number): CnameWalk {
  const byOwner = new Map<string, ResourceRecord[]>();
  for (const record of answers) {
    if (record.class !== classIn) continue;
    const owner = lowerName(record.name);
    const records = byOwner.get(owner);
    if (records) records.push(record);
    else byOwner.set(owner, [record]);
  }
  const first = lowerName(name);
  const walk: CnameWalk = { owner: first, cnames: [], records: [], ttlSeconds: Number.POSITIVE_INFINITY };
  for (;;) {
    const here = byOwner.get(walk.owner) ?? [];
    walk.records = here.filter((record) => record.type === type);
    const cnames = walk.records.length > 0 ? [] : here.filter((record) => record.type === recordType.CNAME);
    for (const record of [...walk.records, ...cnames]) walk.ttlSeconds = Math.min(walk.ttlSeconds, record.ttlSeconds);
    const targets = new Set(cnames.map((record) => lowerName(record.target as string)));
    const [target] = targets;
    if (target === undefined) return walk;
    const fail = (failure: LookupFailure): CnameWalk => ({ ...walk, failure });
    if (targets.size > 1) {
      return fail(severalCnames);
    }
    if (target === first || walk.cnames.includes(target)) return fail({ kind: 'alias-loop' });
    if (walk.cnames.length === maxSteps) return fail({ kind: 'chain-too-long' });
    walk.cnames.push(target);
    walk.owner = target;
  }
}

/** RFC 2308 §5: the smaller of the SOA's TTL and its MINIMUM; without an SOA a negative answer is not kept. */
export function negativeTtlSeconds(message: DnsMessage): number {
  const ttls = message.authorities.flatMap((record) =>
    record.minimumSeconds === undefined ? [] : [record.ttlSeconds, record.minimumSeconds],
  );
  return ttls.length > 0 ? Math.min(...ttls) : 0;
}

export const hasSoa = (message: DnsMessage): boolean =>
  message.authorities.some((record) => record.minimumSeconds !== undefined);
