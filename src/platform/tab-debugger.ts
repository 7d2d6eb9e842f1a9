// What Chromium reports about every connection of a page, and only to its debugger: attaches to a tab, reloads it past the
// caches, listens until it is quiet, detaches. In no build but the measuring one. Frames of other sites may run in processes
// of their own, which the tab's debugger does not hear: their hosts stay unreported.

import type { ConnectionFacts } from '../shared/facts.ts';
import type { Measured, MeasuredDocument, SubresourceResponse } from '../shared/ports.ts';
import { shortAddress, siteAddress } from '../shared/site-address.ts';
import { UNKNOWN_CONNECTION } from '../shared/unknown-connection.ts';

const PROTOCOL_VERSION = '1.3';
/** After the load event. */
const QUIET_MS = 1_000;
const AT_MOST_MS = 15_000;

/** The DevTools protocol's Network.responseReceived, as far as it is read here. */
interface ResponseReceived {
  type: string;
  frameId?: string;
  response: {
    url: string;
    protocol?: string;
    remoteIPAddress?: string;
    fromDiskCache?: boolean;
    fromServiceWorker?: boolean;
    fromPrefetchCache?: boolean;
    securityDetails?: {
      /** `TLS 1.3`, or `QUIC`. */
      protocol: string;
      /** Empty before TLS 1.3 brought the groups. */
      keyExchange: string;
      keyExchangeGroup?: string;
      encryptedClientHello?: boolean;
    };
  };
}

export async function measureTab(tabId: number): Promise<Measured> {
  const target = { tabId };
  try {
    await chrome.debugger.attach(target, PROTOCOL_VERSION);
  } catch (error) {
    return { kind: String(error).includes('already attached') ? 'in-use' : 'refused' };
  }
  const responses = new Responses(tabId);
  const onEvent = (source: DebuggerTarget, method: string, params = {}) => {
    if (source.tabId === tabId) responses.receive(method, params);
  };
  const onDetach = (source: DebuggerTarget) => {
    if (source.tabId === tabId) responses.end();
  };
  chrome.debugger.onEvent.addListener(onEvent);
  chrome.debugger.onDetach.addListener(onDetach);
  try {
    const send = (method: string, params?: object) => chrome.debugger.sendCommand(target, method, params);
    const { frameTree } = (await send('Page.getFrameTree')) as { frameTree: { frame: { id: string } } };
    responses.mainFrameId = frameTree.frame.id;
    await Promise.all([send('Page.enable'), send('Network.enable')]);
    await send('Page.reload', { ignoreCache: true });
    await responses.over;
    const { document, subresources } = responses;
    return document === null ? { kind: 'refused' } : { kind: 'measured', document, subresources };
  } catch {
    return { kind: 'refused' };
  } finally {
    chrome.debugger.onEvent.removeListener(onEvent);
    chrome.debugger.onDetach.removeListener(onDetach);
    await chrome.debugger.detach(target).catch(() => {});
  }
}

/** What arrives between the reload and the end: the page is quiet, time is up, or the debugger was sent away. */
class Responses {
  mainFrameId = '';
  document: MeasuredDocument | null = null;
  readonly subresources: SubresourceResponse[] = [];
  readonly over: Promise<void>;
  end: () => void = () => {};
  readonly #tabId: number;
  #hasLoaded = false;
  #quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(tabId: number) {
    this.#tabId = tabId;
    this.over = new Promise((resolve) => {
      this.end = resolve;
      setTimeout(resolve, AT_MOST_MS);
    });
  }

  receive(method: string, params: object): void {
    if (method === 'Page.loadEventFired') this.#hasLoaded = true;
    else if (method === 'Network.responseReceived') this.#receive(params as ResponseReceived);
    else return;
    clearTimeout(this.#quiet);
    if (this.#hasLoaded) this.#quiet = setTimeout(this.end, QUIET_MS);
  }

  #receive({ type, frameId, response }: ResponseReceived): void {
    const { url, fromDiskCache, fromServiceWorker, fromPrefetchCache } = response;
    const { scheme, host, port } = siteAddress(url);
    const fromCache = Boolean(fromDiskCache || fromServiceWorker || fromPrefetchCache);
    const connection = connectionOf(response);
    if (type === 'Document' && frameId === this.mainFrameId) {
      this.document = { url: shortAddress(url), connection: fromCache ? null : connection };
    } else if (scheme === 'https' || scheme === 'http') {
      const timeMs = Date.now();
      this.subresources.push({
        tabId: this.#tabId,
        scheme,
        host,
        port,
        timeMs,
        fromCache,
        connection,
        documentId: null,
        topHost: null,
      });
    }
  }
}

/** HTTP versions by the names that status lines have. */
const HTTP_VERSIONS: Record<string, string> = { h2: 'HTTP/2.0', h3: 'HTTP/3.0', 'http/1.1': 'HTTP/1.1' };

function connectionOf({ protocol, remoteIPAddress, securityDetails }: ResponseReceived['response']): ConnectionFacts {
  const tls = securityDetails?.protocol;
  return {
    ...UNKNOWN_CONNECTION,
    usedEch: securityDetails?.encryptedClientHello ?? null,
    // QUIC is TLS 1.3 in other clothes (RFC 9001).
    tlsVersion: tls === 'QUIC' ? 'TLSv1.3' : (tls?.replace('TLS ', 'TLSv') ?? null),
    httpVersion: HTTP_VERSIONS[protocol ?? ''] ?? null,
    keyAgreement: securityDetails?.keyExchangeGroup || securityDetails?.keyExchange || null,
    address: remoteIPAddress ?? null,
  };
}
