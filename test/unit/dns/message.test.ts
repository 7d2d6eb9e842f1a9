import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../../src/dns/message.ts';
import { cname, extendedError, https, httpsRdata, type MessageParts, messageOf, opt, soa } from '../builders.ts';

const host = 'www.example.com';

/** Where the first record starts: header, name, type and class. */
const first = 12 + 17 + 4;

const changed = (bytes: Uint8Array, offset: number, ...changes: number[]) => {
  const copy = bytes.slice();
  copy.set(changes, offset);
  return copy;
};

const a = (rdata: number[], recordClass = 1) => ({
  name: host,
  type: 1,
  class: recordClass,
  rdata: Uint8Array.from(rdata),
});

describe('decodeMessage', () => {
  it('reads flags, question and records', () => {
    const decoded = decodeMessage(
      messageOf({
        flags: 0x83a3,
        answers: [cname(host, 'A.example', 5), https('a.example', httpsRdata(1, '.'), 0x80000001), a([192, 0, 2, 1])],
        authorities: [soa('example.com', 900, 300)],
        additionals: [opt(extendedError(17, 'no\u0000\u202e t'), 0x01000000), https('x', Uint8Array.of(1))],
      }),
    );
    expect(decoded).toMatchObject({
      ok: true,
      value: {
        opcode: 0,
        truncated: true,
        authenticated: true,
        rcode: 0x13,
        question: { name: host, type: 65, class: 1 },
        answers: [
          { name: host, type: 5, ttlSeconds: 5, target: 'A.example' },
          { name: 'a.example', type: 65, ttlSeconds: 0, rdata: Uint8Array.of(0, 1, 0) },
          { address: '192.0.2.1' },
        ],
        authorities: [{ minimumSeconds: 300, ttlSeconds: 900 }],
        extendedErrors: [{ code: 17, text: 'no t' }],
        trailingBytes: 0,
      },
    });
  });

  it('sees padding, also where it takes no bytes', () => {
    const padding = (bytes: number) => Uint8Array.of(0, 12, 0, bytes, ...new Uint8Array(bytes));
    const isPadded = (options: Uint8Array) => decodeMessage(messageOf({ additionals: [opt(options)] }));
    for (const bytes of [0, 40]) expect(isPadded(padding(bytes))).toMatchObject({ value: { padded: true } });
    expect(isPadded(extendedError(12, 'x'))).toMatchObject({ value: { padded: false } });
    expect(decodeMessage(messageOf({}))).toMatchObject({ value: { padded: false } });
  });

  it('reads addresses of both families', () => {
    const ipv6 = { name: host, type: 28, rdata: Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1) };
    expect(decodeMessage(messageOf({ answers: [ipv6] }))).toMatchObject({
      value: { answers: [{ address: '2001:db8::1' }] },
    });
  });

  it('counts what follows the last record', () => {
    const bytes = Uint8Array.of(...messageOf(), 1, 2, 3);
    expect(decodeMessage(bytes)).toMatchObject({ ok: true, value: { trailingBytes: 3 } });
  });

  it('truncates long EDE text between characters', () => {
    const decoded = decodeMessage(messageOf({ additionals: [opt(extendedError(0, '🦊'.repeat(300)))] }));
    expect(decoded).toMatchObject({ value: { extendedErrors: [{ text: '🦊'.repeat(200) }] } });
  });

  it('leaves a class other than IN alone', () => {
    expect(decodeMessage(messageOf({ answers: [a([1], 3)] })).ok).toBe(true);
  });

  it('keeps record types that it does not know', () => {
    const unknown = { name: host, type: 47, rdata: Uint8Array.of(0xc0) };
    expect(decodeMessage(messageOf({ authorities: [unknown] })).ok).toBe(true);
  });

  const damaged: [string, Uint8Array, string, string, number][] = [
    ['nothing', new Uint8Array(), 'truncated', 'Header', 0],
    ['11 bytes', new Uint8Array(11), 'truncated', 'Header', 0],
    ['a query', messageOf({ flags: 0x0100 }), 'value', 'QR', 2],
    ['no question', changed(messageOf(), 4, 0, 0), 'value', 'QDCOUNT', 4],
    ['two questions', changed(messageOf(), 4, 0, 2), 'value', 'QDCOUNT', 4],
    ['129 records', changed(messageOf(), 6, 0, 129), 'limit', 'ANCOUNT', 6],
    ['counts that add up to 129', changed(messageOf(), 6, 0, 43, 0, 43, 0, 43), 'limit', 'ANCOUNT', 6],
    ['65,536 bytes', Uint8Array.of(...messageOf(), ...new Uint8Array(65_536 - first)), 'limit', 'Message', 0],
    ['a count too many', changed(messageOf(), 6, 0, 1), 'truncated', 'answer[0].NAME', first],
    ['an A of 5 bytes', messageOf({ answers: [a([1, 2, 3, 4, 5])] }), 'length', 'answer[0].RDATA', first + 27],
    [
      'a CNAME with more behind',
      messageOf({ answers: [{ ...cname(host, 'a'), rdata: Uint8Array.of(0, 0) }] }),
      'trailing',
      'answer[0].RDATA',
      first + 28,
    ],
    [
      'a CNAME past its RDATA',
      messageOf({ answers: [{ ...cname(host, 'a'), rdata: Uint8Array.of(5, 1) }] }),
      'truncated',
      'answer[0].RDATA',
      first + 28,
    ],
    [
      'a short SOA',
      messageOf({ authorities: [{ ...soa('a', 1, 1), name: host, rdata: new Uint8Array(21) }] }),
      'truncated',
      'authority[0].RDATA',
      first + 29,
    ],
    [
      'a long SOA',
      messageOf({ authorities: [{ ...soa('a', 1, 1), name: host, rdata: new Uint8Array(23) }] }),
      'trailing',
      'authority[0].RDATA',
      first + 49,
    ],
    ['an OPT among the answers', messageOf({ answers: [opt()] }), 'value', 'answer[0].TYPE', first],
    [
      'an OPT with an owner',
      messageOf({ additionals: [{ ...opt(), name: host }] }),
      'value',
      'additional[0].NAME',
      first,
    ],
    ['two OPTs', messageOf({ additionals: [opt(), opt()] }), 'duplicate', 'additional[1].TYPE', first + 11],
    [
      'an option that overruns',
      messageOf({ additionals: [opt(Uint8Array.of(0, 15, 0, 5, 0))] }),
      'truncated',
      'OPT.OPTION-DATA',
      first + 15,
    ],
    [
      'half an option',
      messageOf({ additionals: [opt(Uint8Array.of(0, 15, 0))] }),
      'truncated',
      'OPT.OPTION-LENGTH',
      first + 13,
    ],
  ];

  it.each(damaged)('refuses %s', (_, bytes, kind, field, offset) => {
    expect(decodeMessage(bytes)).toEqual({ ok: false, error: { kind, field, offset } });
  });

  it('refuses RDATA that runs past the message', () => {
    const bytes = messageOf({ answers: [https(host, httpsRdata(1, '.'))] });
    expect(decodeMessage(changed(bytes, first + 25, 255, 255))).toMatchObject({
      error: { kind: 'truncated', field: 'answer[0].RDATA', offset: first + 27 },
    });
  });

  it('rejects every truncated message', () => {
    const parts: MessageParts = {
      answers: [cname(host, 'a.example'), https('a.example', httpsRdata(1, '.', { alpn: ['h2'] }))],
      authorities: [soa('example.com', 1, 2)],
      additionals: [opt(extendedError(3, 'x'))],
    };
    const bytes = messageOf(parts);
    expect(decodeMessage(bytes).ok).toBe(true);
    for (let length = 0; length < bytes.length; length++) {
      expect([length, decodeMessage(bytes.subarray(0, length))]).toMatchObject([
        length,
        { ok: false, error: { kind: 'truncated' } },
      ]);
    }
  });

  it('passes over an extended error without its code', () => {
    const bytes = messageOf({ additionals: [opt(Uint8Array.of(0, 15, 0, 1, 6))] });
    expect(decodeMessage(bytes)).toMatchObject({ ok: true, value: { extendedErrors: [] } });
  });
});
