// Forgets the names and the questions, without a question of its own: it says what it does, and then that it did it, or that it
// could not.

import { useId } from 'preact/hooks';
import { clearSession } from '../platform/session.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';

export function ClearButton() {
  const clearing = useAction(clearSession, 'failed_background');
  const id = useId();
  return (
    <div class="clear">
      <button type="button" aria-describedby={id} onClick={() => clearing.run()}>
        {say('session_clear')}
      </button>
      <p class="hint" id={id}>
        {say('session_clear_how')}
      </p>
      <p class="cleared" role="status">
        {clearing.state.kind === 'done' && say('session_cleared')}
      </p>
      <ActionFailure of={clearing} />
    </div>
  );
}
