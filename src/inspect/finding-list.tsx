// What an operator should know, worst first, each with what to do about it and the rule that says so: what is to be fixed in full, notes
// folded.

import type { Finding } from '../lint/lint.ts';
import type { Some } from '../shared/report.ts';
import { keyOf } from '../shared/sentence.ts';
import { Chevron } from '../ui/glyphs.tsx';
import { say, Words } from '../ui/words.tsx';
import { describeFinding } from './finding-words.ts';

interface FindingListProps {
  id: string;
  findings: Some<Finding>;
}

const isNote = ({ severity }: Finding): boolean => severity === 'note';

export function ToFix({ id, findings: { items, more } }: FindingListProps) {
  const wrong = items.filter((finding) => !isNote(finding));
  // What was left out is no worse than the last one: where that is a note, all of it is.
  const left = wrong.length === items.length ? more : 0;
  return (
    <section class="problems" aria-labelledby={id}>
      <h2 id={id}>
        {wrong.length === 0 ? (
          say('inspect_no_problems')
        ) : (
          <>
            {say('inspect_to_fix')} <span class="count">{wrong.length + left}</span>
          </>
        )}
      </h2>
      {wrong.length > 0 && <Findings findings={wrong} more={left} />}
    </section>
  );
}

export function Notes({ findings: { items, more } }: Pick<FindingListProps, 'findings'>) {
  const notes = items.filter(isNote);
  if (notes.length === 0) return null;
  return (
    <details class="problems notes">
      <summary>
        <Chevron class="chevron" size={14} />
        <h2>
          {say('inspect_notes')} <span class="count">{notes.length + more}</span>
        </h2>
      </summary>
      <Findings findings={notes} more={more} />
    </details>
  );
}

function Findings({ findings, more }: { findings: Finding[]; more: number }) {
  return (
    <>
      <ul>
        {findings.map((finding, index) => (
          <FindingItem key={index} finding={finding} />
        ))}
      </ul>
      {more > 0 && <p>{say('popup_and_more', { count: more })}</p>}
    </>
  );
}

function FindingItem({ finding }: { finding: Finding }) {
  const { kind, severity, citation } = finding;
  const { what, details, fix } = describeFinding(finding);
  return (
    <li class={severity} data-problem={kind}>
      <strong class="pill">{say(keyOf('severity', severity))}</strong>
      <p class="what">
        <Words sentence={what} />
      </p>
      {details.map((detail, number) => (
        <p key={number}>
          <Words sentence={detail} />
        </p>
      ))}
      <p class="fix">
        <strong>{say('inspect_fix')}</strong> <Words sentence={fix} />{' '}
        <small class="citation">
          <bdi dir="ltr">{citation}</bdi>
        </small>
      </p>
    </li>
  );
}
