// What storage.session holds of this session, out of all that lies there: names, questions and their counts. Only the
// background writes it, so that its shape is trusted.

import { LOGGED_QUERY_PREFIX, type LoggedQuery, QUERY_TOTALS_KEY, type QueryTotals } from '../shared/query-log.ts';
import { NAME_PREFIX, type NameRecord, SESSION_KEY, type SessionFacts } from '../shared/session-names.ts';

export interface SessionEntries {
  names: ReadonlyMap<string, NameRecord>;
  questions: ReadonlyMap<string, LoggedQuery>;
  totals: QueryTotals;
  /** Null before the background has run. */
  facts: SessionFacts | null;
}

const NO_TOTALS: QueryTotals = { sent: 0, counts: [] };

export const NO_ENTRIES: SessionEntries = { names: new Map(), questions: new Map(), totals: NO_TOTALS, facts: null };

/** The entries after a change of storage, by key; undefined for what is gone. The same object where none of it matters. */
export function afterChanges(entries: SessionEntries, changes: Record<string, unknown>): SessionEntries {
  const names = changed(entries.names, NAME_PREFIX, changes);
  const questions = changed(entries.questions, LOGGED_QUERY_PREFIX, changes);
  const totals =
    QUERY_TOTALS_KEY in changes ? ((changes[QUERY_TOTALS_KEY] as QueryTotals) ?? NO_TOTALS) : entries.totals;
  const facts = SESSION_KEY in changes ? ((changes[SESSION_KEY] as SessionFacts) ?? null) : entries.facts;
  const isSame =
    names === entries.names && questions === entries.questions && totals === entries.totals && facts === entries.facts;
  return isSame ? entries : { names, questions, totals, facts };
}

function changed<T>(known: ReadonlyMap<string, T>, prefix: string, changes: Record<string, unknown>) {
  const own = Object.entries(changes).filter(([key]) => key.startsWith(prefix));
  if (own.length === 0) return known;
  const after = new Map(known);
  for (const [key, value] of own) {
    if (value === undefined) after.delete(key);
    else after.set(key, value as T);
  }
  return after;
}
