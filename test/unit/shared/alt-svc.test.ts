// Alt-Svc by RFC 7838, and what Chromium makes of it: each row of the second table was measured in the lab.

import { describe, expect, it } from 'vitest';
import { heardElsewhere, parseAltSvc } from '../../../src/shared/alt-svc.ts';

const DAY = 86_400;
const one = (protocol: string, host: string | null, port: number, maxAgeSeconds = DAY) => ({
  protocol,
  host,
  port,
  maxAgeSeconds,
});

describe('a header', () => {
  it.each([
    // The RFC's own examples, §3 and §3.1.
    ['h2=":8000"', [one('h2', null, 8000)]],
    ['h2="new.example.org:80"', [one('h2', 'new.example.org', 80)]],
    ['w%3Dx%3Ay%23z="new.example.org:443"', [one('w=x:y#z', 'new.example.org', 443)]],
    ['x%25y="new.example.org:443"', [one('x%y', 'new.example.org', 443)]],
    ['h2="alt.example.com:8000", h2=":443"', [one('h2', 'alt.example.com', 8000), one('h2', null, 443)]],
    ['h2=":443"; ma=3600', [one('h2', null, 443, 3600)]],
    ['h2=":443"; ma=2592000; persist=1', [one('h2', null, 443, 2_592_000)]],
    // What its grammar allows besides.
    ['h3=":443" \t;\tma="60";v="46,43"; MA=30', [one('h3', null, 443, 30)]],
    [', h3=":443" , ,', [one('h3', null, 443)]],
    ['h3="Alt.EXAMPLE:0443"', [one('h3', 'alt.example', 443)]],
    ['h3="alt\\.example:4\\43"', [one('h3', 'alt.example', 443)]],
    ['h3="[2001:DB8::1]:443"', [one('h3', '[2001:db8::1]', 443)]],
    ['h3=":443"; ma=99999999999999999999999999', [one('h3', null, 443, 2 ** 31)]],
    ['h3=":443"; x="a\\"; ma=1, h3=\\":444\\""', [one('h3', null, 443)]],
  ])('holds what it says: %s', (value, alternatives) => {
    expect(parseAltSvc(value)).toEqual({ isValid: true, clears: false, alternatives });
  });

  it('may be the word that ends all', () => {
    expect(parseAltSvc('clear')).toEqual({ isValid: true, clears: true, alternatives: [] });
    expect(parseAltSvc(' clear\t')).toMatchObject({ isValid: true, clears: true });
  });

  it.each(['Clear', 'CLEAR', '"clear"', 'clear=":443"', 'clear; ma=1'])(
    'is not the word that ends all: %s',
    (value) => {
      expect(parseAltSvc(value).clears).toBe(false);
    },
  );

  it.each([
    ['clear, h3=":444"', [one('h3', null, 444)]],
    ['h3=":444"; ma=abc', [one('h3', null, 444)]],
    ['h3=":444"; ma=-1', [one('h3', null, 444)]],
    ['h3=":444";', [one('h3', null, 444)]],
    ['h3=":444"; ma = 5', [one('h3', null, 444)]],
    ['h3=":444" ma=5', [one('h3', null, 444)]],
    ['=, h3=":444"', [one('h3', null, 444)]],
    ['h3=":444", h3', [one('h3', null, 444)]],
    ...[
      '',
      ' , ',
      'h3=":0"',
      'h3=":65536"',
      'h3=":"',
      'h3=""',
      'h3="443"',
      'h3=:443',
      'h3=":443',
      'h3 =":443"',
      'h%3=":443"',
      'h3="user@alt.example:443"',
      'h3="alt.example/:443"',
      'h3="[::1:443"',
      'h3="a b:443"',
      'h3="\u0000:443"',
    ].map((value): [string, ReturnType<typeof one>[]] => [value, []]),
  ])('that the RFC does not allow still holds what can be read: %j', (value, alternatives) => {
    expect(parseAltSvc(value)).toMatchObject({ isValid: false, alternatives });
  });
});

describe('a header leads Chromium', () => {
  const origin = { host: 'news.example', port: 443 };
  const service = (port: number, change: object = {}) => ({
    host: 'news.example',
    port,
    maxAgeSeconds: DAY,
    isSpare: false,
    ...change,
  });

  it.each([
    ['to another port', 'h3=":444"; ma=3600', true, [service(444, { maxAgeSeconds: 3600 })]],
    ['to another host', 'h3="alt.example:443"', true, [service(443, { host: 'alt.example' })]],
    ['to the last port that is not a user’s', 'h3=":1023"', true, [service(1023)]],
    ['nowhere by a user’s port', 'h3=":1024"', true, []],
    ['nowhere by a user’s port of another host', 'h3="alt.example:8443"', true, []],
    ['nowhere by its own port', 'h3=":443"; ma=86400', true, []],
    ['nowhere by its own name', 'h3="NEWS.example:443"', true, []],
    ['nowhere over HTTP/2', 'h2=":444"', true, []],
    ['nowhere by a draft of HTTP/3', 'h3-29=":444"', true, []],
    ['nowhere any more', 'clear', true, []],
    ['nowhere any more, whatever else it says', 'clear, h3=":444"', true, []],
    ['to the second where the first does not work', 'h3=":445", h3=":444"', true, [service(445), service(444)]],
    [
      'elsewhere only where its own port does not work',
      'h3=":443", h3=":444"',
      true,
      [service(444, { isSpare: true })],
    ],
    ['by the best of the same', 'h3=":444"; ma=1, h3=":443", h3=":444"', true, [service(444)]],
    ['to where it was led before', 'h3=":445"; ma=0', false, [service(445, { maxAgeSeconds: 0 })]],
    ['also to where it was led before', 'h3=":444", =', false, [service(444)]],
  ])('%s: %s', (_, value, replaces, services) => {
    expect(heardElsewhere(value, origin)).toEqual({ replaces, services });
  });

  it.each(['', 'garbage', 'h3=":443"; ma=0', 'h3=":443"; ma=99999999999'])('as before: %j', (value) => {
    expect(heardElsewhere(value, origin)).toBeNull();
  });

  it('from a user’s port to another', () => {
    expect(heardElsewhere('h3=":8443"', { host: 'news.example', port: 8444 })?.services).toEqual([service(8443)]);
  });
});
