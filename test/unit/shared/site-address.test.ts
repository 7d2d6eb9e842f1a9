import { afterEach, describe, expect, it, vi } from 'vitest';
import { isExcluded } from '../../../src/shared/managed.ts';
import { whyNotQueried } from '../../../src/shared/query-policy.ts';
import { addressKind, isLoopback, shortAddress, siteAddress } from '../../../src/shared/site-address.ts';

describe('siteAddress', () => {
  it.each([
    ['https://News.Example/path', { scheme: 'https', host: 'news.example', port: 443 }],
    ['http://news.example:8080/', { scheme: 'http', host: 'news.example', port: 8080 }],
    ['https://bücher.example/', { scheme: 'https', host: 'xn--bcher-kva.example', port: 443 }],
    ['https://news.example./', { scheme: 'https', host: 'news.example', port: 443 }],
    ['https://news.example../', { scheme: 'https', host: 'news.example', port: 443 }],
    ['https://[2001:db8::1]:8443/', { scheme: 'https', host: '[2001:db8::1]', port: 8443 }],
    ['about:blank', { scheme: 'about', host: '', port: 0 }],
    ['no address', { scheme: '', host: '', port: 0 }],
    ['view-source:http://news.example/a', { scheme: 'http', host: 'news.example', port: 80 }],
    [
      'about:reader?url=https%3A%2F%2Fnews.example%3A8443%2Fa%3Fb',
      { scheme: 'https', host: 'news.example', port: 8443 },
    ],
    ['about:reader?url=', { scheme: '', host: '', port: 0 }],
    ['about:reader?other=https%3A%2F%2Fnews.example%2F', { scheme: 'about', host: '', port: 0 }],
    ['https://user:secret@news.example/', { scheme: 'https', host: 'news.example', port: 443 }],
  ])('%s', (url, address) => {
    expect(siteAddress(url)).toEqual(address);
  });
});

describe('siteAddress in Chromium, which escapes what is in no host', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('takes two words for no host', () => {
    vi.stubGlobal(
      'URL',
      Object.assign(
        function escaping() {
          return { protocol: 'https:', hostname: 'two%20words.example', port: '' };
        },
        { canParse: () => true },
      ),
    );
    expect(siteAddress('https://two words.example/')).toEqual({ scheme: '', host: '', port: 0 });
  });
});

describe('addressKind', () => {
  it.each([
    ['https://news.example/', 'public-name'],
    ['http://news.example/', 'public-name'],
    ['https://localhost.news.example/', 'public-name'],
    ['https://mylocal/', 'local-name'],
    ['https://a.localhost/', 'local-name'],
    ['https://printer.local./', 'local-name'],
    ['https://home.arpa/', 'local-name'],
    ['https://printer.lan../', 'local-name'],
    ['https://router.home.arpa/', 'local-name'],
    ['https://1.2.3.4/', 'ip'],
    ['https://0x7f.1/', 'ip'],
    ['https://[::1]/', 'ip'],
    ['ftp://news.example/', 'not-web'],
    ['moz-extension://abc/popup.html', 'not-web'],
    ['view-source:about:config', 'not-web'],
  ])('%s', (url, kind) => {
    expect(addressKind(siteAddress(url))).toBe(kind);
  });
});

/** Names of home and office networks, and of systems other than DNS. */
const LOCAL = [
  ...['localhost', 'local', 'internal', 'test', 'onion', 'invalid', 'alt', 'lan', 'home', 'corp', 'mail', 'intranet'],
  ...['private', 'localdomain', 'arpa', 'home.arpa', 'in-addr.arpa', 'fritz.box'],
];
const NEAR_MISSES = [
  ...['notlan.example', 'example.lan.example', 'lan.com', 'corp.example', 'fritz.box.example', 'notfritz.box'],
  ...['xlocal.xn--p1ai', 'mail.example', 'arpa.example', 'homes.example', 'my.homecorp', 'box.example'],
];

describe('local names', () => {
  const kindOf = (host: string) => addressKind(siteAddress(`https://${host}/`));

  it.each(LOCAL)('treats %s and its subdomains as local, in any spelling', (name) => {
    for (const host of [name, `a.${name}`, `a.b.${name}`])
      for (const written of [host, `${host}.`, `${host}..`, host.toUpperCase()]) {
        expect([written, kindOf(written)]).toEqual([written, 'local-name']);
        expect([written, whyNotQueried(written)?.kind]).toEqual([written, 'local-name']);
        expect(whyNotQueried(`_8443._https._1._HTTPS.${written}`)?.kind).toBe('local-name');
      }
  });

  it.each(NEAR_MISSES)('not %s', (host) => {
    for (const written of [host, `${host}.`, host.toUpperCase(), `a.${host}`]) {
      expect(kindOf(written)).toBe('public-name');
      expect(whyNotQueried(written)).toBeNull();
    }
  });
});

describe('whyNotQueried', () => {
  const label = 'a'.repeat(63);
  it.each([
    ['.', 'not-askable'],
    ['', 'not-askable'],
    ['a..example', 'not-askable'],
    ['.example', 'not-askable'],
    [`${label}a.example`, 'not-askable'],
    [`${label}.${label}.${label}.${label}.example`, 'not-askable'],
    ['10.0.0.1', 'not-askable'],
    ['router.1', 'not-askable'],
    ['router.0x7f', 'not-askable'],
    ['router', 'local-name'],
    ['_8443._https.router', 'local-name'],
    // One label with a dot in it.
    ['news\\.example', 'local-name'],
    ['printer.\\108ocal', 'local-name'],
    ['printer.\\076AN', 'local-name'],
    ['kept.example', 'excluded-by-policy'],
    ['_443._https._443._https.KEPT.example.', 'excluded-by-policy'],
    ['a\\$b.example', undefined],
    ['_https.example', undefined],
    ['_8443._https.news.example', undefined],
  ])('%s: %s', (name, kind) => {
    expect(whyNotQueried(name, (asked) => isExcluded(asked, ['kept.example']))?.kind).toBe(kind);
  });
});

it.each([
  ['http://localhost/', true],
  ['http://a.localhost/', true],
  ['http://127.9.9.9/', true],
  ['http://[::1]/', true],
  ['http://0.0.0.0/', true],
  ['http://0/', true],
  ['http://[::]/', true],
  ['http://[::ffff:127.0.0.1]/', true],
  ['http://[::ffff:127.255.0.9]/', true],
  ['http://192.168.1.1/', false],
  ['http://0.0.0.1/', false],
  ['http://127.example/', false],
  ['http://[::2]/', false],
  ['http://[::ffff:126.0.0.1]/', false],
  ['http://[::ffff:192.168.1.1]/', false],
  ['http://[::fffe:7f00:1]/', false],
])('%s stays on this device: %s', (url, isHere) => {
  expect(isLoopback(siteAddress(url))).toBe(isHere);
});

describe('an address in short', () => {
  it.each([
    ['https://a.example/x?y#z#w', 'https://a.example/x?y', true],
    ['https://a.example/x?y', 'https://a.example/x?z', false],
    ['https://a.example/', 'http://a.example/', false],
    ['https://a.example/', 'https://a.example:8443/', false],
    ['data:text/html,one', 'data:text/html,two', false],
    ['about:blank', 'about:newtab', false],
  ])('%s and %s name the same document: %s', (one, other, isSame) => {
    expect(shortAddress(one) === shortAddress(other)).toBe(isSame);
  });

  it.each(['https://a.example:8443/path', 'http://[2001:db8::1]/', 'about:blank', 'data:,x', 'no address'])(
    'of %s is read like the whole',
    (url) => {
      expect(siteAddress(shortAddress(url))).toEqual(siteAddress(url));
    },
  );

  it('shortens any page address and drops credentials, query and fragment', () => {
    const short = shortAddress(`https://user:secret@a.example/${'x'.repeat(2_000_000)}?token=secret#secret`);
    expect(short.length).toBeLessThan(64);
    expect(short).not.toContain('secret');
  });
});
