// The way to the comparison: whom it would ask and about what, before the click that loads and starts it.

import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { CANARY_NAME } from '../network/canary.ts';
import type { ResolverChoice, Settings } from '../shared/settings.ts';
import { say, Words } from '../ui/words.tsx';
import { candidatesOf, QUESTIONS } from './candidates.ts';
import type { ComparisonProps } from './comparison-view.tsx';

interface CompareProps {
  settings: Settings;
  isLocked: boolean;
  onChoose(choice: ResolverChoice): void;
}

export function CompareResolvers({ settings, isLocked, onChoose }: CompareProps) {
  const [View, setView] = useState<FunctionComponent<ComparisonProps> | null>(null);
  if (settings.managed.isAwaited || settings.references.length === 0) return null;
  const candidates = candidatesOf(settings);
  const list = new Intl.ListFormat(document.documentElement.lang || undefined, { type: 'conjunction' });
  const names = list.format(candidates.map(({ name }) => name));
  const hosts = list.format(settings.references.map(({ url }) => new URL(url).host));
  const open = async () => {
    const { Comparison } = await import('./comparison-view.tsx');
    setView(() => Comparison);
  };
  return (
    <section aria-labelledby="compare">
      <h2 id="compare">{say('options_compare')}</h2>
      <p class="hint">
        <Words sentence={{ key: 'options_compare_whom', args: [String(QUESTIONS), names, hosts, CANARY_NAME] }} />
      </p>
      {View === null ? (
        <button type="button" class="compare" onClick={open}>
          {say('options_compare')}
        </button>
      ) : (
        <View
          candidates={candidates}
          references={settings.references.length}
          chosen={settings.resolver}
          onChoose={isLocked ? null : onChoose}
        />
      )}
    </section>
  );
}
