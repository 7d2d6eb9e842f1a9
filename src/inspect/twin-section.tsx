// The site's other name, with or without `www.`: asked about on a button that names it and whoever is asked.

import { say, Words } from '../ui/words.tsx';
import type { TwinComparison } from './twin.ts';
import type { Inspection } from './use-inspection.ts';

interface TwinSectionProps {
  twin: string;
  resolver: string;
  comparison: TwinComparison | null;
  inspection: Inspection | null;
  ask(): void;
}

export function TwinSection({ twin, resolver, comparison, inspection, ask }: TwinSectionProps) {
  const isPending = inspection?.isPending ?? false;
  const isLost = inspection !== null && !isPending && comparison === null;
  return (
    <section class="twin" aria-labelledby="twin">
      <h2 id="twin">{say('inspect_twin')}</h2>
      <p role="status">
        {isPending && <Words sentence={{ key: 'inspect_pending', args: [twin] }} />}
        {comparison !== null && <Words sentence={comparison.words} />}
        {isLost && say('page_no_answer')}
      </p>
      {comparison === null && (
        <>
          <p class="hint">
            <Words sentence={{ key: 'inspect_twin_note', args: [resolver, twin] }} />
          </p>
          <button type="button" aria-disabled={isPending} onClick={() => !isPending && ask()}>
            {say('inspect_twin_ask')}
          </button>
        </>
      )}
    </section>
  );
}
