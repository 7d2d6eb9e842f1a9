import { describe, expect, it } from 'vitest';
import { encodeQuery } from '../../lab/dns/ask.ts';
import { reply } from '../../lab/dns/faults.ts';
import { decodeQuery } from '../../lab/dns/message.ts';
import { View } from '../../lab/dns/zone.ts';

const option = (code: number, ...value: number[]) => Buffer.from([0, code, 0, value.length, ...value]);
const NONE = Buffer.alloc(0);
const PADDING = option(12, 0, 0, 0);

describe('the lab’s resolvers read EDNS Client Subnet', () => {
  it.each([
    ['that says nothing', option(8, 0, 1, 0, 0), { family: 1, sourcePrefix: 0, scopePrefix: 0, address: [] }],
    [
      'of an IPv4 network',
      option(8, 0, 1, 24, 0, 203, 0, 113),
      { family: 1, sourcePrefix: 24, scopePrefix: 0, address: [203, 0, 113] },
    ],
    [
      'of an IPv6 network, with a scope',
      option(8, 0, 2, 16, 8, 32, 1),
      { family: 2, sourcePrefix: 16, scopePrefix: 8, address: [32, 1] },
    ],
  ])('%s', (_, subnet, expected) => {
    for (const options of [subnet, Buffer.concat([subnet, PADDING]), Buffer.concat([PADDING, subnet])])
      expect(decodeQuery(encodeQuery('hidden.example', 'HTTPS', options)).edns?.clientSubnet).toEqual(expected);
  });

  it('and the options beside it', () => {
    const { edns } = decodeQuery(
      encodeQuery('hidden.example', 'HTTPS', Buffer.concat([option(8, 0, 1, 0, 0), PADDING])),
    );
    expect(edns?.options).toEqual([
      { code: 8, lengthBytes: 4 },
      { code: 12, lengthBytes: 3 },
    ]);
  });

  it('and take a query without it, but none with a part of it', () => {
    expect(decodeQuery(encodeQuery('hidden.example', 'HTTPS', PADDING)).edns).toMatchObject({
      clientSubnet: undefined,
    });
    expect(() => decodeQuery(encodeQuery('hidden.example', 'HTTPS', option(8, 0, 1)))).toThrow();
  });
});

describe('a view that does not like the option', () => {
  const view = new View('resolver', new Map([['hidden.example', { a: ['203.0.113.1'] }]]));
  const rcodeOf = (options: Uint8Array) =>
    reply(view, 'doh', encodeQuery('hidden.example', 'A', options)).response.rcode;

  it('answers FORMERR to it, and as ever without', () => {
    view.refusesClientSubnet = true;
    expect(rcodeOf(option(8, 0, 1, 0, 0))).toBe('FORMERR');
    expect(rcodeOf(NONE)).toBe('NOERROR');
    expect(rcodeOf(PADDING)).toBe('NOERROR');
    const { wire } = reply(view, 'doh', encodeQuery('hidden.example', 'A'));
    expect(wire && [wire.readUInt8(3) & 15, wire.readUInt16BE(6)]).toEqual([1, 0]);
  });

  it('likes it again after a reset', () => {
    view.refusesClientSubnet = true;
    view.reset();
    expect(rcodeOf(option(8, 0, 1, 0, 0))).toBe('NOERROR');
  });
});
