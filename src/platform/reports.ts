// A tab's report as the popup gets it: from storage at once, from the background as it changes. Imports shared only.

import browser from 'webextension-polyfill';
import { type PortRequest, type PortUpdate, REPORT_PORT, type Request, reportKey } from '../shared/messages.ts';
import type { SiteReport } from '../shared/report.ts';

/** The tab that a popup stands over. */
export async function activeTabId(): Promise<number | null> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? null;
}

/** The last report of a tab, without waking the background. */
export async function storedReport(tabId: number): Promise<SiteReport | null> {
  const key = reportKey(tabId);
  const stored = await browser.storage.session.get(key);
  return (stored[key] as SiteReport | undefined) ?? null;
}

export interface ReportSubscription {
  send(request: PortRequest): void;
  close(): void;
}

/**
 * Reports of a tab as they change, from the background; the port is opened again when the background dies. Our background
 * is the only one that can answer it, so what comes is not validated again.
 */
export function subscribeToReport(tabId: number, onReport: (report: SiteReport) => void): ReportSubscription {
  let closed = false;
  let port: browser.Runtime.Port;
  const connect = () => {
    port = browser.runtime.connect({ name: REPORT_PORT });
    port.onMessage.addListener((update) => onReport((update as PortUpdate).report));
    port.onDisconnect.addListener(() => {
      // Chromium 156: a background that was just stopped is "no receiving end", which is an error on the console until it is read.
      void browser.runtime.lastError;
      if (!closed) connect();
    });
    port.postMessage({ kind: 'watch', tabId } satisfies PortRequest);
  };
  connect();
  return {
    send: (request) => port.postMessage(request),
    close: () => {
      closed = true;
      port.disconnect();
    },
  };
}

export function openOptions(): Promise<void> {
  return browser.runtime.openOptionsPage();
}

export async function openNetworkCheck(): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL('network-check.html') });
}

/** The inspect page for the site of a tab: the background opens it, since no address may name the site. */
export function inspectTab(tabId: number): Promise<void> {
  return browser.runtime.sendMessage({ kind: 'inspect-tab', tabId } satisfies Request);
}
