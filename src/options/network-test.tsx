// Whether networks are tested, where the browser reports ECH to no extension (Chrome), and who is asked then.

import { tracingReferences } from '../network/probe.ts';
import { asksPages } from '../platform/features.ts';
import { reachableReferences } from '../shared/managed.ts';
import type { Settings } from '../shared/settings.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';

interface NetworkTestProps {
  settings: Settings;
  isWanted: boolean;
  onChange(isWanted: boolean): unknown;
}

export function NetworkTest({ settings, isWanted, onChange }: NetworkTestProps) {
  const saving = useAction(onChange, 'failed_storage', 'last-wins');
  if (!asksPages()) return null;
  const isLocked = settings.managed.locked.includes('testNetwork');
  return (
    <section class="card wide">
      <input
        type="checkbox"
        id="test-network"
        checked={isWanted}
        disabled={isLocked}
        aria-describedby="test-network-hint"
        onChange={({ currentTarget }) => saving.run(currentTarget.checked)}
      />
      <label for="test-network">{say('options_test_network')}</label>
      <p id="test-network-hint" class="hint">
        {isLocked && <span class="managed">{say('options_managed')} </span>}
        {hintOf(settings)}
      </p>
      <ActionFailure of={saving} />
    </section>
  );
}

function hintOf(settings: Settings): string {
  const [first, ...others] = tracingReferences(reachableReferences(settings)).map(({ host }) => ({ host }));
  if (first === undefined) return say('options_test_network_nobody');
  return others.length === 0
    ? say('options_test_network_one', first)
    : say('options_test_network_hint', first, { list: others });
}
