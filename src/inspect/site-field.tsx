// The field for the host to inspect. What it cannot read it says in a sentence, and asks nobody.

import { useId, useState } from 'preact/hooks';
import type { MessageKey } from '../shared/sentence.ts';
import { say } from '../ui/words.tsx';
import { readSiteInput, type Site } from './site-input.ts';

interface SiteFieldProps {
  text: string;
  problem: MessageKey | null;
  onSite(site: Site): void;
}

export function SiteField({ text: first, problem: firstProblem, onSite }: SiteFieldProps) {
  const [text, setText] = useState(first);
  const [problem, setProblem] = useState(firstProblem);
  const id = useId();
  return (
    <form
      class="site"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const read = readSiteInput(text);
        setProblem(read.ok ? null : read.error);
        if (read.ok) onSite(read.value);
      }}
    >
      <label for={id}>{say('inspect_site')}</label>
      <div class="line">
        <input
          id={id}
          type="text"
          inputMode="url"
          dir="ltr"
          spellcheck={false}
          autocapitalize="none"
          autocomplete="off"
          value={text}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-hint ${id}-problem`}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <button type="submit" class="primary">
          {say('inspect_go')}
        </button>
      </div>
      <p id={`${id}-hint`} class="hint">
        {say('inspect_site_hint')}
      </p>
      <p id={`${id}-problem`} class="problem" role="alert">
        {problem !== null && say(problem)}
      </p>
    </form>
  );
}
