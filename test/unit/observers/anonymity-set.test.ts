import { expect, it } from 'vitest';
import { anonymitySetOf, isOwnName, providerOf } from '../../../src/observers/anonymity-set.ts';
import { SUFFIXES } from '../suffixes.ts';

it.each([
  ['news.example', 'cloudflare-ech.com', 'shared-provider'],
  ['news.example', 'Cloudflare-ECH.com', 'shared-provider'],
  ['www.news.example', 'cover.news.example', 'same-owner'],
  ['news.example', 'news.example', 'same-owner'],
  ['a.b.news.co.uk', 'ech.news.co.uk', 'same-owner'],
  ['one.co.uk', 'other.co.uk', 'unknown'],
  ['one.com.au', 'other.com.au', 'unknown'],
  ['one.lg.jp', 'other.lg.jp', 'unknown'],
  ['one.govt.nz', 'other.govt.nz', 'unknown'],
  ['one.github.io', 'other.github.io', 'unknown'],
  ['one.github.io', 'github.io', 'unknown'],
  ['www.news.example', 'www.news.example.edge.example.net', 'same-owner'],
  ['www.news.example', 'news.example.edge.example.net', 'same-owner'],
  ['www.news.example', 'badnews.example.edge.example.net', 'unknown'],
  ['t.co', 'www.t.co', 'same-owner'],
  ['tls-ech.dev', 'public.tls-ech.dev', 'same-owner'],
  ['news.example', 'cover.example', 'unknown'],
  ['notcloudflare-ech.com', 'cloudflare-ech.com.evil.example', 'unknown'],
] as const)('%s behind %s', (site, publicName, expected) => {
  expect(anonymitySetOf(site, publicName, SUFFIXES)).toBe(expected);
});

it('takes neighbours for one owner as long as there is no list, and never one owner for two', () => {
  const none = new Map();
  expect(anonymitySetOf('one.co.uk', 'other.co.uk', none)).toBe('same-owner');
  expect(anonymitySetOf('www.news.co.uk', 'ech.news.co.uk', none)).toBe('same-owner');
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
