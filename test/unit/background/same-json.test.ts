import { describe, expect, it } from 'vitest';
import { isSameJson } from '../../../src/background/same-json.ts';

describe('the same', () => {
  it.each([
    [null, null],
    [1, 1],
    [[], []],
    [
      { a: 1, b: [{ c: 'd' }] },
      { b: [{ c: 'd' }], a: 1 },
    ],
  ])('%j and %j', (one, other) => {
    expect(isSameJson(one, other)).toBe(true);
  });
});

describe('not the same', () => {
  it.each([
    [null, {}],
    [undefined, {}],
    [1, '1'],
    [[], {}],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [{ a: null }, { b: null }],
  ])('%j and %j', (one, other) => {
    expect(isSameJson(one, other)).toBe(false);
    expect(isSameJson(other, one)).toBe(false);
  });
});
