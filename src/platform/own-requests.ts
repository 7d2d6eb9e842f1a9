// Requests of the background's own, and why one failed: fetch gives no reason, webRequest does.

import browser, { type WebRequest } from 'webextension-polyfill';
import { browserErrorKind } from '../shared/browser-error.ts';
import { RequestFailure } from '../shared/request-failure.ts';

/** The browser's event may come after fetch has rejected. */
const EVENT_LATE_MS = 250;

/** Of no tab: the background's, and those of service workers. */
const OWN: WebRequest.RequestFilter = { urls: ['https://*/*'], types: ['xmlhttprequest'], tabId: -1 };

/**
 * Gives a fetch that rejects with a RequestFailure where the browser says why. It listens from now on and for good: Chromium 156 empties
 * its back-forward cache whenever a listener comes or goes.
 */
export function fetchingWithReason(): (url: string, init?: RequestInit) => Promise<Response> {
  /** Of the requests that are under way, by address. */
  const waiting = new Map<string, Set<(error: string) => void>>();
  browser.webRequest.onErrorOccurred.addListener(({ url, error }) => {
    for (const report of waiting.get(url) ?? []) report(error);
  }, OWN);

  return async (url, init) => {
    const { href } = new URL(url);
    let report = (_error: string) => {};
    const reported = new Promise<string>((resolve) => {
      report = resolve;
    });
    const others = waiting.get(href) ?? new Set();
    waiting.set(href, others.add(report));
    try {
      return await fetch(url, init);
    } catch (reason) {
      if (init?.signal?.aborted) throw reason;
      const error = await Promise.race([
        reported,
        new Promise<null>((resolve) => setTimeout(resolve, EVENT_LATE_MS, null)),
      ]);
      throw error === null ? reason : new RequestFailure(browserErrorKind(error), reason);
    } finally {
      others.delete(report);
      if (others.size === 0) waiting.delete(href);
    }
  };
}
