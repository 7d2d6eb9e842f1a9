// Holds the tab's report as it changes and hands it to the view. Knows nothing of what a report means.

import { useEffect, useRef, useState } from 'preact/hooks';
import { type ReportSubscription, type Send, subscribeToReport } from '../platform/report-port.ts';
import type { SiteReport } from '../shared/report.ts';
import { step } from '../ui/failure-words.ts';
import { NothingKnown } from './nothing-known.tsx';
import { ReportView } from './report-view.tsx';

interface PopupProps {
  tabId: number | null;
  /** What is stored of the tab. */
  first: SiteReport | 'being-written' | null;
}

export function Popup({ tabId, first }: PopupProps) {
  const [report, setReport] = useState(first === 'being-written' ? null : first);
  const subscription = useRef<ReportSubscription | null>(null);

  useEffect(() => {
    if (tabId === null) return;
    subscription.current = subscribeToReport(tabId, setReport);
    return () => subscription.current?.close();
  }, [tabId]);

  const send: Send = (request) =>
    step('failed_background', () => {
      if (subscription.current === null) throw new Error('no port');
      return subscription.current.send(request);
    });
  if (report === null) return <NothingKnown isAwaited={first === 'being-written'} />;
  return <ReportView report={report} send={send} />;
}

/** The tab that an address such as `popup.html?tab=7` names; null when it names none. */
export function tabOfAddress(search: string): number | null {
  const value = new URLSearchParams(search).get('tab');
  return value !== null && /^\d{1,10}$/.test(value) ? Number(value) : null;
}
