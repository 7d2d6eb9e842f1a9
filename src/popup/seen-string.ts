// The string that an observer reads, for a cell that has one.

import type { SeenName } from '../shared/report.ts';

/** The string that the network reads, where it is known as one. */
export function seenString(seen: SeenName): string | null {
  return seen.kind === 'site' || seen.kind === 'public' ? seen.name : null;
}
