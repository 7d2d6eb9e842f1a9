// What of the stored settings cannot be understood, why, and a way to be rid of it. Nothing where all of it can.

import { keyOf } from '../shared/message-key.ts';
import type { Sentence } from '../shared/report.ts';
import type { StoredProblem } from '../shared/settings.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';

export function Unusable({ problems, onDrop }: { problems: StoredProblem[]; onDrop(): unknown }) {
  const dropping = useAction(onDrop, 'failed_storage');
  if (problems.length === 0) return null;
  return (
    <section aria-labelledby="unusable">
      <h2 id="unusable">{say('options_unusable')}</h2>
      <p class="problem">{say('options_unusable_hint')}</p>
      <ul class="listed">
        {problems.map((problem, index) => (
          <li key={index}>
            <Words sentence={describe(problem)} />
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => dropping.run()}>
        {say('options_unusable_drop')}
      </button>
      <ActionFailure of={dropping} />
    </section>
  );
}

function describe({ field, index, template }: StoredProblem): Sentence {
  if (field === 'resolver')
    return { key: template === null ? 'stored_bad_resolver' : keyOf('stored_template', template), args: [] };
  if (field === 'ask') return { key: 'stored_bad_ask', args: [] };
  if (field === 'privateWindows') return { key: 'stored_bad_private_windows', args: [] };
  if (field === 'expectedRoots' && index !== null) return { key: 'stored_bad_root', args: [String(index + 1)] };
  if (field === 'expectedRoots') return { key: 'stored_bad_roots', args: [] };
  return { key: 'stored_bad_other', args: [index === null ? field : `${field}[${index}]`] };
}
