// Requests of the background's own, and where one fails the browser's word on it: fetch tells no reason, webRequest does.

import browser, { type WebRequest } from 'webextension-polyfill';
import { browserErrorKind } from '../shared/browser-error.ts';
import { RequestFailure } from '../shared/request-failure.ts';

/** The browser's event may come after fetch has rejected. */
const EVENT_LATE_MS = 250;

/** Of no tab: the background's, and those of service workers. */
const OWN: WebRequest.RequestFilter = { urls: ['https://*/*'], types: ['xmlhttprequest'], tabId: -1 };

/** As fetch, but rejects with a RequestFailure where the browser says why. */
export async function fetchWithReason(url: string, init?: RequestInit): Promise<Response> {
  const { href } = new URL(url);
  const { onErrorOccurred } = browser.webRequest;
  let tell = (_error: string) => {};
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const listen = (details: { url: string; error: string }) => {
    if (details.url === href) tell(details.error);
  };
  onErrorOccurred.addListener(listen, OWN);
  try {
    return await fetch(url, init);
  } catch (reason) {
    if (init?.signal?.aborted) throw reason;
    const error = await Promise.race([told, new Promise<null>((resolve) => setTimeout(resolve, EVENT_LATE_MS, null))]);
    throw error === null ? reason : new RequestFailure(browserErrorKind(error), reason);
  } finally {
    onErrorOccurred.removeListener(listen);
  }
}
