// Words of the popup's first lines: the answer below the status, and the evidence for it.

import type { Evidence, SiteReport } from '../shared/report.ts';
import type { BasisKind, HeadlineKind } from '../shared/report-kinds.ts';
import { BROWSER_LABELS, keyOf, type Sentence, sentence } from '../shared/sentence.ts';
import { describeBasis } from './basis-words.ts';
import { describeHeadline } from './words.ts';

/** Verdicts that have nothing measured or inferred to vouch for: the status is `Not known`, `Checking` or `Does not apply`. */
const WITHOUT_EVIDENCE: SiteReport['verdict'][] = ['unknown', 'not-applicable'];

/** Of those, the headlines that say it all. Elsewhere the reason does. */
const ENOUGH: HeadlineKind[] = ['set-up', 'not-loaded'];

/** What follows the status word, the answer itself first. */
export function describeAnswer(report: SiteReport): Sentence[] {
  const { verdict, headline, cause, observers } = report;
  if (WITHOUT_EVIDENCE.includes(verdict))
    return [ENOUGH.includes(headline.kind) ? describeHeadline(report) : describeBasis(report)];
  const answer = describeHeadline(report);
  if (verdict === 'cleartext' || (verdict === 'likely-hidden' && cause === null))
    return [answer, describeBasis(report)];
  const isNotHidden = verdict === 'exposed' || verdict === 'offered-not-used';
  // Whoever holds an added authority may read the page, also where the user expects it.
  const isReadable = observers.some(({ note }) => note.kind === 'network-expected-root');
  return isNotHidden && !isReadable ? [answer, sentence('answer_encrypted')] : [answer];
}

interface KnownBy {
  evidence: Evidence;
  /** Who says so, in a few words. */
  source: Sentence;
  /** What that means here. */
  meaning: Sentence[];
}

/** Bases that are a server's word. */
const TRACED: BasisKind[] = ['ech-used-traced', 'ech-used-traced-leaky', 'ech-not-used-traced'];

/** How the answer is known; null where there is none to know. */
export function describeEvidence(report: SiteReport): KnownBy | null {
  const { verdict, headline, basis, cause } = report;
  if (WITHOUT_EVIDENCE.includes(verdict)) return null;
  // That the network read the name elsewhere is known by itself, however the page's own connection went.
  const isLeak = headline.kind.startsWith('partly-hidden-') && cause?.evidence === 'measured';
  const evidence = isLeak ? 'measured' : report.evidence;
  const told = describeAnswer(report).map(({ key }) => key);
  const reason = describeBasis(report);
  return {
    evidence,
    source: sourceOf(report, evidence, isLeak ? null : basis),
    meaning: [
      sentence(keyOf('evidence_meaning', evidence)),
      ...(isLeak && report.evidence === 'inferred' ? [sentence('evidence_rest_inferred')] : []),
      ...(told.includes(reason.key) ? [] : [reason]),
    ],
  };
}

function sourceOf({ browser }: SiteReport, evidence: Evidence, basis: SiteReport['basis'] | null): Sentence {
  if (evidence !== 'measured') return sentence('evidence_not_measured');
  if (basis !== null && basis.kind !== 'unknown' && TRACED.includes(basis.kind))
    return { key: 'evidence_according_to', args: basis.args };
  return sentence('evidence_measured_by', { label: BROWSER_LABELS[browser] });
}
