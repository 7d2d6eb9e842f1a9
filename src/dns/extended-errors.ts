// What a resolver's extended errors (RFC 8914 §4) say of its answer.

import type { ExtendedError } from '../shared/lookup.ts';

/** Forged, blocked, censored, filtered, prohibited: the resolver says that the answer is not what the zone holds. */
const WITHHOLDING = new Set([4, 15, 16, 17, 18]);
export const saysWithheld = (errors: ExtendedError[]): boolean => errors.some(({ code }) => WITHHOLDING.has(code));

/** 5 to 12 are what can go wrong with DNSSEC validation. */
export const saysUnvalidated = (errors: ExtendedError[]): boolean => errors.some(({ code }) => code >= 5 && code <= 12);
