// Whether the network wants encrypted DNS off, and what that means for this browser. Open where it changes what the browser does.

import { describeCanary } from '../assess/words.ts';
import type { CanaryReport } from '../shared/report.ts';
import { keyOf } from '../shared/sentence.ts';
import { Age } from '../ui/age.tsx';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { say, Words } from '../ui/words.tsx';

export function CanaryLine({ canary }: { canary: CanaryReport }) {
  return (
    <section class="canary" data-canary={canary.state}>
      <details open={canary.asked === 'system-resolver' && canary.state === 'set'}>
        <summary>
          <h2>
            {say('popup_canary')} <span class="said">{say(keyOf('popup_canary', canary.state))}</span>
          </h2>
          <Chevron class="chevron" size={14} />
        </summary>
        <p>
          {canary.state !== 'not-asked' && <EvidencePill evidence={canary.evidence} />}{' '}
          <Words sentence={describeCanary(canary)} />{' '}
          {canary.checkedAtMs !== null && (
            <span>
              {say('popup_canary_checked')} <Age atMs={canary.checkedAtMs} />
            </span>
          )}
        </p>
      </details>
    </section>
  );
}
