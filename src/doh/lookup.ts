// Looking up the HTTPS records of an origin (RFC 9460 §3, §9.1): CNAMEs are followed to the end, AliasMode where it is asked for,
// within ten seconds and 64 KiB of records. Whoever runs a zone chooses where they lead, so on a visit nothing is followed that
// browsers do not follow. An answer is kept for its TTL, but for a day at most, and for three hours when it says that there is
// nothing (RFC 2308 §5).
//   lookUpHttps(host, port, resolver, { follow }): Promise<HttpsLookup>       `port` as of the https URL; never rejects
//   lookUpAddress(name, resolver): Promise<AddressLookup>                     A records, for the canary

import { encodeBase64 } from '../bytes/base64.ts';
import { maxMessageOctets } from '../dns/message.ts';
import { canonicalName, lowerName } from '../dns/names.ts';
import { httpsQueryName } from '../dns/query.ts';
import { resolveRecordSet } from '../dns/record-set.ts';
import { recordType } from '../dns/record-types.ts';
import type { ExtendedError, Follow, HttpsLookup, LookupFailure, LookupOutcome, RecordSet } from '../shared/lookup.ts';
import { followCnames, hasSoa, maxSteps, negativeTtlSeconds } from './chain.ts';
import { askResolver, defaultTimeoutMs, type Resolver } from './exchange.ts';

export type { Resolver } from './exchange.ts';

/** For all queries of a chain together; a slow resolver answers one in less than the time for one. */
const lookupTimeoutMs = 10_000;

const maxPositiveTtlSeconds = 86_400;
const maxNegativeTtlSeconds = 10_800;

/** RFC 9520 §3.2 allows 1 s to 5 min. */
const failureTtlSeconds = 30;
const maxFailureTtlSeconds = 300;

/** No network at all ends from one moment to the next. */
const offlineTtlSeconds = 1;

const maxExtendedErrors = 8;

const rcodeNoError = 0;
const rcodeNameError = 3;

/** Without repetitions, in order. */
const unique = (texts: string[]): string[] => [...new Set(texts)];

function failureTtl(failure: LookupFailure): number {
  if (failure.kind === 'offline') return offlineTtlSeconds;
  const wanted = failure.kind === 'http-status' ? (failure.retryAfterSeconds ?? 0) : 0;
  return Math.min(maxFailureTtlSeconds, Math.max(failureTtlSeconds, wanted));
}

export async function lookUpHttps(
  host: string,
  port: number,
  resolver: Resolver,
  { follow }: { follow: Follow },
): Promise<HttpsLookup> {
  const queryName = httpsQueryName(host, port);
  const startedAtMs = resolver.now();
  const sets: RecordSet[] = [];
  const extendedErrors: ExtendedError[] = [];
  const visited = new Set([queryName]);
  let authenticated = true;
  let expiresAtMs = Number.POSITIVE_INFINITY;
  let questions = 0;
  let subnetOptOut: HttpsLookup['subnetOptOut'] = 'sent';
  let name = queryName;
  let octets = 0;
  /** CNAME targets since the last set. */
  let cnames: string[] = [];
  const fetch: Resolver['fetch'] = (...query) => {
    questions++;
    return resolver.fetch(...query);
  };

  const finish = (outcome: LookupOutcome): HttpsLookup => {
    const answeredAtMs = resolver.now();
    if (outcome.kind === 'failed') {
      expiresAtMs = answeredAtMs + failureTtl(outcome.failure) * 1_000;
      if (sets.length > 0) outcome.sets = sets;
    }
    return {
      queryName,
      outcome,
      authenticated: authenticated && outcome.kind !== 'failed',
      extendedErrors,
      answeredAtMs,
      durationMs: answeredAtMs - startedAtMs,
      expiresAtMs: Math.max(answeredAtMs, expiresAtMs),
      questions,
      subnetOptOut,
    };
  };
  const fail = (failure: LookupFailure): HttpsLookup => finish({ kind: 'failed', failure });
  /** One more step of the chain to `target`; the failure when it is one too many. */
  const step = (target: string): LookupFailure | undefined => {
    if (visited.has(target)) return { kind: 'alias-loop' };
    if (visited.size > maxSteps) return { kind: 'chain-too-long' };
    visited.add(target);
    return undefined;
  };

  for (;;) {
    const leftMs = startedAtMs + lookupTimeoutMs - resolver.now();
    const isLast = leftMs < (resolver.timeoutMs ?? defaultTimeoutMs);
    const asked = { ...resolver, fetch, ...(isLast && { timeoutMs: Math.max(0, leftMs) }) };
    const answer = await askResolver(name, recordType.HTTPS, asked);
    if (!answer.ok) {
      const { error } = answer;
      if (isLast && error.kind === 'timeout') return fail({ kind: 'timeout', timeoutMs: lookupTimeoutMs });
      return fail(error.kind === 'not-askable' && name !== queryName ? { ...error, name } : error);
    }
    const { message, ageSeconds } = answer.value;
    if (answer.value.subnetOptOut === 'refused') subnetOptOut = 'refused';
    const keepFor = (ttlSeconds: number, atMostSeconds: number) => {
      const lastsSeconds = Math.min(ttlSeconds, atMostSeconds) - ageSeconds;
      expiresAtMs = Math.min(expiresAtMs, resolver.now() + Math.max(0, lastsSeconds) * 1_000);
    };
    authenticated &&= message.authenticated;
    for (const error of message.extendedErrors) {
      const known = extendedErrors.some(({ code, text }) => code === error.code && text === error.text);
      if (!known && extendedErrors.length < maxExtendedErrors) extendedErrors.push(error);
    }
    if (message.rcode !== rcodeNoError && message.rcode !== rcodeNameError) {
      return fail({ kind: 'dns-rcode', rcode: message.rcode });
    }

    const walk = followCnames(message.answers, name, recordType.HTTPS);
    if (walk.failure) return fail(walk.failure);
    for (const target of walk.cnames) {
      const failure = step(target);
      if (failure) return fail(failure);
    }
    cnames = [...cnames, ...walk.cnames];
    for (const { rdata } of walk.records) octets += rdata.length;
    if (octets > maxMessageOctets) return fail({ kind: 'too-large' });
    if (walk.records.length > 0) {
      sets.push({
        owner: walk.owner,
        cnames,
        ttlSeconds: Math.min(...walk.records.map((record) => record.ttlSeconds)),
        rdatas: unique(walk.records.map((record) => encodeBase64(record.rdata))),
      });
    }
    // RFC 2181 §9: what is missing may be what matters; kept in `sets`, since browsers use it all the same (measured).
    if (message.truncated) return fail({ kind: 'truncated' });
    keepFor(walk.ttlSeconds, maxPositiveTtlSeconds);

    if (message.rcode === rcodeNameError || walk.records.length === 0) {
      // The resolver stopped at a CNAME without saying what is there: ask for its target.
      if (message.rcode === rcodeNoError && walk.cnames.length > 0 && !hasSoa(message)) {
        name = walk.owner;
        continue;
      }
      keepFor(negativeTtlSeconds(message), maxNegativeTtlSeconds);
      return finish({ kind: message.rcode === rcodeNameError ? 'name-error' : 'no-data', sets });
    }

    const verdict = resolveRecordSet(walk.records.map((record) => record.rdata));
    const alias = verdict.kind === 'alias' ? verdict.aliases[0] : undefined;
    if (!alias) return finish({ kind: 'records', sets });
    // RFC 9460 §2.5.1.
    if (alias.binding.targetName === '.') return finish({ kind: 'no-service', sets });
    const target = lowerName(alias.binding.targetName);
    if (follow === 'cnames') return finish({ kind: 'alias', target, sets });
    name = target;
    const failure = step(name);
    if (failure) return fail(failure);
    cnames = [];
  }
}

export type AddressOutcome =
  | { kind: 'addresses'; addresses: string[] }
  | { kind: 'no-data' }
  | { kind: 'name-error' }
  | { kind: 'failed'; failure: LookupFailure };

export interface AddressLookup {
  outcome: AddressOutcome;
  extendedErrors: ExtendedError[];
  answeredAtMs: number;
}

export async function lookUpAddress(name: string, resolver: Resolver): Promise<AddressLookup> {
  const answer = await askResolver(canonicalName(name), recordType.A, resolver);
  const extendedErrors = answer.ok ? answer.value.message.extendedErrors : [];
  const done = (outcome: AddressOutcome): AddressLookup => ({ outcome, extendedErrors, answeredAtMs: resolver.now() });
  const fail = (failure: LookupFailure) => done({ kind: 'failed', failure });
  if (!answer.ok) return fail(answer.error);
  const { message } = answer.value;
  if (message.truncated) return fail({ kind: 'truncated' });
  if (message.rcode === rcodeNameError) return done({ kind: 'name-error' });
  if (message.rcode !== rcodeNoError) return fail({ kind: 'dns-rcode', rcode: message.rcode });
  const { records, failure } = followCnames(message.answers, message.question.name, recordType.A);
  if (failure) return fail(failure);
  const addresses = unique(records.map((record) => record.address as string));
  return done(addresses.length > 0 ? { kind: 'addresses', addresses } : { kind: 'no-data' });
}
