// The names of the session in groups, worst first, and how many the network could read in a sentence or two.

import type { HostState } from '../shared/report.ts';
import type { Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import { type CountedExposure, type NameRecord, worstFirst } from '../shared/session-names.ts';
import { matches } from './filter.ts';

export interface NameRow {
  host: string;
  /** All there were, the worst first: it decides where the row stands. */
  fared: [FaredAs, ...FaredAs[]];
  atMs: number;
}

export type FaredAs = CountedExposure & { state: HostState };

/** Names that stood behind the same public name; null where that is not known. */
export interface PublicNameGroup {
  publicName: string | null;
  rows: NameRow[];
}

export interface NamesSummary {
  total: number;
  /** How many rows there are. */
  shown: number;
  headline: Sentence[];
  rows: Record<HostState, NameRow[]>;
}

const READ: HostState[] = ['cleartext', 'intercepted', 'exposed'];

/** The numbers are of all names; the rows are those that match `filter` by their own name or by the cover name. */
export function summarizeNames(records: Iterable<NameRecord>, isIncomplete: boolean, filter = ''): NamesSummary {
  const all = [...records].flatMap(toRow).sort((one, other) => compare(one.host, other.host));
  const shown = all.filter(({ host, fared }) => matches(host, filter) || matches(fared[0].publicName, filter));
  const rows: NamesSummary['rows'] = {
    cleartext: [],
    intercepted: [],
    exposed: [],
    'likely-exposed': [],
    'partly-hidden': [],
    unknown: [],
    'likely-hidden': [],
    hidden: [],
  };
  for (const row of shown) rows[row.fared[0].state].push(row);
  return { total: all.length, shown: shown.length, headline: headlineOf(all, isIncomplete), rows };
}

function toRow(record: NameRecord): NameRow[] {
  const [worst, ...others] = worstFirst(record);
  return worst === undefined ? [] : [{ host: record.host, fared: [worst, ...others], atMs: record.atMs }];
}

/** The same in every language: names are no words. */
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The largest group first. */
export function byPublicName(rows: NameRow[]): PublicNameGroup[] {
  const groups = new Map<string | null, NameRow[]>();
  for (const row of rows) {
    const [{ publicName }] = row.fared;
    groups.set(publicName, [...(groups.get(publicName) ?? []), row]);
  }
  return [...groups]
    .map(([publicName, rows]) => ({ publicName, rows }))
    .sort((one, other) => other.rows.length - one.rows.length || compare(one.publicName ?? '', other.publicName ?? ''));
}

/** What could be read, then what is left open: it never counts as hidden. */
function headlineOf(rows: NameRow[], isIncomplete: boolean): Sentence[] {
  const count = (...states: HostState[]) => rows.filter(({ fared: [{ state }] }) => states.includes(state)).length;
  const total = { count: rows.length };
  if (rows.length === 0) return [sentence('session_nothing')];
  const read = { count: count(...READ, 'likely-exposed') };
  const unknown = count('unknown');
  const partly = count('partly-hidden');
  const open = [
    ...(unknown > 0 ? [sentence('session_unknown_other', { count: unknown })] : []),
    ...(partly > 0 ? [sentence('session_partly_other', { count: partly })] : []),
  ];
  const isMore = open.length > 0 || isIncomplete;
  // What is certain beside what is only probable, the list tells.
  if (count('likely-exposed') > 0)
    return [
      sentence(isMore ? 'session_probably_read_more_other' : 'session_probably_read_other', read, total),
      ...open,
    ];
  if (read.count > 0)
    return [sentence(isMore ? 'session_read_more_other' : 'session_read_other', read, total), ...open];
  if (open.length > 0) return [sentence('session_none_known_other', total), ...open];
  // Nothing is said of all names where not all are known.
  if (isIncomplete) return [sentence('session_none_kept_other', total)];
  return [sentence(count('hidden') === rows.length ? 'session_none_other' : 'session_probably_none_other', total)];
}
