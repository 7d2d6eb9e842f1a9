import { describe, expect, it } from 'vitest';
import { encodeHex } from '../../../src/bytes/hex.ts';
import { formatServiceBinding } from '../../../src/dns/format-service-binding.ts';
import { decodeServiceBinding } from '../../../src/dns/service-binding.ts';
import { httpsRdata } from '../builders.ts';
import { parseText } from './parse-text.ts';

const format = (rdata: Uint8Array) => {
  const decoded = decodeServiceBinding(rdata);
  if (!decoded.ok) throw new Error();
  return formatServiceBinding(decoded.value);
};

describe('formatServiceBinding', () => {
  it.each([
    [httpsRdata(0, 'a.example'), '0 a.example.'],
    [
      httpsRdata(1, '.', {
        mandatory: [1, 3],
        alpn: ['h2', 'h3'],
        noDefaultAlpn: true,
        port: 443,
        ech: Uint8Array.of(1, 2),
      }),
      '1 . mandatory=alpn,port alpn="h2,h3" no-default-alpn port=443 ech=AQI=',
    ],
    [httpsRdata(1, '.', { alpn: ['a,b', 'c\\', '"'] }), '1 . alpn="a\\\\,b,c\\\\\\\\,\\""'],
    [
      httpsRdata(1, '.', { other: { 4: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 6: new Uint8Array(16) } }),
      '1 . ipv4hint=1.2.3.4,5.6.7.8 ipv6hint=::',
    ],
    [
      httpsRdata(1, '.', { other: { 7: new TextEncoder().encode('/q{?dns}'), 8: new Uint8Array() } }),
      '1 . dohpath="/q{?dns}" ohttp',
    ],
    [
      httpsRdata(1, '.', { other: { 7: Uint8Array.of(0x66), 8: Uint8Array.of(0), 9: Uint8Array.of(0, 29) } }),
      '1 . key7="f" key8="\\000" key9="\\000\\029"',
    ],
    [
      httpsRdata(1, '.', { ech: new Uint8Array(), other: { 667: Uint8Array.of(0x68, 0xd2, 0x22) } }),
      '1 . key5 key667="h\\210\\""',
    ],
    [httpsRdata(0, 'a', { other: { 3: Uint8Array.of(1) } }), '0 a. key3="\\001"'],
  ])('%#: %s', (rdata, text) => {
    expect(format(rdata)).toBe(text);
    expect(parseText(text)).toEqual({ ok: true, value: rdata });
  });
});

describe('parseServiceBinding', () => {
  const same: [string, string][] = [
    ['1 a.example. alpn=h2', '1 a.example alpn="h2"'],
    ['1 . port=53 alpn=h2 ; ports first', '1 . alpn=h2 port=53'],
    ['1 . ( alpn=h2\n port=53 )', '1 . alpn=h2 port=53'],
    ['1 . mandatory=port,alpn alpn=h2 port=53', '1 . mandatory=alpn,port alpn=h2 port=53'],
    ['1 . key3="\\000\\053"', '1 . port=53'],
    ['1 . key1="\\002h2"', '1 . alpn=h2'],
    ['1 . tls-supported-groups=29,23', '1 . key9="\\000\\029\\000\\023"'],
    ['1 . docpath=a,b', '1 . key10="\\001a\\001b"'],
    ['1 . docpath pvd', '1 . key10 key11'],
    ['1 . ipv6hint=::ffff:192.0.2.1', '1 . ipv6hint=::ffff:c000:201'],
    ['1 . key700=a\\b\\099', '1 . key700="abc"'],
    ['1 . key700=é', '1 . key700="\\195\\169"'],
    ['\\# 3 000100', '1 .'],
    ['\\# 10 0001 0000 01 0003 02 6832', '1 . alpn=h2'],
  ];
  it.each(same)('%s is %s', (one, other) => {
    const [a, b] = [parseText(one), parseText(other)];
    expect(a.ok && encodeHex(a.value)).toBe(b.ok && encodeHex(b.value));
    expect(a.ok).toBe(true);
  });

  it.each([
    ['', 'truncated', 'SvcPriority', 0],
    ['1', 'truncated', 'TargetName', 1],
    ['65536 .', 'value', 'SvcPriority', 0],
    ['01 .', 'value', 'SvcPriority', 0],
    ['1 a..b', 'length', 'TargetName', 4],
    ['1 . alpn=h2 alpn=h3', 'duplicate', 'SvcParams.alpn', 12],
    ['1 . bogus=1', 'value', 'SvcParamKey', 4],
    ['1 . key65536', 'value', 'SvcParamKey', 4],
    ['1 . alpn="h2', 'truncated', 'RDATA', 12],
    ['1 . alpn="h2"x', 'value', 'RDATA', 13],
    ['1 . "alpn"=h2', 'value', 'RDATA', 4],
    ['1 . alpn=h2"', 'value', 'RDATA', 11],
    ['1 . alpn=h2\\', 'value', 'SvcParams.alpn', 4],
    ['1 . port=65536', 'value', 'SvcParams.port', 4],
    ['1 . port', 'length', 'SvcParams.port', 4],
    ['1 . ipv4hint=1.2.3.04', 'value', 'SvcParams.ipv4hint', 4],
    ['1 . ipv4hint=1.2.3.256', 'value', 'SvcParams.ipv4hint', 4],
    ['1 . ipv6hint=1::2::3', 'value', 'SvcParams.ipv6hint', 4],
    ['1 . ipv6hint=1:2:3:4:5:6:7:8:9', 'value', 'SvcParams.ipv6hint', 4],
    ['1 . ipv6hint=1:2:3:4::5:6:7:8', 'value', 'SvcParams.ipv6hint', 4],
    ['1 . ipv6hint=1.2.3.4::', 'value', 'SvcParams.ipv6hint', 4],
    ['1 . ech=AB==', 'value', 'SvcParams.ech', 4],
    ['1 . mandatory=alpn', 'value', 'SvcParams.mandatory', 4],
    ['1 . port=1 no-default-alpn', 'value', 'SvcParams.no-default-alpn', 11],
    ['1 . mandatory=mandatory alpn=h2', 'value', 'SvcParams.mandatory', 2],
    ['1 . pvd=1', 'value', 'SvcParams.pvd', 4],
    ['1 . dohpath=/q{?dns', 'value', 'SvcParams.dohpath', 4],
    ['\\# 4 000100', 'length', 'RDATA', 5],
    ['\\# 3 00010', 'value', 'RDATA', 5],
    ['\\# 0', 'truncated', 'SvcPriority', 0],
  ])('refuses %j', (text, kind, field, offset) => {
    expect(parseText(text)).toEqual({ ok: false, error: { kind, field, offset } });
  });

  it.each([
    ['1 . mandatory=alpn', '00010000000002' + '0001'],
    ['1 . port=1 no-default-alpn', '00010000020000000300020001'],
    ['1 . key3="\\001"', '000100000300' + '0101'],
    ['\\# 3 000140', '000140'],
    ['\\# 0', ''],
  ])('hands back %j all the same when asked to', (text, rdata) => {
    const parsed = parseText(text, { keepUnsound: true });
    expect(parsed.ok && encodeHex(parsed.value)).toBe(rdata);
    expect(parseText(text).ok).toBe(false);
  });

  it('refuses what cannot be written down although asked to keep what is unsound', () => {
    for (const text of ['1 . alpn=h2 alpn=h3', '1 . ech=AB==', '\\# 4 000100'])
      expect(parseText(text, { keepUnsound: true }).ok).toBe(false);
  });
});
