// Results of the bench, as short as tests want to write them.

import type { Entry } from '../../bench/last-result.ts';
import { type Result, type Row, summarize } from '../../bench/row.ts';

export const resultOf = (measured: number[], row: Partial<Row> = {}): Result =>
  summarize({ what: 'the load', unit: 'ms', measured, limit: null, ...row });

export const entryOf = (entry: Partial<Entry>): Entry => ({
  section: 'pages',
  browser: 'firefox',
  version: 'Firefox/153.7',
  date: '2026-01-02T03:04Z',
  commit: 'abc1234',
  cores: 2,
  load: 0.25,
  results: [resultOf([1])],
  ...entry,
});
