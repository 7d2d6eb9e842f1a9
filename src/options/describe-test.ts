// Words for what a test of a resolver found. Pure.

import { describeFailure } from '../assess/lookup-failure.ts';
import type { AnswerClass } from '../shared/lookup.ts';
import type { ResolverTest } from '../shared/messages.ts';
import type { MessageKey, Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';

function wordsOf(answer: AnswerClass): MessageKey {
  if (answer === 'ech') return 'options_test_kept';
  return answer === 'no-record' || answer === 'name-error' || answer === 'withheld'
    ? 'options_test_no_record'
    : 'options_test_stripped';
}

/** Null: the background did not answer. */
export function describeTest(test: ResolverTest | null, resolver: string): Sentence[] {
  if (test === null) return [sentence('options_test_no_reply')];
  if (test.outcome === 'failed') return [describeFailure(test.failure, resolver, resolver)];
  return [
    sentence(wordsOf(test.answer), { label: resolver }, { count: Math.round(test.durationMs) }),
    ...(test.subnetOptOut === 'refused' ? [sentence('popup_subnet_refused')] : []),
    sentence(test.authenticated ? 'options_test_authenticated' : 'options_test_not_authenticated'),
  ];
}
