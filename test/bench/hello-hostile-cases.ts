// The worst hellos that we could think of, for the decoders of src/hello: a test proves that they end, the bench prints how long
// they take.

import { ByteWriter } from '../../src/bytes/byte-writer.ts';
import { readFieldTree, readInnerFieldTree } from '../../src/dissect/hello-fields.ts';
import { decodeClientHello, encodeClientHello } from '../../src/hello/client-hello.ts';
import { clientHelloOf } from '../helpers/client-hello-records.ts';
import { decodeInner } from '../helpers/decode-inner.ts';
import { decodeEchClientHello } from '../helpers/ech-decoders.ts';
import { helloOf, innerMark, outerExtensions, versions } from '../unit/hello/hellos.ts';

export interface HostileHello {
  name: string;
  run: () => unknown;
}

const repeat = (count: number, write: (writer: ByteWriter, i: number) => void): Uint8Array => {
  const writer = new ByteWriter();
  for (let i = 0; i < count; i++) write(writer, i);
  return writer.toBytes();
};

const prefixed16 = (bytes: Uint8Array) => new ByteWriter().prefixed16((body) => body.bytes(bytes)).toBytes();

const withExtension = (type: number, data: Uint8Array) => encodeClientHello(helloOf({ extensions: [{ type, data }] }));

const manyExtensions = Array.from({ length: 16_383 }, (_, i) => ({ type: i + 64, data: new Uint8Array() }));
const manySuites = Array.from({ length: 32_767 }, (_, i) => i);

const messages: [string, Uint8Array][] = [
  ['16,383 empty extensions', encodeClientHello(helloOf({ extensions: manyExtensions }))],
  ['32,767 cipher suites', encodeClientHello(helloOf({ cipherSuites: manySuites }))],
  [
    '32,767 cipher suites and 16,383 extensions',
    encodeClientHello(helloOf({ cipherSuites: manySuites, extensions: manyExtensions })),
  ],
  ['65,500 empty protocols', withExtension(16, prefixed16(repeat(65_500, (w) => w.u8(0))))],
  ['16,000 empty key shares', withExtension(51, prefixed16(repeat(16_000, (w) => w.u16(29).u16(0))))],
  ['13,000 server names', withExtension(0, prefixed16(repeat(13_000, (w) => w.u8(0).u16(2).u16(0))))],
  [
    'a server name of 65,000 bytes',
    withExtension(0, prefixed16(repeat(1, (w) => w.u8(0).u16(65_000).bytes(new Uint8Array(65_000))))),
  ],
  ['32,000 groups', withExtension(10, prefixed16(repeat(32_000, (w, i) => w.u16(i))))],
  ['10,000 identities', withExtension(41, prefixed16(repeat(10_000, (w) => w.u16(0).u32(0))))],
  [
    'padding of 65,000 bytes that ends in a one',
    withExtension(
      21,
      repeat(65_000, (w, i) => w.u8(i === 64_999 ? 1 : 0)),
    ),
  ],
  ['zeros', new Uint8Array(65_535)],
  ['ones', new Uint8Array(65_535).fill(1)],
];

const outer = helloOf({ extensions: [...manyExtensions.slice(0, 16_000), versions(0x0304)] });

const inners: [string, Uint8Array][] = [
  [
    'references to 127 of 16,000 extensions',
    encodeClientHello(
      helloOf({
        legacySessionId: new Uint8Array(),
        extensions: [outerExtensions(...Array.from({ length: 126 }, (_, i) => 64 + i * 120), 43), innerMark],
      }),
    ).subarray(4),
  ],
  [
    'padding of 65,000 bytes',
    new ByteWriter()
      .bytes(
        encodeClientHello(
          helloOf({ legacySessionId: new Uint8Array(), extensions: [versions(0x0304), innerMark] }),
        ).subarray(4),
      )
      .bytes(new Uint8Array(65_000))
      .toBytes(),
  ],
];

const oneByteRecords = repeat(10_000, (w, i) =>
  w
    .u8(22)
    .u16(0x0301)
    .u16(1)
    .u8(i < 4 ? ([1, 0, 255, 255][i] ?? 0) : 0),
);

export const HOSTILE_HELLOS: readonly HostileHello[] = [
  ...messages.flatMap(([name, bytes]) => [
    { name: `hello: ${name}`, run: () => decodeClientHello(bytes) },
    { name: `tree: ${name}`, run: () => readFieldTree(bytes) },
  ]),
  ...inners.flatMap(([name, bytes]) => [
    { name: `inner: ${name}`, run: () => decodeInner(bytes, outer) },
    { name: `inner tree: ${name}`, run: () => readInnerFieldTree(bytes) },
  ]),
  { name: 'records: 10,000 of one byte', run: () => clientHelloOf(oneByteRecords) },
  { name: 'extension: zeros', run: () => decodeEchClientHello(new Uint8Array(65_535)) },
];
