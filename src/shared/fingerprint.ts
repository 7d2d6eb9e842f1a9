// SHA-256 fingerprints as people copy them: with colons or spaces, in either case.

import { FINGERPRINT_PATTERN } from './settings.ts';

/** 64 lower-case hex digits, or null. */
export function readFingerprint(text: string): string | null {
  const digits = text.replace(/[\s:]/g, '').toLowerCase();
  return FINGERPRINT_PATTERN.test(digits) ? digits : null;
}

/** `ab:cd:…`, as certificate viewers show it. */
export const writeFingerprint = (sha256: string): string => (sha256.match(/../g) ?? []).join(':').toUpperCase();
