// Under a headline that says hidden: how many of the page's other hosts are not. One line from the first paint on, so that the numbers
// move nothing as they come.

import { type Glance, glanceAt } from '../assess/glance.ts';
import type { SiteReport } from '../shared/report.ts';
import { sentence } from '../shared/sentence.ts';
import { Eye, EyeShut, Question } from '../ui/glyphs.tsx';
import { say, Words } from '../ui/words.tsx';

const MARKS = { yes: Eye, no: EyeShut, unknown: Question };

export function OthersGlance({ others }: { others: SiteReport['others'] }) {
  const { sees, count }: Glance =
    others === null ? { sees: 'no', count: sentence('glance_none_yet') } : glanceAt(others);
  const Mark = MARKS[sees];
  return (
    <p class={`glance ${sees}`}>
      <Mark class="mark" size={14} />
      <span>
        {say('glance_others')}{' '}
        <strong>
          <Words sentence={count} />
        </strong>
      </span>
    </p>
  );
}
