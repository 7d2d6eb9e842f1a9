// What of a page's requests Firefox is asked about, and what is told of the others.

import { beforeEach, expect, it, vi } from 'vitest';
import { listenToNavigations } from '../../../src/platform/navigation-events.ts';
import { listenToSubresources } from '../../../src/platform/page-requests.ts';
import type { NavigationEvent, SubresourceResponse } from '../../../src/shared/ports.ts';
import { currentApi, turnTo } from '../fake-browser/current.ts';
import { FakeExtensionApi } from '../fake-browser/extension-api.ts';

const getSecurityInfo = vi.mocked(currentApi().api.webRequest.getSecurityInfo!);

const subresources: SubresourceResponse[] = [];
/** Whether for the chain, of each question. */
const asked: boolean[] = [];
listenToSubresources((subresource) => subresources.push(subresource));

let documents = 0;
let documentId = '';
beforeEach(() => {
  subresources.length = 0;
  asked.length = 0;
  getSecurityInfo.mockReset();
  documentId = `document ${documents++}`;
});

const leaf = (letter: string) => ({
  fingerprint: { sha256: Array(32).fill(letter.repeat(2)).join(':') },
  subject: `CN=${letter}`,
  isBuiltInRoot: false,
});
const SEALED = { state: 'secure', usedEch: true, certificates: [leaf('a')] };
const NAMED = { state: 'secure', usedEch: false, certificates: [leaf('a')] };

async function request(answer: object | undefined, details: object = {}, chained?: object): Promise<void> {
  getSecurityInfo.mockResolvedValueOnce(answer).mockResolvedValueOnce(chained);
  const url = 'https://cdn.example/pixel.svg';
  const told = { tabId: 1, requestId: '1', type: 'image', url, timeStamp: 0, statusLine: 'HTTP/2.0 200', documentId };
  const all = { ...told, ...details };
  expect(currentApi().event('webRequest.onHeadersReceived').fire(all)).toEqual([undefined]);
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  for (const [, options] of getSecurityInfo.mock.calls)
    asked.push((options as { certificateChain: boolean }).certificateChain);
  getSecurityInfo.mockReset();
}
const ways = () => subresources.map(({ connection, skipped }) => (skipped ? 'skipped' : connection.usedEch));

it('asks about the first, the second and the fourth, and tells of the third all the same', async () => {
  for (const answer of [SEALED, SEALED, SEALED, NAMED]) await request(answer);
  expect(ways()).toEqual([true, true, 'skipped', false]);
});

it('says whether it came from a private window', async () => {
  await request(SEALED, { incognito: true });
  await request(SEALED, { incognito: false });
  expect(subresources.map((one) => one.private)).toEqual([true, false]);
});

it('goes on asking where the name was read', async () => {
  for (const answer of [NAMED, SEALED]) await request(answer);
  expect(ways()).toEqual([false, true]);
});

it.each([
  ['another document', { documentId: 'another' }],
  ['another host', { url: 'https://other.example/' }],
  ['another port', { url: 'https://cdn.example:8443/' }],
  ['a WebSocket', { url: 'wss://cdn.example/' }],
  ['what came from the cache', { fromCache: true }],
  ['another address', { ip: '192.0.2.9' }],
  ['another proxy', { proxyInfo: { type: 'http', host: 'proxy.example' } }],
  ['another HTTP version', { statusLine: 'HTTP/3 200' }],
])('asks about %s', async (_, details) => {
  for (let n = 0; n < 2; n++) await request(SEALED);
  await request(NAMED, details);
  expect(ways().at(-1)).toBe(false);
});

it('without a document to tell apart every request is asked', async () => {
  for (let n = 0; n < 3; n++) await request(SEALED, { documentId: undefined });
  expect(ways()).toEqual([true, true, true]);
});

it('tells of plain HTTP without asking', async () => {
  await request(undefined, { url: 'http://cdn.example/' });
  await request(undefined, { url: 'ws://cdn.example/' });
  expect(subresources).toMatchObject([
    { scheme: 'http', skipped: false },
    { scheme: 'http', skipped: false },
  ]);
  expect(asked).toEqual([]);
});

it('a request that is over before it gets to the question is told of as unknown, and the next is asked about', async () => {
  for (const answer of [SEALED, SEALED, SEALED, undefined, NAMED]) await request(answer);
  expect(ways()).toEqual([true, true, 'skipped', null, false]);
  expect(subresources[3]?.connection.security).toBeNull();
});

it('a question that the browser refuses is a request of which nothing is known', async () => {
  getSecurityInfo.mockRejectedValueOnce(new Error('Not available'));
  await request(undefined);
  await request(NAMED);
  expect(ways()).toEqual([null, false]);
  expect(asked).toEqual([true, true]);
});

it('asks for the chain once for each address, and where the first request told nothing again', async () => {
  for (const answer of [undefined, SEALED, SEALED, SEALED]) await request(answer);
  await request(SEALED, { ip: '192.0.2.9' });
  expect(asked).toEqual([true, true, false, true]);
});

it('sees an interception that starts in the middle of a page', async () => {
  for (let n = 0; n < 3; n++) await request({ ...SEALED, certificates: [leaf('a')] });
  await request({ ...NAMED, certificates: [leaf('b')] }, {}, { ...NAMED, certificates: [leaf('b'), leaf('f')] });
  expect(asked).toEqual([true, false, false, true]);
  expect(subresources.map(({ connection }) => connection.root?.subject ?? null)).toEqual(['a', null, null, 'f']);
});

it('asks for a chain that it did not get when a certificate was new with the next request', async () => {
  for (let n = 0; n < 3; n++) await request(SEALED);
  await request({ ...NAMED, certificates: [leaf('b')] }, {}, undefined);
  await request({ ...NAMED, certificates: [leaf('b'), leaf('f')] });
  expect(asked).toEqual([true, false, false, true, true]);
  expect(subresources.map(({ connection }) => connection.root?.subject ?? null)).toEqual(['a', null, null, null, 'f']);
});

it('a service worker’s requests are told of without a tab, by the host of its script', async () => {
  const documentUrl = 'https://news.example/worker.js';
  await request(NAMED, { tabId: -1, documentId: undefined, documentUrl });
  // Our own background asks from an address that is none of the web.
  await request(NAMED, { tabId: -1, documentId: undefined, documentUrl: 'moz-extension://ours/background.js' });
  expect(subresources).toMatchObject([{ tabId: -1, host: 'cdn.example', topHost: 'news.example' }]);
});

const fail = (error: string, details: object = {}) =>
  currentApi()
    .event('webRequest.onErrorOccurred')
    .fire({
      tabId: 1,
      requestId: '1',
      type: 'image',
      url: 'https://cdn.example/pixel.svg',
      timeStamp: 0,
      error,
      ...details,
    });

it('tells of a request that failed after its ClientHello, and was not answered', async () => {
  const requestId = 'failed';
  fail('NS_ERROR_NET_RESET', { requestId });
  fail('NS_ERROR_CONNECTION_REFUSED', { requestId });
  fail('NS_ERROR_NET_RESET', { requestId, url: 'http://cdn.example/' });
  expect(subresources).toMatchObject([{ tabId: 1, host: 'cdn.example', connection: { usedEch: null } }]);
  await request(SEALED, { requestId });
  fail('NS_ERROR_NET_RESET', { requestId });
  expect(ways()).toEqual([null, true]);
  // Its redirect led it elsewhere under the same number.
  fail('NS_ERROR_NET_RESET', { requestId, url: 'https://other.example/' });
  expect(subresources.at(-1)?.host).toBe('other.example');
});

it('in Chromium, likewise, and of a prefetch too', () => {
  turnTo(new FakeExtensionApi('chromium'));
  const heard: SubresourceResponse[] = [];
  listenToSubresources((subresource) => heard.push(subresource));
  const answer = (url: string) =>
    currentApi()
      .event('webRequest.onResponseStarted')
      .fire({ tabId: 1, requestId: '1', type: 'image', url, timeStamp: 0 });
  fail('net::ERR_CONNECTION_RESET');
  fail('net::ERR_NAME_NOT_RESOLVED', { url: 'https://nowhere.example/' });
  fail('net::ERR_CONNECTION_RESET', { url: 'https://gone.example/', documentLifecycle: 'pending_deletion' });
  answer('https://answered.example/');
  fail('net::ERR_INCOMPLETE_CHUNKED_ENCODING', { url: 'https://answered.example/' });
  const prefetch = { type: 'main_frame', frameId: 0, documentLifecycle: 'active' };
  fail('net::ERR_SSL_PROTOCOL_ERROR', { ...prefetch, url: 'https://next.example/', documentId: 'D' });
  fail('net::ERR_SSL_PROTOCOL_ERROR', { ...prefetch, url: 'https://navigation.example/' });
  expect(heard.map(({ host }) => host)).toEqual(['cdn.example', 'answered.example', 'next.example']);
});

it('in Chromium, a prefetch by speculation rules is a request of the page, and a navigation is not', () => {
  turnTo(new FakeExtensionApi('chromium'));
  const heard: SubresourceResponse[] = [];
  const navigations: NavigationEvent[] = [];
  listenToSubresources((subresource) => heard.push(subresource));
  listenToNavigations((event) => navigations.push(event));
  const common = { tabId: 1, frameId: 0, type: 'main_frame', timeStamp: 0, documentLifecycle: 'active' };
  for (const event of ['webRequest.onBeforeRequest', 'webRequest.onResponseStarted', 'webRequest.onCompleted']) {
    currentApi()
      .event(event)
      .fire({ ...common, requestId: '1', url: 'https://next.example/', documentId: 'D' });
    currentApi()
      .event(event)
      .fire({ ...common, requestId: '2', url: 'https://news.example/' });
  }
  currentApi()
    .event('webRequest.onBeforeRedirect')
    .fire({ ...common, requestId: '3', url: 'https://hop.example/', documentId: 'D', ip: '192.0.2.7' });
  expect(heard).toMatchObject([
    { tabId: 1, host: 'next.example' },
    { tabId: 1, host: 'hop.example' },
  ]);
  expect(navigations.map((event) => 'requestId' in event && event.requestId)).toEqual(['2', '2', '2']);
});

it('in Chromium, a page on its way in counts, one that may come back for itself, and none that is prepared or on its way out', () => {
  turnTo(new FakeExtensionApi('chromium'));
  const heard: SubresourceResponse[] = [];
  listenToSubresources((subresource) => heard.push(subresource));
  for (const documentLifecycle of ['active', '', 'prerender', 'cached', 'pending_deletion'])
    currentApi()
      .event('webRequest.onResponseStarted')
      .fire({
        tabId: 1,
        requestId: '1',
        type: 'image',
        url: `https://${documentLifecycle || 'on-its-way'}.example/`,
        timeStamp: 0,
        documentId: 'D',
        documentLifecycle,
      });
  expect(heard.map(({ host, documentId, isOutOfSight }) => [host, documentId, isOutOfSight])).toEqual([
    ['active.example', 'D', false],
    ['on-its-way.example', 'D', false],
    ['cached.example', 'D', true],
  ]);
});
