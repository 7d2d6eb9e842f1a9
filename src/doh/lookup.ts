// Looking up the HTTPS records of an origin (RFC 9460 §3, §9.1): CNAMEs are followed to the end, AliasMode where it is asked for,
// within ten seconds and 64 KiB of records. Whoever runs a zone chooses where they lead, so on a visit nothing is followed that
// browsers do not follow. An answer is kept for its TTL, but for a day at most, and for three hours when it says that there is
// nothing (RFC 2308 §5).

import { canonicalName } from '../dns/names.ts';
import { httpsQueryName } from '../dns/query.ts';
import { recordType } from '../dns/record-types.ts';
import type { ExtendedError, Follow, HttpsLookup, LookupFailure } from '../shared/lookup.ts';
import { type ChainLink, walkAliasChain } from './alias-chain.ts';
import { followCnames, hasSoa, negativeTtlSeconds } from './chain.ts';
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

function failureTtl(failure: LookupFailure): number {
  if (failure.kind === 'offline') return offlineTtlSeconds;
  const wanted = failure.kind === 'http-status' ? (failure.retryAfterSeconds ?? 0) : 0;
  return Math.min(maxFailureTtlSeconds, Math.max(failureTtlSeconds, wanted));
}

/** `port` as in the https URL. Never rejects. */
export async function lookUpHttps(
  host: string,
  port: number,
  resolver: Resolver,
  { follow }: { follow: Follow },
): Promise<HttpsLookup> {
  const queryName = httpsQueryName(host, port);
  const startedAtMs = resolver.now();
  const extendedErrors: ExtendedError[] = [];
  let authenticated = true;
  let expiresAtMs = Number.POSITIVE_INFINITY;
  let questions = 0;
  let subnetOptOut: HttpsLookup['subnetOptOut'] = 'sent';
  const fetch: Resolver['fetch'] = (...query) => {
    questions++;
    return resolver.fetch(...query);
  };

  const ask = async (name: string): Promise<ChainLink> => {
    const leftMs = startedAtMs + lookupTimeoutMs - resolver.now();
    const isLast = leftMs < (resolver.timeoutMs ?? defaultTimeoutMs);
    const asked = { ...resolver, fetch, ...(isLast && { timeoutMs: Math.max(0, leftMs) }) };
    const answer = await askResolver(name, recordType.HTTPS, asked);
    if (!answer.ok) {
      const { error } = answer;
      if (isLast && error.kind === 'timeout') return { failure: { kind: 'timeout', timeoutMs: lookupTimeoutMs } };
      return { failure: error.kind === 'not-askable' && name !== queryName ? { ...error, name } : error };
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
    const isNameError = message.rcode === rcodeNameError;
    if (message.rcode !== rcodeNoError && !isNameError) return { failure: { kind: 'dns-rcode', rcode: message.rcode } };

    const { cnames, records: found, ttlSeconds, failure } = followCnames(message.answers, name, recordType.HTTPS);
    if (failure) return { failure };
    keepFor(ttlSeconds, maxPositiveTtlSeconds);
    const link = { cnames, records: found, isTruncated: message.truncated };
    if (!isNameError && found.length > 0) return { ...link, status: 'found' };
    // The resolver stopped at a CNAME without saying what is there.
    if (!isNameError && cnames.length > 0 && !hasSoa(message)) return { ...link, status: 'unfinished' };
    keepFor(negativeTtlSeconds(message), maxNegativeTtlSeconds);
    return { ...link, status: isNameError ? 'name-error' : 'no-data' };
  };

  const chain = walkAliasChain(queryName, follow);
  let step = chain.next();
  while (!step.done) step = chain.next(await ask(step.value));
  const outcome = step.value;
  const answeredAtMs = resolver.now();
  if (outcome.kind === 'failed') expiresAtMs = answeredAtMs + failureTtl(outcome.failure) * 1_000;
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

/** A records, for the canary. */
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
  const addresses = [...new Set(records.map((record) => record.address as string))];
  return done(addresses.length > 0 ? { kind: 'addresses', addresses } : { kind: 'no-data' });
}
