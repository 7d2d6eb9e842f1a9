// The bodies of encrypted_client_hello and ech_outer_extensions (RFC 9849 §5, §5.1).

import { describe, expect, it } from 'vitest';
import { decodeHex } from '../../../src/bytes/hex.ts';
import { encodeEchClientHello, encodeOuterExtensions } from '../../../src/hello/ech-extension.ts';
import { decodeEchClientHello, decodeOuterExtensions } from '../../helpers/ech-decoders.ts';
import { okValue } from './hellos.ts';

const bytesOf = (hex: string) => okValue(decodeHex(hex.replaceAll(' ', '')));

const refused = (kind: string, field: string, offset: number) => ({ ok: false, error: { kind, field, offset } });

describe('§5 encrypted_client_hello', () => {
  it('inner', () => expect(decodeEchClientHello(bytesOf('01'))).toEqual({ ok: true, value: { type: 'inner' } }));

  it('outer, and where its payload is', () => {
    const body = bytesOf('00 0001 0003 4d 0002 aabb 0003 010203');
    const ech = okValue(decodeEchClientHello(body));
    expect(ech).toEqual({
      type: 'outer',
      suite: { kdfId: 1, aeadId: 3 },
      configId: 0x4d,
      enc: bytesOf('aabb'),
      payload: bytesOf('010203'),
      payloadOffset: 12,
    });
    expect(encodeEchClientHello(ech)).toEqual(body);
  });

  it('outer without enc, as after a HelloRetryRequest', () => {
    expect(decodeEchClientHello(bytesOf('00 0001 0001 07 0000 0001 ff'))).toMatchObject({
      ok: true,
      value: { enc: new Uint8Array() },
    });
  });

  it.each([
    ['nothing', '', refused('truncated', 'type', 0)],
    ['another type', '02', refused('value', 'type', 0)],
    ['inner with more', '0100', refused('trailing', 'encrypted_client_hello', 1)],
    ['no payload', '00 0001 0001 07 0000 0000', refused('length', 'payload', 8)],
    ['bytes behind it', '00 0001 0001 07 0000 0001 ff 00', refused('trailing', 'encrypted_client_hello', 11)],
    ['an enc that overruns', '00 0001 0001 07 0003 aabb', refused('truncated', 'enc', 8)],
  ])('refuses %s', (_name, hex, error) => expect(decodeEchClientHello(bytesOf(hex))).toEqual(error));

  it('refuses every proper prefix', () => {
    const body = bytesOf('00 0001 0001 07 0002 aabb 0003 010203');
    for (let length = 0; length < body.length; length++)
      expect(decodeEchClientHello(body.slice(0, length))).toMatchObject({ ok: false, error: { kind: 'truncated' } });
  });
});

describe('§5.1 ech_outer_extensions', () => {
  it('is a list of types', () => {
    expect(okValue(decodeOuterExtensions(bytesOf('04 000a 0033')))).toEqual([10, 51]);
    expect(encodeOuterExtensions([10, 51])).toEqual(bytesOf('04 000a 0033'));
  });

  it.each([
    ['nothing', '', refused('truncated', 'OuterExtensions', 0)],
    ['an empty list', '00', refused('length', 'OuterExtensions', 0)],
    ['an odd length', '03 000a00', refused('length', 'OuterExtensions', 0)],
    ['a list that overruns', '04 000a', refused('truncated', 'OuterExtensions', 1)],
    ['bytes behind it', '02 000a 00', refused('trailing', 'ech_outer_extensions', 3)],
  ])('refuses %s', (_name, hex, error) => expect(decodeOuterExtensions(bytesOf(hex))).toEqual(error));
});
