// Holds the tab's report as it changes and hands it to the view. Knows nothing of what a report means.

import { useEffect, useRef, useState } from 'preact/hooks';
import { type ReportSubscription, subscribeToReport } from '../platform/reports.ts';
import type { PortRequest } from '../shared/messages.ts';
import type { SiteReport } from '../shared/report.ts';
import { NothingKnown } from './nothing-known.tsx';
import { ReportView } from './report-view.tsx';

export function Popup({ tabId, first }: { tabId: number | null; first: SiteReport | null }) {
  const [report, setReport] = useState(first);
  const subscription = useRef<ReportSubscription | null>(null);

  useEffect(() => {
    if (tabId === null) return;
    subscription.current = subscribeToReport(tabId, setReport);
    return () => subscription.current?.close();
  }, [tabId]);

  const send = (request: PortRequest) => subscription.current?.send(request);
  return report === null ? <NothingKnown /> : <ReportView report={report} send={send} />;
}
