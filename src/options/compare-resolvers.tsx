// The way to the comparison: whom it would ask and about what, before the click that loads and starts it.

import { CANARY_NAME } from '../network/canary.ts';
import { sentence } from '../shared/sentence.ts';
import type { ResolverChoice, Settings } from '../shared/settings.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';
import { candidatesOf, QUESTIONS } from './candidates.ts';

interface CompareProps {
  settings: Settings;
  isLocked: boolean;
  onChoose(choice: ResolverChoice): unknown;
}

export function CompareResolvers({ settings, isLocked, onChoose }: CompareProps) {
  const opening = useAction(() => import('./comparison-view.tsx'), 'failed_part');
  if (settings.managed.isAwaited || settings.references.length === 0) return null;
  const candidates = candidatesOf(settings);
  const names = candidates.map(({ name }) => ({ label: name }));
  const hosts = settings.references.map(({ url }) => ({ host: new URL(url).host }));
  return (
    <section aria-labelledby="compare">
      <h2 id="compare">{say('options_compare')}</h2>
      <p class="hint">
        <Words
          sentence={sentence(
            'options_compare_whom',
            { count: QUESTIONS },
            { list: names },
            { list: hosts },
            { host: CANARY_NAME },
          )}
        />
      </p>
      {opening.state.kind !== 'done' ? (
        <>
          <button type="button" class="compare" onClick={() => opening.run()}>
            {say('options_compare')}
          </button>
          <ActionFailure of={opening} />
        </>
      ) : (
        <opening.state.result.Comparison
          candidates={candidates}
          references={settings.references.length}
          chosen={settings.resolver}
          onChoose={isLocked ? null : onChoose}
        />
      )}
    </section>
  );
}
