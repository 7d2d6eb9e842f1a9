import { expect, it } from 'vitest';
import { anonymitySetOf, isOwnName, providerOf } from '../../../src/observers/anonymity-set.ts';

it.each([
  ['news.example', 'cloudflare-ech.com', 'shared-provider'],
  ['news.example', 'Cloudflare-ECH.com', 'shared-provider'],
  ['www.news.example', 'cover.news.example', 'same-owner'],
  ['news.example', 'news.example', 'same-owner'],
  ['a.b.news.co.uk', 'ech.news.co.uk', 'same-owner'],
  ['one.co.uk', 'other.co.uk', 'unknown'],
  ['one.com.au', 'other.com.au', 'unknown'],
  ['t.co', 'www.t.co', 'same-owner'],
  ['tls-ech.dev', 'public.tls-ech.dev', 'same-owner'],
  ['news.example', 'cover.example', 'unknown'],
  ['notcloudflare-ech.com', 'cloudflare-ech.com.evil.example', 'unknown'],
] as const)('%s behind %s', (site, publicName, expected) => {
  expect(anonymitySetOf(site, publicName)).toBe(expected);
});

it.each([
  ['news.example', 'news.example', true],
  ['news.example', 'News.Example.', true],
  ['news.example', 'www.news.example', false],
] as const)('%s behind %s is behind its own name: %s', (site, publicName, own) => {
  expect(isOwnName(site, publicName)).toBe(own);
});

it('names an operator only for a name that is known to be shared', () => {
  expect(providerOf('cloudflare-ech.com')).toBe('Cloudflare');
  expect(providerOf('cloudflare-ech.com.evil.example')).toBeNull();
});
