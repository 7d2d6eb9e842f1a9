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

const SETTINGS_KEY = 'settings';
const HOSTS = { origins: ['*://*/*'] };

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
  const stored = await browser.storage.local.get(SETTINGS_KEY);
  return parseSettings(stored[SETTINGS_KEY]);
}

export async function writeSettings(settings: Settings): Promise<void> {
  await browser.storage.local.set({ [SETTINGS_KEY]: settings });
}

/** Asks the background to try a resolver; see ResolverTest. */
export function testResolver(template: string): Promise<ResolverTest> {
  return browser.runtime.sendMessage({ kind: 'test-resolver', template } satisfies Request);
}

export function openOptions(): Promise<void> {
  return browser.runtime.openOptionsPage();
}

/** Firefox asks for consent to data collection apart from other permissions; Chrome has no such thing. */
type DataCollection = { data_collection?: string[] };
const BROWSING_ACTIVITY: DataCollection = { data_collection: ['browsingActivity'] };
const asksForConsent = (): boolean => 'getBrowserInfo' in browser.runtime;

/** Whether site names may be sent to a resolver. In Chrome the choice of a resolver is the consent. */
export async function hasConsent(): Promise<boolean> {
  if (!asksForConsent()) return true;
  const granted = (await browser.permissions.getAll()) as DataCollection;
  return granted.data_collection?.includes('browsingActivity') ?? false;
}

/** Must be called from a click, with nothing awaited before it. */
export function requestConsent(): Promise<boolean> {
  if (!asksForConsent()) return Promise.resolve(true);
  return browser.permissions.request(BROWSING_ACTIVITY as browser.Permissions.Permissions);
}

/** Whether Overheard may see connections and reach any resolver. Firefox lets the user take this back. */
export function hasSiteAccess(): Promise<boolean> {
  return browser.permissions.contains(HOSTS);
}

/** Must be called from a click, with nothing awaited before it. */
export function requestSiteAccess(): Promise<boolean> {
  return browser.permissions.request(HOSTS);
}
