// The browser's events about main documents, as NavigationEvents. Every listener is registered in one synchronous call and
// none delays a request: Firefox's blocking listener starts getSecurityInfo and returns nothing.

import browser, { type WebRequest } from 'webextension-polyfill';
import { browserErrorKind } from '../shared/browser-error.ts';
import type { NavigationEvent } from '../shared/ports.ts';
import { hostNamesIn, shortAddress, shownAddress } from '../shared/site-address.ts';
import { altSvcIn } from './alt-svc-header.ts';
import { plainConnection, type ResponseDetails, securedConnection } from './connection-facts.ts';
import { tellsConnections } from './features.ts';
import { isPrefetch, MAIN_DOCUMENTS } from './main-documents.ts';
import { isRestrictedPage } from './restricted-pages.ts';

/** Fields that only one of the browsers has. */
type Details = ResponseDetails & { documentLifecycle?: string; documentId?: string; parentFrameId?: number };

/** Nothing of an address is kept beyond what distinguishes it from another one: a page may make its own of any length. */
function inShort(event: NavigationEvent): NavigationEvent {
  if (event.kind === 'redirect') return { ...event, from: shortAddress(event.from), to: shortAddress(event.to) };
  return 'url' in event ? { ...event, url: shortAddress(event.url) } : event;
}

export function listenToNavigations(listener: (event: NavigationEvent) => void): void {
  const { webRequest, webNavigation, tabs } = browser;
  // A document without a tab (a preloaded start page, an extension's own request) is no page.
  const emit = (event: NavigationEvent, details: object = {}) => {
    if (event.tabId >= 0 && !isPrefetch(details)) listener(inShort(event));
  };

  webRequest.onBeforeRequest.addListener((details) => {
    const { tabId, requestId, url, timeStamp: timeMs } = details;
    emit({ kind: 'request', tabId, requestId, url, timeMs }, details);
  }, MAIN_DOCUMENTS);

  // Firefox 153 goes where no such header leads it (measured).
  const withHeaders: [WebRequest.RequestFilter, 'responseHeaders'[]] = [
    MAIN_DOCUMENTS,
    tellsConnections() ? [] : ['responseHeaders'],
  ];

  webRequest.onBeforeRedirect.addListener(
    (details) => {
      // Measured in Firefox 153 and Chromium 156, with and without HTTP, TLS and SOCKS proxies: a server's redirect has an address (that of
      // the proxy, or 0.0.0.0, where the proxy resolves the name), and one inside the browser (HSTS, HTTPS-First, HTTPS record) has none.
      const contacted = !details.fromCache && Boolean(details.ip);
      const { tabId, requestId, url: from, redirectUrl: to } = details;
      const names = from.startsWith('http:') ? hostNamesIn(from, to) : [];
      const altSvc = contacted ? altSvcIn(details) : {};
      emit(
        { kind: 'redirect', tabId, requestId, from, to, contacted, address: details.ip ?? null, names, ...altSvc },
        details,
      );
    },
    ...withHeaders,
  );

  if (tellsConnections()) listenToFirefoxResponses(emit);
  else {
    webRequest.onResponseStarted.addListener(
      (details) => {
        const { tabId, requestId, url, timeStamp: timeMs, fromCache } = details;
        const connection = plainConnection(details as Details, false);
        const altSvc = altSvcIn(details);
        emit({ kind: 'response', tabId, requestId, url, timeMs, fromCache, connection, ...altSvc }, details);
      },
      ...withHeaders,
    );
  }

  webRequest.onCompleted.addListener((details) => {
    const { tabId, requestId, url, timeStamp: timeMs, fromCache } = details;
    const connection = plainConnection(details as Details, tellsConnections());
    emit({ kind: 'completed', tabId, requestId, url, timeMs, fromCache, connection }, details);
  }, MAIN_DOCUMENTS);

  webRequest.onErrorOccurred.addListener((details) => {
    const { tabId, requestId, error, timeStamp: timeMs } = details;
    const { address, proxy } = plainConnection(details as Details, false);
    emit({ kind: 'failed', tabId, requestId, error, timeMs, via: { address, proxy } }, details);
  }, MAIN_DOCUMENTS);

  // Neither browser reports a move within a document here, and neither should it: page and connection stay.
  webNavigation.onCommitted.addListener((details) => {
    const { tabId, frameId, url, timeStamp: timeMs } = details;
    const { documentLifecycle, documentId = null, parentFrameId } = details as typeof details & Details;
    // Chromium 156: a prerendered document commits twice under one id, out of sight as a frame of its own and, when it is
    // shown, as the tab's; its request comes before the first, and nothing but the commit with the second.
    if (documentLifecycle === 'prerender' && parentFrameId === -1 && documentId !== null)
      emit({ kind: 'prerendered', tabId, url, documentId });
    if (frameId !== 0) return;
    const qualifiers = details.transitionQualifiers ?? [];
    const historyMove = qualifiers.includes('forward_back');
    const clientRedirect = qualifiers.includes('client_redirect');
    const serverRedirect = qualifiers.includes('server_redirect');
    // Firefox 153 reports no request for reader mode, so a reload without one says nothing there.
    const reload = details.transitionType === 'reload' && shownAddress(url) === url;
    const restricted = isRestrictedPage(url);
    emit({
      kind: 'committed',
      tabId,
      url,
      historyMove,
      clientRedirect,
      serverRedirect,
      reload,
      restricted,
      timeMs,
      documentId,
    });
  });

  // Firefox fires this for stopped requests too, with a number alone; its error page is a commit.
  if (!tellsConnections()) {
    webNavigation.onErrorOccurred.addListener((details) => {
      const { frameId, tabId, url, error, timeStamp: timeMs } = details as typeof details & { error: string };
      // Where it was stopped or became a download, the old page stays.
      if (frameId === 0 && browserErrorKind(error) !== 'aborted')
        emit({ kind: 'error-page', tabId, url, error, timeMs });
    });
  }

  tabs.onRemoved.addListener((tabId) => emit({ kind: 'closed', tabId }));
  // Firefox never replaces tabs and has no such event.
  tabs.onReplaced?.addListener((tabId, oldTabId) => emit({ kind: 'replaced', tabId, oldTabId }));
}

/**
 * Firefox 153: getSecurityInfo misleads outside a blocking onHeadersReceived listener, so it is called synchronously in one;
 * the answer is emitted when it comes. The event comes before the commit, since the document cannot start without headers.
 */
function listenToFirefoxResponses(emit: (event: NavigationEvent) => void): void {
  browser.webRequest.onHeadersReceived.addListener(
    (details) => {
      const {
        tabId,
        requestId,
        url,
        timeStamp: timeMs,
        fromCache,
        incognito,
      } = details as typeof details & ResponseDetails & { fromCache: boolean };
      const respond = (connection: ReturnType<typeof plainConnection>) =>
        emit({ kind: 'response', tabId, requestId, url, timeMs, fromCache, connection, private: incognito });
      browser.webRequest.getSecurityInfo(requestId, { certificateChain: true }).then(
        (security) => respond(securedConnection(details as Details, security)),
        () => respond(plainConnection(details as Details, true)),
      );
      return undefined;
    },
    MAIN_DOCUMENTS,
    ['blocking'],
  );
}
