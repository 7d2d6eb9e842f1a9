// What an operator should know, worst first, each with what to do about it and the rule that says so.

import type { Finding } from '../lint/lint.ts';
import type { Some } from '../shared/report.ts';
import { keyOf } from '../shared/sentence.ts';
import { say, Words } from '../ui/words.tsx';
import { describeFinding } from './finding-words.ts';

export function FindingList({ id, findings: { items, more } }: { id: string; findings: Some<Finding> }) {
  return (
    <section class="problems" aria-labelledby={id}>
      <h2 id={id}>{say('export_problems')}</h2>
      {items.length === 0 && <p class="hint">{say('inspect_no_problems')}</p>}
      <ul>
        {items.map((finding, index) => (
          <FindingItem key={index} finding={finding} />
        ))}
      </ul>
      {more > 0 && <p>{say('popup_and_more', { count: more })}</p>}
    </section>
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
        <Words sentence={fix} />{' '}
        <small class="citation">
          <bdi dir="ltr">{citation}</bdi>
        </small>
      </p>
    </li>
  );
}
