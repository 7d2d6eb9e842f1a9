// Arbitrary valid structures, as parts and as bytes.

import fc from 'fast-check';
import { ByteWriter } from '../../src/bytes/byte-writer.ts';
import { encodeServiceBinding, type RawServiceBinding } from '../../src/dns/encode-service-binding.ts';
import { encodeEchConfigList } from '../helpers/encode-ech-config.ts';
import {
  cname,
  echConfigOf,
  extendedError,
  https,
  type MessageParts,
  messageOf,
  nameBytes,
  opt,
  type RecordParts,
  soa,
} from '../unit/builders.ts';

const escaped = (bytes: Uint8Array) => Array.from(bytes, (value) => `\\${String(value).padStart(3, '0')}`).join('');

/** Names of any bytes, in escapes throughout. */
export const anyName = fc
  .array(
    fc.oneof(
      fc.constantFrom('www', 'example', '_https', 'A-b'),
      fc.uint8Array({ minLength: 1, maxLength: 12 }).map(escaped),
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((labels) => labels.join('.'));

export const targetName = fc.oneof(fc.constant('.'), anyName);

const u16 = fc.nat(0xffff);
const bytes = (maxLength: number, minLength = 0) => fc.uint8Array({ minLength, maxLength });

const alpnValue = fc.array(bytes(8, 1), { minLength: 1, maxLength: 4 }).map((ids) => {
  const writer = new ByteWriter();
  for (const id of ids) writer.prefixed8((w) => w.bytes(id));
  return writer.toBytes();
});

/** Known values right, unknown ones anything. */
const param: fc.Arbitrary<{ key: number; value: Uint8Array }> = fc.oneof(
  fc.record({ key: fc.constant(1), value: alpnValue }),
  fc.record({ key: fc.constant(3), value: bytes(2, 2) }),
  fc.record({ key: fc.constant(4), value: fc.constantFrom(4, 8, 12).chain((size) => bytes(size, size)) }),
  fc.record({ key: fc.constant(5), value: bytes(40) }),
  fc.record({ key: fc.constant(6), value: fc.constantFrom(16, 32).chain((size) => bytes(size, size)) }),
  fc.record({ key: fc.integer({ min: 7, max: 12 }), value: bytes(20) }),
  fc.record({ key: fc.integer({ min: 7, max: 0xffff }), value: bytes(20) }),
);

/** Well-formed records, `mandatory` naming some of what is there. */
export const rawBinding: fc.Arbitrary<RawServiceBinding> = fc
  .record({
    priority: fc.oneof(fc.nat(3), u16),
    targetName,
    params: fc.uniqueArray(param, { selector: ({ key }) => key, maxLength: 6 }),
    mandatory: fc.boolean(),
    noDefaultAlpn: fc.boolean(),
  })
  .map(({ mandatory, noDefaultAlpn, params, ...rest }) => {
    const all = [...params];
    if (noDefaultAlpn && params.some(({ key }) => key === 1)) all.push({ key: 2, value: new Uint8Array() });
    all.sort((a, b) => a.key - b.key);
    const listed = new ByteWriter();
    for (const { key } of all) listed.u16(key);
    if (mandatory && all.length > 0) all.unshift({ key: 0, value: listed.toBytes() });
    return { ...rest, params: all };
  });

export const rdata: fc.Arbitrary<Uint8Array> = rawBinding.map((raw) => {
  const encoded = encodeServiceBinding(raw);
  if (!encoded.ok) throw new Error(JSON.stringify(encoded.error));
  return encoded.value;
});

const echParts = fc.record(
  {
    version: fc.constantFrom(0xfe0d, 0xfe0d, 0xfe0d, 0xfe0a, 0),
    configId: fc.nat(255),
    kemId: fc.oneof(fc.constant(0x20), u16),
    publicKey: fc.oneof(bytes(32, 32), bytes(70, 1)),
    cipherSuites: fc.array(fc.record({ kdfId: fc.nat(3), aeadId: fc.nat(4) }), { minLength: 1, maxLength: 4 }),
    maximumNameLength: fc.nat(255),
    publicName: fc.oneof(fc.constantFrom('cover.example', '127.0.0.1', 'a_b.c', 'a.0x1'), bytes(20, 1)),
    extensions: fc.uniqueArray(fc.record({ type: u16, data: bytes(10) }), {
      selector: ({ type }) => type,
      maxLength: 4,
    }),
  },
  { requiredKeys: [] },
);

export const echConfigs = fc.array(echParts.map(echConfigOf), { minLength: 1, maxLength: 5 });

export const echList: fc.Arbitrary<Uint8Array> = echConfigs.map(encodeEchConfigList);

const record: fc.Arbitrary<RecordParts> = fc.oneof(
  fc.tuple(anyName, anyName).map(([name, target]) => cname(name, target)),
  fc.tuple(anyName, rdata).map(([name, data]) => https(name, data)),
  fc.tuple(fc.nat(), fc.nat()).map(([ttl, minimum]) => soa('example.com', ttl, minimum)),
  fc.tuple(anyName, bytes(4, 4)).map(([name, data]) => ({ name, type: 1, rdata: data })),
  fc.tuple(anyName, bytes(16, 16)).map(([name, data]) => ({ name, type: 28, rdata: data })),
  fc
    .tuple(anyName, fc.integer({ min: 100, max: 0xffff }), bytes(30))
    .map(([name, type, data]) => ({ name, type, rdata: data })),
);

export const messageParts: fc.Arbitrary<MessageParts> = fc.record({
  name: anyName,
  type: fc.constantFrom(1, 65),
  flags: u16.map((flags) => flags | 0x8000),
  answers: fc.array(record, { maxLength: 5 }),
  authorities: fc.array(record, { maxLength: 2 }),
  additionals: fc.oneof(
    fc.constant<RecordParts[]>([]),
    fc.tuple(fc.nat(30), fc.string({ maxLength: 20 })).map(([code, text]) => [opt(extendedError(code, text))]),
  ),
});

export const wholeName = anyName.map(nameBytes);

export const message: fc.Arbitrary<Uint8Array> = messageParts.map(messageOf);

/** A message whose later names point at earlier ones. */
export const compressedMessage: fc.Arbitrary<Uint8Array> = fc
  .tuple(anyName, fc.array(fc.tuple(fc.nat(60), rdata), { minLength: 1, maxLength: 4 }))
  .map(([name, records]) => {
    const writer = new ByteWriter().u16(0).u16(0x8180).u16(1).u16(records.length).u16(0).u16(0);
    writer.bytes(nameBytes(name)).u16(65).u16(1);
    for (const [back, data] of records) {
      writer
        .u16(0xc000 | (12 + back))
        .u16(65)
        .u16(1)
        .u32(60)
        .prefixed16((w) => w.bytes(data));
    }
    return writer.toBytes();
  });
