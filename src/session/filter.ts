// What the filter field leaves of the names. Pure; imports shared and the way in which names are shown.

import { showName } from '../ui/host-name.ts';
import type { NameRow, NamesSummary } from './names-summary.ts';

/** By the name as it is on the wire, or as it is shown. */
export const matches = (name: string | null, filter: string): boolean =>
  filter === '' || (name !== null && (name.includes(filter) || showName(name).text.includes(filter)));

/** The rows that match by their own name or by the cover name, and how many those are. */
export function filterNames(summary: NamesSummary, filter: string): NamesSummary & { shown: number } {
  const rows = (all: NameRow[]) => all.filter(({ host, cover }) => matches(host, filter) || matches(cover, filter));
  const [read, perhaps, unknown] = [rows(summary.read), rows(summary.perhaps), rows(summary.unknown)];
  const hidden = summary.hidden
    .map(({ cover, rows: all }) => ({ cover, rows: rows(all) }))
    .filter((group) => group.rows.length > 0);
  const shown = [read, perhaps, unknown, ...hidden.map((group) => group.rows)].flat().length;
  return { ...summary, read, perhaps, unknown, hidden, shown };
}
