// The pieces of which a row of the table is made: what is seen, what is not, and what nobody knows.

import type { Cell, Evidence, ObserverRow } from '../shared/report.ts';
import type { SeenAs } from '../shared/report-kinds.ts';

/** `as` where "sees it" would say too much or too little. */
export const sees = (what: string | null, evidence: Evidence, as?: SeenAs): Cell => ({
  sees: 'yes',
  what,
  evidence,
  ...(as !== undefined && { as }),
});
export const seesNot = (what: string | null, evidence: Evidence): Cell => ({ sees: 'no', what, evidence });
export const UNKNOWN: Cell = { sees: 'unknown', what: null, evidence: 'unknown' };

/** The same in every column. */
export const all = (cell: Cell): Required<ObserverRow['cells']> => ({
  name: cell,
  provider: cell,
  address: cell,
  content: cell,
  traffic: cell,
});
