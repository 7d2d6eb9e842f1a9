// What the bench measured last, section by section, in test/bench/last-result.json: what a run compares itself with. A section that
// a run leaves out keeps what it had. Pure.

import type { BrowserName } from '../lab/site.ts';
import type { Result } from './row.ts';

/** One section in one browser, or in none, with the circumstances. */
export interface Entry {
  section: string;
  browser: BrowserName | null;
  /** As the browser names itself. */
  version: string | null;
  /** ISO 8601, to the minute. */
  date: string;
  /** What was checked out, with a `+` where files differed from it. */
  commit: string;
  cores: number;
  /** Of the minute before the run: above its cores' number, the machine was busy with something else. */
  load: number;
  results: Result[];
}

/** The new entries in place of those they succeed, in the order of the sections. */
export function succeed(earlier: readonly Entry[], now: readonly Entry[], sections: readonly string[]): Entry[] {
  const kept = earlier.filter((entry) => sections.includes(entry.section) && predecessor(now, entry) === undefined);
  const place = ({ section }: Entry) => sections.indexOf(section);
  const name = ({ browser }: Entry) => browser ?? '';
  return [...kept, ...now].sort((a, b) => place(a) - place(b) || name(a).localeCompare(name(b), 'en'));
}

/** The entry of the same section and browser. */
export function predecessor(
  entries: readonly Entry[],
  { section, browser }: Pick<Entry, 'section' | 'browser'>,
): Entry | undefined {
  return entries.find((entry) => entry.section === section && entry.browser === browser);
}

/** How a result stands to the earlier one. */
export interface Change {
  /** +0.1: a tenth more. */
  part: number;
  /** The middle halves of both overlap: it may be chance. */
  isWithinSpread: boolean;
}

/** Null where the earlier one was nothing, of which no part can be more. */
export function changeSince(earlier: Result, now: Result): Change | null {
  if (earlier.measured.median === 0) return now.measured.median === 0 ? { part: 0, isWithinSpread: true } : null;
  return {
    part: now.measured.median / earlier.measured.median - 1,
    isWithinSpread: now.measured.low <= earlier.measured.high && earlier.measured.low <= now.measured.high,
  };
}
