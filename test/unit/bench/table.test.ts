import { expect, it } from 'vitest';
import { tableOf } from '../../bench/table.ts';
import { entryOf, resultOf } from './entries.ts';

const limit = { what: 'without', measured: [100, 100, 100], paired: false };

it('has a line for each result, and says what was before and when', () => {
  const earlier = [entryOf({ results: [resultOf([90, 100, 110], { limit })] })];
  const now = [
    entryOf({ section: 'decoders', browser: null, version: null, results: [resultOf([1.234], { unit: 'µs' })] }),
    entryOf({ results: [resultOf([120, 130, 140], { limit }), resultOf([2], { what: 'asked', unit: null })] }),
  ];
  expect(tableOf(now, earlier).split('\n')).toEqual([
    'section   browser  what       median  middle half      beside it       ratio  before',
    'decoders           the load  1.23 µs                                          new',
    'pages     firefox  the load   130 ms  120 to 140 of 3  100 ms without   1.30  100 ms, +30 %',
    'pages     firefox  asked           2                                          new',
    'before: 2026-01-02T03:04Z, abc1234, Firefox/153.7, 2 cores, load 0.3',
  ]);
});

it('calls a change within the spread by its name', () => {
  const before = (earlier: number[], now: number[]) =>
    tableOf([entryOf({ results: [resultOf(now)] })], [entryOf({ results: [resultOf(earlier)] })]).split('\n')[1];
  expect(before([90, 100, 110], [85, 95, 105])).toContain('100 ms, −5 % (within the spread)');
  expect(before([100], [100.2])).toContain('100 ms, the same');
  expect(before([0], [3])).toMatch(/0\.00 ms$/);
});

it('names each earlier run once', () => {
  const entries = [entryOf({}), entryOf({ section: 'popup' }), entryOf({ section: 'memory', commit: 'def5678' })];
  const lines = tableOf(entries, entries).split('\n');
  expect(lines.filter((line) => line.startsWith('before: '))).toHaveLength(2);
});
