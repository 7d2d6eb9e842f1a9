// What our pages need of the browser: words, stored reports, settings, permissions. Pages name no browser API themselves.
// Imports shared only.

import browser from 'webextension-polyfill';
import {
  type PortRequest,
  type PortUpdate,
  REPORT_PORT,
  type Request,
  type ResolverTest,
  reportKey,
} from '../shared/messages.ts';
import type { Sentence, SiteReport } from '../shared/report.ts';
import { parseSettings, type Settings } from '../shared/settings.ts';
import { readStoredSettings, writeStoredSettings } from './stored-settings.ts';

export { hasConsent, hasSiteAccess, requestConsent, requestSiteAccess } from './permissions.ts';
export { onStoredSettingsChanged as onSettingsChanged } from './stored-settings.ts';

/** A sentence in the user's language. Arguments stand in it as they are: show the result as text, never as markup. */
export function translate({ key, args }: Sentence): string {
  return browser.i18n.getMessage(key, args);
}

/** BCP 47 tag of the language that `translate` answers in, and its direction. */
export function language(): { tag: string; direction: 'ltr' | 'rtl' } {
  const direction = browser.i18n.getMessage('@@bidi_dir') === 'rtl' ? 'rtl' : 'ltr';
  return { tag: browser.i18n.getUILanguage(), direction };
}

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

export async function readSettings(): Promise<Settings> {
  return parseSettings(await readStoredSettings());
}

export function writeSettings(settings: Settings): Promise<void> {
  return writeStoredSettings(settings);
}

/** Asks the background to try a resolver; see ResolverTest. */
export function testResolver(template: string): Promise<ResolverTest> {
  return browser.runtime.sendMessage({ kind: 'test-resolver', template } satisfies Request);
}

export function openOptions(): Promise<void> {
  return browser.runtime.openOptionsPage();
}
