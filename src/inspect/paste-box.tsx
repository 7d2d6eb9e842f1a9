// A box for a zone-file line, the output of dig or a list in base64. What is pasted is judged here and goes nowhere; a private key
// in it is taken out at once.

import { useId, useState } from 'preact/hooks';
import { mostPastedCharacters, readPaste } from '../paste/paste.ts';
import { describePlace, type PasteError } from '../paste/paste-error.ts';
import type { PastedSite } from '../paste/pasted-sites.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';

interface PasteBoxProps {
  /** Empty where there was nothing to judge. */
  onSites(sites: PastedSite[]): void;
}

export function PasteBox({ onSites }: PasteBoxProps) {
  const [text, setText] = useState('');
  const [errors, setErrors] = useState<PasteError[]>([]);
  const [isWarned, setWarned] = useState(false);
  const id = useId();

  const judging = useAction(() => {
    const read = readPaste(text);
    const { text: kept, errors: found, warning } = read.ok ? read.value : read.error;
    if (warning !== null) setText(kept);
    setWarned(warning !== null);
    setErrors(found);
    onSites(read.ok ? read.value.sites : []);
  }, 'failed_page');

  return (
    <details class="paste">
      <summary>
        <Chevron class="chevron" size={14} />
        {say('inspect_paste')}
      </summary>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          judging.run();
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
          maxLength={mostPastedCharacters + 1}
          value={text}
          aria-invalid={errors.length > 0}
          aria-describedby={`${id}-hint ${id}-errors`}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <p id={`${id}-hint`} class="hint">
          {say('inspect_paste_hint')}
        </p>
        <button type="submit" class="primary">
          {say('inspect_paste_judge')}
        </button>
        <ActionFailure of={judging} />
        <div id={`${id}-errors`} role="alert">
          {isWarned && <p class="problem">{say('paste_private_key')}</p>}
          {errors.map(({ sentence, place }, index) => (
            <p key={index} class="problem">
              {place !== null && <Words sentence={describePlace(place)} />} <Words sentence={sentence} />
            </p>
          ))}
        </div>
      </form>
    </details>
  );
}
