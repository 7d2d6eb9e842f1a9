import { describe, expect, it } from 'vitest';
import { ByteReader, decode } from '../../../src/bytes/byte-reader.ts';
import { encodeName, lowerName, readName, sameName } from '../../../src/dns/names.ts';

const read = (bytes: number[], offset = 0, options?: { compression: boolean }) =>
  decode(() => readName(new ByteReader(Uint8Array.from(bytes), offset), 'NAME', options));

const label = (length: number) => [length, ...new Array<number>(length).fill(0x61)];

describe('readName', () => {
  it.each([
    ['the root', [0], '.'],
    ['labels', [1, 0x61, 2, 0x42, 0x63, 0], 'a.Bc'],
    ['a dot inside a label', [3, 0x61, 0x2e, 0x62, 0], 'a\\.b'],
    ['bytes that do not print', [3, 0, 0x20, 0xff, 0], '\\000\\032\\255'],
    ['zone-file characters', [5, 0x22, 0x28, 0x29, 0x3b, 0x40, 0], '\\"\\(\\)\\;\\@'],
    ['a label of 63', [...label(63), 0], 'a'.repeat(63)],
    ['255 bytes', [...label(63), ...label(63), ...label(63), ...label(61), 0], undefined],
  ])('reads %s', (_, bytes, text) => {
    const decoded = read(bytes);
    expect(decoded.ok).toBe(true);
    if (text !== undefined) expect(decoded).toEqual({ ok: true, value: text });
  });

  it.each([
    ['nothing', [], 'truncated', 0],
    ['no root', [1, 0x61], 'truncated', 2],
    ['a label that runs out', [3, 0x61], 'truncated', 1],
    ['half a pointer', [1, 0x61, 0xc0], 'truncated', 3],
    ['label type 0x40', [0x41, 0], 'value', 0],
    ['label type 0x80', [0x81, 0], 'value', 0],
    ['a pointer to itself', [0xc0, 0], 'value', 0],
    ['a pointer into its own labels', [1, 0x61, 0xc0, 0], 'value', 2],
    ['a pointer forward', [0xc0, 2, 0], 'value', 0],
    ['a pointer back, then one forward', [0, 0xc0, 0, 0xc0, 1, 0xc0, 7, 0xc0, 5], 'value', 5, 7],
    ['256 bytes', [...label(63), ...label(63), ...label(63), ...label(62), 0], 'length', 192],
  ])('refuses %s', (_, bytes, kind, offset, start = 0) => {
    expect(read(bytes, start)).toEqual({ ok: false, error: { kind, field: 'NAME', offset } });
  });

  it('follows pointers backwards and stands behind the first', () => {
    const reader = new ByteReader(Uint8Array.of(1, 0x61, 0, 1, 0x62, 0xc0, 0, 1, 0x63, 0xc0, 3, 9), 7);
    expect(readName(reader, 'NAME')).toBe('c.b.a');
    expect(reader.offset).toBe(11);
  });

  it('takes 127 jumps, not 128', () => {
    const chain = [0, ...Array.from({ length: 128 }, (_, i) => [0xc0, Math.max(0, 2 * i - 1)]).flat()];
    expect(read(chain, 1 + 2 * 126)).toEqual({ ok: true, value: '.' });
    expect(read(chain, 1 + 2 * 127)).toMatchObject({ ok: false, error: { kind: 'limit' } });
  });

  it('refuses pointers where names are never compressed (RFC 9460 §2.2)', () => {
    expect(read([0, 0xc0, 0], 1, { compression: false })).toMatchObject({
      ok: false,
      error: { kind: 'value', offset: 1 },
    });
  });
});

describe('encodeName', () => {
  it.each([
    ['.', [0]],
    ['a.', [1, 0x61, 0]],
    ['a.Bc', [1, 0x61, 2, 0x42, 0x63, 0]],
    ['a\\.b', [3, 0x61, 0x2e, 0x62, 0]],
    ['\\000\\255\\"', [3, 0, 255, 0x22, 0]],
    ['_8443._https.a', [5, ...new TextEncoder().encode('_8443'), 6, ...new TextEncoder().encode('_https'), 1, 0x61, 0]],
  ])('writes %j', (text, bytes) => {
    expect(encodeName(text)).toEqual({ ok: true, value: Uint8Array.from(bytes) });
  });

  it.each([
    ['', 'length', 0],
    ['..', 'length', 0],
    ['.a', 'length', 0],
    ['a..b', 'length', 2],
    ['a'.repeat(64), 'length', 64],
    [`${'a'.repeat(63)}.`.repeat(4), 'length', 255],
    ['a\\', 'value', 1],
    ['a\\25', 'value', 1],
    ['\\256', 'value', 0],
    ['ä', 'value', 0],
    ['a b', 'value', 1],
  ])('refuses %j', (text, kind, offset) => {
    expect(encodeName(text)).toEqual({ ok: false, error: { kind, field: 'name', offset } });
  });
});

// RFC 4343 §3.
it('compares ASCII letters without case, and nothing else', () => {
  expect(sameName('WWW.Example', 'www.eXAMPLE')).toBe(true);
  expect(sameName('a\\.b', 'a.b')).toBe(false);
  expect(lowerName('ÄK')).toBe('Äk');
  expect(sameName('\u212a', 'k')).toBe(false);
});
