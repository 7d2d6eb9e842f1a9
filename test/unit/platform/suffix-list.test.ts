// The list is read from the package once; what cannot be read is no list, and is read again.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { suffixListText } from '../../../src/build/public-suffixes.ts';
import { registrableDomain } from '../../../src/shared/site-name.ts';

const text = suffixListText();
const fetched = vi.fn<(url: string) => Promise<Response>>();
let suffixList: typeof import('../../../src/platform/suffix-list.ts').suffixList;

beforeEach(async () => {
  vi.resetModules();
  ({ suffixList } = await import('../../../src/platform/suffix-list.ts'));
  vi.stubGlobal(
    'fetch',
    fetched.mockReset().mockImplementation(async () => new Response(text)),
  );
});
afterEach(() => vi.unstubAllGlobals());

it('is read once, and from the extension itself', async () => {
  const [one, other] = await Promise.all([suffixList(), suffixList()]);
  expect(other).toBe(one);
  expect(await suffixList()).toBe(one);
  expect(registrableDomain('www.one.github.io', one)).toBe('one.github.io');
  expect(fetched.mock.calls).toEqual([['moz-extension://overheard/public-suffixes.txt']]);
});

it.each([
  ['is not there', async () => Promise.reject(new TypeError('Failed to fetch')), 'Failed to fetch'],
  ['is answered by an error', async () => new Response(text, { status: 404 }), 'public-suffixes.txt: status 404'],
  ['is another file', async () => new Response('{}'), 'public-suffixes.txt: damaged header'],
  ['was cut', async () => new Response(text.slice(0, -1)), 'public-suffixes.txt: damaged digest'],
  ['lacks a rule', async () => new Response(text.replace(' github ', ' ')), 'public-suffixes.txt: damaged digest'],
] as const)('one that %s is no list, and is read again', async (_, broken, message) => {
  fetched.mockImplementationOnce(broken);
  await expect(suffixList()).rejects.toThrow(message);
  expect((await suffixList()).get('io')).toContain(' github ');
});
