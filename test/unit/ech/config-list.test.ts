// RFC 9849 §4, §4.2, §6.1 and §6.1.7.

import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../src/bytes/byte-writer.ts';
import { aeadName, kdfName, kemName } from '../../../src/ech/algorithm-names.ts';
import { decodeEchConfigList } from '../../../src/ech/config-list.ts';
import { publicNameProblem } from '../../../src/ech/public-name.ts';
import { configProblem, selectEchConfig } from '../../../src/ech/select.ts';
import { encodeEchConfigList } from '../../helpers/encode-ech-config.ts';
import { type EchParts, echConfigOf, echListOf, publicKey } from '../builders.ts';

const rawConfig = (contents: number[], version = 0xfe0d) =>
  encodeEchConfigList([
    new ByteWriter()
      .u16(version)
      .prefixed16((w) => w.bytes(contents))
      .toBytes(),
  ]);

const empty = new Uint8Array();

/** config_id to public_name, with an empty extension list to follow. */
const head = [...echConfigOf({ publicName: 'a' }).subarray(4, -2)];

describe('decodeEchConfigList', () => {
  it('reads every field', () => {
    const extensions = [
      { type: 0x1a1a, data: Uint8Array.of(1) },
      { type: 0x8001, data: empty },
    ];
    const cipherSuites = [{ kdfId: 1, aeadId: 3 }];
    const bytes = echListOf({
      configId: 255,
      maximumNameLength: 64,
      publicName: 'a.example',
      cipherSuites,
      extensions,
    });
    expect(decodeEchConfigList(bytes)).toEqual({
      ok: true,
      value: {
        configs: [
          {
            version: 0xfe0d,
            length: bytes.length - 6,
            offset: 2,
            raw: bytes.subarray(2),
            issues: [],
            contents: {
              configId: 255,
              kemId: 32,
              publicKey,
              cipherSuites,
              maximumNameLength: 64,
              publicName: 'a.example',
              extensions: [
                { ...extensions[0], mandatory: false, grease: true, offset: bytes.length - 9 },
                { ...extensions[1], mandatory: true, grease: false, offset: bytes.length - 4 },
              ],
            },
          },
        ],
      },
    });
  });

  it('keeps versions that it does not know', () => {
    const bytes = echListOf({ version: 0xfe0a }, {});
    const decoded = decodeEchConfigList(bytes);
    expect(decoded).toMatchObject({ value: { configs: [{ version: 0xfe0a, issues: [] }, { version: 0xfe0d }] } });
    expect(decoded.ok && decoded.value.configs[0]?.contents).toBeUndefined();
    expect(decoded.ok && encodeEchConfigList(decoded.value.configs.map(({ raw }) => raw))).toEqual(bytes);
  });

  it.each([
    ['nothing', [], 'truncated', 'ECHConfigList', 0],
    ['one byte', [0], 'truncated', 'ECHConfigList', 0],
    ['an empty list', [0, 0], 'length', 'ECHConfigList', 0],
    ['a list of three bytes', [0, 3, 1, 2, 3], 'length', 'ECHConfigList', 0],
    ['a length that is too large', [0, 5, 1, 2, 0, 0], 'truncated', 'ECHConfigList', 0],
    ['bytes behind the list', [0, 4, 1, 2, 0, 0, 9], 'trailing', 'ECHConfigList', 6],
    ['a config that overruns', [0, 4, 1, 2, 0, 1], 'truncated', 'ECHConfig[0].contents', 6],
    ['half a second config', [0, 6, 1, 2, 0, 0, 3, 4], 'truncated', 'ECHConfig[1].length', 8],
    ['an unknown version that overruns', [0, 9, 1, 2, 0, 1, 7, 1, 2, 0, 9], 'truncated', 'ECHConfig[1].contents', 11],
    ['empty contents', [...rawConfig([])], 'truncated', 'ECHConfig[0].config_id', 6],
    ['a key that overruns', [...rawConfig([1, 0, 32, 0, 5, 1])], 'truncated', 'ECHConfig[0].public_key', 11],
    [
      'five bytes of suites',
      [...rawConfig([1, 0, 32, 0, 1, 9, 0, 5, 1, 2, 3, 4, 5])],
      'length',
      'ECHConfig[0].cipher_suites',
      12,
    ],
    ['no extensions field', [...rawConfig(head)], 'truncated', 'ECHConfig[0].extensions', 6 + head.length],
    ['bytes behind the extensions', [...rawConfig([...head, 0, 0, 7])], 'trailing', 'ECHConfig[0]', 8 + head.length],
    [
      'half an extension',
      [...rawConfig([...head, 0, 3, 0, 1, 0])],
      'truncated',
      'ECHConfig[0].extensions[0].length',
      10 + head.length,
    ],
    [
      'an extension that overruns',
      [...rawConfig([...head, 0, 4, 0, 1, 0, 1])],
      'truncated',
      'ECHConfig[0].extensions[0].data',
      12 + head.length,
    ],
  ])('refuses %s', (_, bytes, kind, field, offset) => {
    const decoded = decodeEchConfigList(Uint8Array.from(bytes));
    expect(decoded).toMatchObject({ ok: false, error: { kind, field, offset } });
  });

  it('keeps whole suites in front of half a one', () => {
    const bytes = rawConfig([1, 0, 32, 0, 1, 9, 0, 6, 0, 1, 0, 3, 0, 1, 0, 1, 97, 0, 0]);
    expect(decodeEchConfigList(Uint8Array.from(bytes))).toMatchObject({
      ok: false,
      error: {
        kind: 'trailing',
        field: 'ECHConfig[0].cipher_suites',
        offset: 18,
        complete: true,
        configs: [{ contents: { cipherSuites: [{ kdfId: 1, aeadId: 3 }], publicName: 'a' } }],
      },
    });
  });

  it.each([
    ['an empty public_key', { publicKey: empty }, 'public_key', 9],
    ['empty cipher_suites', { cipherSuites: [] }, 'cipher_suites', 43],
    ['an empty public_name', { publicName: '' }, 'public_name', 50],
  ])('refuses %s, and still reads the rest', (_, parts: EchParts, field, offset) => {
    const decoded = decodeEchConfigList(echListOf(parts, {}));
    expect(decoded).toMatchObject({
      ok: false,
      error: {
        kind: 'length',
        field: `ECHConfig[0].${field}`,
        offset,
        complete: true,
        configs: [{ contents: {} }, { contents: {} }],
      },
    });
  });

  it('hands back what stands before the error', () => {
    const good = echConfigOf();
    const bytes = new ByteWriter().prefixed16((w) => w.bytes(good).bytes([0xfe, 0x0d, 0, 9])).toBytes();
    expect(decodeEchConfigList(bytes)).toMatchObject({
      ok: false,
      error: { complete: false, configs: [{ contents: { configId: 7 } }] },
    });
  });

  it('marks an extension type that stands twice without spoiling the list (§4.2)', () => {
    const extension = { type: 1, data: empty };
    const bytes = echListOf({ extensions: [extension, extension] }, {});
    const decoded = decodeEchConfigList(bytes);
    expect(decoded).toMatchObject({
      ok: true,
      value: {
        configs: [{ issues: [{ kind: 'duplicate', field: 'ECHConfig[0].extensions[1].type' }] }, { issues: [] }],
      },
    });
    expect(decoded.ok && selectEchConfig(decoded.value)?.index).toBe(1);
  });

  it('refuses every prefix, also when its length is put right', () => {
    const bytes = echListOf({ extensions: [{ type: 1, data: Uint8Array.of(1, 2) }] }, { version: 0xfe0a });
    const boundary = 2 + echConfigOf({ extensions: [{ type: 1, data: Uint8Array.of(1, 2) }] }).length;
    for (let length = 0; length < bytes.length; length++) {
      expect(decodeEchConfigList(bytes.subarray(0, length)).ok).toBe(false);
      if (length < 2) continue;
      const mended = new ByteWriter()
        .u16(length - 2)
        .bytes(bytes.subarray(2, length))
        .toBytes();
      expect([length, decodeEchConfigList(mended).ok]).toEqual([length, length === boundary]);
    }
  });

  it.each([0, 0x1a1a, 0x2a2a, 0xfafa])('knows %i for a reserved type (§11.3)', (type) => {
    const decoded = decodeEchConfigList(echListOf({ extensions: [{ type, data: empty }] }));
    expect(decoded).toMatchObject({ value: { configs: [{ contents: { extensions: [{ grease: true }] } }] } });
  });

  it.each([1, 0x0a0a, 0x1a2a, 0x1b1b, 0xfafb])('knows %i for an ordinary type', (type) => {
    const decoded = decodeEchConfigList(echListOf({ extensions: [{ type, data: empty }] }));
    expect(decoded).toMatchObject({ value: { configs: [{ contents: { extensions: [{ grease: false }] } }] } });
  });
});

describe('configProblem and selectEchConfig (§6.1)', () => {
  const cases: [string, EchParts][] = [
    ['unknown-version', { version: 0xfe0a }],
    ['unsupported-kem', { kemId: 0x0010 }],
    ['bad-key-length', { publicKey: publicKey.subarray(1) }],
    [
      'no-supported-suite',
      {
        cipherSuites: [
          { kdfId: 2, aeadId: 1 },
          { kdfId: 1, aeadId: 4 },
        ],
      },
    ],
    ['mandatory-extension', { extensions: [{ type: 0x8000, data: empty }] }],
    ['bad-public-name', { publicName: '127.0.0.1' }],
  ];
  it.each(cases)('passes over %s', (problem, parts) => {
    const decoded = decodeEchConfigList(echListOf(parts, { configId: 9 }));
    if (!decoded.ok) throw new Error();
    expect(decoded.value.configs.map(configProblem)).toEqual([problem, undefined]);
    expect(selectEchConfig(decoded.value)).toMatchObject({ index: 1, contents: { configId: 9 } });
  });

  it('takes the first suite that it knows', () => {
    const decoded = decodeEchConfigList(
      echListOf({
        cipherSuites: [
          { kdfId: 9, aeadId: 1 },
          { kdfId: 1, aeadId: 3 },
          { kdfId: 1, aeadId: 1 },
        ],
      }),
    );
    expect(decoded.ok && selectEchConfig(decoded.value)?.suite).toEqual({ kdfId: 1, aeadId: 3 });
  });

  it('selects nothing when there is nothing', () => {
    const decoded = decodeEchConfigList(echListOf({ version: 1 }));
    expect(decoded.ok && selectEchConfig(decoded.value)).toBeUndefined();
  });
});

describe('publicNameProblem (§6.1.7)', () => {
  it.each([
    ['a', undefined],
    ['a-b.example', undefined],
    ['1.a', undefined],
    ['a.1a', undefined],
    ['a.0xg', undefined],
    ['xn--a.example', undefined],
    [`${'a'.repeat(63)}.b`, undefined],
    ['', 'not-ldh'],
    ['.a', 'not-ldh'],
    ['a.', 'not-ldh'],
    ['a..b', 'not-ldh'],
    ['-a', 'not-ldh'],
    ['a-.b', 'not-ldh'],
    ['a_b.c', 'not-ldh'],
    ['a b', 'not-ldh'],
    ['ä', 'not-ldh'],
    ['a\n', 'not-ldh'],
    [`${'a'.repeat(64)}.b`, 'not-ldh'],
    ['1', 'ipv4-like'],
    ['a.1', 'ipv4-like'],
    ['a.0x', 'ipv4-like'],
    ['a.0XfF', 'ipv4-like'],
  ])('%j: %s', (name, problem) => {
    expect(publicNameProblem(name)).toBe(problem);
  });
});

it('names HPKE algorithms, post-quantum ones among them', () => {
  expect([kemName(0x20), kemName(0x41), kemName(0x647a), kemName(0x9999)]).toEqual([
    'DHKEM(X25519, HKDF-SHA256)',
    'ML-KEM-768',
    'X-Wing (MLKEM768-X25519)',
    undefined,
  ]);
  expect([kdfName(2), aeadName(3)]).toEqual(['HKDF-SHA384', 'ChaCha20Poly1305']);
});
