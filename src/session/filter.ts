// What the filter field leaves of the names. Pure; imports shared and the way in which names are shown.

import { showName } from '../ui/host-name.ts';
import { type CoverGroup, type NameRow, type NamesSummary, rowsOf } from './names-summary.ts';

/** By the name as it is on the wire, or as it is shown. */
export const matches = (name: string | null, filter: string): boolean =>
  filter === '' || (name !== null && (name.includes(filter) || showName(name).text.includes(filter)));

/** The rows that match by their own name or by the cover name, and how many those are. */
export function filterNames(summary: NamesSummary, filter: string): NamesSummary & { shown: number } {
  const rows = (all: NameRow[]) => all.filter(({ host, cover }) => matches(host, filter) || matches(cover, filter));
  const groups = (all: CoverGroup[]) =>
    all.map(({ cover, rows: those }) => ({ cover, rows: rows(those) })).filter((group) => group.rows.length > 0);
  const filtered = {
    ...summary,
    read: rows(summary.read),
    likelyRead: rows(summary.likelyRead),
    perhaps: rows(summary.perhaps),
    unknown: rows(summary.unknown),
    likelyHidden: groups(summary.likelyHidden),
    hidden: groups(summary.hidden),
  };
  return { ...filtered, shown: rowsOf(filtered).length };
}
