// EncodedClientHelloInner (RFC 9849 §5.1, §6.1.3, §7.1): padding, compression, and each rule broken once.

import { describe, expect, it } from 'vitest';
import { type ClientHello, type Extension, encodeClientHelloBody } from '../../../src/hello/client-hello.ts';
import { encodeInner, paddingLengthOf } from '../../../src/hello/inner.ts';
import { decodeInner } from '../../helpers/decode-inner.ts';
import { helloOf, innerMark, okValue, outerExtensions, serverName, versions } from './hellos.ts';

const x = (type: number): Extension => ({ type, data: Uint8Array.of(type & 255) });

describe('§6.1.3 padding', () => {
  it.each([
    // Length, name, maximum, padding: the sum is a multiple of 32.
    [100, 'a'.repeat(14), 0, 28],
    [128, 'a'.repeat(14), 0, 0],
    [129, 'a'.repeat(14), 0, 31],
    [100, 'a'.repeat(14), 100, 86 + 6],
    [100, 'a'.repeat(100), 100, 28],
    [100, 'a'.repeat(200), 100, 28],
    [100, 'a', 255, 254 + 30],
    [100, undefined, 100, 109 + 15],
    [100, undefined, 0, 9 + 19],
    [24, undefined, 0, 9 + 31],
  ])('of %i bytes with %s, maximum_name_length %i: %i', (length, name, maximum, padding) => {
    expect(paddingLengthOf(length, name, maximum)).toBe(padding);
    expect((length + padding) % 32).toBe(0);
  });

  it('makes names of up to the maximum look alike', () => {
    const lengths = [1, 20, 63, 100].map((count) => {
      const inner = helloOf({ extensions: [serverName('a'.repeat(count)), innerMark] });
      return encodeInner(inner, { maximumNameLength: 100 }).encoded.length;
    });
    expect(new Set(lengths).size).toBe(1);
  });
});

describe('§5.1 compression', () => {
  const inner = helloOf({ extensions: [serverName('a'), x(10), x(13), versions(0x0304), innerMark] });
  const outer = helloOf({ extensions: [x(10), serverName('b'), x(13), versions(0x0304)] });

  it('replaces neighbours by their types, in place', () => {
    const { encoded, paddingLength } = encodeInner(inner, { maximumNameLength: 0, compress: [43, 13, 10] });
    const wanted = helloOf({
      legacySessionId: new Uint8Array(),
      extensions: [serverName('a'), outerExtensions(10, 13, 43), innerMark],
    });
    expect(encoded.slice(0, encoded.length - paddingLength)).toEqual(encodeClientHelloBody(wanted));
    expect(okValue(decodeInner(encoded, outer))).toEqual({
      hello: inner,
      outerExtensions: [10, 13, 43],
      paddingLength,
    });
  });

  it('cannot replace what is not together', () => {
    expect(() => encodeInner(inner, { maximumNameLength: 0, compress: [10, 43] })).toThrow(RangeError);
  });

  it('has nothing to do for types that are not there', () => {
    const { encoded } = encodeInner(inner, { maximumNameLength: 0, compress: [99] });
    expect(okValue(decodeInner(encoded, outer)).outerExtensions).toBeUndefined();
  });
});

describe('decodeInner refuses', () => {
  const outer = helloOf({ extensions: [x(10), x(11), x(12), versions(0x0303), x(0xfe0d), x(0xfd00)] });
  const tls13 = versions(0x0304);

  /** An inner hello without a session id, and 3 bytes of padding. Its extensions begin at byte 43. */
  const encodedOf = (
    extensions: Extension[],
    { padding = [0, 0, 0], ...parts }: Partial<ClientHello> & { padding?: number[] } = {},
  ) =>
    Uint8Array.of(
      ...encodeClientHelloBody(helloOf({ legacySessionId: new Uint8Array(), extensions, ...parts })),
      ...padding,
    );

  const list = (i: number) => `ech_outer_extensions.OuterExtensions[${i}]`;

  it.each([
    [
      '§5.1: a session id',
      encodedOf([tls13, innerMark], { legacySessionId: Uint8Array.of(1) }),
      'length',
      'legacy_session_id',
      34,
    ],
    ['§5.1: padding that is not zero', encodedOf([tls13, innerMark], { padding: [0, 1, 0] }), 'value', 'zeros', 56],
    [
      '§5.1: two lists',
      encodedOf([outerExtensions(10), outerExtensions(11), tls13, innerMark]),
      'duplicate',
      'extension_type',
      50,
    ],
    [
      '§5.1: an empty list',
      encodedOf([outerExtensions(), tls13, innerMark]),
      'length',
      'ech_outer_extensions.OuterExtensions',
      47,
    ],
    [
      '§5.1: a type that is missing outside',
      encodedOf([outerExtensions(10, 99), tls13, innerMark]),
      'value',
      list(1),
      50,
    ],
    ['§5.1: a type twice', encodedOf([outerExtensions(10, 11, 10), tls13, innerMark]), 'duplicate', list(2), 52],
    ['§5.1: another order', encodedOf([outerExtensions(11, 10), tls13, innerMark]), 'order', list(1), 50],
    ['§5.1: encrypted_client_hello', encodedOf([outerExtensions(0xfe0d), tls13, innerMark]), 'value', list(0), 48],
    ['§5.1: the list itself', encodedOf([outerExtensions(0xfd00), tls13, innerMark]), 'value', list(0), 48],
    [
      '§4.2 of RFC 8446: a type both inside and from outside',
      encodedOf([outerExtensions(10, 11), x(11), tls13, innerMark]),
      'duplicate',
      list(1),
      50,
    ],
    ['§7.1: no encrypted_client_hello', encodedOf([tls13]), 'value', 'encrypted_client_hello', 50],
    ['§7.1: none, behind a list', encodedOf([outerExtensions(10), tls13]), 'value', 'encrypted_client_hello', 57],
    ['§7.1: TLS 1.2 from outside', encodedOf([outerExtensions(43), innerMark]), 'value', 'supported_versions', 47],
    [
      '§7.1: one with more than its type',
      encodedOf([{ type: 0xfe0d, data: Uint8Array.of(1, 1) }, tls13]),
      'trailing',
      'encrypted_client_hello.encrypted_client_hello',
      48,
    ],
    [
      '§7.1: one of type outer',
      encodedOf([{ type: 0xfe0d, data: Uint8Array.of(0, 0, 1, 0, 1, 7, 0, 0, 0, 1, 9) }, tls13]),
      'value',
      'encrypted_client_hello.type',
      47,
    ],
    ['§7.1: no supported_versions', encodedOf([innerMark]), 'value', 'supported_versions', 48],
    ['§7.1: TLS 1.2 as well', encodedOf([innerMark, versions(0x0304, 0x0303)]), 'value', 'supported_versions', 52],
    ['§7.1: TLS 1.2 alone', encodedOf([innerMark, versions(0x0303)]), 'value', 'supported_versions', 52],
  ])('%s', (_name, encoded, kind, field, offset) => {
    expect(decodeInner(encoded, outer)).toEqual({ ok: false, error: { kind, field, offset } });
  });

  it('nothing that is as it should be, GREASE versions and no padding included', () => {
    const encoded = encodedOf([outerExtensions(10, 12), versions(0x3a3a, 0x0304), innerMark], { padding: [] });
    const { hello, paddingLength } = okValue(decodeInner(encoded, outer));
    expect(hello.extensions.map(({ type }) => type)).toEqual([10, 12, 43, 0xfe0d]);
    expect(hello.legacySessionId).toEqual(outer.legacySessionId);
    expect(paddingLength).toBe(0);
  });

  it('every truncation', () => {
    const encoded = encodedOf([outerExtensions(10, 12), tls13, innerMark], { padding: [] });
    for (let length = 0; length < encoded.length; length++)
      expect(decodeInner(encoded.slice(0, length), outer).ok).toBe(false);
  });
});
