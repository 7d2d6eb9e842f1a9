// Forgets the names and the questions, without a question of its own: it says what it does, and then that it did it, or that nobody
// answered.

import { useId, useState } from 'preact/hooks';
import { clearSession } from '../platform/session-page.ts';
import { say } from '../ui/words.tsx';

export function ClearButton() {
  const [outcome, setOutcome] = useState<'cleared' | 'no-answer' | null>(null);
  const id = useId();
  const clear = async () => {
    setOutcome(null);
    await clearSession().then(
      () => setOutcome('cleared'),
      () => setOutcome('no-answer'),
    );
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
        {outcome === 'cleared' && say('session_cleared')}
        {outcome === 'no-answer' && say('page_no_answer')}
      </p>
    </div>
  );
}
