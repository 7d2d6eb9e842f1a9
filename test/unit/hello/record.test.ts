// TLSPlaintext records around a ClientHello (RFC 8446 §5.1).

import { describe, expect, it } from 'vitest';
import { encodeClientHello } from '../../../src/hello/client-hello.ts';
import { recordOf } from '../../../src/hello/record.ts';
import { clientHelloOf } from '../../helpers/client-hello-records.ts';
import { helloOf, okValue } from './hellos.ts';

const message = encodeClientHello(helloOf());
const large = encodeClientHello(helloOf({ extensions: [{ type: 21, data: new Uint8Array(40_000) }] }));

const fragment = (bytes: Uint8Array, type = 22) =>
  Uint8Array.of(type, 3, 1, bytes.length >> 8, bytes.length & 255, ...bytes);

describe('records', () => {
  it('give the message back, from one or from several', () => {
    expect(okValue(clientHelloOf(recordOf(message)))).toEqual(message);
    expect(okValue(clientHelloOf(recordOf(large)))).toEqual(large);
    const pieces = [message.subarray(0, 1), message.subarray(1, 5), message.subarray(5)].flatMap((piece) => [
      ...fragment(piece),
    ]);
    expect(okValue(clientHelloOf(Uint8Array.from(pieces)))).toEqual(message);
  });

  it('are of at most 2^14 bytes', () => {
    const records = recordOf(large);
    expect([...records.subarray(0, 5)]).toEqual([22, 3, 1, 0x40, 0]);
    expect(records.length).toBe(large.length + 3 * 5);
  });

  it('may go on with the next flight', () => {
    expect(okValue(clientHelloOf(Uint8Array.of(...recordOf(message), 20, 3, 3, 0, 1, 1)))).toEqual(message);
  });

  it.each([
    ['an alert', fragment(message, 21), { kind: 'value', field: 'TLSPlaintext.type', offset: 0 }],
    ['an empty record', fragment(new Uint8Array()), { kind: 'length', field: 'TLSPlaintext.length', offset: 3 }],
    [
      'a record of 2^14 + 1',
      Uint8Array.of(22, 3, 1, 0x40, 1),
      { kind: 'length', field: 'TLSPlaintext.length', offset: 3 },
    ],
    ['another message', fragment(Uint8Array.of(2, 0, 0, 0)), { kind: 'value', field: 'msg_type', offset: 5 }],
    [
      'an alert between two pieces',
      Uint8Array.of(...fragment(message.subarray(0, 6)), ...fragment(message.subarray(6), 21)),
      { kind: 'value', field: 'TLSPlaintext.type', offset: 11 },
    ],
  ])('refused: %s', (_name, records, error) => expect(clientHelloOf(records)).toEqual({ ok: false, error }));

  it('refused: every proper prefix', () => {
    const records = recordOf(message);
    for (let length = 0; length < records.length; length++)
      expect(clientHelloOf(records.slice(0, length))).toMatchObject({ ok: false, error: { kind: 'truncated' } });
  });
});
