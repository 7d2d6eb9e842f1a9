// The names of the session in groups, worst first, and how many the network could read in one sentence.

import { WORST_FIRST } from '../shared/host-states.ts';
import type { HostState, NameExposure } from '../shared/report.ts';
import type { Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import { type NameRecord, worstExposure } from '../shared/session-names.ts';
import { matches } from './filter.ts';

export interface NameRow extends NameExposure {
  host: string;
  pages: number;
  atMs: number;
}

/** Names that stood behind the same public name; null where that is not known. */
export interface PublicNameGroup {
  publicName: string | null;
  rows: NameRow[];
}

export interface NamesSummary {
  total: number;
  /** How many rows there are. */
  shown: number;
  headline: Sentence;
  read: NameRow[];
  likelyRead: NameRow[];
  /** The connection hid it, and something else may have named it. */
  perhaps: NameRow[];
  unknown: NameRow[];
  /** The largest crowd first, here and in the next. */
  likelyHidden: PublicNameGroup[];
  hidden: PublicNameGroup[];
}

const READ: HostState[] = ['cleartext', 'intercepted', 'exposed'];

/** The numbers are of all names; the rows are those that match `filter` by their own name or by the cover name. */
export function summarizeNames(records: Iterable<NameRecord>, isIncomplete: boolean, filter = ''): NamesSummary {
  const rows = [...records].flatMap(toRow);
  rows.sort((one, other) => badness(one) - badness(other) || compare(one.host, other.host));
  const shown = rows.filter(({ host, publicName }) => matches(host, filter) || matches(publicName, filter));
  const within = (...states: HostState[]) => shown.filter(({ state }) => states.includes(state));
  return {
    total: rows.length,
    shown: shown.length,
    headline: headlineOf(rows, isIncomplete),
    read: within(...READ),
    likelyRead: within('likely-exposed'),
    perhaps: within('partly-hidden'),
    unknown: within('unknown'),
    likelyHidden: byCover(within('likely-hidden')),
    hidden: byCover(within('hidden')),
  };
}

function toRow(record: NameRecord): NameRow[] {
  const worst = worstExposure(record);
  const pages = Object.values(record.exposures).reduce((sum, one) => sum + one.pages, 0);
  return worst === null ? [] : [{ host: record.host, ...worst, pages, atMs: record.atMs }];
}

const badness = ({ state }: NameRow): number => WORST_FIRST.indexOf(state);

/** The same in every language: names are no words. */
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function byCover(rows: NameRow[]): PublicNameGroup[] {
  const groups = new Map<string | null, NameRow[]>();
  for (const row of rows) groups.set(row.publicName, [...(groups.get(row.publicName) ?? []), row]);
  return [...groups]
    .map(([publicName, rows]) => ({ publicName, rows }))
    .sort((one, other) => other.rows.length - one.rows.length || compare(one.publicName ?? '', other.publicName ?? ''));
}

/** Numbers stand behind a colon, where no language bends a word for them. */
function headlineOf(rows: NameRow[], isIncomplete: boolean): Sentence {
  const count = (...states: HostState[]) => rows.filter(({ state }) => states.includes(state)).length;
  const total = rows.length;
  if (total === 0) return sentence('session_nothing');
  const read = count(...READ, 'likely-exposed');
  const open = count('unknown', 'partly-hidden');
  const isMore = open > 0 || isIncomplete;
  // What is certain beside what is only probable, the list tells.
  if (count('likely-exposed') > 0)
    return sentence(isMore ? 'session_probably_read_more' : 'session_probably_read', { count: read }, { count: total });
  if (read > 0) return sentence(isMore ? 'session_read_more' : 'session_read', { count: read }, { count: total });
  if (open > 0) return sentence('session_not_known', { count: open }, { count: total });
  // Nothing is said of all names where not all are known.
  if (isIncomplete) return sentence('session_none_kept', { count: total });
  return sentence(count('hidden') === total ? 'session_none' : 'session_probably_none', { count: total });
}
