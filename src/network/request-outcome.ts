// Classifies browser error strings. They are not a stable API; unknown ones map to 'other'.

import { type BrowserErrorKind, browserErrorKind } from '../shared/browser-error.ts';
import type { HttpsRecordSupport, WhyFailed } from './measurements.ts';

export function whyFailed(error: string | null): WhyFailed {
  const kind = browserErrorKind(error);
  switch (kind) {
    case 'name-not-resolved':
    case 'certificate':
    case 'tls-handshake':
    case 'cut-off':
    case 'timed-out':
    case 'refused':
    case 'proxy':
    case 'blocked':
      return kind;
    // Firefox has one name for both.
    case 'unreachable':
      return 'refused';
    // The server refused ECH, and did not prove to be the public name.
    case 'ech-fallback-certificate':
      return 'certificate';
    default:
      return 'other';
  }
}

/** Something at the host's address was found out about, so that its name did resolve. */
export const isResolved = (why: WhyFailed): boolean =>
  ['certificate', 'tls-handshake', 'cut-off', 'refused'].includes(why);

/** Chrome: one `http:` request to a host with an HTTPS record. */
export interface PlainHttpAttempt {
  isAnswered: boolean;
  error: string | null;
  redirectedBy: string | null;
}

/** Like ECH itself: one success proves that records reach the browser, one miss proves nothing (an answer may lose the race). */
const ENOUGH_MISSES = 2;

/** What came of a connection to the port of `http:`. What a proxy met says nothing: it resolves names by itself. */
const CONNECTED_IN_CLEAR: BrowserErrorKind[] = ['cut-off', 'incomplete', 'refused', 'unreachable', 'timed-out'];

export function httpsRecordSupportOf(attempts: PlainHttpAttempt[]): HttpsRecordSupport {
  if (attempts.some(({ redirectedBy }) => redirectedBy === 'DNS')) return 'yes';
  const misses = attempts.filter(({ isAnswered, error, redirectedBy }) => {
    // A host that is known to want https: is not asked.
    if (redirectedBy !== null) return false;
    return isAnswered || CONNECTED_IN_CLEAR.includes(browserErrorKind(error));
  });
  return misses.length >= ENOUGH_MISSES ? 'no' : 'unknown';
}
