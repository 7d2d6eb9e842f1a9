import { describe, expect, it } from 'vitest';
import { expandTemplate } from '../../../src/doh/template.ts';
import { parseTemplate } from '../../../src/shared/doh-template.ts';

const query = Uint8Array.of(0, 0, 251);

describe('parseTemplate and expandTemplate', () => {
  it.each([
    ['https://dns.example/dns-query{?dns}', 'https://dns.example/dns-query?dns=AAD7', 'dns.example'],
    ['https://dns.example/dns-query', 'https://dns.example/dns-query?dns=AAD7', 'dns.example'],
    ['https://DNS.example:443/abc123/', 'https://dns.example/abc123/?dns=AAD7', 'dns.example'],
    ['https://dns.example:8443{?dns}', 'https://dns.example:8443/?dns=AAD7', 'dns.example:8443'],
    ['https://dns.example/q?ct=x', 'https://dns.example/q?ct=x&dns=AAD7', 'dns.example'],
    ['https://dns.example/q?', 'https://dns.example/q?dns=AAD7', 'dns.example'],
    ['https://dns.example/q?ct=x{&dns}', 'https://dns.example/q?ct=x&dns=AAD7', 'dns.example'],
    ['HTTPS://dns.example/q{?dns}', 'https://dns.example/q?dns=AAD7', 'dns.example'],
    ['  https://[2001:db8::1]/q{?dns}\n', 'https://[2001:db8::1]/q?dns=AAD7', '[2001:db8::1]'],
  ])('%j asks at %s', (text, url, host) => {
    const template = parseTemplate(text);
    expect(template).toMatchObject({ ok: true, value: { host } });
    expect(template.ok && expandTemplate(template.value, query)).toBe(url);
  });

  it.each([
    ['', 'not-a-url'],
    ['dns.example/dns-query', 'not-a-url'],
    ['https://', 'not-a-url'],
    ['https://dns.example/a b', 'not-a-url'],
    ['https://dns.example\\q', 'not-a-url'],
    ['http://dns.example/dns-query{?dns}', 'not-https'],
    ['sdns://AgcAAAA', 'not-https'],
    ['https://user@dns.example/', 'credentials'],
    ['https://user:secret@dns.example/{?dns}', 'credentials'],
    ['https://dns.example/#a', 'fragment'],
    ['https://dns.example/#', 'fragment'],
    ['https://dns.example/{dns}', 'variable'],
    ['https://dns.example/{?dns}x', 'variable'],
    ['https://dns.example/{?dns}{?dns}', 'variable'],
    ['https://dns.example/{?dns,x}', 'variable'],
    ['https://dns.example/{id}{?dns}', 'variable'],
    ['https://dns.example/?a=1{?dns}', 'variable'],
    ['https://dns.example/q{&dns}', 'variable'],
    ['https://dns.example/?{?dns}', 'variable'],
    ['https://dns.example/?a=1{&dns}{&dns}', 'variable'],
    ['https://dns.example../', 'not-a-url'],
    ['https://dns.example/?dns=AAAA', 'variable'],
    ['https://dns.example/?%64ns=AAAA', 'variable'],
    [`https://dns.example/${'a'.repeat(2000)}`, 'too-long'],
  ])('refuses %j: %s', (text, problem) => {
    expect(parseTemplate(text)).toEqual({ ok: false, error: problem });
  });

  it.each([
    'https://Dns.Example:443/q{?dns}',
    'HTTPS://dns.example/q?',
    'https://dns.example./q',
    'https://dns.example/x/../q',
    'https://dns.example/%71',
    ' https://dns.example/q{?dns} ',
  ])('takes %j for another spelling of one resolver', (spelling) => {
    expect(parseTemplate(spelling)).toEqual({
      ok: true,
      value: { base: 'https://dns.example/q', host: 'dns.example' },
    });
  });

  it.each([
    'https://dns.example/Q',
    'https://dns.example/q/',
    'https://dns.example:8443/q',
    'https://dns.example/q?a=1',
  ])('takes %j for another resolver', (other) => {
    expect(parseTemplate(other)).toMatchObject({ ok: true });
    expect(parseTemplate(other)).not.toEqual(parseTemplate('https://dns.example/q'));
  });
});
