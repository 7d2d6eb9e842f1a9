// The site's other name, with or without `www.`: looked up on a button that says which name is sent to which resolver.

import { describeComparison, type WwwComparison } from '../lint/www-counterpart.ts';
import { sentence } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { say, Words } from '../ui/words.tsx';
import type { InspectionStore } from './use-inspection.ts';

interface WwwSectionProps {
  counterpart: string;
  resolver: string;
  comparison: WwwComparison | null;
  store: Pick<InspectionStore, 'inspection' | 'asking'>;
  ask(): void;
}

export function WwwSection({ counterpart, resolver, comparison, store: { inspection, asking }, ask }: WwwSectionProps) {
  const isPending = inspection?.isPending ?? false;
  const isLost = inspection !== null && asking.state.kind === 'done' && comparison === null;
  return (
    <section class="www" aria-labelledby="www">
      <h2 id="www">{say('inspect_twin')}</h2>
      <p role="status">
        {isPending && <Words sentence={sentence('inspect_pending', { host: counterpart })} />}
        {comparison !== null && <Words sentence={describeComparison(comparison)} />}
        {isLost && say('page_no_answer')}
      </p>
      {comparison === null && (
        <>
          <p class="hint">
            <Words sentence={sentence('inspect_twin_note', { label: resolver }, { host: counterpart })} />
          </p>
          <button type="button" aria-disabled={isPending} onClick={() => !isPending && ask()}>
            {say('inspect_twin_ask')}
          </button>
          <ActionFailure of={asking} />
        </>
      )}
    </section>
  );
}
