// Why, and the one thing to do about it, with the buttons that do it.

import type { PortRequest } from '../shared/messages.ts';
import type { SiteReport } from '../shared/report.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { say, Words } from '../ui/words.tsx';
import { ActionButton } from './action-button.tsx';

export function CauseSection({ report, send }: { report: SiteReport; send: (request: PortRequest) => void }) {
  const { cause, actions } = report;
  if (cause === null && actions.length === 0) return null;
  return (
    <section class="cause" data-cause={cause?.kind}>
      {cause !== null && (
        <>
          <h2>
            {say('popup_why')}
            {cause.evidence !== report.evidence && <EvidencePill evidence={cause.evidence} />}
          </h2>
          <p class="why">
            <Words sentence={cause.why} />
            {cause.detail !== undefined && (
              <>
                {' '}
                <Words sentence={cause.detail} />
              </>
            )}
          </p>
        </>
      )}
      <div class="advice">
        {cause !== null && (
          <p>
            <Words sentence={cause.advice} />
          </p>
        )}
        {actions.map((action) => (
          <ActionButton key={action.kind} action={action} send={send} />
        ))}
      </div>
    </section>
  );
}
