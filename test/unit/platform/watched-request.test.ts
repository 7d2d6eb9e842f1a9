// What Chrome says of a redirect is its own word only where nothing came over the network.

import { afterEach, expect, it, vi } from 'vitest';
import { watchedRequest } from '../../../src/platform/watched-request.ts';
import { currentApi } from '../fake-browser/current.ts';

afterEach(() => vi.unstubAllGlobals());

const URL_ = 'http://reference.example/';

/** A request that is redirected as `details` say. */
async function redirectedBy(details: object): Promise<string | null> {
  vi.stubGlobal('fetch', async () => {
    currentApi()
      .event('webRequest.onBeforeRedirect')
      .fire({
        url: URL_,
        type: 'xmlhttprequest',
        initiator: 'moz-extension://overheard',
        responseHeaders: [{ name: 'Non-Authoritative-Reason', value: 'DNS' }],
        ...details,
      });
    throw new TypeError('redirected');
  });
  const request = { method: 'HEAD', maxBytes: 0, signal: new AbortController().signal } as const;
  return (await watchedRequest(URL_, request)).redirectedBy;
}

it.each<[string, object, string | null]>([
  ['by the browser itself', {}, 'DNS'],
  ['by something on the network, whatever reason it gives', { ip: '192.0.2.1' }, null],
  ['of a page', { initiator: 'http://reference.example' }, null],
  ['without a reason', { responseHeaders: [] }, null],
])('%s', async (_, details, expected) => {
  expect(await redirectedBy(details)).toBe(expected);
});
