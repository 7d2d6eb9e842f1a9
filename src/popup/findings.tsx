// What the user's clicks have shown, spoken as it comes: it stands beside the verdict.

import type { SiteReport } from '../shared/report.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Words } from '../ui/words.tsx';

export function Findings({ findings }: { findings: SiteReport['findings'] }) {
  return (
    <div class="found" aria-live="polite">
      {findings.length > 0 && (
        <ul class="findings">
          {findings.map(({ evidence, words }) => (
            <li key={`${words.key} ${words.args[0]}`}>
              <EvidencePill evidence={evidence} /> <Words sentence={words} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
