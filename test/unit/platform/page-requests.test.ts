// What of a page's requests Firefox is asked about: all that could make things worse, and nothing else.

import { beforeEach, expect, it, vi } from 'vitest';
import { listenToNavigations } from '../../../src/platform/navigation-events.ts';
import { listenToSubresources } from '../../../src/platform/page-requests.ts';
import type { NavigationEvent, SubresourceResponse } from '../../../src/shared/ports.ts';
import { currentApi, turnTo } from '../fake-browser/current.ts';
import { FakeExtensionApi } from '../fake-browser/extension-api.ts';

const getSecurityInfo = vi.mocked(currentApi().api.webRequest.getSecurityInfo!);

const subresources: SubresourceResponse[] = [];
listenToSubresources((subresource) => subresources.push(subresource));

let documents = 0;
let documentId = '';
beforeEach(() => {
  subresources.length = 0;
  getSecurityInfo.mockReset();
  documentId = `document ${documents++}`;
});

const SEALED = { state: 'secure', usedEch: true, certificates: [] };
const NAMED = { state: 'secure', usedEch: false, certificates: [] };

async function request(answer: object | undefined, details: object = {}): Promise<void> {
  getSecurityInfo.mockResolvedValueOnce(answer);
  const url = 'https://cdn.example/pixel.svg';
  const told = { tabId: 1, requestId: '1', type: 'image', url, timeStamp: 0, documentId, ...details };
  expect(currentApi().event('webRequest.onHeadersReceived').fire(told)).toEqual([undefined]);
  await Promise.resolve();
}
const ways = () => subresources.map(({ connection }) => connection.usedEch);

it('a connection that hid the name says nothing of the next: each request is asked, the chain once', async () => {
  for (const answer of [SEALED, SEALED, NAMED]) await request(answer);
  expect(ways()).toEqual([true, true, false]);
  expect(
    getSecurityInfo.mock.calls.map(([, options]) => (options as { certificateChain: boolean }).certificateChain),
  ).toEqual([true, false, false]);
});

it('says whether it came from a private window', async () => {
  await request(SEALED, { incognito: true });
  await request(SEALED, { incognito: false });
  expect(subresources.map((one) => one.private)).toEqual([true, false]);
});

it('where the name was read, a later request of that document is not asked and counts as one more', async () => {
  for (const answer of [NAMED, SEALED]) await request(answer);
  expect(ways()).toEqual([false, false]);
  expect(getSecurityInfo).toHaveBeenCalledTimes(1);
});

it.each([
  ['another document', { documentId: 'another' }],
  ['another host', { url: 'https://other.example/' }],
  ['another port', { url: 'https://cdn.example:8443/' }],
  ['a WebSocket', { url: 'wss://cdn.example/' }],
  ['what came from the cache', { fromCache: true }],
])('%s is asked all the same', async (_, details) => {
  await request(NAMED);
  await request(SEALED, details);
  expect(ways()).toEqual([false, true]);
});

it('without a document to tell apart every request is asked', async () => {
  for (const answer of [NAMED, SEALED]) await request(answer, { documentId: undefined });
  expect(ways()).toEqual([false, true]);
});

it('a request that is over before it gets to the question is told of as unknown', async () => {
  await request(undefined);
  expect(ways()).toEqual([null]);
  expect(subresources[0]?.connection.security).toBeNull();
});

it('where the first request told nothing, the next is asked for the chain', async () => {
  for (const answer of [undefined, SEALED]) await request(answer);
  expect(
    getSecurityInfo.mock.calls.map(([, options]) => (options as { certificateChain: boolean }).certificateChain),
  ).toEqual([true, true]);
});

it('a service worker’s requests are told of without a tab, by the host of its script', async () => {
  const documentUrl = 'https://news.example/worker.js';
  await request(NAMED, { tabId: -1, documentId: undefined, documentUrl });
  // Our own background asks from an address that is none of the web.
  await request(NAMED, { tabId: -1, documentId: undefined, documentUrl: 'moz-extension://ours/background.js' });
  expect(subresources).toMatchObject([{ tabId: -1, host: 'cdn.example', topHost: 'news.example' }]);
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

it('in Chromium, a page on its way in counts, and none that is out of sight or on its way out', () => {
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
        documentLifecycle,
      });
  expect(heard.map(({ host }) => host)).toEqual(['active.example', 'on-its-way.example']);
});
