// Whether a visit asks the resolver, or only a click.

import type { MessageKey } from '../shared/sentence.ts';
import type { Settings } from '../shared/settings.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';

const MODES: { ask: Settings['ask']; name: MessageKey; hint: MessageKey }[] = [
  { ask: 'every-site', name: 'options_ask_every_site', hint: 'options_ask_every_site_hint' },
  { ask: 'on-click', name: 'options_ask_on_click', hint: 'options_ask_on_click_hint' },
];

interface AskModeProps {
  ask: Settings['ask'];
  isLocked: boolean;
  onChange(ask: Settings['ask']): unknown;
}

export function AskMode({ ask, isLocked, onChange }: AskModeProps) {
  const saving = useAction(onChange, 'failed_storage', 'last-wins');
  return (
    <fieldset>
      <legend>{say('options_ask')}</legend>
      {isLocked && <p class="managed">{say('options_managed')}</p>}
      <div class="cards">
        {MODES.map((mode) => (
          <div class="card" key={mode.ask}>
            <input
              type="radio"
              name="ask"
              id={`ask-${mode.ask}`}
              value={mode.ask}
              checked={ask === mode.ask}
              disabled={isLocked}
              aria-describedby={`ask-${mode.ask}-hint`}
              onChange={() => saving.run(mode.ask)}
            />
            <label for={`ask-${mode.ask}`}>{say(mode.name)}</label>
            <p id={`ask-${mode.ask}-hint`} class="hint">
              {say(mode.hint)}
            </p>
          </div>
        ))}
      </div>
      <ActionFailure of={saving} />
    </fieldset>
  );
}
