// The worst inputs under 64 KiB that we could think of, for each decoder: a test proves that they end, the bench prints how long
// they take.

import { predictClients } from '../../src/browsers/rows.ts';
import { decodeBase64, encodeBase64 } from '../../src/bytes/base64.ts';
import { ByteWriter } from '../../src/bytes/byte-writer.ts';
import { decodeMessage, type ResourceRecord } from '../../src/dns/message.ts';
import { resolveRecordSet } from '../../src/dns/record-set.ts';
import { decodeServiceBinding } from '../../src/dns/service-binding.ts';
import { followCnames } from '../../src/doh/chain.ts';
import { decodeEchConfigList } from '../../src/ech/config-list.ts';
import { echListOf, httpsRdata, messageOf, nameBytes, opt } from '../unit/builders.ts';

export interface HostileCase {
  name: string;
  run: () => unknown;
}

const repeat = (count: number, write: (writer: ByteWriter, i: number) => void): Uint8Array => {
  const writer = new ByteWriter();
  for (let i = 0; i < count; i++) write(writer, i);
  return writer.toBytes();
};

/** A message whose `records` owners each start at the end of one long chain of pointers. */
function pointerChain(records: number): Uint8Array {
  const chain = repeat(31_000, (writer, i) => writer.u16(0xc000 | Math.min(0x3fff, 40 + 2 * (i - 1))));
  const writer = new ByteWriter().u16(0).u16(0x8180).u16(1).u16(records).u16(0).u16(0);
  writer.u8(0).u16(65).u16(1);
  writer
    .u8(0)
    .u16(999)
    .u16(1)
    .u32(0)
    .prefixed16((rdata) => rdata.bytes(chain));
  for (let i = 1; i < records; i++) writer.u16(0xfffe).u16(999).u16(1).u32(0).u16(0);
  return writer.toBytes();
}

const label = new ByteWriter().u8(63).bytes(new Uint8Array(63).fill(1)).toBytes();
const longName = new ByteWriter()
  .bytes(label)
  .bytes(label)
  .bytes(label)
  .u8(61)
  .bytes(new Uint8Array(61))
  .u8(0)
  .toBytes();

const messages: [string, Uint8Array][] = [
  ['a chain of 31,000 pointers', pointerChain(128)],
  [
    '128 CNAMEs of the longest name',
    messageOf({ answers: Array.from({ length: 120 }, () => ({ name: 'a', type: 5, rdata: longName })) }),
  ],
  ['10,000 extended errors', messageOf({ additionals: [opt(repeat(10_000, (w) => w.u16(15).u16(2).u16(3)))] })],
  [
    'one extended error of 64,000 bytes',
    messageOf({
      additionals: [opt(new ByteWriter().u16(15).u16(64_000).bytes(new Uint8Array(64_000).fill(0xc2)).toBytes())],
    }),
  ],
  ['16,000 empty options', messageOf({ additionals: [opt(repeat(16_000, (w) => w.u16(12).u16(0)))] })],
  ['zeros', new Uint8Array(65_535)],
  ['ones', new Uint8Array(65_535).fill(255)],
];

/** A chain of CNAMEs, each name of 255 bytes that are written with four characters. */
function longChain(links: number): ResourceRecord[] {
  const tail = Array(4).fill('\\001'.repeat(61)).join('.').slice(4);
  const name = (i: number) => `\\${i + 128}${tail}`;
  const message = decodeMessage(
    messageOf({
      answers: Array.from({ length: links }, (_, i) => ({ name: name(i), type: 5, rdata: nameBytes(name(i + 1)) })),
    }),
  );
  if (!message.ok) throw new Error('the chain is sound');
  return message.value.answers;
}

const chain = longChain(120);

const bindings: [string, Uint8Array][] = [
  [
    '16,000 parameters',
    new ByteWriter()
      .u16(1)
      .u8(0)
      .bytes(repeat(16_000, (w, i) => w.u16(i + 12).u16(0)))
      .toBytes(),
  ],
  ['32,000 mandatory keys', httpsRdata(1, '.', { mandatory: Array.from({ length: 32_000 }, (_, i) => i + 1) })],
  ['32,000 protocols', httpsRdata(1, '.', { alpn: new Array<string>(32_000).fill('a') })],
  ['16,000 IPv4 hints', httpsRdata(1, '.', { other: { 4: new Uint8Array(64_000) } })],
  ['4,000 IPv6 hints', httpsRdata(1, '.', { other: { 6: new Uint8Array(64_000) } })],
];

const lists: [string, Uint8Array][] = [
  [
    '16,000 configs of unknown version',
    new ByteWriter().prefixed16((w) => w.bytes(repeat(16_000, (c) => c.u16(1).u16(0)))).toBytes(),
  ],
  [
    '16,000 extensions of one type',
    echListOf({ extensions: new Array(16_000).fill({ type: 1, data: new Uint8Array() }) }),
  ],
  ['16,000 unknown suites', echListOf({ cipherSuites: new Array(16_000).fill({ kdfId: 9, aeadId: 9 }) })],
  ['900 configs', echListOf(...new Array(900).fill({ cipherSuites: [{ kdfId: 9, aeadId: 9 }] }))],
  [
    '4,000 configs that end early',
    new ByteWriter().prefixed16((w) => w.bytes(repeat(4_000, (c) => c.u16(0xfe0d).u16(0)))).toBytes(),
  ],
  ['names of 255 dots', echListOf(...new Array(200).fill({ publicName: '.'.repeat(255) }))],
  ['names of 255 digits', echListOf(...new Array(200).fill({ publicName: '1'.repeat(255) }))],
  ['names of 127 labels', echListOf(...new Array(200).fill({ publicName: '1.'.repeat(127) }))],
];

const rowsOf = (...rdatas: Uint8Array[]) => {
  const set = { owner: 'a', cnames: [], ttlSeconds: 1, rdatas: rdatas.map(encodeBase64) };
  // A new set each time: what is decoded once is remembered.
  return () => predictClients({ kind: 'records', sets: [{ ...set }] }, { scheme: 'https', host: 'a', port: 443 });
};

const manyRecords = Array.from({ length: 128 }, (_, i) =>
  httpsRdata(i + 1, '.', { ech: echListOf({ extensions: [{ type: 1, data: new Uint8Array(300) }] }) }),
);
const equalRecords = Array.from({ length: 128 }, (_, i) =>
  httpsRdata(1, '.', {
    ech: echListOf({ publicName: `n${i}.example`, extensions: [{ type: 1, data: new Uint8Array(300) }] }),
  }),
);
const ones = encodeBase64(new Uint8Array(65_535).fill(255));

export const HOSTILE_CASES: readonly HostileCase[] = [
  ...messages.map(([name, bytes]) => ({ name: `message: ${name}`, run: () => decodeMessage(bytes) })),
  ...bindings.flatMap(([name, bytes]) => [
    { name: `record: ${name}`, run: () => decodeServiceBinding(bytes) },
    { name: `record: ${name}, rows`, run: rowsOf(bytes) },
  ]),
  ...lists.flatMap(([name, bytes]) => [
    { name: `config list: ${name}`, run: () => decodeEchConfigList(bytes) },
    // A record has to hold the list.
    ...(bytes.length < 65_500
      ? [{ name: `config list: ${name}, rows`, run: rowsOf(httpsRdata(1, '.', { ech: bytes })) }]
      : []),
  ]),
  { name: 'CNAMEs: 120 of the longest name', run: () => followCnames(chain, chain[0]?.name ?? '', 65) },
  { name: 'record set: 128 records', run: () => resolveRecordSet(manyRecords) },
  { name: 'record set: 128 records, rows', run: rowsOf(...manyRecords) },
  { name: 'record set: 128 records of one priority, rows', run: rowsOf(...equalRecords) },
  { name: 'base64: 64 KiB decoded', run: () => decodeBase64(ones) },
  { name: 'base64: 64 KiB encoded', run: () => encodeBase64(new Uint8Array(65_535)) },
];
