// The browser's events about what a page requests besides its main document. No listener delays a request: Firefox's
// blocking listener starts getSecurityInfo and returns nothing.
//
// How requests can be told apart, measured in Firefox 153 and Chromium 156:
// - `<link rel=prefetch>` has the type `other` in both, as nothing else but Chromium's web app manifest has: the network reads its host.
// - A prefetch by speculation rules looks like a navigation in Chromium, but for the document that asks for it.
// - A favicon looks like any image in both, header for header, so it counts.
// - A service worker's requests have no tab, and name its origin (Chromium) or its script (Firefox). Preconnects make no event.
// - Firefox sends the real name for a WebSocket although the site's pages hide it (the server saw it so); Chromium uses ECH.
//   Chromium reports WebSockets only with host permissions for ws: and wss:, in Firefox `*:` covers them.
// - What a page sends as it goes (a beacon, fetch with keepalive) comes after the next page's commit: in Chromium as
//   `pending_deletion`, in Firefox under its own address.
// - On a busy machine the first responses to a document's requests overtake its commit in Chromium: they count.
// - Of a request that failed after its ClientHello both browsers report the error, and an address never (Chromium) or not always (Firefox).
// - Where Chromium keeps an answer from the page (CORS, ORB) it reports an error alone, without an address.

import browser, { type WebRequest } from 'webextension-polyfill';
import { browserErrorKind, mayHaveSentHello } from '../shared/browser-error.ts';
import type { ConnectionFacts } from '../shared/facts.ts';
import type { SubresourceResponse } from '../shared/ports.ts';
import { siteAddress } from '../shared/site-address.ts';
import { AnsweredRequests } from './answered-requests.ts';
import { plainConnection, type ResponseDetails, securedConnection } from './connection-facts.ts';
import { tellsConnections } from './features.ts';
import { isPrefetch, MAIN_DOCUMENTS } from './main-documents.ts';
import { isTraceRequest } from './page-trace.ts';
import { type Response, SecuritySampling } from './security-sampling.ts';

const LEFT_OUT: string[] = ['main_frame', 'speculative'];

/** Fields that only one of the browsers has. */
type Details = ResponseDetails & {
  tabId: number;
  frameId: number;
  url: string;
  timeStamp: number;
  fromCache?: boolean;
  /** Names the document that asked (Firefox 153). */
  documentId?: string;
  /** Chromium: what became of the document that asked; empty as long as its commit has not reached the browser. */
  documentLifecycle?: string;
  /** Chromium: origin of the document that asked, `null` as a word where it is opaque. */
  initiator?: string;
  /** Firefox: address of the document that asked, and those of the frames around its frame. */
  documentUrl?: string;
  frameAncestors?: { url: string }[];
};

export function listenToSubresources(listener: (response: SubresourceResponse) => void): void {
  const { webRequest } = browser;
  const { ResourceType } = webRequest as unknown as { ResourceType: Record<string, WebRequest.ResourceType> };
  const filter: WebRequest.RequestFilter = {
    urls: ['*://*/*', 'ws://*/*', 'wss://*/*'],
    types: Object.values(ResourceType).filter((type) => !LEFT_OUT.includes(type)),
  };
  const emit = (details: Details, connection: ConnectionFacts, skipped = false) => {
    const { tabId, timeStamp: timeMs, fromCache = false, incognito } = details;
    const { scheme, host, port } = siteAddress(details.url.replace(/^ws/, 'http'));
    if ((scheme !== 'http' && scheme !== 'https') || !isOfPage(details) || isTraceRequest(details)) return;
    listener({
      tabId,
      scheme,
      host,
      port,
      timeMs,
      fromCache,
      connection,
      skipped,
      private: incognito,
      documentId: details.documentId ?? null,
      isOutOfSight: details.documentLifecycle === 'cached',
      topHost: topHost(details),
    });
  };

  const answered = new AnsweredRequests();
  /** What it showed is told by no answer, and perhaps by what its host publishes. */
  const mayHaveShownName = (details: WebRequest.OnErrorOccurredDetailsType): boolean =>
    isTls(details) && !answered.has(details) && mayHaveSentHello(details.error);

  if (tellsConnections()) {
    const sampling = new SecuritySampling();
    webRequest.onHeadersReceived.addListener(
      (details) => {
        answered.add(details);
        if (isOfPage(details as Details)) inspect(details as typeof details & Details);
        return undefined;
      },
      filter,
      ['blocking'],
    );
    webRequest.onErrorOccurred.addListener((details) => {
      if (mayHaveShownName(details)) emit(details as Details, plainConnection(details as Details, true));
    }, filter);
    const inspect = (details: Details & { requestId: string }) => {
      const plain = plainConnection(details, true);
      // Everyone on the way reads it, whatever Firefox says of it.
      if (!isTls(details)) return emit(details, plain);
      const sample = sampling.next(responseOf(details, plain));
      if (sample === null) return emit(details, plain, true);
      const ask = (certificateChain: boolean) =>
        webRequest.getSecurityInfo(details.requestId, { certificateChain }).then(
          (security) => securedConnection(details, security),
          () => plain,
        );
      const answer = async () => {
        const connection = await ask(sample.withChain);
        const isChainMissing = sample.answered(connection.certificate);
        const chained = isChainMissing ? await ask(true) : connection;
        if (chained.security === null) sample.failed();
        // Without the chain Firefox 153 gives the site's own certificate alone, which is no root.
        const { root } = sample.withChain || isChainMissing ? chained : { root: null };
        emit(details, { ...connection, root });
      };
      void answer();
    };
    return;
  }

  const answer = (details: WebRequest.OnResponseStartedDetailsType | WebRequest.OnBeforeRedirectDetailsType) => {
    answered.add(details);
    emitPlain(details as Details);
  };
  const emitPlain = (details: Details) => {
    // A page that is prepared out of sight or on its way out for good is none that the tab shows.
    if (['active', 'cached'].includes(details.documentLifecycle || 'active'))
      emit(details, plainConnection(details, false));
  };
  webRequest.onResponseStarted.addListener(answer, filter);
  webRequest.onResponseStarted.addListener((details) => {
    if (isPrefetch(details)) answer(details);
  }, MAIN_DOCUMENTS);
  webRequest.onBeforeRedirect.addListener((details) => {
    if (isPrefetch(details) && details.ip) answer(details);
  }, MAIN_DOCUMENTS);
  webRequest.onBeforeRedirect.addListener((details) => {
    // An upgrade inside the browser has no address.
    if (details.ip) answer(details);
  }, filter);
  webRequest.onErrorOccurred.addListener((details) => {
    // Chromium also reports this error for requests that were never sent: enough for a host of which nothing is known, not to say that
    // one was reached over plain HTTP.
    const isKept = browserErrorKind(details.error) === 'answer-kept';
    if ((isKept && isTls(details)) || mayHaveShownName(details)) emitPlain(details as Details);
  }, filter);
  webRequest.onErrorOccurred.addListener((details) => {
    if (isPrefetch(details) && mayHaveShownName(details)) emitPlain(details as Details);
  }, MAIN_DOCUMENTS);
}

const isTls = ({ url }: Pick<Details, 'url'>): boolean => /^(https|wss):/.test(url);

const responseOf = (
  { documentId, url, fromCache = false, timeStamp: timeMs }: Details,
  { address, proxy, httpVersion }: ConnectionFacts,
): Response => ({
  documentId: documentId ?? null,
  origin: url.slice(0, url.indexOf('/', url.indexOf('//') + 2)),
  fromCache,
  address,
  proxy: proxy && `${proxy.type} ${proxy.host}`,
  httpVersion,
  timeMs,
});

/** Of a tab, or of a service worker: our own background has no web address. */
const isOfPage = ({ tabId, documentUrl, initiator }: Details): boolean =>
  tabId >= 0 || /^https?:/.test(documentUrl ?? initiator ?? '');

/** Of a service worker its own. Chromium does not report it for requests of frames. */
function topHost({ tabId, frameId, initiator, documentUrl, frameAncestors }: Details): string | null {
  const url = frameId === 0 || tabId < 0 ? (documentUrl ?? initiator) : frameAncestors?.at(-1)?.url;
  return url === undefined || url === 'null' ? null : siteAddress(url).host;
}
