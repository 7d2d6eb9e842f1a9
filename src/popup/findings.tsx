// What the user's clicks have shown, spoken as it comes: the requests folded away behind the conclusion that is drawn from them.

import { describeFinding } from '../assess/words.ts';
import type { SiteReport } from '../shared/report.ts';
import type { FindingKind } from '../shared/report-kinds.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { say, Words } from '../ui/words.tsx';

type Found = SiteReport['findings'];

/** One request each. */
const REQUESTS: FindingKind[] = [
  'unreported',
  'failed',
  'with-ech-browser',
  'without-ech-browser',
  'with-ech-trace',
  'without-ech-trace',
];

export function Findings({ findings }: { findings: Found }) {
  const requests = findings.filter(({ finding }) => REQUESTS.includes(finding.kind));
  const isFolded = requests.length > 1;
  const others = findings.filter((found) => !isFolded || !requests.includes(found));
  return (
    <div class="found" aria-live="polite">
      {others.length > 0 && <List findings={others} />}
      {isFolded && (
        <details class="requests">
          <summary>
            {say('popup_how_known', { count: requests.length })} <Chevron class="chevron" size={14} />
          </summary>
          <List findings={requests} />
        </details>
      )}
    </div>
  );
}

const List = ({ findings }: { findings: Found }) => (
  <ul class="findings">
    {findings.map(({ evidence, finding }, index) => (
      <li key={index}>
        {/* What did not come is no evidence. */}
        <Words sentence={describeFinding(finding)} /> {evidence !== 'unknown' && <EvidencePill evidence={evidence} />}
      </li>
    ))}
  </ul>
);
