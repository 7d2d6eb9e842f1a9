// Whether the network wants encrypted DNS off, and what that means for this browser.

import { describeCanary } from '../assess/words.ts';
import type { CanaryReport } from '../shared/report.ts';
import { keyOf } from '../shared/sentence.ts';
import { Age } from '../ui/age.tsx';
import { say, Words } from '../ui/words.tsx';

export function CanaryLine({ canary }: { canary: CanaryReport }) {
  return (
    <section class="canary" data-canary={canary.state}>
      <h3>
        {say('popup_canary')} <span class="said">{say(keyOf('popup_canary', canary.state))}</span>
      </h3>
      <p>
        <Words sentence={describeCanary(canary)} />{' '}
        {canary.checkedAtMs !== null && (
          <span>
            {say('popup_canary_checked')} <Age atMs={canary.checkedAtMs} />
          </span>
        )}
      </p>
    </section>
  );
}
