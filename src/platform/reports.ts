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

/** Before a background that was stopped is called again: one that cannot start is not to be called over and over. */
const PAUSE_MS = 200;

/**
 * Reports of a tab as they change, from the background; the port is opened again when the background dies, and what is asked
 * meanwhile waits for it. Our background is the only one that can answer it, so what comes is not validated again.
 */
export function subscribeToReport(tabId: number, onReport: (report: SiteReport) => void): ReportSubscription {
  let closed = false;
  let port: browser.Runtime.Port | null = null;
  const waiting: PortRequest[] = [];
  const connect = () => {
    if (closed) return;
    const opened = browser.runtime.connect({ name: REPORT_PORT });
    port = opened;
    opened.onMessage.addListener((update) => onReport((update as PortUpdate).report));
    opened.onDisconnect.addListener(() => {
      // Chromium 156: a background that was just stopped is "no receiving end", which is an error on the console until it is read.
      void browser.runtime.lastError;
      port = null;
      setTimeout(connect, PAUSE_MS);
    });
    for (const request of [{ kind: 'watch', tabId } satisfies PortRequest, ...waiting.splice(0)])
      opened.postMessage(request);
  };
  connect();
  return {
    send: (request) => {
      if (port === null) waiting.push(request);
      else port.postMessage(request);
    },
    close: () => {
      closed = true;
      port?.disconnect();
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
