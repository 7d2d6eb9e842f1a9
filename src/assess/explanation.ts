// A cause put together: its sentence, how it is known, whose doing it is, and one piece of advice. Imports shared only.

import type { Cause, CauseKind, Evidence } from '../shared/report.ts';
import type { MessageKey, Sentence } from '../shared/sentence.ts';
import { type Argument, keyOf, sentence } from '../shared/sentence.ts';
import { blameFor } from './blame.ts';

type AdviceOf<K> = K extends `advice_${infer Word}` ? Word : never;
type Advice = AdviceOf<MessageKey>;

/** `withheld` alone is told in words that go by who withholds. */
type OwnSentence = Exclude<CauseKind, 'withheld'>;

/** The cause's own sentence with its arguments, and the advice of the same name or another. */
export const cause = (kind: OwnSentence, evidence: Evidence, advice: Advice, ...args: Argument[]): Cause =>
  causeBy(kind, evidence, sentence(keyOf('cause', kind), ...args), advice);

export const causeBy = (kind: CauseKind, evidence: Evidence, why: Sentence, advice: Advice): Cause => ({
  kind,
  evidence,
  blame: blameFor(kind, evidence),
  why,
  advice: sentence(`advice_${advice}`),
});
