// Every set of rows.json: the rows foretell what both browsers sent. test/lab/measure-rows.ts wrote the file.

import { describe, expect, it } from 'vitest';
import { foretold, inShort } from './foretold.ts';
import { bytesOf, countVectors, readMeasured, type Vectors } from './vectors.ts';

const { cases, records }: Vectors = readMeasured('rows.json');

const rdatasOf = (set: string[]): Uint8Array[] =>
  set.map((name, at) => Uint8Array.of(0, at + 1, ...bytesOf(records[name])));

describe('rows.json', () => {
  countVectors('rows.json', { sets: cases.length });

  it.each<Vectors>(cases)('$set', ({ set, chromium, firefox }) => {
    const rdatas = rdatasOf(set);
    expect({ chromium: foretold('chromium', rdatas), firefox: foretold('firefox', rdatas) }).toEqual({
      chromium: inShort(chromium),
      firefox: inShort(firefox),
    });
  });
});
