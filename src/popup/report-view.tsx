// A SiteReport on screen: the answer first, then the picture, then depth on demand.

import { useRef } from 'preact/hooks';
import { describeDowngrade } from '../assess/words.ts';
import type { Send } from '../platform/report-port.ts';
import type { SiteReport } from '../shared/report.ts';
import { keyOf } from '../shared/sentence.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { pictureOf } from '../ui/verdict-picture.ts';
import { say, Words } from '../ui/words.tsx';
import { CanaryLine } from './canary-line.tsx';
import { CauseSection } from './cause-section.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { Footer } from './footer.tsx';
import { Lanes } from './lanes.tsx';
import { Observers } from './observers.tsx';
import { Others } from './others.tsx';
import { Published } from './published.tsx';
import { VerdictHeader } from './verdict-header.tsx';

export function ReportView({ report, send }: { report: SiteReport; send: Send }) {
  const announcedFor = useRef<string | null>(null);
  // Until the first answer the depth is held back: it would grow between what is being read.
  const waits = report.published.state === 'pending' && announcedFor.current !== report.navigationId;
  if (!waits) announcedFor.current = report.navigationId;
  const cause = !waits && (
    <>
      <Downgrade downgrade={report.downgrade} />
      <CauseSection report={report} send={send} />
    </>
  );
  // Where nothing could be found out, what to do about it comes before any picture.
  const causeFirst = report.verdict === 'unknown';
  return (
    <main
      class={`${pictureOf(report).tone} ${waits ? 'waits' : ''}`}
      data-verdict={report.verdict}
      data-evidence={report.evidence}
      data-published={report.published.state}
    >
      <VerdictHeader report={report} />
      {causeFirst && cause}
      <Lanes report={report} />
      {!causeFirst && cause}
      {!waits && <Depth report={report} send={send} />}
      <Footer report={report} send={send} />
    </main>
  );
}

function Depth({ report, send }: { report: SiteReport; send: Send }) {
  const { browser, observers, others, canary, navigationId } = report;
  return (
    <>
      <Observers rows={observers} />
      {observers.length > 0 && <Others key={navigationId} others={others} send={send} />}
      <ConnectionLine report={report} />
      <CanaryLine canary={canary} />
      <Published report={report} />
      {observers.length > 0 && (
        <section class="unreported">
          <small>{say(keyOf('popup_unreported', browser))}</small>
        </section>
      )}
    </>
  );
}

/** The notice that ECH hid this site earlier in the session and no longer does. */
function Downgrade({ downgrade }: Pick<SiteReport, 'downgrade'>) {
  if (downgrade === null) return null;
  return (
    <section class="downgrade">
      <p>
        <EvidencePill evidence={downgrade.evidence} /> <Words sentence={describeDowngrade(downgrade)} />
      </p>
    </section>
  );
}
