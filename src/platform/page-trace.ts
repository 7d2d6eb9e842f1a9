// Asks a tab's site from inside the tab, in a world of our own, how the tab's connection was opened (Chrome). Measured in Chromium 156:
// such a request goes over the page's own connection, which one without cookies does not; the page's security policy and its service
// worker don't see it, other extensions do.

import * as v from 'valibot';
import browser, { type WebRequest } from 'webextension-polyfill';
import { browserErrorKind } from '../shared/browser-error.ts';
import type { TraceTab } from '../shared/ports.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { TRACE_PATH, type TraceAnswer, type TraceFailure } from '../shared/trace.ts';
import { hasSiteAccess, hasTracing } from './permissions.ts';

/** A page that takes longer to load is not asked. */
const LOAD_MS = 10_000;
const ANSWER_MS = 3_000;
/** The browser's events may come after the answer. */
const EVENTS_LATE_MS = 250;
/** In some tabs the browser runs no script, and the promise never settles. */
const NO_RESULT_MS = 2_000;

/** What the browser reports of a request under way. */
interface Reported {
  url: string;
  response: { address: string | null; fromCache: boolean } | null;
  isRedirected: boolean;
  error: string | null;
  onReported(): void;
}

/** By tab. */
const running = new Map<number, Reported>();

interface Details {
  tabId: number;
  url: string;
  ip?: string | null;
  fromCache?: boolean;
  error?: string;
}

const reportedOf = ({ tabId, url }: Pick<Details, 'tabId' | 'url'>): Reported | undefined => {
  const reported = running.get(tabId);
  return reported?.url === url ? reported : undefined;
};

/** A request of ours is no observation of the visit. */
export const isTraceRequest = (details: Pick<Details, 'tabId' | 'url'>): boolean => reportedOf(details) !== undefined;

/** `host` is that of the page to be measured: the tab may show another one by now. */
export function pageTraces(): TraceTab {
  listen();
  return async (tabId, { host, port, askBeforeMs }) => {
    if (!(await hasTracing())) return err('no-permission');
    if (!(await hasSiteAccess())) return err('no-access');
    let onReported = () => {};
    const reportedOnce = new Promise<void>((resolve) => {
      onReported = resolve;
    });
    const url = new URL(`https://${host}:${port}${TRACE_PATH}`).href;
    const reported: Reported = { url, response: null, isRedirected: false, error: null, onReported };
    running.set(tabId, reported);
    try {
      const answer = await withTimeout(
        ask(tabId, host, Math.min(askBeforeMs, Date.now() + LOAD_MS)),
        LOAD_MS + ANSWER_MS + NO_RESULT_MS,
      );
      await Promise.race([reportedOnce, delay(EVENTS_LATE_MS)]);
      return conclude(answer, reported);
    } catch {
      // The page went, or the browser closes it to extensions.
      return err('failed');
    } finally {
      running.delete(tabId);
    }
  };
}

const delay = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(resolve, ms, null));
const withTimeout = <T>(work: Promise<T>, ms: number): Promise<T | null> => Promise.race([work, delay(ms)]);

/** From now on and for good: Chromium 156 empties its back-forward cache whenever a listener comes or goes. */
function listen(): void {
  const { webRequest } = browser;
  const filter: WebRequest.RequestFilter = { urls: [`https://*${TRACE_PATH}`], types: ['xmlhttprequest'] };
  const on = (record: (reported: Reported, details: Details) => void) => (details: object) => {
    const reported = reportedOf(details as Details);
    if (reported === undefined) return;
    record(reported, details as Details);
    reported.onReported();
  };
  webRequest.onResponseStarted.addListener(
    on((reported, { ip, fromCache }) => {
      reported.response = { address: ip ?? null, fromCache: fromCache ?? false };
    }),
    filter,
  );
  webRequest.onBeforeRedirect.addListener(
    on((reported) => {
      reported.isRedirected = true;
    }),
    filter,
  );
  webRequest.onErrorOccurred.addListener(
    on((reported, { error }) => {
      reported.error = error ?? null;
    }),
    filter,
  );
}

/** From a page's process, which may be in a stranger's hands. */
const AnswerSchema = v.union([
  v.object({ failure: v.picklist(['not-loaded', 'timed-out', 'failed']) }),
  v.object({
    status: v.number(),
    body: v.string(),
    isCut: v.boolean(),
    pageProtocol: v.string(),
    pageByWorker: v.boolean(),
  }),
]);
type Answer = v.InferOutput<typeof AnswerSchema>;

/** Null where nothing ran in the page. */
async function ask(tabId: number, host: string, askBeforeMs: number): Promise<Answer | null> {
  const [frame] = await chrome.scripting.executeScript({
    target: { tabId },
    world: 'ISOLATED',
    func: askInPage,
    args: [host, TRACE_PATH, askBeforeMs, ANSWER_MS],
  });
  return v.parse(v.nullish(AnswerSchema, null), frame?.result);
}

function conclude(
  answer: Answer | null,
  { response, isRedirected, error }: Reported,
): Result<TraceAnswer, TraceFailure> {
  if (answer === null) return err('not-loaded');
  if (!('failure' in answer)) return ok({ ...answer, address: null, fromCache: false, ...response });
  if (isRedirected) return err('redirected');
  return err(error !== null && browserErrorKind(error) === 'blocked' ? 'blocked' : answer.failure);
}

/** Runs in the page, and so uses nothing but its arguments and what every page has. */
async function askInPage(host: string, path: string, askBeforeMs: number, answerMs: number): Promise<Answer> {
  const MAX_BYTES = 4096;
  // A page in a sandbox has no origin: Chromium would refuse the request, and say so on the page's console.
  if (location.hostname !== host || self.origin !== location.origin) return { failure: 'failed' };
  const isLoaded = () => document.readyState === 'complete';
  if (!isLoaded()) {
    const loaded = new Promise((resolve) => addEventListener('load', resolve, { once: true }));
    await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, askBeforeMs - Date.now()))]);
  }
  // The browser may have let this run late, when nobody waits for it any more.
  if (!isLoaded() || Date.now() > askBeforeMs) return { failure: 'not-loaded' };
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (navigation === undefined) return { failure: 'failed' };
  try {
    const response = await fetch(location.origin + path, {
      mode: 'same-origin',
      // Without cookies it would take another connection.
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(answerMs),
    });
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let body = '';
    let isCut = false;
    while (reader !== undefined) {
      const { done, value } = await reader.read();
      if (done) break;
      body += decoder.decode(value, { stream: true });
      isCut = body.length > MAX_BYTES;
      if (isCut) break;
    }
    if (isCut) await reader?.cancel();
    return {
      status: response.status,
      body: body.slice(0, MAX_BYTES),
      isCut,
      pageProtocol: navigation.nextHopProtocol,
      pageByWorker: navigation.workerStart > 0,
    };
  } catch (error) {
    return { failure: error instanceof DOMException && error.name === 'TimeoutError' ? 'timed-out' : 'failed' };
  }
}
