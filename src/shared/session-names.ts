// Which names the network could read in this session, as it lies in storage.session: one small entry a name, and one for all.
// Written by the background, read by the session page.

import { WORST_FIRST } from './host-states.ts';
import type { HostState, NameExposure } from './report.ts';

/** What said so last, and how often. */
export interface CountedExposure extends Omit<NameExposure, 'state'> {
  /** How often it was a page, or a redirect to one. */
  opened: number;
  /** Of how many pages with another name it was a part. */
  partOf: number;
}

export interface NameRecord {
  /** As in URLs. */
  host: string;
  /** By how it fared. What is concluded of a page may change while it is shown. */
  exposures: Partial<Record<HostState, CountedExposure>>;
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

/** A name that was read once was read: the worst first. */
export const worstFirst = ({ exposures }: Pick<NameRecord, 'exposures'>): (CountedExposure & { state: HostState })[] =>
  WORST_FIRST.flatMap((state) => {
    const exposure = exposures[state];
    return exposure === undefined ? [] : [{ state, ...exposure }];
  });
