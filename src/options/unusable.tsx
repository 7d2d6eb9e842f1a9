// What of the stored settings cannot be understood, why, and a way to be rid of it. Nothing where all of it can.

import type { Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';
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
    return sentence(template === null ? 'stored_bad_resolver' : keyOf('stored_template', template));
  if (field === 'ask') return sentence('stored_bad_ask');
  if (field === 'privateWindows') return sentence('stored_bad_private_windows');
  if (field === 'expectedRoots' && index !== null) return sentence('stored_bad_root', { count: index + 1 });
  if (field === 'expectedRoots') return sentence('stored_bad_roots');
  return sentence('stored_bad_other', { field: index === null ? field : `${field}[${index}]` });
}
