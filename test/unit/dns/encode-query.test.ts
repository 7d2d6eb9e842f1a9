import { describe, expect, it } from 'vitest';
import { encodeHex } from '../../../src/bytes/hex.ts';
import { encodeQuery } from '../../../src/dns/encode-query.ts';

describe('encodeQuery', () => {
  it('is a padded question with RD, AD and no DO', () => {
    const query = encodeQuery('a.example', 65);
    if (!query.ok) throw new Error();
    const bytes = query.value;
    expect([...bytes.subarray(0, 12)]).toEqual([0, 0, 0x01, 0x20, 0, 1, 0, 0, 0, 0, 0, 1]);
    expect([...bytes.subarray(12, 27)]).toEqual([1, 0x61, 7, ...new TextEncoder().encode('example'), 0, 0, 65, 0, 1]);
    // Root, OPT, 1232, extended RCODE, version, flags, length of the options.
    expect([...bytes.subarray(27, 38)]).toEqual([0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 90]);
    // Then one padding option of zeros behind the Client Subnet option.
    expect([...bytes.subarray(46, 50)]).toEqual([0, 12, 0, 78]);
    expect(bytes.subarray(50).every((byte) => byte === 0)).toBe(true);
    expect(bytes).toHaveLength(128);
  });

  it('opts out of EDNS Client Subnet (RFC 7871 §7.1.2) unless told not to', () => {
    const [query, without] = [encodeQuery('a.example', 65), encodeQuery('a.example', 65, { subnetOptOut: false })];
    if (!query.ok || !without.ok) throw new Error();
    // Option 8 of four bytes: family 1 (IPv4), source prefix 0, scope prefix 0, no address.
    expect([...query.value.subarray(38, 46)]).toEqual([0, 8, 0, 4, 0, 1, 0, 0]);
    expect([...without.value.subarray(36, 42)]).toEqual([0, 90, 0, 12, 0, 86]);
    expect(without.value).toHaveLength(128);
  });

  it('is 128 bytes, or a multiple, for every length of name', () => {
    const sizes = new Set<number>();
    for (let length = 1; length <= 253; length++) {
      const name = 'a'
        .repeat(length)
        .replace(/(a{60})(?=a)/g, '$1.')
        .slice(0, length)
        .replace(/\.$/, '');
      for (const subnetOptOut of [true, false]) {
        const query = encodeQuery(name, 65, { subnetOptOut });
        if (query.ok) sizes.add(query.value.length);
      }
    }
    expect([...sizes].sort((a, b) => a - b)).toEqual([128, 256, 384]);
  });

  /** What an encoder of our own wrote, before dns-packet did; zeros up to 128 bytes follow. */
  it.each([
    [
      'a.example',
      65,
      true,
      '000001200001000000000001 0161076578616d706c6500 00410001 00002904d000000000005a 0008000400010000 000c004e',
    ],
    [
      'a.example',
      28,
      false,
      '000001200001000000000001 0161076578616d706c6500 001c0001 00002904d000000000005a 000c0056',
    ],
    ['.', 65, true, '000001200001000000000001 00 00410001 00002904d0000000000064 0008000400010000 000c0058'],
    [
      'a\\.b\\010c.\\255\\000.example',
      65,
      true,
      '000001200001000000000001 05612e620a6302ff00076578616d706c6500 00410001 00002904d0000000000053 0008000400010000 000c0047',
    ],
  ])('writes %s, type %d, to the byte', (name, type, subnetOptOut, hex) => {
    const query = encodeQuery(name, type, { subnetOptOut });
    if (!query.ok) throw new Error();
    expect(encodeHex(query.value)).toBe(hex.replaceAll(' ', '').padEnd(256, '0'));
  });

  it('refuses what is not a name', () => {
    expect(encodeQuery('a..b', 65)).toEqual({ ok: false, error: { kind: 'length', field: 'name', offset: 2 } });
  });
});
