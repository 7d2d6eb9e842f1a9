// Which hosts are one site, by the list as it is packaged.

import { describe, expect, it } from 'vitest';
import { suffixListText } from '../../../src/build/public-suffixes.ts';
import { isSameSite, registrableDomain } from '../../../src/shared/site-name.ts';
import { decodeSuffixList, type SuffixList } from '../../../src/shared/suffix-list.ts';

const decoded = decodeSuffixList(suffixListText());
const list: SuffixList = decoded.ok ? decoded.value : new Map();

describe('registrableDomain', () => {
  it.each([
    ['example.com', 'example.com'],
    ['www.example.com', 'example.com'],
    ['a.b.img.example.com', 'example.com'],
    ['news.co.uk', 'news.co.uk'],
    ['www.news.co.uk', 'news.co.uk'],
    // Not by the shape of the suffix: `lg` and `govt` are in no short list of second labels.
    ['www.city-one.lg.jp', 'city-one.lg.jp'],
    ['www.ministry.govt.nz', 'ministry.govt.nz'],
    // The private section.
    ['one.github.io', 'one.github.io'],
    ['docs.one.github.io', 'one.github.io'],
    ['clinic.pages.dev', 'clinic.pages.dev'],
    ['shop.s3.amazonaws.com', 'shop.s3.amazonaws.com'],
    // `*.ck` and `!www.ck`.
    ['a.shop.any.ck', 'shop.any.ck'],
    ['www.ck', 'www.ck'],
    ['mail.www.ck', 'www.ck'],
    // `jp`, `*.kobe.jp` and `!city.kobe.jp`.
    ['kobe.jp', 'kobe.jp'],
    ['x.hall.port.kobe.jp', 'hall.port.kobe.jp'],
    ['www.city.kobe.jp', 'city.kobe.jp'],
    // A name that matches no rule has a suffix of one label.
    ['printer.home-network', 'printer.home-network'],
    ['a.b.printer.home-network', 'printer.home-network'],
    ['_8443._https.www.example.com', 'example.com'],
  ])('of %s is %s', (host, domain) => {
    expect(registrableDomain(host, list)).toBe(domain);
  });

  it.each([
    'com',
    'co.uk',
    'lg.jp',
    'github.io',
    'any.ck',
    'port.kobe.jp',
    's3.amazonaws.com',
    'xn--fiqs8s',
    'localhost',
    'intranet',
    '192.0.2.1',
    '[2001:db8::1]',
    '2001:db8::1',
    '',
    '.example.com',
    'a..example.com',
    'a b.example.com',
    // Rules are in A-labels, as hosts of URLs are: this one would be taken for a site of `cn`.
    'www.食狮.公司.cn',
  ])('of %j is itself', (host) => {
    expect(registrableDomain(host, list)).toBe(host);
  });

  it.each([
    ['WWW.Example.COM', 'example.com'],
    ['www.example.com.', 'example.com'],
    ['www.example.com..', 'example.com'],
    ['WWW.CK.', 'www.ck'],
    ['Co.UK.', 'co.uk'],
    ['192.0.2.1.', '192.0.2.1'],
    ['www.xn--85x722f.xn--55qx5d.cn', 'xn--85x722f.xn--55qx5d.cn'],
    ['WWW.XN--85X722F.XN--55QX5D.CN', 'xn--85x722f.xn--55qx5d.cn'],
  ])('takes %s in its plain form, %s', (host, domain) => {
    expect(registrableDomain(host, list)).toBe(domain);
  });

  it('goes by the longest rule, and by an exception before any', () => {
    const rules: SuffixList = new Map([
      ['', ' test '],
      ['test', ' * '],
      ['b.test', ' a '],
      ['c.test', ' * !x '],
      ['x.c.test', ' y '],
    ]);
    // `a.b.test` has a rule of its own below a wildcard's; the rules of `c.test` are below the same wildcard.
    expect(registrableDomain('z.d.b.test', rules)).toBe('d.b.test');
    expect(registrableDomain('z.d.a.b.test', rules)).toBe('d.a.b.test');
    expect(registrableDomain('w.v.u.c.test', rules)).toBe('v.u.c.test');
    expect(registrableDomain('w.y.x.c.test', rules)).toBe('x.c.test');
  });
});

describe('one site', () => {
  it.each([
    ['example.com', 'www.example.com', true],
    ['www.example.com', 'img.EXAMPLE.com.', true],
    ['com', 'com', true],
    ['192.0.2.1', '192.0.2.1', true],
    ['one.github.io', 'two.github.io', false],
    ['one.github.io', 'github.io', false],
    ['one.lg.jp', 'two.lg.jp', false],
    ['one.govt.nz', 'two.govt.nz', false],
    ['one.co.uk', 'two.co.uk', false],
    ['com', 'example.com', false],
    ['a.any.ck', 'b.any.ck', false],
    ['www.ck', 'shop.www.ck', true],
    ['192.0.2.1', '198.51.2.1', false],
    ['[2001:db8::1]', '[2001:db8::2]', false],
    ['intranet', 'www.intranet', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(registrableDomain(one, list) === registrableDomain(other, list)).toBe(same);
  });
});

describe('isSameSite', () => {
  it.each([
    ['example.com', 'www.example.com', true],
    ['img.example.com', 'www.example.com', true],
    ['one.co.uk', 'other.co.uk', false],
    ['www.one.co.uk', 'one.co.uk', true],
    ['one.github.io', 'other.github.io', false],
    ['github.io', 'one.github.io', false],
    ['one.github.io', 'docs.one.github.io', true],
    ['router', 'router', true],
    ['router', 'printer', false],
    ['router', 'www.router', false],
    ['192.0.2.7', '198.51.2.7', false],
    ['192.0.2.7', '192.0.2.7', true],
  ])('%s and %s: %s', (one, other, is) => {
    expect([isSameSite(one, other, list), isSameSite(other, one, list)]).toEqual([is, is]);
  });

  it('without a list takes neighbours for one site, and never one site for two', () => {
    const none = new Map();
    expect(isSameSite('one.co.uk', 'other.co.uk', none)).toBe(true);
    expect(isSameSite('img.example.com', 'www.example.com', none)).toBe(true);
    expect(isSameSite('example.org', 'example.com', none)).toBe(false);
  });
});
