// One site that was checked, looked up or pasted: the answer in a sentence, who does what with it, what to fix, the records, the
// ClientHellos, and all of it to export.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Prediction } from '../browsers/rows.ts';
import { describeRotation } from '../lint/key-rotation.ts';
import type { Finding } from '../lint/lint.ts';
import { type SummaryKind, summarise } from '../lint/summary.ts';
import { type Sentence, sentence } from '../shared/sentence.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Name } from '../ui/name.tsx';
import { Shield } from '../ui/shield.tsx';
import type { VerdictPicture } from '../ui/verdict-picture.ts';
import { say, Words } from '../ui/words.tsx';
import { ClientRows } from './client-rows.tsx';
import { CopyReport } from './copy-report.tsx';
import type { Inspected } from './export-report.ts';
import { Notes, ToFix } from './finding-list.tsx';
import { configForWire } from './hellos-config.ts';
import { WireView } from './hellos-view.tsx';
import { RecordSets } from './record-sets.tsx';
import { siteText } from './site-input.ts';
import { TurnOn } from './turn-on.tsx';
import { useSuffixList } from './use-suffix-list.ts';

const PICTURES: Record<SummaryKind, VerdictPicture> = {
  hidden: { tone: 'teal', shape: 'shield-dashed' },
  'partly-hidden': { tone: 'amber', shape: 'shield-half' },
  exposed: { tone: 'grey', shape: 'shield-open' },
  'cannot-connect': { tone: 'red', shape: 'shield-alert' },
};

/** Where nothing can be said of browsers. */
const UNKNOWN: VerdictPicture = { tone: 'quiet', shape: 'question' };

interface SiteResultProps {
  inspected: Inspected;
  /** What was answered; the headline where nothing can be said of browsers. */
  statement: Sentence;
  /** Shown alongside the findings. */
  children: ComponentChildren;
}

export function SiteResult({ inspected, statement, children }: SiteResultProps) {
  const id = useId();
  const { host, outcome, rows, findings, ttlSeconds, type } = inspected;
  const rotation = describeRotation(outcome, ttlSeconds);
  // What is broken needs a fix, not turning on.
  const isWithout = rows.length > 0 && rows.every(({ reason }) => reason === 'no-record' || reason === 'no-ech');
  return (
    <article class="judged" aria-labelledby={`${id}-site`}>
      <Answer id={`${id}-site`} inspected={inspected} statement={statement} />
      {(rows.length > 0 || findings.items.length > 0) && <ToFix id={`${id}-problems`} findings={findings} />}
      {rows.length > 0 && <ClientRows rows={rows} />}
      <div class="columns">
        <div class="side">
          <Notes findings={findings} />
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

/** Nothing reassures beside what is to be fixed. */
const kindShown = (kind: SummaryKind, findings: Finding[]): SummaryKind =>
  kind === 'hidden' && findings.some(({ severity }) => severity !== 'note') ? 'partly-hidden' : kind;

/** ECH that is published, and that no browser makes use of, must not sound as if it were. */
function sayWhatIsUsed(statement: Sentence, rows: readonly Prediction[]): Sentence {
  const browsers = rows.filter(({ client }) => client !== 'rfc');
  if (statement.key !== 'published_ech' || browsers.some(({ outcome }) => outcome === 'hides')) return statement;
  return browsers.every(({ reason }) => reason === 'alias-not-followed')
    ? sentence('inspect_ech_behind_alias')
    : sentence('inspect_ech_not_used', ...statement.args);
}

function Answer({ id, inspected, statement }: { id: string } & Pick<SiteResultProps, 'inspected' | 'statement'>) {
  const { host, port, rows, findings } = inspected;
  const summary = summarise(rows, host, useSuffixList());
  const { tone, shape } = summary === null ? UNKNOWN : PICTURES[kindShown(summary.kind, findings.items)];
  const said = summary === null ? statement : sayWhatIsUsed(statement, rows);
  return (
    <section class={`summary ${tone}`}>
      <Shield shape={shape} />
      <div>
        <h2 id={id} tabIndex={-1}>
          {host === null ? say('inspect_pasted_record') : <Name name={siteText({ host, port })} />}
        </h2>
        <p class="headline">
          <Words sentence={summary?.words ?? said} />
        </p>
        <p>
          <EvidencePill evidence={summary === null ? 'unknown' : 'inferred'} />{' '}
          {summary !== null && (
            <>
              <Words sentence={said} /> {say('inspect_summary_basis')}
            </>
          )}
        </p>
      </div>
    </section>
  );
}
