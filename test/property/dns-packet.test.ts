// Our decoder of DNS answers beside dns-packet's, the oracle: what both accept, they read alike.

import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { decodeMessage, type ResourceRecord } from '../../src/dns/message.ts';
import { nearly, numRuns, timeoutMs } from './mutations.ts';
import { compressedMessage, message } from './structures.ts';

vi.setConfig({ testTimeout: timeoutMs });

interface Decoded {
  answers: TheirRecord[];
  authorities: TheirRecord[];
}
interface TheirRecord {
  type: string;
  class: string;
  ttl: number;
  data: unknown;
}
const oracle: { decode: ((bytes: Buffer) => Decoded) & { bytes: number } } = createRequire(import.meta.url)(
  'dns-packet',
);

const TYPES: Record<number, string> = { 1: 'A', 5: 'CNAME', 6: 'SOA', 28: 'AAAA' };

/** What the oracle has of a record, in the words that we have for it; null where it reads more of a record than we do. */
function asOracle({ type, ttlSeconds, rdata, address, minimumSeconds }: ResourceRecord, theirs: TheirRecord) {
  const word = TYPES[type] ?? theirs.type;
  const ttl = ttlSeconds === 0 && theirs.ttl > 0x7fffffff ? theirs.ttl : ttlSeconds;
  const common = { type: theirs.type.startsWith('UNKNOWN_') ? `UNKNOWN_${type}` : word, ttl };
  if (address !== undefined) return { ...common, data: address };
  if (minimumSeconds !== undefined) return { ...common, data: minimumSeconds };
  return { ...common, data: theirs.type.startsWith('UNKNOWN_') ? [...rdata] : null };
}

function ofOracle({ type, ttl, class: recordClass, data }: TheirRecord) {
  if (type.startsWith('UNKNOWN_')) return { type, ttl, data: [...(data as Buffer)] };
  if (recordClass !== 'IN') return { type, ttl, data: null };
  if (type === 'SOA') return { type, ttl, data: (data as { minimum: number }).minimum };
  return { type, ttl, data: type === 'A' || type === 'AAAA' ? data : null };
}

/** How many records were compared. */
function compare(bytes: Uint8Array): number {
  const ours = decodeMessage(bytes);
  if (!ours.ok) return 0;
  let theirs: Decoded;
  try {
    theirs = oracle.decode(Buffer.from(bytes));
  } catch {
    return 0;
  }
  const { answers, authorities } = ours.value;
  const isOpt = ({ type }: TheirRecord) => type === 'OPT';
  const pairs = [
    ...answers.map((record, i) => [record, theirs.answers[i]] as const),
    ...authorities.map((record, i) => [record, theirs.authorities[i]] as const),
  ];
  expect(theirs.answers.some(isOpt) || theirs.authorities.some(isOpt)).toBe(false);
  for (const [record, other] of pairs) {
    if (other === undefined) throw new Error('a record that the oracle has not');
    expect(asOracle(record, other)).toEqual(ofOracle(other));
  }
  return pairs.length;
}

describe('what dns-packet reads as we do', () => {
  it('sound answers', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.oneof(message, compressedMessage), (bytes) => {
        compared += compare(bytes);
      }),
      { numRuns },
    );
    expect(compared).toBeGreaterThan(numRuns / 2);
  });

  it('answers that were changed', () => {
    let compared = 0;
    fc.assert(
      fc.property(nearly(message), (bytes) => {
        compared += compare(bytes);
      }),
      { numRuns },
    );
    expect(compared).toBeGreaterThan(numRuns / 10);
  });
});
