// Private windows: whether their pages may be asked about. The browser has a say of its own first.

import { ActionFailure } from '../ui/action-failure.tsx';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';

/** Private windows are left out unless the user says otherwise, here and in the browser's own list of extensions. */
export function PrivateWindows({ allowed, onChange }: { allowed: boolean; onChange(allowed: boolean): unknown }) {
  const saving = useAction(onChange, 'failed_storage', 'last-wins');
  return (
    <section class="card wide">
      <input
        type="checkbox"
        id="private"
        checked={allowed}
        aria-describedby="private-hint"
        onChange={({ currentTarget }) => saving.run(currentTarget.checked)}
      />
      <label for="private">{say('options_private')}</label>
      <p id="private-hint" class="hint">
        {say('options_private_hint')}
      </p>
      <ActionFailure of={saving} />
    </section>
  );
}
