import { expect, it } from 'vitest';
import { encodeBase64 } from '../../../src/bytes/base64.ts';
import { configForWire } from '../../../src/inspect/hellos-config.ts';
import type { LookupOutcome, RecordSet } from '../../../src/shared/lookup.ts';
import { echListOf, httpsRdata } from '../builders.ts';

const setOf = (...rdatas: Uint8Array[]): RecordSet => ({
  owner: 'www.example',
  cnames: [],
  ttlSeconds: 60,
  rdatas: rdatas.map(encodeBase64),
});
const records = (...sets: RecordSet[]): LookupOutcome => ({ kind: 'records', sets });
const good = (publicName: string) => echListOf({ publicName });
const service = (priority: number, ech?: Uint8Array) => httpsRdata(priority, '.', ech ? { ech } : {});
const nameOf = (outcome: LookupOutcome) => configForWire(outcome)?.contents.publicName;

it.each<[string, LookupOutcome, string | undefined]>([
  [
    'of the smallest priority',
    records(setOf(service(2, good('b.example')), service(1, good('a.example')))),
    'a.example',
  ],
  ['behind a record without', records(setOf(service(1), service(2, good('b.example')))), 'b.example'],
  [
    'behind one that no client can use',
    records(setOf(service(1, echListOf({ kemId: 16 })), service(2, good('b.example')))),
    'b.example',
  ],
  [
    'the second of a list',
    records(setOf(service(1, echListOf({ version: 0xfe0a }, { publicName: 'c.example' })))),
    'c.example',
  ],
  [
    'of the last set of a chain',
    records(setOf(httpsRdata(0, 'b.example')), setOf(service(1, good('b.example')))),
    'b.example',
  ],
  [
    'none behind an alias that stands beside',
    records(setOf(httpsRdata(0, 'b.example'), service(1, good('a.example')))),
    undefined,
  ],
  ['none of a list that is malformed', records(setOf(service(1, Uint8Array.of(0, 1)))), undefined],
  ['none of a set with a malformed record', records(setOf(service(1, good('a.example')), Uint8Array.of(0))), undefined],
  ['none without ech', records(setOf(service(1))), undefined],
  [
    'none of no answer',
    { kind: 'failed', failure: { kind: 'offline' }, sets: [setOf(service(1, good('a.example')))] },
    undefined,
  ],
  ['none of no records', { kind: 'no-data', sets: [] }, undefined],
])('%s', (_name, outcome, publicName) => expect(nameOf(outcome)).toBe(publicName));
