import { describe, expect, it } from 'vitest';
import { spreadOf, summarize } from '../../bench/row.ts';

describe('the spread of measurements', () => {
  it('is the median and the quartiles, in whatever order they came', () => {
    expect(spreadOf([9, 1, 5, 3, 7])).toEqual({ median: 5, low: 3, high: 7, count: 5 });
    expect(spreadOf([10, 9, 1])).toEqual({ median: 9, low: 1, high: 10, count: 3 });
    expect(spreadOf([4])).toEqual({ median: 4, low: 4, high: 4, count: 1 });
  });

  it('leaves the measurements as they were', () => {
    const values = [2, 1];
    spreadOf(values);
    expect(values).toEqual([2, 1]);
  });

  it('of nothing is a fault', () => {
    expect(() => spreadOf([])).toThrow('nothing was measured');
  });
});

describe('a row’s ratio', () => {
  const row = (measured: number[], limit: number[], paired: boolean) =>
    summarize({ what: 'w', unit: 'ms', measured, limit: { what: 'l', measured: limit, paired } });

  it('is that of the medians', () => {
    expect(row([10, 20, 30], [4, 5, 6, 7, 8], false)).toMatchObject({
      measured: { median: 20, count: 3 },
      limit: { what: 'l', median: 6, count: 5 },
      ratio: 20 / 6,
    });
  });

  it('is the median of the pairs’ where each was measured beside its limit', () => {
    expect(row([10, 40, 30], [10, 20, 30], true).ratio).toBe(1);
  });

  it('is none without a limit, or where the limit is nothing', () => {
    expect(summarize({ what: 'w', unit: 'ms', measured: [1], limit: null }).ratio).toBeNull();
    expect(row([1], [0], false).ratio).toBeNull();
    expect(row([0], [0], false).ratio).toBeNull();
  });
});
