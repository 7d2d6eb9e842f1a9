// The way to the comparison: whom it would ask and about what, before the click that loads and starts it.

import { CANARY_NAME } from '../network/canary.ts';
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
  const list = new Intl.ListFormat(document.documentElement.lang || undefined, { type: 'conjunction' });
  const names = list.format(candidates.map(({ name }) => name));
  const hosts = list.format(settings.references.map(({ url }) => new URL(url).host));
  return (
    <section aria-labelledby="compare">
      <h2 id="compare">{say('options_compare')}</h2>
      <p class="hint">
        <Words sentence={{ key: 'options_compare_whom', args: [String(QUESTIONS), names, hosts, CANARY_NAME] }} />
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
