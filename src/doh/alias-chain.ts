// The way from a name to its HTTPS records, over CNAMEs and AliasMode records (RFC 9460 §3), whoever answers: a resolver, name by
// name, or a text that was pasted.

import { encodeBase64 } from '../bytes/base64.ts';
import { lowerName } from '../dns/names.ts';
import { resolveRecordSet } from '../dns/record-set.ts';
import type { Follow, LookupFailure, LookupOutcome, RecordSet } from '../shared/lookup.ts';
import { maxSteps } from './chain.ts';

/** Of records along a chain, as many as one DNS message holds. */
const mostBytes = 65_535;

/** What is known of one name. */
export type ChainLink =
  | { failure: LookupFailure }
  | {
      /** CNAME targets from that name on, in order. */
      cnames: readonly string[];
      /** The HTTPS records at the end of those. */
      records: readonly { rdata: Uint8Array; ttlSeconds: number }[];
      /** `unfinished`: what there is at the last CNAME's target is not said. */
      status: 'found' | 'no-data' | 'name-error' | 'unfinished';
      /** There may be more. */
      isTruncated?: boolean;
    };

/** Without repetitions, in order. */
const unique = (texts: string[]): string[] => [...new Set(texts)];

/** Yields each name to look at, is given what is there, and returns what it all comes to. */
export function* walkAliasChain(start: string, follow: Follow): Generator<string, LookupOutcome, ChainLink> {
  const sets: RecordSet[] = [];
  const visited = new Set([start]);
  let name = start;
  let bytes = 0;
  /** Targets since the last set. */
  let cnames: string[] = [];
  const fail = (failure: LookupFailure): LookupOutcome => ({
    kind: 'failed',
    failure,
    ...(sets.length > 0 && { sets }),
  });
  /** One more step to `target`; the failure when it is one too many. */
  const step = (target: string): LookupFailure | undefined => {
    if (visited.has(target)) return { kind: 'alias-loop' };
    if (visited.size > maxSteps) return { kind: 'chain-too-long' };
    visited.add(target);
    return undefined;
  };

  for (;;) {
    const link = yield name;
    if ('failure' in link) return fail(link.failure);
    for (const target of link.cnames) {
      const failure = step(target);
      if (failure) return fail(failure);
    }
    cnames = [...cnames, ...link.cnames];
    const owner = link.cnames.at(-1) ?? name;
    const rdatas = link.records.map(({ rdata }) => rdata);
    for (const { length } of rdatas) bytes += length;
    if (bytes > mostBytes) return fail({ kind: 'too-large' });
    if (rdatas.length > 0) {
      const ttlSeconds = Math.min(...link.records.map((record) => record.ttlSeconds));
      sets.push({ owner, cnames, ttlSeconds, rdatas: unique(rdatas.map(encodeBase64)) });
    }
    // RFC 2181 §9: what is missing may be what matters; kept in `sets`, since browsers use it all the same (measured).
    if (link.isTruncated) return fail({ kind: 'truncated' });
    if (link.status === 'no-data' || link.status === 'name-error') return { kind: link.status, sets };
    if (link.status === 'unfinished') {
      name = owner;
      continue;
    }
    const verdict = resolveRecordSet(rdatas);
    const alias = verdict.kind === 'alias' ? verdict.aliases[0] : undefined;
    if (!alias) return { kind: 'records', sets };
    // RFC 9460 §2.5.1.
    if (alias.binding.targetName === '.') return { kind: 'no-service', sets };
    const target = lowerName(alias.binding.targetName);
    if (follow === 'cnames') return { kind: 'alias', target, sets };
    const failure = step(target);
    if (failure) return fail(failure);
    name = target;
    cnames = [];
  }
}
