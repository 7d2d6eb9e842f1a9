// A SiteReport on screen: the answer first, then the picture, then depth on demand.

import type { PortRequest } from '../shared/messages.ts';
import type { SiteReport } from '../shared/report.ts';
import { pictureOf } from '../ui/verdict-picture.ts';
import { CanaryLine } from './canary-line.tsx';
import { CauseSection } from './cause-section.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { Downgrade } from './downgrade.tsx';
import { Footer } from './footer.tsx';
import { Lanes } from './lanes.tsx';
import { Observers } from './observers.tsx';
import { Others } from './others.tsx';
import { Published } from './published.tsx';
import { VerdictHeader } from './verdict-header.tsx';

export function ReportView({ report, send }: { report: SiteReport; send: (request: PortRequest) => void }) {
  const cause = (
    <>
      <Downgrade downgrade={report.downgrade} />
      <CauseSection report={report} send={send} />
    </>
  );
  // Where nothing could be found out, what to do about it comes before any picture.
  const causeFirst = report.verdict === 'unknown';
  return (
    <main class={pictureOf(report).tone} data-verdict={report.verdict} data-evidence={report.evidence}>
      <VerdictHeader report={report} />
      {causeFirst && cause}
      <Lanes report={report} />
      {!causeFirst && cause}
      <Observers rows={report.observers} />
      {report.others !== null && <Others key={report.navigationId} others={report.others} send={send} />}
      <ConnectionLine report={report} />
      <CanaryLine canary={report.canary} />
      <Published published={report.published} />
      <Footer report={report} send={send} />
    </main>
  );
}
