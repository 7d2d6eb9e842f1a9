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
  /** `UNKNOWN_65` for a type that it has no word for; its data is then the record's bytes. */
  type: string;
  ttl: number;
  data: unknown;
}
const oracle: { decode(bytes: Buffer): Decoded } = createRequire(import.meta.url)('dns-packet');

/** A, NS, CNAME, SOA, PTR, AAAA and DNAME, whose data our decoder reads in class IN. */
const READ_TYPES = [1, 2, 5, 6, 12, 28, 39];

/** Type and TTL, and of the data what our decoder reads. */
function expectAlike({ type, ttlSeconds, rdata, address, minimumSeconds }: ResourceRecord, theirs: TheirRecord): void {
  const isUnknown = theirs.type.startsWith('UNKNOWN_');
  if (isUnknown) expect([theirs.type, [...(theirs.data as Buffer)]]).toEqual([`UNKNOWN_${type}`, [...rdata]]);
  expect(ttlSeconds).toBe(theirs.ttl > 0x7fffffff ? 0 : theirs.ttl);
  if (address !== undefined) expect([theirs.type, theirs.data]).toEqual([type === 1 ? 'A' : 'AAAA', address]);
  if (minimumSeconds !== undefined) expect(theirs).toMatchObject({ type: 'SOA', data: { minimum: minimumSeconds } });
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
  const records = [...ours.value.answers, ...ours.value.authorities];
  const others = [...theirs.answers, ...theirs.authorities];
  let compared = 0;
  for (const [i, other] of others.entries()) {
    const record = records[i] as ResourceRecord;
    // Of every other record the oracle goes by what is inside, not by RDLENGTH: what follows may begin elsewhere.
    if (!other.type.startsWith('UNKNOWN_') && (record.class !== 1 || !READ_TYPES.includes(record.type))) break;
    expectAlike(record, other);
    compared++;
  }
  return compared;
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
