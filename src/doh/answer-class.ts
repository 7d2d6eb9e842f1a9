// Does an answer about an HTTPS record carry ECH, and if not, what came instead? The one place that says so: background, network
// check and options take it from here and put it into their own words.

import { saysUnvalidated, saysWithheld } from '../dns/extended-errors.ts';
import { recordsOf } from '../dns/stored-records.ts';
import { decodeEchConfigList } from '../ech/config-list.ts';
import type { AnswerClass, ExtendedError, HttpsLookup, LookupFailure, LookupOutcome } from '../shared/lookup.ts';

const RCODE_SERVFAIL = 2;
const RCODE_REFUSED = 5;

export function classifyAnswer({ outcome, extendedErrors }: HttpsLookup): AnswerClass {
  const plain = outcome.kind === 'failed' ? classOfFailure(outcome.failure) : classifyRecords(outcome);
  return plain !== 'ech' && saysWithheld(extendedErrors) ? 'withheld' : plain;
}

/** Of a lookup that did not fail, whatever else the resolver says about it. */
export function classifyRecords({
  kind,
  sets,
}: Exclude<LookupOutcome, { kind: 'failed' }>): Extract<
  AnswerClass,
  'ech' | 'no-ech' | 'no-record' | 'name-error' | 'malformed'
> {
  const decoded = sets.filter(({ rdatas }) => rdatas.length > 0).map(recordsOf);
  if (decoded.some(({ ok }) => !ok)) return 'malformed';
  const lists = decoded.flatMap((set) => (set.ok ? set.value.map(({ binding }) => binding.ech) : []));
  const published = lists.filter((list) => list !== undefined);
  if (published.length > 0) return published.some((list) => decodeEchConfigList(list).ok) ? 'ech' : 'malformed';
  if (kind === 'name-error') return kind;
  return kind === 'records' ? 'no-ech' : 'no-record';
}

function classOfFailure(failure: LookupFailure): AnswerClass {
  switch (failure.kind) {
    case 'excluded-by-policy':
      return 'excluded-by-policy';
    case 'timeout':
      return 'timed-out';
    case 'offline':
    case 'unreachable':
      return 'unreachable';
    case 'local-network':
      return failure.isDenied ? 'local-network-denied' : 'local-network';
    case 'dns-rcode':
      return failure.rcode === RCODE_REFUSED ? 'refused' : 'server-failure';
    case 'http-status':
      return 'server-failure';
    default:
      return 'malformed';
  }
}

/** An answer as the network check compares it with those of other resolvers. */
export interface ClassifiedAnswer {
  class: AnswerClass;
  latencyMs: number;
  /** AD: the resolver says that it validated. Null without an answer. */
  authenticated: boolean | null;
  /** The resolver says that DNSSEC validation failed, as it does for a record that was rewritten on the way. */
  validationFailed: boolean;
  /** SERVFAIL, as a resolver says whose validation fails; an HTTP error or another RCODE is none. */
  servfail: boolean;
  /** The resolver's own words, untrusted. */
  extendedErrors: ExtendedError[];
}

export function comparableAnswer(lookup: HttpsLookup): ClassifiedAnswer {
  const { outcome, extendedErrors, durationMs } = lookup;
  const failure = outcome.kind === 'failed' ? outcome.failure : null;
  return {
    class: classifyAnswer(lookup),
    latencyMs: durationMs,
    authenticated: failure === null ? lookup.authenticated : null,
    validationFailed: failure !== null && isServerFailure(failure) && saysUnvalidated(extendedErrors),
    servfail: failure?.kind === 'dns-rcode' && failure.rcode === RCODE_SERVFAIL,
    extendedErrors,
  };
}

const isServerFailure = (failure: LookupFailure): boolean => classOfFailure(failure) === 'server-failure';

/** The resolver answered, and not with ECH that a browser could use. */
const MISSING: AnswerClass[] = [
  'no-ech',
  'no-record',
  'name-error',
  'refused',
  'server-failure',
  'malformed',
  'withheld',
];
export const isMissing = (answer: ClassifiedAnswer | null): boolean =>
  answer !== null && MISSING.includes(answer.class);

export const isUsable = (answer: ClassifiedAnswer | null): boolean => answer?.class === 'ech';

const SILENCE: AnswerClass[] = ['timed-out', 'unreachable', 'local-network', 'local-network-denied'];
export const isSilence = (answer: ClassifiedAnswer): boolean => SILENCE.includes(answer.class);

/** A query was sent and answered. */
export const hasLatency = (answer: ClassifiedAnswer): boolean =>
  !isSilence(answer) && answer.class !== 'excluded-by-policy';
