// One line of the bench's table: what was measured, in single measurements, and beside it the least that is possible, measured in
// the same run; and the few numbers that are kept of it. Pure.

export type Unit = 'ms' | 'µs' | 'KB' | 'MB';

export interface Row {
  /** Unique within its section and browser. */
  what: string;
  /** Null for what is counted. */
  unit: Unit | null;
  measured: readonly number[];
  /** In the same unit; null where nothing can be measured beside it. */
  limit: Limit | null;
}

interface Limit {
  what: string;
  measured: readonly number[];
  /** Each measurement was taken right beside the one of the same index: the ratio is the median of their ratios. */
  paired: boolean;
}

/** Median and quartiles. */
export interface Spread {
  median: number;
  low: number;
  high: number;
  count: number;
}

/** What is kept of a row. */
export interface Result {
  what: string;
  unit: Unit | null;
  measured: Spread;
  limit: (Spread & { what: string }) | null;
  /** Measured to limit; null without a limit, or where that is nothing. */
  ratio: number | null;
}

export function summarize({ what, unit, measured, limit }: Row): Result {
  if (limit === null) return { what, unit, measured: spreadOf(measured), limit: null, ratio: null };
  const beside = spreadOf(limit.measured);
  const ratio = limit.paired
    ? spreadOf(measured.map((value, index) => value / (limit.measured[index] ?? Number.NaN))).median
    : spreadOf(measured).median / beside.median;
  return {
    what,
    unit,
    measured: spreadOf(measured),
    limit: { what: limit.what, ...beside },
    ratio: Number.isFinite(ratio) ? ratio : null,
  };
}

/** Throws where nothing was measured: that is a fault of the bench. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
    if (value === undefined) throw new Error('nothing was measured');
    return value;
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75), count: sorted.length };
}
