// Tries the chosen resolver with a reference name, and says what came of it.

import { testResolver } from '../platform/settings.ts';
import { sentence } from '../shared/sentence.ts';
import { type ResolverChoice, resolverIdentity, resolverTemplate } from '../shared/settings.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';
import { describeTest } from './describe-test.ts';

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
