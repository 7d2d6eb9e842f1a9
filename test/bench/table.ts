// The table that a run of the bench ends with, as text. Pure.

import { changeSince, type Entry, predecessor } from './last-result.ts';
import type { Result, Spread, Unit } from './row.ts';

const HEADER = ['section', 'browser', 'what', 'median', 'middle half', 'beside it', 'ratio', 'before'];
const RIGHT_ALIGNED = new Set(['median', 'ratio']);

/** A row for each result of the entries, beside the earlier one, and below it when and on what the earlier ones were measured. */
export function tableOf(entries: readonly Entry[], earlier: readonly Entry[]): string {
  const cells = entries.flatMap((entry) => entry.results.map((result) => cellsOf(entry, result, earlier)));
  const widths = HEADER.map((_, column) => Math.max(...[HEADER, ...cells].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    HEADER.map((name, column) => {
      const [cell = '', width = 0] = [row[column], widths[column]];
      return RIGHT_ALIGNED.has(name) ? cell.padStart(width) : cell.padEnd(width);
    })
      .join('  ')
      .trimEnd();
  const runs = entries.flatMap((entry) => predecessor(earlier, entry) ?? []).map(circumstances);
  return [line(HEADER), ...cells.map(line), ...[...new Set(runs)].map((run) => `before: ${run}`)].join('\n');
}

/** When, of which version, and on what. */
function circumstances({ date, commit, version, cores, load }: Entry): string {
  const parts = [date, commit, ...(version === null ? [] : [version]), `${cores} cores`, `load ${load.toFixed(1)}`];
  return parts.join(', ');
}

function cellsOf(entry: Entry, result: Result, earlier: readonly Entry[]): string[] {
  const { what, unit, measured, limit, ratio } = result;
  const before = predecessor(earlier, entry)?.results.find((candidate) => candidate.what === what);
  return [
    entry.section,
    entry.browser ?? '',
    what,
    quantity(measured.median, unit),
    middleHalf(measured, unit),
    limit === null ? '' : `${quantity(limit.median, unit)} ${limit.what}`,
    ratio === null ? '' : ratio.toFixed(2),
    before === undefined ? 'new' : since(before, result),
  ];
}

const middleHalf = ({ low, high, count }: Spread, unit: Unit | null): string =>
  count === 1 ? '' : `${number(low, unit)} to ${number(high, unit)} of ${count}`;

function since(before: Result, now: Result): string {
  const change = changeSince(before, now);
  const was = quantity(before.measured.median, now.unit);
  if (change === null) return was;
  const percent = Math.round(change.part * 100);
  if (percent === 0) return `${was}, the same`;
  const sign = percent > 0 ? '+' : '−';
  return `${was}, ${sign}${Math.abs(percent)} %${change.isWithinSpread ? ' (within the spread)' : ''}`;
}

const quantity = (value: number, unit: Unit | null): string =>
  unit === null ? number(value, unit) : `${number(value, unit)} ${unit}`;

/** What has no unit is counted; of everything else three digits say enough. */
const number = (value: number, unit: Unit | null): string =>
  unit === null ? `${value}` : value.toFixed(value >= 99.5 ? 0 : value >= 9.95 ? 1 : 2);
