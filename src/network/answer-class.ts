// What a resolver's answer about the HTTPS record of a host that is known to publish ECH amounts to, and what it shows of DNSSEC.
// Pure; imports shared, dns and ech.
//   classifyAnswer(lookup): ClassifiedAnswer

import { saysUnvalidated, saysWithheld } from '../dns/extended-errors.ts';
import { recordsOf } from '../dns/stored-records.ts';
import { decodeEchConfigList } from '../ech/config-list.ts';
import type { ExtendedError, HttpsLookup, LookupFailure, RecordSet } from '../shared/lookup.ts';

export type AnswerClass =
  | 'intact'
  /** A record, and no `ech` in it. */
  | 'ech-stripped'
  | 'no-data'
  | 'name-error'
  | 'refused'
  /** SERVFAIL and other RCODEs, and HTTP errors. */
  | 'server-failure'
  | 'timed-out'
  | 'unreachable'
  /** The resolver is in the local network, or on this device, and was not reached; by the browser's own word where it says so. */
  | 'local-network'
  | 'local-network-denied'
  /** An answer that cannot be read or leads to a local name, or a damaged record. A list that no client here can use is the host's own affair. */
  | 'malformed'
  /** The resolver says that it keeps the answer back (RFC 8914). */
  | 'blocked'
  /** Policy keeps the name, or one that it leads to, from every resolver. */
  | 'barred';

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

const RCODE_SERVFAIL = 2;
const RCODE_REFUSED = 5;

export function classifyAnswer(lookup: HttpsLookup): ClassifiedAnswer {
  const { outcome, extendedErrors, durationMs } = lookup;
  const plain = outcome.kind === 'failed' ? classOfFailure(outcome.failure) : classOfRecords(outcome);
  const isWithheld = plain !== 'intact' && saysWithheld(extendedErrors);
  return {
    class: isWithheld ? 'blocked' : plain,
    latencyMs: durationMs,
    authenticated: outcome.kind === 'failed' ? null : lookup.authenticated,
    validationFailed: plain === 'server-failure' && saysUnvalidated(extendedErrors),
    servfail: outcome.kind === 'failed' && isServfail(outcome.failure),
    extendedErrors,
  };
}

const isServfail = (failure: LookupFailure): boolean =>
  failure.kind === 'dns-rcode' && failure.rcode === RCODE_SERVFAIL;

function classOfRecords({ kind, sets }: { kind: string; sets: RecordSet[] }): AnswerClass {
  const decoded = sets.filter(({ rdatas }) => rdatas.length > 0).map(recordsOf);
  if (decoded.some(({ ok }) => !ok)) return 'malformed';
  const lists = decoded.flatMap((set) => (set.ok ? set.value.map(({ binding }) => binding.ech) : []));
  const published = lists.filter((list) => list !== undefined);
  if (published.length > 0) return published.some((list) => decodeEchConfigList(list).ok) ? 'intact' : 'malformed';
  if (kind === 'name-error') return kind;
  return kind === 'records' ? 'ech-stripped' : 'no-data';
}

function classOfFailure(failure: LookupFailure): AnswerClass {
  switch (failure.kind) {
    case 'barred':
      return 'barred';
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

/** Something with which a browser cannot use ECH, said by the resolver itself. */
const LACKING: AnswerClass[] = [
  'ech-stripped',
  'no-data',
  'name-error',
  'refused',
  'server-failure',
  'malformed',
  'blocked',
];
export const isMissing = (answer: ClassifiedAnswer | null): boolean =>
  answer !== null && LACKING.includes(answer.class);

export const isUsable = (answer: ClassifiedAnswer | null): boolean => answer?.class === 'intact';

const SILENCE: AnswerClass[] = ['timed-out', 'unreachable', 'local-network', 'local-network-denied'];
export const isSilence = (answer: ClassifiedAnswer): boolean => SILENCE.includes(answer.class);

/** Somebody was asked and answered. */
export const hasLatency = (answer: ClassifiedAnswer): boolean => !isSilence(answer) && answer.class !== 'barred';
