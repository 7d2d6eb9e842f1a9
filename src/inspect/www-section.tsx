// The site's other name, with or without `www.`: asked about on a button that names it and whoever is asked.

import type { TwinComparison } from '../lint/www-counterpart.ts';
import { sentence } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { say, Words } from '../ui/words.tsx';
import type { InspectionStore } from './use-inspection.ts';

interface TwinSectionProps {
  twin: string;
  resolver: string;
  comparison: TwinComparison | null;
  store: Pick<InspectionStore, 'inspection' | 'asking'>;
  ask(): void;
}

export function TwinSection({ twin, resolver, comparison, store: { inspection, asking }, ask }: TwinSectionProps) {
  const isPending = inspection?.isPending ?? false;
  const isLost = inspection !== null && asking.state.kind === 'done' && comparison === null;
  return (
    <section class="twin" aria-labelledby="twin">
      <h2 id="twin">{say('inspect_twin')}</h2>
      <p role="status">
        {isPending && <Words sentence={sentence('inspect_pending', { host: twin })} />}
        {comparison !== null && <Words sentence={comparison.words} />}
        {isLost && say('page_no_answer')}
      </p>
      {comparison === null && (
        <>
          <p class="hint">
            <Words sentence={sentence('inspect_twin_note', { label: resolver }, { host: twin })} />
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
