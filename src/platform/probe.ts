// Sends a request that the user asked for, from a page of ours, to see whether it uses ECH. It carries no cookie and no
// referrer, follows no redirect and takes nothing from a cache. Imports shared only, and nothing for a first paint.

import browser from 'webextension-polyfill';
import type { ProbeResult } from '../shared/facts.ts';
import { hasSiteAccess } from './permissions.ts';

const TIMEOUT_MS = 10_000;

async function send(method: 'GET' | 'HEAD', url: string): Promise<Response> {
  // Without host access Firefox would send this installation's own identifier as Origin.
  if (!(await hasSiteAccess())) throw new Error('no host access');
  return fetch(url, {
    method,
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

/** Fields that only Firefox has. */
interface OurDetails {
  requestId: string;
  url: string;
  originUrl?: string;
}

/**
 * The request has a connection of its own: Firefox 153 keeps those of extension pages apart from those of tabs (measured over
 * HTTP/2 with the tab's open). It shares it with an earlier such request of ours, as long as that one's is kept.
 *
 * Firefox: asks for the headers alone and lets the browser say whether that very request used ECH, which it does only inside
 * a blocking listener. Rejects when no answer came.
 */
export async function probeByBrowser(url: string): Promise<ProbeResult> {
  const ours = browser.runtime.getURL('');
  let usedEch: Promise<boolean | null> = Promise.resolve(null);
  const listener = (details: OurDetails) => {
    if (details.url !== url || !details.originUrl?.startsWith(ours)) return undefined;
    usedEch = browser.webRequest.getSecurityInfo(details.requestId, {}).then(
      // Absent where the browser does not vouch for the connection: unknown, and not false.
      (security) => (security as { usedEch?: boolean }).usedEch ?? null,
      () => null,
    );
    return undefined;
  };
  const filter = { urls: [`https://${new URL(url).hostname}/*`], types: ['xmlhttprequest' as const] };
  browser.webRequest.onHeadersReceived.addListener(listener, filter, ['blocking']);
  try {
    await send('HEAD', url);
    const told = await usedEch;
    return told === null ? { kind: 'untold' } : { kind: 'told', usedEch: told, by: 'browser' };
  } finally {
    browser.webRequest.onHeadersReceived.removeListener(listener);
  }
}

/** The start of a page's text; null when it is no plain success. Rejects when no answer came. */
export async function fetchText(url: string, maxOctets: number): Promise<string | null> {
  const response = await send('GET', url);
  const reader = response.body?.getReader();
  if (!response.ok || reader === undefined) {
    await reader?.cancel();
    return null;
  }
  const decoder = new TextDecoder();
  let text = '';
  while (text.length < maxOctets) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text.slice(0, maxOctets);
}
