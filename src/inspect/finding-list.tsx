// What an operator should know, worst first, each with what to do about it.

import type { Problem } from '../lint/lint.ts';
import type { Some } from '../shared/report.ts';
import { keyOf } from '../shared/sentence.ts';
import { say, Words } from '../ui/words.tsx';

export function ProblemList({ id, problems: { items, more } }: { id: string; problems: Some<Problem> }) {
  return (
    <section class="problems" aria-labelledby={id}>
      <h2 id={id}>{say('export_problems')}</h2>
      {items.length === 0 && <p class="hint">{say('inspect_no_problems')}</p>}
      <ul>
        {items.map(({ kind, severity, what, details, fix }, index) => (
          <li key={index} class={severity} data-problem={kind}>
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
              <Words sentence={fix} />
            </p>
          </li>
        ))}
      </ul>
      {more > 0 && <p>{say('popup_and_more', { count: more })}</p>}
    </section>
  );
}
