// Which names the network could read in this session, as it lies in storage.session: one small entry a name, and one for all.
// Written by the background, read by the session page.

import { WORST_FIRST } from './host-states.ts';
import type { HostState, NameExposure } from './report.ts';

export interface NameRecord {
  /** As in URLs. */
  host: string;
  /** By how it fared: on how many pages, and what said so last. What is concluded of a page may change while it is shown. */
  exposures: Partial<Record<HostState, Omit<NameExposure, 'state'> & { pages: number }>>;
  /** When anything new was last learnt of it. */
  atMs: number;
}

export interface SessionFacts {
  /** Since when names are remembered: the start of the browser, or the click that cleared them. */
  sinceMs: number;
  /** There were more names than are remembered. */
  isCapped: boolean;
  /** The background was killed while pages loaded, perhaps with names that it had not written down. */
  isInterrupted: boolean;
  /** When the device last came back to a network, which may be another one; null for never. */
  networkChangedAtMs: number | null;
}

export const SESSION_KEY = 'session';

export const NAME_PREFIX = 'name:';

export const nameKey = (host: string): string => `${NAME_PREFIX}${host}`;

/** A name that was read once was read: the worst counts. Null for none. */
export function worstExposure({ exposures }: Pick<NameRecord, 'exposures'>): NameExposure | null {
  const state = WORST_FIRST.find((state) => exposures[state] !== undefined);
  const worst = state && exposures[state];
  return worst ? { state, how: worst.how, publicName: worst.publicName } : null;
}
