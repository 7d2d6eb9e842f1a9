// Consent and host access.

import browser from 'webextension-polyfill';
import { asksForConsent } from './features.ts';

const HOSTS = { origins: ['*://*/*'] };

/** Firefox 142 lists data collection permissions apart from the others. */
interface DataCollection {
  data_collection?: string[];
}
const BROWSING_ACTIVITY: DataCollection = { data_collection: ['browsingActivity'] };

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

/** Chrome: to ask a page's server from inside the page. */
const TRACING = { permissions: ['scripting'] } satisfies browser.Permissions.Permissions;

/** Whether Overheard may run in pages. Firefox has no need of it. */
export const hasTracing = (): Promise<boolean> => browser.permissions.contains(TRACING);

/** Must be called from a click, with nothing awaited before it. */
export const requestTracing = (): Promise<boolean> => browser.permissions.request(TRACING);

/** Whether Overheard may see connections and reach any resolver. Firefox lets the user take this back. */
export function hasSiteAccess(): Promise<boolean> {
  return browser.permissions.contains(HOSTS);
}

/** Must be called from a click, with nothing awaited before it. */
export function requestSiteAccess(): Promise<boolean> {
  return browser.permissions.request(HOSTS);
}
