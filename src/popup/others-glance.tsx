// Under a headline that says hidden: how many of the page's other hosts are not. One line from the first paint on, so that the numbers
// move nothing as they come.

import { describeGlance } from '../assess/words.ts';
import type { SiteReport } from '../shared/report.ts';
import { SIGHT } from '../ui/sight.tsx';
import { say, Words } from '../ui/words.tsx';

export function OthersGlance({ others }: { others: SiteReport['others'] }) {
  const glance = others?.glance ?? null;
  const sees = glance?.sees ?? 'no';
  const Mark = SIGHT[sees];
  return (
    <p class={`glance ${sees}`}>
      <Mark class="mark" size={14} />
      <span>
        {say('glance_others')}{' '}
        <strong>
          <Words sentence={describeGlance(glance)} />
        </strong>
      </span>
    </p>
  );
}
