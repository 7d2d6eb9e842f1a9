// Following CNAMEs inside one answer (RFC 1034 §3.6.2) by name, since the order of records is not guaranteed.
//   followCnames(answers, name, type): CnameWalk
//   negativeTtlSeconds(message): number                          RFC 2308 §5
// Imports shared, wire and dns.

import type { DnsMessage, ResourceRecord } from '../dns/message.ts';
import { lowerName, sameName } from '../dns/names.ts';
import { classIn, recordType } from '../dns/record-types.ts';

export interface CnameWalk {
  /** Where the chain ends, lower case. */
  owner: string;
  /** Targets on the way, the last of which is `owner`; empty when nothing was followed. */
  cnames: string[];
  /** Records of the type asked for at `owner`, in the order of the answer. */
  records: ResourceRecord[];
  /** RFC 2181 §5.2: the smallest TTL of all that was followed and found; Infinity when that is nothing. */
  ttlSeconds: number;
  /** The answer contradicts itself: a chain that comes back, or one name with two CNAMEs (RFC 2181 §10.1). */
  problem?: 'loop' | 'two-cnames';
}

export function followCnames(answers: ResourceRecord[], name: string, type: number): CnameWalk {
  const walk: CnameWalk = { owner: lowerName(name), cnames: [], records: [], ttlSeconds: Number.POSITIVE_INFINITY };
  for (;;) {
    const here = answers.filter((record) => record.class === classIn && sameName(record.name, walk.owner));
    walk.records = here.filter((record) => record.type === type);
    const cnames = walk.records.length > 0 ? [] : here.filter((record) => record.type === recordType.CNAME);
    for (const record of [...walk.records, ...cnames]) walk.ttlSeconds = Math.min(walk.ttlSeconds, record.ttlSeconds);
    const targets = new Set(cnames.map((record) => lowerName(record.target as string)));
    const [target] = targets;
    if (target === undefined) return walk;
    if (targets.size > 1) return { ...walk, problem: 'two-cnames' };
    if (target === lowerName(name) || walk.cnames.includes(target)) return { ...walk, problem: 'loop' };
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
