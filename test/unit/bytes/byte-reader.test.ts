import { describe, expect, it } from 'vitest';
import { ByteReader, decode } from '../../../src/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/bytes/byte-writer.ts';

const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 0xff);

describe('ByteReader', () => {
  it('reads big-endian numbers', () => {
    const reader = new ByteReader(bytes);
    expect([reader.u8('a'), reader.u16('b'), reader.u32('c')]).toEqual([1, 0x0203, 0x04050607]);
    expect(reader.remaining).toBe(1);
    expect(new ByteReader(Uint8Array.of(255, 255, 255, 255)).u32('max')).toBe(0xffffffff);
  });

  it.each([
    ['u8', 7],
    ['u16', 7],
    ['u32', 5],
  ] as const)('stops %s at the end', (method, start) => {
    const reader = new ByteReader(bytes, start, method === 'u8' ? 7 : 8);
    expect(decode(() => reader[method]('field'))).toEqual({
      ok: false,
      error: { kind: 'truncated', field: 'field', offset: start },
    });
  });

  it('keeps a sub-reader inside its length, with absolute offsets', () => {
    const reader = new ByteReader(bytes);
    reader.skip(2, 'head');
    const sub = reader.sub(3, 'sub');
    expect(reader.offset).toBe(5);
    expect(sub.take(3, 'all')).toEqual(Uint8Array.of(3, 4, 5));
    expect(decode(() => sub.u8('beyond'))).toEqual({
      ok: false,
      error: { kind: 'truncated', field: 'beyond', offset: 5 },
    });
    expect(decode(() => reader.sub(4, 'long'))).toMatchObject({
      error: { kind: 'truncated', field: 'long', offset: 5 },
    });
  });

  it('reports what is left over', () => {
    const reader = new ByteReader(bytes, 0, 3);
    reader.u16('a');
    expect(decode(() => reader.finish('Struct'))).toEqual({
      ok: false,
      error: { kind: 'trailing', field: 'Struct', offset: 2 },
    });
    reader.u8('b');
    expect(decode(() => reader.finish('Struct'))).toEqual({ ok: true, value: undefined });
  });

  it('lets our own mistakes through', () => {
    expect(() =>
      decode(() => {
        throw new TypeError('ours');
      }),
    ).toThrow('ours');
  });
});

describe('ByteWriter', () => {
  it('writes numbers and prefixed parts, and grows', () => {
    const written = new ByteWriter()
      .u8(1)
      .u16(0x0203)
      .u32(0xfffefdfc)
      .prefixed8((w) => w.bytes([9]))
      .prefixed16((w) => w.bytes(new Uint8Array(300)))
      .toBytes();
    expect([...written.subarray(0, 11)]).toEqual([1, 2, 3, 255, 254, 253, 252, 1, 9, 1, 44]);
    expect(written.length).toBe(311);
  });

  it.each([
    ['u8', 256],
    ['u8', -1],
    ['u16', 65_536],
    ['u32', 2 ** 32],
    ['u16', 1.5],
  ] as const)('refuses %s of %d', (method, value) => {
    expect(() => new ByteWriter()[method](value)).toThrow(RangeError);
  });

  it('refuses a part that its length cannot tell', () => {
    expect(() => new ByteWriter().prefixed8((w) => w.bytes(new Uint8Array(256)))).toThrow(RangeError);
  });
});
