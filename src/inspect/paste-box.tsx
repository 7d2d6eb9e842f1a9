// A box for a zone-file line, the output of dig or a list in base64. What is pasted is checked here and goes nowhere; a private key
// in it is taken out at once.

import { useId, useRef, useState } from 'preact/hooks';
import type { PasteError } from '../paste/paste-error.ts';
import type { PastedSite } from '../paste/pasted-sites.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { step } from '../ui/failure-words.ts';
import { Chevron } from '../ui/glyphs.tsx';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';

export type PastedTextPart = typeof import('./pasted-text.tsx');

/** One more than is read, so that the reader can tell that there was more. */
const MOST_CHARACTERS = 65_537;

interface PasteBoxProps {
  /** Empty where there was nothing to check. `part` has what shows them. */
  onSites(sites: PastedSite[], part: PastedTextPart): void;
}

export function PasteBox({ onSites }: PasteBoxProps) {
  const [text, setText] = useState('');
  const [problems, setProblems] = useState<{ errors: PasteError[]; isWarned: boolean; part: PastedTextPart } | null>(
    null,
  );
  const id = useId();
  const box = useRef<HTMLDetailsElement>(null);

  const loading = useAction(() => import('./pasted-text.tsx'), 'failed_part');
  const checking = useAction(async () => {
    const part = await step('failed_part', () => import('./pasted-text.tsx'));
    const read = part.readPaste(text);
    const { text: kept, errors, warning } = read.ok ? read.value : read.error;
    if (warning !== null) setText(kept);
    setProblems({ errors, isWarned: warning !== null, part });
    // What it came to has the room, unless there is something to say here.
    if (box.current !== null && read.ok && errors.length === 0 && warning === null) box.current.open = false;
    onSites(read.ok ? read.value.sites : [], part);
  }, 'failed_page');

  return (
    <details class="paste" ref={box} onToggle={() => loading.run()}>
      <summary>
        <Chevron class="chevron" size={14} />
        {say('inspect_paste')}
      </summary>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          checking.run();
        }}
      >
        <label for={id}>{say('inspect_paste_label')}</label>
        <textarea
          id={id}
          dir="ltr"
          rows={5}
          spellcheck={false}
          autocapitalize="none"
          autocomplete="off"
          maxLength={MOST_CHARACTERS}
          value={text}
          aria-invalid={(problems?.errors.length ?? 0) > 0}
          aria-describedby={`${id}-hint ${id}-errors`}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <p id={`${id}-hint`} class="hint">
          {say('inspect_paste_hint')}
        </p>
        <button type="submit" class="primary">
          {say('inspect_paste_judge')}
        </button>
        <ActionFailure of={checking} />
        <div id={`${id}-errors`} role="alert">
          {problems?.isWarned && <p class="problem">{say('paste_private_key')}</p>}
          {problems !== null && <problems.part.PasteErrors errors={problems.errors} />}
        </div>
      </form>
    </details>
  );
}
