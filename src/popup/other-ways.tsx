// After the answer: in how many other ways the site's name may have been read, and which those are on demand.

import { describeWhy } from '../assess/words.ts';
import type { SiteReport } from '../shared/report.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { say, Words } from '../ui/words.tsx';

export function OtherWays({ report }: { report: SiteReport }) {
  const { otherLeaks, verdict } = report;
  const count = otherLeaks.length;
  if (count === 0) return null;
  const [one, several] =
    // Its headline names none.
    verdict === 'unknown'
      ? (['popup_ways_one', 'popup_ways'] as const)
      : (['popup_other_ways_one', 'popup_other_ways'] as const);
  return (
    <details class="ways">
      <summary>
        {count === 1 ? say(one) : say(several, { count })} <Chevron class="chevron" size={14} />
      </summary>
      <ul>
        {otherLeaks.map((leak) => {
          const why = describeWhy(leak, report);
          return (
            why !== null && (
              <li key={leak.kind}>
                <EvidencePill evidence={leak.evidence} /> <Words sentence={why} />
              </li>
            )
          );
        })}
      </ul>
    </details>
  );
}
