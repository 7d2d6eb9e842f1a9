// A line of text that is taken only when it is good, with the reason beside it when it is not.

import { useId, useLayoutEffect, useState } from 'preact/hooks';
import type { Result } from '../shared/result.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { say } from '../ui/words.tsx';

interface CheckedFieldProps {
  label: MessageKey;
  hint: MessageKey;
  value: string;
  isLocked: boolean;
  /** The value to take, or the reason why not. */
  check(text: string): Result<string, MessageKey>;
  onTake(value: string): void;
}

export function CheckedField({ label, hint, value, isLocked, check, onTake }: CheckedFieldProps) {
  const [text, setText] = useState(value);
  const [problem, setProblem] = useState<MessageKey | null>(null);
  const id = useId();
  // A value that was chosen elsewhere shows here too. Not by a key: the field would lose the focus when its own value is stored. Nor in
  // useEffect: it would come after the first letters typed.
  useLayoutEffect(() => {
    setText(value);
    setProblem(null);
  }, [value]);

  const take = () => {
    const result = check(text);
    setProblem(result.ok ? null : result.error);
    if (result.ok && result.value !== value) onTake(result.value);
  };

  return (
    <form
      class="field"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <label for={id}>{say(label)}</label>
      <input
        id={id}
        dir="ltr"
        spellcheck={false}
        autocomplete="off"
        value={text}
        readOnly={isLocked}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint ${id}-problem`}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onChange={take}
      />
      {!isLocked && <button type="submit">{say('options_use')}</button>}
      <p id={`${id}-hint`} class="hint">
        {say(hint)}
      </p>
      <p id={`${id}-problem`} class="problem" role="alert">
        {problem !== null && say(problem)}
      </p>
    </form>
  );
}
