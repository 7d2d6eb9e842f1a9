// What the network says by the canary domain, and what that means for this browser.

import type { CanaryReport } from '../shared/report.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { say, Words } from '../ui/words.tsx';

export function CanaryLine({ canary }: { canary: CanaryReport }) {
  return (
    <section class="canary" data-canary={canary.state}>
      <h2>
        {say('popup_canary')}
        {canary.state !== 'not-asked' && <EvidencePill evidence={canary.evidence} />}
      </h2>
      <p>
        <Words sentence={canary.meaning} />
      </p>
    </section>
  );
}
