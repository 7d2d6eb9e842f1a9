// When a page behind a provider that tells is asked how its connection was opened (Chrome). To do so by itself takes a permission, which
// the browser gives in the click that chooses it.

import { requestTracing } from '../platform/permissions.ts';
import type { MessageKey } from '../shared/sentence.ts';
import type { MeasurePages } from '../shared/trace.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { step } from '../ui/failure-words.ts';
import { useAction } from '../ui/use-action.ts';
import { say } from '../ui/words.tsx';

const MODES: { when: MeasurePages; name: MessageKey; hint: MessageKey }[] = [
  { when: 'on-click', name: 'options_measure_on_click', hint: 'options_measure_on_click_hint' },
  { when: 'automatic', name: 'options_measure_automatic', hint: 'options_measure_automatic_hint' },
  { when: 'never', name: 'options_measure_never', hint: 'options_measure_never_hint' },
];

interface MeasurePagesProps {
  when: MeasurePages;
  isLocked: boolean;
  onChange(when: MeasurePages): unknown;
}

export function MeasurePagesField({ when, isLocked, onChange }: MeasurePagesProps) {
  const saving = useAction(
    async (chosen: MeasurePages) => {
      if (chosen === 'automatic' && !(await step('failed_permission', requestTracing))) return 'refused';
      await onChange(chosen);
      return undefined;
    },
    'failed_storage',
    'last-wins',
  );
  const { state } = saving;
  return (
    <fieldset>
      <legend>{say('options_measure')}</legend>
      {isLocked && <p class="managed">{say('options_managed')}</p>}
      <p class="hint">{say('options_measure_what')}</p>
      <div class="cards">
        {MODES.map((mode) => (
          <div class="card" key={mode.when}>
            <input
              type="radio"
              name="measure"
              id={`measure-${mode.when}`}
              value={mode.when}
              checked={when === mode.when}
              disabled={isLocked}
              aria-describedby={`measure-${mode.when}-hint`}
              onChange={() => saving.run(mode.when)}
            />
            <label for={`measure-${mode.when}`}>{say(mode.name)}</label>
            <p id={`measure-${mode.when}-hint`} class="hint">
              {say(mode.hint)}
            </p>
          </div>
        ))}
      </div>
      <p role="status">{state.kind === 'done' && state.result === 'refused' && say('permission_refused')}</p>
      <ActionFailure of={saving} />
    </fieldset>
  );
}
