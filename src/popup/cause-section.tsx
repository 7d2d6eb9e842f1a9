// Why and whose doing it is, what clicks have shown of it, and the one thing to do about it with the buttons that do it.

import { Fragment } from 'preact';
import { advisedCause, describeAdvice, describeDetail, describeFinding, describeWhy } from '../assess/words.ts';
import type { Send } from '../platform/report-port.ts';
import type { Cause, SiteReport } from '../shared/report.ts';
import { keyOf } from '../shared/sentence.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { say, Words } from '../ui/words.tsx';
import { ActionButton, ActionNote } from './action-button.tsx';

export function CauseSection({ report, send }: { report: SiteReport; send: Send }) {
  const { cause, actions, findings, site } = report;
  const detail = cause === null ? null : describeDetail(cause);
  if (cause === null && actions.length === 0 && findings.length === 0) return null;
  return (
    <section class="cause" data-cause={cause?.kind}>
      {cause === null && actions.some(({ kind }) => kind !== 'always-trace') && <h2>{say('popup_make_sure')}</h2>}
      {cause !== null && (
        <>
          <h2>
            {say('popup_why')}
            {cause.evidence !== report.evidence && <EvidencePill evidence={cause.evidence} />}
            {cause.responsible !== null && (
              <span class="responsible">{say(keyOf('responsible', cause.responsible))}</span>
            )}
          </h2>
          <p class="why">
            <Words sentence={describeWhy(cause, report)} />
            {detail !== null && (
              <>
                {' '}
                <Words sentence={detail} />
              </>
            )}
          </p>
        </>
      )}
      <Findings findings={findings} />
      {(cause !== null || actions.length > 0) && (
        <div class="advice">
          {cause !== null && <Advice cause={cause} report={report} />}
          {actions.map((action) => (
            <Fragment key={action.kind}>
              <ActionButton action={action} report={report} send={send} />
              <ActionNote action={action} site={site.host} />
            </Fragment>
          ))}
        </div>
      )}
    </section>
  );
}

/** Says first what it is about, where that is not what stands above. */
function Advice({ cause, report }: { cause: Cause; report: SiteReport }) {
  const advised = advisedCause(cause, report);
  return (
    <>
      {advised !== cause && (
        <p>
          <EvidencePill evidence={advised.evidence} /> <Words sentence={describeWhy(advised, report)} />
        </p>
      )}
      <p>
        <Words sentence={describeAdvice(advised)} />
      </p>
    </>
  );
}

/** What the user's clicks have shown, spoken as it comes. */
function Findings({ findings }: Pick<SiteReport, 'findings'>) {
  return (
    <div class="found" aria-live="polite">
      {findings.length > 0 && (
        <ul class="findings">
          {findings.map(({ evidence, finding }, index) => (
            <li key={index}>
              <EvidencePill evidence={evidence} /> <Words sentence={describeFinding(finding)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
