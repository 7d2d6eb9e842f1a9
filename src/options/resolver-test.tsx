// Tries the chosen resolver with a reference name, and says what came of it.

import { describeFailure } from '../assess/reasons.ts';
import { testResolver } from '../platform/settings.ts';
import type { AnswerClass } from '../shared/lookup.ts';
import type { ResolverTest } from '../shared/messages.ts';
import { type MessageKey, type Sentence, sentence } from '../shared/sentence.ts';
import { type ResolverChoice, resolverIdentity, resolverTemplate } from '../shared/settings.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';

export function ResolverTestButton({ choice }: { choice: ResolverChoice | null }) {
  const template = resolverTemplate(choice);
  const identity = resolverIdentity(choice);
  const testing = useAction(() => (template === null ? null : testResolver(template)), 'failed_background');
  const { state } = testing;
  if (template === null || identity === null) return null;

  const sentences =
    state.kind === 'running'
      ? [sentence('options_testing', { label: identity.name })]
      : state.kind === 'done'
        ? describeTest(state.result ?? null, identity.name)
        : [];
  return (
    <div class="test">
      <button type="button" onClick={() => testing.run()}>
        {say('options_test')}
      </button>
      <p role="status">
        {sentences.map((words) => (
          <span key={words.key}>
            <Words sentence={words} />{' '}
          </span>
        ))}
      </p>
      <ActionFailure of={testing} />
    </div>
  );
}

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
