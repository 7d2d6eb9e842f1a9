// What Chrome says of a redirect is its own word only where nothing came over the network.

import { afterEach, expect, it, vi } from 'vitest';

type Listener = (details: object) => unknown;

const { redirects } = vi.hoisted(() => ({ redirects: new Set<Listener>() }));
vi.mock('webextension-polyfill', () => {
  const nothing = { addListener: () => {}, removeListener: () => {} };
  const onBeforeRedirect = {
    addListener: (listener: Listener) => redirects.add(listener),
    removeListener: (listener: Listener) => redirects.delete(listener),
  };
  return {
    default: {
      runtime: { getURL: () => 'chrome-extension://overheard/' },
      webRequest: { onHeadersReceived: nothing, onBeforeRedirect, onErrorOccurred: nothing },
    },
  };
});
const { watchedRequest } = await import('../../../src/platform/watched-request.ts');

afterEach(() => vi.unstubAllGlobals());

const URL_ = 'http://reference.example/';

/** A request that is redirected as `details` say. */
async function redirectedBy(details: object): Promise<string | null> {
  vi.stubGlobal('fetch', async () => {
    for (const listener of redirects)
      listener({
        url: URL_,
        initiator: 'chrome-extension://overheard',
        responseHeaders: [{ name: 'Non-Authoritative-Reason', value: 'DNS' }],
        ...details,
      });
    throw new TypeError('redirected');
  });
  const request = { method: 'HEAD', maxOctets: 0, signal: new AbortController().signal } as const;
  return (await watchedRequest(URL_, request)).redirectedBy;
}

it.each<[string, object, string | null]>([
  ['by the browser itself', {}, 'DNS'],
  ['by something on the network, which may write what it likes', { ip: '192.0.2.1' }, null],
  ['of a page', { initiator: 'http://reference.example' }, null],
  ['without a reason', { responseHeaders: [] }, null],
])('%s', async (_, details, expected) => {
  expect(await redirectedBy(details)).toBe(expected);
});
