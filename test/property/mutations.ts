// Bytes that are nearly right: a valid input and what an attacker, or a bad cable, makes of it.

import fc from 'fast-check';

/** Runs per property; PROPERTY_RUNS=200000 for a long one. */
export const numRuns = Number(process.env.PROPERTY_RUNS ?? 500);

/** For a property at that count. */
export const timeoutMs = 30_000 + numRuns * 20;

type Mutation =
  | { kind: 'set'; at: number; byte: number }
  | { kind: 'insert'; at: number; bytes: Uint8Array }
  | { kind: 'delete'; at: number; count: number }
  | { kind: 'cut'; at: number }
  | { kind: 'copy'; at: number; from: number; count: number };

const byte = fc.oneof(fc.constantFrom(0, 1, 2, 3, 5, 63, 64, 127, 128, 192, 254, 255), fc.nat(255));
const place = fc.double({ min: 0, max: 1, noNaN: true });

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: place, byte }),
  fc.record({ kind: fc.constant('insert' as const), at: place, bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }) }),
  fc.record({ kind: fc.constant('delete' as const), at: place, count: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({ kind: fc.constant('copy' as const), at: place, from: place, count: fc.integer({ min: 1, max: 40 }) }),
);

function mutate(bytes: Uint8Array, change: Mutation): Uint8Array {
  const at = Math.floor(change.at * bytes.length);
  switch (change.kind) {
    case 'set': {
      const copy = bytes.slice();
      if (copy.length > 0) copy[Math.min(at, copy.length - 1)] = change.byte;
      return copy;
    }
    case 'insert':
      return Uint8Array.of(...bytes.subarray(0, at), ...change.bytes, ...bytes.subarray(at));
    case 'delete':
      return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + change.count));
    case 'cut':
      return bytes.slice(0, at);
    case 'copy': {
      const from = Math.floor(change.from * bytes.length);
      return Uint8Array.of(
        ...bytes.subarray(0, at),
        ...bytes.subarray(from, from + change.count),
        ...bytes.subarray(at),
      );
    }
  }
}

/** One of `seeds`, changed up to four times; sometimes no structure at all. */
export const nearly = (seeds: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(seeds, fc.array(mutation, { maxLength: 4 }))
        .map(([bytes, changes]) => changes.reduce(mutate, bytes)),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  );
