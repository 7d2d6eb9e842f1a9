// Entries of storage.session as the background writes them.

import type { HostNoteKind } from '../../../src/shared/host-kinds.ts';
import { type LoggedQuery, loggedQueryKey, QUERY_TOTALS_KEY } from '../../../src/shared/query-log.ts';
import type { HostState } from '../../../src/shared/report.ts';
import { type NameRecord, nameKey, SESSION_KEY, type SessionFacts } from '../../../src/shared/session-names.ts';

const HOW: Record<HostState, HostNoteKind> = {
  cleartext: 'cleartext',
  intercepted: 'hidden',
  exposed: 'exposed',
  'likely-exposed': 'own-name',
  'partly-hidden': 'unencrypted-dns',
  unknown: 'not-learnt',
  'likely-hidden': 'hides-unnamed',
  hidden: 'hidden',
};

export function nameRecord(
  host: string,
  pages: Partial<Record<HostState, number>>,
  publicName: string | null = null,
): NameRecord {
  const exposures = Object.fromEntries(
    (Object.entries(pages) as [HostState, number][]).map(([state, count]) => [
      state,
      { how: { of: 'host', statement: { kind: HOW[state], args: [] } }, publicName, opened: count, partOf: 0 },
    ]),
  );
  return { host, exposures, atMs: Date.now() };
}

export const entriesOf = (...records: NameRecord[]): Record<string, NameRecord> =>
  Object.fromEntries(records.map((record) => [nameKey(record.host), record]));

export const sessionFacts = (change: Partial<SessionFacts> = {}): Record<string, SessionFacts> => ({
  [SESSION_KEY]: { sinceMs: Date.now(), isCapped: false, isInterrupted: false, networkChangedAtMs: null, ...change },
});

/** A ledger of these questions and no others. */
export function ledgerOf(...asked: Pick<LoggedQuery, 'to' | 'purpose' | 'name'>[]): Record<string, unknown> {
  const counts = asked.map(({ to, purpose }) => ({ to, purpose, count: 1 }));
  const questions = asked.map((question, number) => [
    loggedQueryKey(number),
    { number, atMs: Date.now(), ...question },
  ]);
  return { [QUERY_TOTALS_KEY]: { sent: asked.length, counts }, ...Object.fromEntries(questions) };
}
