// Forgets the names and the questions, without a question of its own: it says what it does, and then that it did it.

import { useId, useState } from 'preact/hooks';
import { clearSession } from '../platform/session-page.ts';
import { say } from '../ui/words.tsx';

export function ClearButton() {
  const [isCleared, setCleared] = useState(false);
  const id = useId();
  const clear = async () => {
    setCleared(false);
    await clearSession();
    setCleared(true);
  };
  return (
    <div class="clear">
      <button type="button" aria-describedby={id} onClick={clear}>
        {say('session_clear')}
      </button>
      <p class="hint" id={id}>
        {say('session_clear_how')}
      </p>
      <p class="cleared" role="status">
        {isCleared && say('session_cleared')}
      </p>
    </div>
  );
}
