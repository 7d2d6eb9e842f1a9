// The browser's word on a request of the background that failed.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RequestFailure } from '../../../src/shared/request-failure.ts';

type Listener = (details: { url: string; error: string }) => void;

const { listeners } = vi.hoisted(() => ({ listeners: new Set<Listener>() }));
vi.mock('webextension-polyfill', () => ({
  default: {
    webRequest: {
      onErrorOccurred: {
        addListener: (listener: Listener) => listeners.add(listener),
        removeListener: (listener: Listener) => listeners.delete(listener),
      },
    },
  },
}));
const { fetchingWithReason } = await import('../../../src/platform/own-requests.ts');
const fetchWithReason = fetchingWithReason();

const URL_ASKED = 'https://resolver.example/dns-query?dns=AAAB';
const REJECTION = new TypeError('Failed to fetch');
const tell = (error: string, url = URL_ASKED) => {
  for (const listener of [...listeners]) listener({ url, error });
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const fails = (before: () => void = () => {}) =>
  vi.stubGlobal('fetch', async () => {
    before();
    throw REJECTION;
  });
const reasonOf = (promise: Promise<Response>): Promise<unknown> =>
  promise.then(() => 'answered').catch((reason) => reason);

it('rejects with the kind of what the browser says, told before or after', async () => {
  fails(() => tell('net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS'));
  expect(await reasonOf(fetchWithReason(URL_ASKED))).toMatchObject({ kind: 'local-network-denied', cause: REJECTION });

  fails(() => setTimeout(() => tell('NS_ERROR_LOCAL_NETWORK_ACCESS_DENIED'), 100));
  const late = reasonOf(fetchWithReason(URL_ASKED));
  await vi.advanceTimersByTimeAsync(100);
  expect(((await late) as RequestFailure).kind).toBe('local-network-denied');
  expect(listeners.size).toBe(1);
});

it('rejects as fetch does where the browser says nothing of this request', async () => {
  fails(() => tell('net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS', 'https://elsewhere.example/'));
  const reason = reasonOf(fetchWithReason(URL_ASKED));
  await vi.runAllTimersAsync();
  expect(await reason).toBe(REJECTION);
  expect(listeners.size).toBe(1);
});

it('waits for no word on a request that was aborted, nor on an answer', async () => {
  fails();
  expect(await reasonOf(fetchWithReason(URL_ASKED, { signal: AbortSignal.abort() }))).toBe(REJECTION);
  vi.stubGlobal('fetch', async () => new Response('', { status: 503 }));
  expect((await fetchWithReason(URL_ASKED)).status).toBe(503);
  expect(listeners.size).toBe(1);
});
