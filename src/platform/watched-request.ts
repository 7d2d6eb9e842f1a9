// One request of a page of ours, and all that the browser reports about it: Firefox its connection, Chrome why it was sent elsewhere,
// both why it failed. It carries no cookie and no referrer, follows no redirect and takes nothing from a cache.

import browser, { type WebRequest } from 'webextension-polyfill';
import type { ConnectionFacts } from '../shared/facts.ts';
import { readStart } from '../shared/response-text.ts';
import { plainConnection, type ResponseDetails, securedConnection } from './connection-facts.ts';
import { tellsConnections } from './features.ts';

export interface Watched {
  /** The start of the body; null where none was wanted, or there is no plain success. */
  text: string | null;
  isAnswered: boolean;
  /** The browser's own words; null for an answer, and where it did not say. */
  error: string | null;
  /** Firefox's word on the connection; null without one. */
  connection: ConnectionFacts | null;
  /** Chrome: why it redirected by itself, without asking the server (`DNS`, `HSTS`); null where it did not. */
  redirectedBy: string | null;
}

export interface Wanted {
  method: 'GET' | 'HEAD';
  /** Bytes of the body; 0 for none. */
  maxBytes: number;
  /** Ends it, answered or not. */
  signal: AbortSignal;
}

/** Fields that only one of the browsers has. */
type Details = ResponseDetails & {
  requestId: string;
  url: string;
  originUrl?: string;
  initiator?: string;
  error?: string;
  responseHeaders?: { name: string; value?: string }[];
};

/** The browser's events may come after fetch has ended. */
const EVENTS_LATE_MS = 250;

/** Never rejects. Host access is for the caller to check: without it Firefox would send this installation's own identifier. */
export async function watchedRequest(url: string, { method, maxBytes, signal }: Wanted): Promise<Watched> {
  const { webRequest } = browser;
  const ours = browser.runtime.getURL('');
  const isOurs = (details: Details) =>
    details.url === url && (details.originUrl ?? `${details.initiator}/`).startsWith(ours);
  let connection: Promise<ConnectionFacts | null> = Promise.resolve(null);
  let redirectedBy: string | null = null;
  let error: string | null = null;
  let resolveReported = () => {};
  const hasTold = new Promise<void>((resolve) => {
    resolveReported = resolve;
  });

  const onHeaders = (details: Details) => {
    if (!isOurs(details)) return undefined;
    connection = webRequest.getSecurityInfo(details.requestId, { certificateChain: true }).then(
      (security) => securedConnection(details, security),
      () => plainConnection(details, true),
    );
    return undefined;
  };
  const onRedirect = (details: Details) => {
    if (!isOurs(details)) return;
    const reason = details.responseHeaders?.find(({ name }) => name.toLowerCase() === 'non-authoritative-reason');
    // With an address it came over the network unencrypted, and anybody may have written it.
    redirectedBy = details.ip === undefined ? (reason?.value ?? null) : null;
    resolveReported();
  };
  const onError = (details: Details) => {
    if (!isOurs(details)) return;
    error = details.error ?? null;
    resolveReported();
  };
  const filter: WebRequest.RequestFilter = { urls: [`*://${new URL(url).hostname}/*`], types: ['xmlhttprequest'] };
  if (tellsConnections()) webRequest.onHeadersReceived.addListener(onHeaders, filter, ['blocking']);
  webRequest.onBeforeRedirect.addListener(onRedirect as (details: unknown) => void, filter, ['responseHeaders']);
  webRequest.onErrorOccurred.addListener(onError as (details: unknown) => void, filter);
  try {
    const text = await fetchStart(url, { method, maxBytes, signal });
    return { text, isAnswered: true, error: null, connection: await connection, redirectedBy };
  } catch {
    await Promise.race([hasTold, new Promise((resolve) => setTimeout(resolve, EVENTS_LATE_MS))]);
    return { text: null, isAnswered: false, error, connection: null, redirectedBy };
  } finally {
    webRequest.onHeadersReceived.removeListener(onHeaders);
    webRequest.onBeforeRedirect.removeListener(onRedirect as (details: unknown) => void);
    webRequest.onErrorOccurred.removeListener(onError as (details: unknown) => void);
  }
}

async function fetchStart(url: string, { method, maxBytes, signal }: Wanted): Promise<string | null> {
  const response = await fetch(url, {
    method,
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'manual',
    referrerPolicy: 'no-referrer',
    signal,
  });
  return readStart(response, maxBytes);
}
