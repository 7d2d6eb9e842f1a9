// ClientHello (RFC 8446 §4.1.2): what decodes, what is refused and where, and every truncation.

import { describe, expect, it } from 'vitest';
import {
  type ClientHello,
  decodeClientHello,
  encodeClientHello,
  encodeClientHelloBody,
  serverNameOf,
} from '../../../src/hello/client-hello.ts';
import type { DecodeError } from '../../../src/shared/decode-error.ts';
import { offeredVersions } from '../../helpers/ech-decoders.ts';
import { helloOf, okValue, serverName, versions } from './hellos.ts';

const withoutOffsets = (hello: ReturnType<typeof okValue<ClientHello>>) => ({
  ...hello,
  extensions: hello.extensions.map(({ type, data }) => ({ type, data })),
});

/** Offsets in `helloOf()`: the fields of a message with a session id of 32 bytes and one suite. */
const at = { sessionId: 38, suites: 71, methods: 75, extensions: 77 };

const changed = (message: Uint8Array, offset: number, ...bytes: number[]): Uint8Array => {
  const copy = message.slice();
  copy.set(bytes, offset);
  return copy;
};

describe('§4.1.2', () => {
  it('gives back what was encoded, and where extensions are', () => {
    const hello = helloOf();
    const message = encodeClientHello(hello);
    const decoded = okValue(decodeClientHello(message));
    expect(withoutOffsets(decoded)).toEqual(hello);
    for (const { data, offset } of decoded.extensions)
      expect(message.subarray(offset, offset + data.length)).toEqual(data);
  });

  it('has three bytes of length', () => {
    const cipherSuites = new Array<number>(32_767).fill(0x1301);
    const large = helloOf({ cipherSuites, extensions: [{ type: 21, data: new Uint8Array(65_000) }] });
    const message = encodeClientHello(large);
    expect([...message.subarray(0, 4)]).toEqual([1, 1, 0xfe, 0x33]);
    expect(withoutOffsets(okValue(decodeClientHello(message)))).toEqual(large);
  });

  it('takes a hello without extensions, as before TLS 1.3', () => {
    const body = encodeClientHelloBody(helloOf({ extensions: [] })).subarray(0, -2);
    const message = Uint8Array.of(1, 0, 0, body.length, ...body);
    expect(okValue(decodeClientHello(message)).extensions).toEqual([]);
  });

  const message = encodeClientHello(helloOf());
  const none = new Uint8Array();
  const cases: [string, Uint8Array, DecodeError][] = [
    ['another message', changed(message, 0, 2), { kind: 'value', field: 'msg_type', offset: 0 }],
    ['a length that is too large', changed(message, 1, 1), { kind: 'truncated', field: 'ClientHello', offset: 4 }],
    [
      'a length that is too small',
      changed(message, 3, (message[3] ?? 0) - 1),
      { kind: 'trailing', field: 'Handshake', offset: message.length - 1 },
    ],
    [
      'a session id of 33 bytes',
      encodeClientHello(helloOf({ legacySessionId: new Uint8Array(33) })),
      { kind: 'length', field: 'legacy_session_id', offset: at.sessionId },
    ],
    [
      'no cipher suite',
      encodeClientHello(helloOf({ cipherSuites: [] })),
      { kind: 'length', field: 'cipher_suites', offset: at.suites },
    ],
    ['half a cipher suite', changed(message, at.suites, 0, 3), { kind: 'length', field: 'cipher_suites', offset: 71 }],
    [
      'no compression method',
      encodeClientHello(helloOf({ legacyCompressionMethods: none })),
      { kind: 'length', field: 'legacy_compression_methods', offset: at.methods },
    ],
    [
      'extensions that end before their length',
      changed(message, at.extensions, 0xff),
      { kind: 'truncated', field: 'extensions', offset: 79 },
    ],
    [
      'extensions that end before the hello',
      Uint8Array.of(1, 0, 0, (message[3] ?? 0) + 1, ...message.subarray(4), 0),
      { kind: 'trailing', field: 'ClientHello', offset: message.length },
    ],
    [
      'an extension longer than the rest',
      changed(message, 81, 0xff),
      { kind: 'truncated', field: 'extension_data', offset: 83 },
    ],
    [
      '§4.2: a type that stands twice',
      encodeClientHello(helloOf({ extensions: [versions(0x0304), serverName('a'), versions(0x0304)] })),
      { kind: 'duplicate', field: 'extension_type', offset: 96 },
    ],
  ];
  it.each(cases)('refuses %s', (_name, bytes, error) => {
    expect(decodeClientHello(bytes)).toEqual({ ok: false, error });
  });

  it('refuses every proper prefix, by its own length and with the length put right', () => {
    for (let length = 0; length < message.length; length++) {
      const prefix = message.slice(0, length);
      expect(decodeClientHello(prefix)).toMatchObject({ ok: false, error: { kind: 'truncated' } });
      if (length < 4) continue;
      // Where extensions may be absent, the prefix is whole.
      const shorter = decodeClientHello(changed(prefix, 1, 0, 0, length - 4));
      expect(shorter.ok).toBe(length === at.extensions);
    }
  });
});

describe('server_name (RFC 6066 §3)', () => {
  it.each([
    ['a name', Uint8Array.of(0, 4, 0, 0, 1, 97), 'a'],
    ['any bytes', Uint8Array.of(0, 5, 0, 0, 2, 255, 0), '\xff\0'],
    ['no name', Uint8Array.of(0, 3, 0, 0, 0), undefined],
    ['another type', Uint8Array.of(0, 4, 1, 0, 1, 97), undefined],
    ['two names', Uint8Array.of(0, 8, 0, 0, 1, 97, 0, 0, 1, 98), undefined],
    ['a length too large', Uint8Array.of(0, 5, 0, 0, 1, 97), undefined],
    ['something behind', Uint8Array.of(0, 4, 0, 0, 1, 97, 0), undefined],
  ])('%s', (_name, data, name) => {
    expect(serverNameOf(helloOf({ extensions: [{ type: 0, data }] }))).toBe(name);
  });

  it('absent', () => expect(serverNameOf(helloOf({ extensions: [] }))).toBeUndefined());
});

it('supported_versions (RFC 8446 §4.2.1): all, or none when they cannot be read', () => {
  const of = (data: Uint8Array) => offeredVersions(helloOf({ extensions: [{ type: 43, data }] }));
  expect(of(versions(0x0304, 0x0303).data)).toEqual([0x0304, 0x0303]);
  expect(of(Uint8Array.of(3, 3, 4, 3))).toEqual([]);
  expect(of(Uint8Array.of(2, 3, 4, 3))).toEqual([]);
  expect(offeredVersions(helloOf({ extensions: [] }))).toEqual([]);
});
