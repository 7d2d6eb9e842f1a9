// The wire: what is sealed opens with the site's key and with nothing else, the name is nowhere outside it, and what is lit is the
// name that can be read. The numbers of the padding are those of RFC 9849 §6.1.3.

import { describe, expect, it } from 'vitest';
import type { MarkKind } from '../../../src/dissect/hex-lines.ts';
import { decodeEchConfigList } from '../../../src/ech/config-list.ts';
import { type SelectedConfig, selectEchConfig } from '../../../src/ech/select.ts';
import { buildWire, type HelloKind, type Wire } from '../../../src/inspect/hellos.ts';
import { clientHelloOf } from '../../helpers/client-hello-records.ts';
import { openClientHello } from '../../helpers/ech-server.ts';
import { encodeEchConfigList } from '../../helpers/encode-ech-config.ts';
import type { EchParts } from '../builders.ts';
import { expectCovered } from '../hello/coverage.ts';
import { countingRandomness, okValue, serverKeyOf } from '../hello/hellos.ts';

const HOST = 'secret.example';

function siteOf(parts: EchParts = {}) {
  const key = serverKeyOf(parts);
  const config = selectEchConfig(okValue(decodeEchConfigList(encodeEchConfigList([key.config.raw]))));
  if (!config) throw new Error('no usable config');
  return { key, config };
}

const wireOf = (config: SelectedConfig | undefined, host = HOST) =>
  buildWire({ host, config, randomness: countingRandomness() });

function helloOf({ hellos }: Wire, kind: HelloKind) {
  const hello = hellos.find((each) => each.kind === kind);
  if (!hello) throw new Error(`no ${kind} hello`);
  return hello;
}

function markedIn(wire: Wire, kind: HelloKind, mark: MarkKind): Uint8Array[] {
  const { marks, bytes } = helloOf(wire, kind);
  return marks.filter((each) => each.kind === mark).map(({ offset, length }) => bytes.slice(offset, offset + length));
}

const asText = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

describe('with ECH', () => {
  it('only the key of the site opens it, and the name is in it', async () => {
    const { key, config } = siteOf({ maximumNameLength: 32 });
    const wire = await wireOf(config);
    const outer = helloOf(wire, 'outer');
    const message = okValue(clientHelloOf(outer.bytes));
    const opened = okValue(await openClientHello(message, [key]));
    expect(opened.encodedInner).toEqual(helloOf(wire, 'inner').bytes);
    expect(asText(opened.encodedInner)).toContain(HOST);
    const other = serverKeyOf({ maximumNameLength: 32 }, 2);
    expect(await openClientHello(message, [other])).toMatchObject({ error: { kind: 'not-decryptable' } });
    expect(wire.unsealed).toBeNull();
  });

  it('the name is nowhere outside; what is lit is the public name, byte by byte', async () => {
    const { config } = siteOf();
    const wire = await wireOf(config);
    const { bytes, name } = helloOf(wire, 'outer');
    // Neither whole nor in the part that is its own.
    expect(asText(bytes).toLowerCase()).not.toContain('secret');
    expect(markedIn(wire, 'outer', 'readable-name').map(asText)).toEqual(['cover.example']);
    expect(asText(bytes).split('cover.example')).toHaveLength(2);
    expect(name).toBe('cover.example');
  });

  it('what is marked as sealed is the payload, all of it', async () => {
    const { key, config } = siteOf();
    const wire = await wireOf(config);
    const message = okValue(clientHelloOf(helloOf(wire, 'outer').bytes));
    const { ech } = okValue(await openClientHello(message, [key]));
    expect(markedIn(wire, 'outer', 'sealed')).toEqual([ech.payload]);
    expect(wire.padding?.payloadLength).toBe(ech.payload.length);
    expect(markedIn(wire, 'inner', 'sealed-name').map(asText)).toEqual([HOST]);
    expect(markedIn(wire, 'inner', 'readable-name')).toEqual([]);
  });

  it('another build has another random, another key and the same lengths', async () => {
    const { config } = siteOf();
    const [first, second] = await Promise.all([buildWire({ host: HOST, config }), buildWire({ host: HOST, config })]);
    for (const kind of ['plain', 'outer', 'inner', 'grease'] as const) {
      const [a, b] = [helloOf(first, kind).bytes, helloOf(second, kind).bytes];
      expect(a).not.toEqual(b);
      expect(a.length).toBe(b.length);
    }
    expect(markedIn(first, 'outer', 'sealed')).not.toEqual(markedIn(second, 'outer', 'sealed'));
  });
});

describe('without', () => {
  it.each(['plain', 'grease'] as const)('%s has the name in clear, and that is what is lit', async (kind) => {
    const wire = await wireOf(undefined);
    expect(wire).toMatchObject({ unsealed: 'no-config', padding: null });
    expect(wire.hellos.map((hello) => hello.kind)).toEqual(['plain', 'grease']);
    expect(markedIn(wire, kind, 'readable-name').map(asText)).toEqual([HOST]);
    expect(markedIn(wire, kind, 'sealed')).toEqual([]);
  });

  it('GREASE has what looks like a sealed payload, of a length that a real one can have', async () => {
    const { config } = siteOf();
    const wire = await wireOf(config);
    const [random] = markedIn(wire, 'grease', 'random');
    expect(random?.length).toBe(wire.padding?.payloadLength);
    expect(markedIn(wire, 'plain', 'random')).toEqual([]);
  });

  it('a key of low order seals nothing, and that is said rather than thrown', async () => {
    const { config } = siteOf({ publicKey: new Uint8Array(32) });
    const wire = await wireOf(config);
    expect(wire).toMatchObject({ unsealed: 'bad-key', padding: null });
    expect(wire.hellos.map((hello) => hello.kind)).toEqual(['plain', 'grease']);
  });

  it('a host that is none is our own mistake', async () => {
    await expect(wireOf(undefined, 'bücher.例')).rejects.toThrow(RangeError);
  });
});

it.each([
  ['a short host', 'a.b', {}],
  ['the longest host', `${'a'.repeat(63)}.`.repeat(3) + 'b'.repeat(61), { maximumNameLength: 255 }],
  ['the longest public name', HOST, { publicName: `${'a'.repeat(63)}.`.repeat(3) + 'b'.repeat(61) }],
])('with %s every byte has its field', async (_name, host, parts) => {
  const wire = await wireOf(siteOf(parts).config, host);
  expect(wire.hellos).toHaveLength(4);
  for (const { fields, bytes } of wire.hellos) expectCovered(fields, bytes.length);
});

describe('padding, RFC 9849 §6.1.3', () => {
  it.each([
    [0, HOST],
    [10, HOST],
    [32, HOST],
    [128, HOST],
    [255, HOST],
    [32, 'a'.repeat(40).concat('.example')],
  ])('under maximum_name_length %i, of %s', async (maximumNameLength, host) => {
    const wire = await wireOf(siteOf({ maximumNameLength }).config, host);
    const padding = wire.padding!;
    expect(padding.forName).toBe(Math.max(0, maximumNameLength - host.length));
    expect(padding.toBlock).toBeLessThan(32);
    const { innerLength, forName, toBlock, payloadLength } = padding;
    expect(innerLength + forName + toBlock).toBe(helloOf(wire, 'inner').bytes.length);
    expect((payloadLength - 16) % 32).toBe(0);
    expect(payloadLength).toBe(innerLength + forName + toBlock + 16);
  });

  it('says which names look alike, and no others do', async () => {
    const { config } = siteOf({ maximumNameLength: 20 });
    const lengthOf = async (name: number) => (await wireOf(config, 'a'.repeat(name))).padding?.payloadLength;
    for (const name of [1, 14, 20, 21, 40]) {
      const { alike, payloadLength } = (await wireOf(config, 'a'.repeat(name))).padding!;
      expect(alike.from).toBeLessThanOrEqual(name);
      expect(alike.to).toBeGreaterThanOrEqual(name);
      expect(await lengthOf(alike.from)).toBe(payloadLength);
      expect(await lengthOf(alike.to)).toBe(payloadLength);
      expect(await lengthOf(alike.to + 1)).not.toBe(payloadLength);
      if (alike.from > 1) expect(await lengthOf(alike.from - 1)).not.toBe(payloadLength);
    }
  });
});
