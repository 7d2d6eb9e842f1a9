// One site as it was judged, looked up or pasted: the answer in a sentence, who does what with it, what to mend, the records, the
// wire, and all of it to take along.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { describeRotation } from '../lint/key-rotation.ts';
import { summarise } from '../lint/summary.ts';
import type { Sentence } from '../shared/sentence.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Name } from '../ui/name.tsx';
import { Shield } from '../ui/shield.tsx';
import { say, Words } from '../ui/words.tsx';
import { ClientRows } from './client-rows.tsx';
import { CopyReport } from './copy-report.tsx';
import type { Inspected } from './export-report.ts';
import { configForWire } from './hellos-config.ts';
import { WireView } from './hellos-view.tsx';
import { ProblemList } from './problem-list.tsx';
import { RecordSets } from './record-sets.tsx';
import { siteText } from './site-input.ts';
import { TurnOn } from './turn-on.tsx';

interface JudgedProps {
  inspected: Inspected;
  /** What was answered; in the place of the first sentence where nothing can be said of browsers. */
  statement: Sentence;
  /** Beside the problems. */
  children: ComponentChildren;
}

export function Judged({ inspected, statement, children }: JudgedProps) {
  const id = useId();
  const { host, outcome, rows, problems, ttlSeconds, type } = inspected;
  const rotation = describeRotation(outcome, ttlSeconds);
  // What is broken is to be mended, not turned on.
  const isWithout = rows.length > 0 && rows.every(({ reason }) => reason === 'no-record' || reason === 'no-ech');
  return (
    <article class="judged" aria-labelledby={`${id}-site`}>
      <Answer id={`${id}-site`} inspected={inspected} statement={statement} />
      {rows.length > 0 && <ClientRows rows={rows} />}
      <div class="columns">
        <div class="side">
          {(rows.length > 0 || problems.items.length > 0) && <ProblemList id={`${id}-problems`} problems={problems} />}
          {rotation.length > 0 && (
            <section aria-labelledby={`${id}-rotation`}>
              <h2 id={`${id}-rotation`}>{say('inspect_rotation')}</h2>
              {rotation.map((words, index) => (
                <p key={index}>
                  <Words sentence={words} />
                </p>
              ))}
            </section>
          )}
          <CopyReport id={`${id}-copy`} inspected={inspected} />
        </div>
        <div class="side">{children}</div>
      </div>
      {isWithout && <TurnOn />}
      <RecordSets id={`${id}-records`} sets={outcome.sets ?? []} />
      {host !== null && type === 'HTTPS' && rows.length > 0 && (
        <section class="wire-section" aria-labelledby={`${id}-wire`}>
          <h2 id={`${id}-wire`}>{say('inspect_wire')}</h2>
          <WireView host={host} config={configForWire(outcome)} />
        </section>
      )}
    </article>
  );
}

function Answer({ id, inspected, statement }: { id: string } & Pick<JudgedProps, 'inspected' | 'statement'>) {
  const { host, port, rows } = inspected;
  const summary = summarise(rows, host);
  return (
    <section class={`summary ${summary?.tone ?? 'quiet'}`}>
      <Shield shape={summary?.shape ?? 'question'} />
      <div>
        <h2 id={id}>{host === null ? say('inspect_pasted_record') : <Name name={siteText({ host, port })} />}</h2>
        <p class="headline">
          <Words sentence={summary?.words ?? statement} />
        </p>
        <p>
          <EvidencePill evidence={summary === null ? 'unknown' : 'inferred'} />{' '}
          {summary !== null && (
            <>
              <Words sentence={statement} /> {say('inspect_summary_basis')}
            </>
          )}
        </p>
      </div>
    </section>
  );
}
