// ClientHellos: nothing throws, trees cover every byte of whatever comes, and opening undoes building.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readFieldTree, readInnerFieldTree, readTlsRecordTree } from '../../src/dissect/hello-fields.ts';
import {
  type ClientHello,
  decodeClientHello,
  encodeClientHello,
  encodeClientHelloBody,
  serverNameOf,
} from '../../src/hello/client-hello.ts';
import { buildEchHello } from '../../src/hello/compose.ts';
import { encodeEchClientHello, encodeOuterExtensions } from '../../src/hello/ech-extension.ts';
import { encodeInner } from '../../src/hello/inner.ts';
import { recordOf } from '../../src/hello/record.ts';
import type { DecodeError } from '../../src/shared/decode-error.ts';
import { clientHelloOf } from '../helpers/client-hello-records.ts';
import { decodeInner } from '../helpers/decode-inner.ts';
import { decodeEchClientHello, decodeOuterExtensions, offeredVersions } from '../helpers/ech-decoders.ts';
import { openClientHello } from '../helpers/ech-server.ts';
import { expectCovered } from '../unit/hello/coverage.ts';
import { countingRandomness, innerMark, okValue, serverKeyOf, serverName, versions } from '../unit/hello/hellos.ts';
import { nearly, numRuns, timeoutMs } from './mutations.ts';

vi.setConfig({ testTimeout: timeoutMs });

const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void): void =>
  fc.assert(fc.property(arbitrary, property), { numRuns });

const bytes = (minLength: number, maxLength = minLength) => fc.uint8Array({ minLength, maxLength });
const u16 = fc.nat(0xffff);

/** Bodies that are right for their type, now and then, and types that stand for more than bytes. */
const extension = fc.oneof(
  fc.record({ type: u16, data: bytes(0, 12) }),
  fc.record({ type: fc.constantFrom(0, 5, 10, 16, 21, 41, 43, 45, 51, 0xfd00, 0xfe0d, 0xff01), data: bytes(0, 12) }),
  fc.constantFrom(serverName('a.example'), versions(0x0304), versions(0x3a3a, 0x0304, 0x0303), innerMark),
  fc
    .array(fc.constantFrom(0, 10, 13, 43, 51, 0xfd00, 0xfe0d), { minLength: 1, maxLength: 6 })
    .map((types) => ({ type: 0xfd00, data: encodeOuterExtensions(types) })),
  fc
    .record({ kdfId: u16, aeadId: u16, configId: fc.nat(255), enc: bytes(0, 32), payload: bytes(1, 20) })
    .map(({ kdfId, aeadId, ...rest }) => ({
      type: 0xfe0d,
      data: encodeEchClientHello({ type: 'outer', suite: { kdfId, aeadId }, ...rest }),
    })),
);

const hello: fc.Arbitrary<ClientHello> = fc.record({
  legacyVersion: u16,
  random: bytes(32),
  legacySessionId: bytes(0, 32),
  cipherSuites: fc.array(u16, { minLength: 1, maxLength: 6 }),
  legacyCompressionMethods: bytes(1, 3),
  extensions: fc.uniqueArray(extension, { selector: ({ type }) => type, maxLength: 8 }),
});

const encoded = hello.map((parts) => encodeClientHelloBody({ ...parts, legacySessionId: new Uint8Array() }));

/** An error names a field, and a place in the input or just behind it. */
function expectSound(result: { ok: boolean; error?: DecodeError }, length: number): void {
  if (result.ok) return;
  const { error } = result;
  if (!error?.field || error.offset < 0 || error.offset > length) throw new Error(JSON.stringify(error));
}

describe('nothing throws', () => {
  it('on ClientHellos and their trees, which cover every byte', () => {
    check(nearly(hello.map(encodeClientHello)), (message) => {
      const decoded = decodeClientHello(message);
      expectSound(decoded, message.length);
      const tree = readFieldTree(message);
      for (const error of tree.issues) expectSound({ ok: false, error }, message.length);
      expectCovered(tree.fields, message.length);
      if (tree.issues.length === 0 && JSON.stringify(tree.fields).includes('"unread"'))
        throw new Error('unread bytes without an issue');
      if (!decoded.ok) return;
      expect(encodeClientHello(decoded.value)).toEqual(withExtensions(message));
      serverNameOf(decoded.value);
      offeredVersions(decoded.value);
    });
  });

  it('on inner hellos', () => {
    check(fc.tuple(nearly(encoded), hello), ([bytesOfInner, outer]) => {
      expectSound(decodeInner(bytesOfInner, outer), bytesOfInner.length);
      const tree = readInnerFieldTree(bytesOfInner);
      expectCovered(tree.fields, bytesOfInner.length);
    });
  });

  it('on extension bodies', () => {
    check(nearly(extension.map(({ data }) => data)), (body) => {
      const ech = decodeEchClientHello(body);
      expectSound(ech, body.length);
      if (ech.ok) expect(encodeEchClientHello(ech.value)).toEqual(body);
      const types = decodeOuterExtensions(body);
      expectSound(types, body.length);
      if (types.ok) expect(encodeOuterExtensions(types.value)).toEqual(body);
    });
  });

  it('on records', () => {
    check(nearly(hello.map((parts) => recordOf(encodeClientHello(parts)))), (records) => {
      expectSound(clientHelloOf(records), records.length);
      const tree = readTlsRecordTree(records);
      expectCovered(tree.fields, records.length);
    });
  });
});

/** A hello may leave out an empty list of extensions; ours writes it. */
function withExtensions(message: Uint8Array): Uint8Array {
  const fields = readFieldTree(message).fields.at(2)?.children ?? [];
  if (fields.some(({ name }) => name === 'extensions')) return message;
  const length = message.length - 4 + 2;
  return Uint8Array.of(1, length >> 16, (length >> 8) & 255, length & 255, ...message.subarray(4), 0, 0);
}

describe('decoding undoes encoding', () => {
  it('of hellos', () => {
    check(hello, (parts) => {
      const decoded = okValue(decodeClientHello(encodeClientHello(parts)));
      expect(decoded.extensions.map(({ type, data }) => ({ type, data }))).toEqual(parts.extensions);
      expect(decoded).toMatchObject({ random: parts.random, legacySessionId: parts.legacySessionId });
      expect(okValue(clientHelloOf(recordOf(encodeClientHello(parts))))).toEqual(encodeClientHello(parts));
    });
  });

  it('of inner hellos, with whatever neighbours left to the outer one', () => {
    const ordinary = fc.uniqueArray(fc.record({ type: fc.integer({ min: 60, max: 200 }), data: bytes(0, 8) }), {
      selector: ({ type }) => type,
      maxLength: 8,
    });
    const cut = fc.tuple(fc.nat(8), fc.nat(8));
    check(
      fc.tuple(hello, ordinary, cut, fc.nat(255), fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme-ascii' })),
      ([outer, own, [from, count], maximumNameLength, host]) => {
        const shared = own.slice(from, from + count);
        const inner = {
          ...outer,
          random: new Uint8Array(32),
          extensions: [...own, serverName(host), versions(0x0304), innerMark],
        };
        const around = {
          ...outer,
          extensions: [{ type: 59, data: new Uint8Array() }, ...shared, { type: 58, data: new Uint8Array(3) }],
        };
        const made = encodeInner(inner, { maximumNameLength, compress: shared.map(({ type }) => type) });
        expect(made.encoded.length % 32).toBe(0);
        const decoded = okValue(decodeInner(made.encoded, around));
        expect(decoded.hello).toEqual(inner);
        expect(decoded.paddingLength).toBe(made.paddingLength);
        expect(decoded.outerExtensions ?? []).toEqual(shared.map(({ type }) => type));
      },
    );
  });
});

interface BuildParts {
  host: string | undefined;
  alpn: string[];
  compress: boolean;
  aeadId: number;
  configId: number;
  maximumNameLength: number;
  /** Of the server's key. */
  seed: number;
}

describe('opening', () => {
  const parts: fc.Arbitrary<BuildParts> = fc.record({
    host: fc.option(fc.domain(), { nil: undefined }),
    alpn: fc.array(fc.constantFrom('h2', 'h3', 'http/1.1'), { maxLength: 3 }),
    compress: fc.boolean(),
    aeadId: fc.integer({ min: 1, max: 3 }),
    configId: fc.nat(255),
    maximumNameLength: fc.nat(255),
    seed: fc.nat(200),
  });
  // Each costs some milliseconds of elliptic curves.
  const options = { numRuns: Math.ceil(numRuns / 20) };

  const buildOf = async ({ host, alpn, compress, aeadId, configId, maximumNameLength, seed }: BuildParts) => {
    const suite = { kdfId: 1, aeadId };
    const key = serverKeyOf({ configId, maximumNameLength, cipherSuites: [suite] }, seed);
    const request = { ...(host !== undefined && { host }), alpn, compress, config: key.config, suite };
    return { key, built: await buildEchHello({ ...request, randomness: countingRandomness() }) };
  };

  it('undoes building', async () => {
    await fc.assert(
      fc.asyncProperty(parts, async (one) => {
        const { key, built } = await buildOf(one);
        const opened = okValue(await openClientHello(built.outer, [key]));
        expect(encodeClientHello(opened.hello)).toEqual(built.inner);
        expect(serverNameOf(opened.hello)).toBe(one.host);
        expect(serverNameOf(opened.outer)).toBe('cover.example');
      }),
      options,
    );
  });

  it('never throws, and opens nothing that was changed', async () => {
    const fixed = await buildOf({
      host: 'a.example',
      alpn: [],
      compress: true,
      aeadId: 1,
      configId: 7,
      maximumNameLength: 0,
      seed: 1,
    });
    await fc.assert(
      fc.asyncProperty(nearly(fc.constant(fixed.built.outer)), async (message) => {
        const opened = await openClientHello(message, [fixed.key]);
        if (opened.ok) expect(message).toEqual(fixed.built.outer);
      }),
      options,
    );
  });
});
