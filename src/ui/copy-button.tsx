// Copies a text, which is made on the click, and says whether that worked. Where the browser refuses the clipboard, the text is
// there to be copied by hand.

import { useState } from 'preact/hooks';
import type { MessageKey } from '../shared/sentence.ts';
import { ActionFailure } from './action-failure.tsx';
import { step } from './failure-words.ts';
import { useAction } from './use-action.ts';
import { say } from './words.tsx';

interface CopyButtonProps {
  label: MessageKey;
  /** Of what says which text it is, where a page has several. */
  describedBy?: string;
  text(): string | Promise<string>;
}

export function CopyButton({ label, describedBy, text }: CopyButtonProps) {
  const [made, setMade] = useState('');
  const copying = useAction(async () => {
    const content = await text();
    setMade(content);
    await step('failed_clipboard', () => navigator.clipboard.writeText(content));
  }, 'failed_page');
  const { state } = copying;
  return (
    <span class="copy">
      <button type="button" aria-describedby={describedBy} onClick={() => copying.run()}>
        {say(label)}
      </button>
      <span role="status">{state.kind === 'done' && say('inspect_copied')}</span>
      <ActionFailure of={copying} />
      {state.kind === 'failed' && state.words === 'failed_clipboard' && (
        <textarea
          readOnly
          dir="ltr"
          rows={4}
          aria-label={say(label)}
          value={made}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      )}
    </span>
  );
}
