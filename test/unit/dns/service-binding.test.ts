// RFC 9460, section by section: what has to be refused is, with kind, field and offset.

import { describe, expect, it } from 'vitest';
import { decodeHex } from '../../../src/bytes/hex.ts';
import { encodeServiceBinding } from '../../../src/dns/encode-service-binding.ts';
import { formatIpv6 } from '../../../src/dns/ip-address.ts';
import { resolveRecordSet } from '../../../src/dns/record-set.ts';
import { alpnSet, decodeServiceBinding } from '../../../src/dns/service-binding.ts';
import { serviceParamName } from '../../../src/dns/service-param-keys.ts';
import { echListOf, httpsRdata } from '../builders.ts';

function raw(priority: number, ...params: [key: number, hex: string][]): Uint8Array {
  const encoded = encodeServiceBinding({
    priority,
    targetName: '.',
    params: params.map(([key, hex]) => {
      const value = decodeHex(hex);
      return { key, value: value.ok ? value.value : new Uint8Array() };
    }),
  });
  if (!encoded.ok) throw new Error();
  return encoded.value;
}

describe('decodeServiceBinding', () => {
  it('reads every parameter that RFC 9460 and 9848 define', () => {
    const ech = echListOf();
    const rdata = httpsRdata(16, 'svc.Example.com', {
      mandatory: [1, 3],
      alpn: ['h2', 'h3'],
      noDefaultAlpn: true,
      port: 8443,
      ech,
      other: { 4: Uint8Array.of(192, 0, 2, 1, 192, 0, 2, 2), 6: new Uint8Array(16), 700: Uint8Array.of(1) },
    });
    expect(decodeServiceBinding(rdata)).toMatchObject({
      ok: true,
      value: {
        priority: 16,
        targetName: 'svc.Example.com',
        verdict: { kind: 'accept' },
        mandatory: [1, 3],
        alpn: ['h2', 'h3'],
        noDefaultAlpn: true,
        port: 8443,
        ipv4Hint: Uint8Array.of(192, 0, 2, 1, 192, 0, 2, 2),
        ipv6Hint: new Uint8Array(16),
        ech,
      },
    });
  });

  it('keeps unknown parameters, with their place', () => {
    expect(decodeServiceBinding(raw(1, [7, '2f'], [700, '0102'], [65535, '']))).toMatchObject({
      value: {
        params: [
          { key: 7, name: 'dohpath', value: Uint8Array.of(0x2f), offset: 7 },
          { key: 700, name: 'key700', value: Uint8Array.of(1, 2), offset: 12 },
          { key: 65535, name: 'key65535', offset: 18 },
        ],
      },
    });
  });

  it('names all registered keys', () => {
    expect(Array.from({ length: 13 }, (_, key) => serviceParamName(key))).toEqual([
      'mandatory',
      'alpn',
      'no-default-alpn',
      'port',
      'ipv4hint',
      'ech',
      'ipv6hint',
      'dohpath',
      'ohttp',
      'tls-supported-groups',
      'docpath',
      'pvd',
      'key12',
    ]);
  });

  it.each([
    ['§2.4.2: AliasMode, whatever its parameters', raw(0, [1, ''], [3, '00']), { kind: 'alias' }],
    ['§2.4.3: mandatory, absent', raw(1, [0, '00010003'], [1, '026832']), { kind: 'inconsistent', keys: [3] }],
    ['§2.4.3: mandatory, absent and unknown', raw(1, [0, '02bc']), { kind: 'inconsistent', keys: [700] }],
    ['§7.1.1: no-default-alpn alone', raw(1, [2, '']), { kind: 'inconsistent', keys: [2] }],
    ['§8: mandatory, unknown', raw(1, [0, '000702bc'], [7, ''], [700, '']), { kind: 'incompatible', keys: [7, 700] }],
    ['§8: mandatory, known', raw(1, [0, '0005'], [5, '00']), { kind: 'accept' }],
    ['§2.4.3: unknown, not mandatory', raw(1, [700, '']), { kind: 'accept' }],
  ])('%s', (_, rdata, verdict) => {
    expect(decodeServiceBinding(rdata)).toMatchObject({ ok: true, value: { verdict } });
  });

  it.each([
    ['§2.2: nothing', new Uint8Array(), 'truncated', 'SvcPriority', 0],
    ['§2.2: half a priority', Uint8Array.of(0), 'truncated', 'SvcPriority', 0],
    ['§2.2: no target', Uint8Array.of(0, 1), 'truncated', 'TargetName', 2],
    ['§2.2: a compressed target', Uint8Array.of(0, 1, 0xc0, 0), 'value', 'TargetName', 2],
    ['§2.2: half a key', Uint8Array.of(0, 1, 0, 0), 'truncated', 'SvcParamKey', 3],
    ['§2.2: half a length', Uint8Array.of(0, 1, 0, 0, 3, 0), 'truncated', 'SvcParams.port', 5],
    ['§2.2: a value that overruns', Uint8Array.of(0, 1, 0, 0, 3, 0, 2, 1), 'truncated', 'SvcParams.port', 7],
    ['§2.2: a key twice', raw(1, [3, '0001'], [3, '0001']), 'duplicate', 'SvcParams.port', 9],
    ['§2.2: keys that fall', raw(1, [4, '01010101'], [3, '0001']), 'order', 'SvcParams.port', 11],
    ['§2.2: keys that fall, in AliasMode', raw(0, [4, ''], [3, '']), 'order', 'SvcParams.port', 7],
    ['§7.1.1: no protocol', raw(1, [1, '']), 'length', 'SvcParams.alpn', 7],
    ['§7.1.1: an empty protocol', raw(1, [1, '02683200']), 'length', 'SvcParams.alpn', 10],
    ['§7.1.1: a protocol that overruns', raw(1, [1, '036832']), 'truncated', 'SvcParams.alpn', 8],
    [
      '§7.1.1: no-default-alpn with a value',
      raw(1, [1, '026832'], [2, '00']),
      'length',
      'SvcParams.no-default-alpn',
      14,
    ],
    ['§7.2: a port of one byte', raw(1, [3, '01']), 'length', 'SvcParams.port', 7],
    ['§7.2: a port of three bytes', raw(1, [3, '010203']), 'length', 'SvcParams.port', 7],
    ['§7.3: no address', raw(1, [4, '']), 'length', 'SvcParams.ipv4hint', 7],
    ['§7.3: half an address', raw(1, [4, '0102030405']), 'length', 'SvcParams.ipv4hint', 7],
    ['§7.3: no IPv6 address', raw(1, [6, '']), 'length', 'SvcParams.ipv6hint', 7],
    ['§7.3: an IPv6 address of 15 bytes', raw(1, [6, '00'.repeat(15)]), 'length', 'SvcParams.ipv6hint', 7],
    ['§8: an empty mandatory', raw(1, [0, '']), 'length', 'SvcParams.mandatory', 7],
    ['§8: half a mandatory key', raw(1, [0, '000100']), 'truncated', 'SvcParams.mandatory', 9],
    ['§8: mandatory listing itself', raw(1, [0, '0000']), 'value', 'SvcParams.mandatory', 7],
    ['§8: mandatory keys twice', raw(1, [0, '00010001'], [1, '026832']), 'duplicate', 'SvcParams.mandatory', 9],
    ['§8: mandatory keys that fall', raw(1, [0, '00030001'], [1, '026832']), 'order', 'SvcParams.mandatory', 9],
  ])('refuses %s', (_, rdata, kind, field, offset) => {
    expect(decodeServiceBinding(rdata)).toEqual({ ok: false, error: { kind, field, offset } });
  });

  it('takes a longer TargetName when told to', () => {
    const label = [63, ...new Array<number>(63).fill(0x61)];
    const rdata = Uint8Array.of(0, 1, ...label, ...label, ...label, 62, ...label.slice(1, 63), 0);
    expect(decodeServiceBinding(rdata)).toMatchObject({
      ok: false,
      error: { kind: 'length', field: 'TargetName', offset: 194 },
    });
    expect(decodeServiceBinding(rdata, { maxNameBytes: 256 }).ok).toBe(true);
  });
});

describe('alpnSet (RFC 9460 §7.1)', () => {
  it.each([
    [{}, ['http/1.1']],
    [{ alpn: ['h2'] }, ['h2', 'http/1.1']],
    [{ alpn: ['http/1.1', 'h2'] }, ['http/1.1', 'h2']],
    [{ alpn: ['h3'], noDefaultAlpn: true }, ['h3']],
  ])('%j', (parts, protocols) => {
    const decoded = decodeServiceBinding(httpsRdata(1, '.', parts));
    expect(decoded.ok && alpnSet(decoded.value)).toEqual(protocols);
  });
});

describe('resolveRecordSet', () => {
  const ech = echListOf();
  const withEch = (priority: number, target = '.') => httpsRdata(priority, target, { ech });
  const plain = (priority: number, target = '.') => httpsRdata(priority, target);
  const unknown = httpsRdata(1, '.', { mandatory: [700], other: { 700: new Uint8Array() } });

  it.each([
    [
      '§2.2: malformed anywhere',
      [withEch(1), raw(2, [3, '01'])],
      { kind: 'malformed', index: 1, error: { field: 'SvcParams.port' } },
    ],
    ['§2.2: malformed beats an alias', [plain(0, 'a'), raw(2, [3, '01'])], { kind: 'malformed', index: 1 }],
    [
      '§2.4.1: an alias beats services',
      [withEch(1), plain(0, 'a')],
      { kind: 'alias', aliases: [{ index: 1 }], ignored: [0] },
    ],
    [
      '§2.4.2: several aliases',
      [plain(0, 'a'), plain(0, 'b')],
      { kind: 'alias', aliases: [{ index: 0 }, { index: 1 }], ignored: [] },
    ],
    ['§8: none compatible', [unknown], { kind: 'none', dropped: [{ index: 0, reason: 'incompatible' }] }],
    ['nothing', [], { kind: 'none', dropped: [] }],
    [
      '§2.4.1, §2.4.3, §8: order and drops',
      [plain(9), unknown, raw(1, [2, '']), plain(2), plain(9)],
      {
        kind: 'service',
        endpoints: [{ index: 3 }, { index: 0 }],
        dropped: [
          { index: 1, reason: 'incompatible' },
          { index: 2, reason: 'inconsistent' },
          { index: 4, reason: 'duplicate' },
        ],
        mixed: false,
        svcbReliant: false,
      },
    ],
    [
      'RFC 9848 §5.1: ech everywhere',
      [withEch(1), withEch(2)],
      { svcbReliant: true, mixed: false, echNotPreferred: false },
    ],
    ['RFC 9848 §8: mixed', [withEch(1), plain(2)], { svcbReliant: false, mixed: true, echNotPreferred: false }],
    ['RFC 9848 §8: mixed, the wrong way round', [withEch(2), plain(1)], { mixed: true, echNotPreferred: true }],
    ['RFC 9848 §5.1: what is dropped does not count', [withEch(1), unknown], { svcbReliant: true, mixed: false }],
  ])('%s', (_, rdatas, verdict) => {
    expect(resolveRecordSet(rdatas)).toMatchObject(verdict);
  });
});

describe('formatIpv6 (RFC 5952)', () => {
  it.each([
    ['00'.repeat(16), '::'],
    [`${'00'.repeat(15)}01`, '::1'],
    ['20010db8000000000000000000000001', '2001:db8::1'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['20010db8010000000000000000000000', '2001:db8:100::'],
    ['00000000000000000000ffffc0000201', '::ffff:c000:201'],
    ['10001000100010001000100000000000', '1000:1000:1000:1000:1000:1000::'],
    ['00100000000000000010000000000000', '10::10:0:0:0'],
  ])('%s is %s', (hex, text) => {
    const decoded = decodeHex(hex);
    expect(decoded.ok && formatIpv6(decoded.value)).toBe(text);
  });
});
