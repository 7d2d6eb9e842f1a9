// The one sentence that the network check ends in, the blocking methods found, and the evidence. One success proves that ECH is possible;
// one miss proves nothing. Pure.

import { isSilence } from '../doh/answer-class.ts';
import type { Evidence } from '../shared/report.ts';
import {
  type BlockingMethod,
  detectBlocking,
  expectedRootOf,
  isMissingEverywhere,
  unexpectedRootOf,
} from './blocking-methods.ts';
import { type Finding, findingsOf } from './findings.ts';
import type { CheckedReference, CheckFacts, ReferenceResult } from './measurements.ts';

export type UnknownReason =
  | 'stopped'
  | 'offline'
  /** Nothing answers as it should, and what answers has no certificate for the name. */
  | 'captive-portal'
  | 'nothing-answers'
  /** Resolvers answer, reference hosts do not, and what answers in their place has no valid certificate. */
  | 'references-untrusted'
  /** Resolvers answer, and every connection to a reference host was cut off, as some networks do with ECH. */
  | 'references-cut-off'
  | 'references-silent'
  /** They answered and said nothing of ECH. */
  | 'unreported'
  | 'too-few'
  /** All were missed, some for a reason that was found: what is left is too little. */
  | 'varied'
  /** None is set that is a public name, or policy keeps all of them from resolvers. */
  | 'no-references';

/** Chrome shows no certificates; those that Firefox showed lead to an authority that the user expects. */
export type Inspection = 'unseen' | 'expected';

/** What switches ECH off. */
export type OffBy = 'interception' | 'dns';

export type Conclusion = { blocking: BlockingMethod[]; findings: Finding[]; evidence: Evidence } & (
  | { kind: 'possible' }
  | { kind: 'off'; by: OffBy[] }
  /** The browser's policy and its resolver cannot be distinguished, nor perhaps from something that answers in place of the hosts. */
  | { kind: 'off-undecided'; inspection: Inspection | null }
  | { kind: 'unknown'; reason: UnknownReason }
);

/** One miss may be the site's own, and Firefox without DNS over HTTPS misses some of the first: three where three could tell. */
const ENOUGH_MISSES = 3;
const FEWEST_MISSES = 2;

export function concludeNetworkCheck(facts: CheckFacts): Conclusion {
  const found = { blocking: detectBlocking(facts), findings: findingsOf(facts) };
  const reported = facts.references.filter(wasReported);
  const misses = reported.filter(({ result }) => !result.usedEch);
  if (misses.length < reported.length) return { ...found, kind: 'possible', evidence: 'measured' };

  const isIntercepted = (one: Reported) => unexpectedRootOf(one.result, facts.expectedRoots) !== null;
  const isMissingFromDns = ({ host }: Reported) => isMissingEverywhere(facts.resolvers, host);
  const unexplained = misses.filter((one) => !isIntercepted(one) && !isMissingFromDns(one));
  if (misses.length >= FEWEST_MISSES && unexplained.length === 0) {
    const by: OffBy[] = [];
    if (misses.some(isIntercepted)) by.push('interception');
    if (misses.some(isMissingFromDns)) by.push('dns');
    // Which resolver this browser asks is not known, so that what is said of DNS is inferred.
    return { ...found, kind: 'off', by, evidence: by.includes('dns') ? 'inferred' : 'measured' };
  }
  const sent = facts.references.filter(({ result }) => result?.kind !== 'not-sent');
  const isEnough = misses.length >= Math.min(ENOUGH_MISSES, sent.length) && unexplained.length >= FEWEST_MISSES;
  if (isEnough)
    return { ...found, kind: 'off-undecided', inspection: inspectionOf(facts, unexplained), evidence: 'inferred' };
  return { ...found, kind: 'unknown', reason: reasonOf(facts, misses.length, unexplained.length), evidence: 'unknown' };
}

type Reported = CheckedReference & { result: Extract<ReferenceResult, { kind: 'reported' }> };
const wasReported = (one: CheckedReference): one is Reported => one.result?.kind === 'reported';

function inspectionOf({ browser, expectedRoots }: CheckFacts, unexplained: Reported[]): Inspection | null {
  if (browser === 'chromium') return 'unseen';
  return unexplained.some(({ result }) => expectedRootOf(result, expectedRoots) !== null) ? 'expected' : null;
}

function reasonOf(
  { ended, online, references, resolvers }: CheckFacts,
  misses: number,
  unexplained: number,
): UnknownReason {
  if (references.length === 0) return 'no-references';
  if (ended === 'stopped') return 'stopped';
  if (misses >= ENOUGH_MISSES && unexplained < misses) return 'varied';
  if (misses > 0) return 'too-few';
  const results = references.map(({ result }) => result);
  if (results.some((result) => result?.kind === 'unreported')) return 'unreported';
  if (results.every((result) => result?.kind === 'not-sent')) return 'unreported';
  const answers = resolvers.flatMap((resolver) => resolver.answers.map(({ answer }) => answer));
  const isUntrusted = results.some((result) => result?.kind === 'failed' && result.why === 'certificate');
  if (answers.some((answer) => answer !== null && !isSilence(answer))) {
    if (isUntrusted) return 'references-untrusted';
    const isCutOff = results.every((result) => result?.kind === 'failed' && result.why === 'cut-off');
    return isCutOff ? 'references-cut-off' : 'references-silent';
  }
  if (!online) return 'offline';
  return isUntrusted ? 'captive-portal' : 'nothing-answers';
}
