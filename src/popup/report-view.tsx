// A SiteReport on screen: the answer, then what to do, then who can read the name, then depth on demand.

import { useRef } from 'preact/hooks';
import type { Send } from '../platform/report-port.ts';
import type { SiteReport } from '../shared/report.ts';
import { pictureOf } from '../ui/verdict-picture.ts';
import { say } from '../ui/words.tsx';
import { useAnswerFocus } from './answer-focus.ts';
import { CauseSection } from './cause-section.tsx';
import { Footer } from './footer.tsx';
import { MoreDetails } from './more-details.tsx';
import { Observers } from './observers.tsx';
import { Others } from './others.tsx';
import { Outlines } from './outlines.tsx';
import { Picture } from './picture.tsx';
import { VerdictHeader } from './verdict-header.tsx';

export function ReportView({ report, send }: { report: SiteReport; send: Send }) {
  const { browser, lanes, observers, others, navigationId, cause, actions, verdict } = report;
  const announcedFor = useRef<string | null>(null);
  const view = useRef<HTMLElement>(null);
  const pressed = useAnswerFocus(view, report);
  // Until the first answer the depth is held back: it would grow between what is being read.
  const waits = report.published.state === 'pending' && announcedFor.current !== navigationId;
  if (!waits) announcedFor.current = navigationId;
  const [lane] = lanes;
  // Where nothing has to be explained or done, there is room for it; elsewhere it is one of the details.
  const isSettled = cause === null && !actions.some(({ kind }) => kind !== 'always-trace');
  const shown = lane?.id === 'with-ech' && lane.applies !== 'no' && isSettled ? lane : null;
  return (
    <main
      ref={view}
      class={`${pictureOf(report).tone} ${waits ? 'waits' : ''}`}
      data-verdict={verdict}
      data-evidence={report.evidence}
      data-published={report.published.state}
    >
      <VerdictHeader report={report} />
      {waits ? (
        <Outlines />
      ) : (
        <>
          <CauseSection report={report} send={send} pressed={pressed} />
          {shown !== null && (
            <section class="lanes" aria-label={say('popup_lanes')}>
              <Picture lane={shown} report={report} />
            </section>
          )}
          <Observers rows={observers} browser={browser} isReadable={verdict === 'cleartext'} />
          {observers.length > 0 && (
            <>
              <Others key={navigationId} others={others} send={send} />
              <MoreDetails report={report} shown={shown} send={send} />
            </>
          )}
        </>
      )}
      <Footer report={report} />
    </main>
  );
}
