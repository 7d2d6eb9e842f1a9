// A tab's report as the popup gets it: from storage at once, from the background as it changes.

import browser from 'webextension-polyfill';
import {
  type PortRequest,
  type PortUpdate,
  REPORT_PORT,
  type Request,
  reportKey,
  unwrittenKey,
} from '../shared/messages.ts';
import type { SiteReport } from '../shared/report.ts';

/** The tab that a popup was opened over. */
export async function activeTabId(): Promise<number | null> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? null;
}

/** The last report of a tab, without waking the background. While its page is being written down, an older one may be stored. */
export async function storedReport(tabId: number): Promise<SiteReport | 'being-written' | null> {
  const [key, mark] = [reportKey(tabId), unwrittenKey(tabId)];
  const stored = await browser.storage.session.get([key, mark]);
  return mark in stored ? 'being-written' : ((stored[key] as SiteReport | undefined) ?? null);
}

/** Resolves once a background that is alive has the request; rejects when none was for DEADLINE_MS. */
export type Send = (request: PortRequest) => Promise<void>;

export interface ReportSubscription {
  send: Send;
  close(): void;
}

/** Before a background that was stopped is called again: one that cannot start is not to be called over and over. */
const PAUSE_MS = 200;
/** A stopped background takes less than a second to start; after this one, it does not start. */
const DEADLINE_MS = 5000;

interface Sent {
  request: PortRequest;
  received(): void;
}

/**
 * Reports of a tab as they change, from the background; the port is opened again when the background dies, and what is asked
 * meanwhile waits for it. A port opens whether or not there is a background behind it: only a report proves that there is, and
 * what was sent over one that brought none is sent again over the next. Our background is the only one that can answer it, so what
 * comes is not validated again.
 */
export function subscribeToReport(tabId: number, onReport: (report: SiteReport) => void): ReportSubscription {
  let closed = false;
  let port: browser.Runtime.Port | null = null;
  let isAlive = false;
  const waiting = new Set<Sent>();
  const connect = () => {
    if (closed) return;
    const opened = browser.runtime.connect({ name: REPORT_PORT });
    port = opened;
    opened.onMessage.addListener((update) => {
      isAlive = true;
      for (const { received } of waiting) received();
      onReport((update as PortUpdate).report);
    });
    opened.onDisconnect.addListener(() => {
      // Chromium 156: a background that was just stopped is "no receiving end", which is an error on the console until it is read.
      void browser.runtime.lastError;
      port = null;
      isAlive = false;
      setTimeout(connect, PAUSE_MS);
    });
    opened.postMessage({ kind: 'watch', tabId } satisfies PortRequest);
    for (const { request } of waiting) opened.postMessage(request);
  };
  connect();
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        port?.postMessage(request);
        if (isAlive) return resolve();
        const end = (settle: () => void) => {
          clearTimeout(timer);
          waiting.delete(sent);
          settle();
        };
        const sent = { request, received: () => end(resolve) };
        const timer = setTimeout(() => end(() => reject(new Error('no background'))), DEADLINE_MS);
        waiting.add(sent);
      }),
    close: () => {
      closed = true;
      port?.disconnect();
    },
  };
}

/** Asks a tab's site from inside the tab, for the page of that navigation. False where only a new request can tell by now. */
export async function traceTab(tabId: number, navigationId: string): Promise<boolean> {
  return (await browser.runtime.sendMessage({ kind: 'trace-tab', tabId, navigationId } satisfies Request)) === true;
}

/** Rejects when it was not stored. */
export async function alwaysTrace(): Promise<void> {
  const isStored = await browser.runtime.sendMessage({ kind: 'always-trace' } satisfies Request);
  if (isStored !== true) throw new Error('the choice was not stored');
}

/** Rejects when it was not stored. */
export async function expectRoot(sha256: string, label: string): Promise<void> {
  const isStored = await browser.runtime.sendMessage({ kind: 'expect-root', sha256, label } satisfies Request);
  if (isStored !== true) throw new Error('the expected root was not stored');
}
