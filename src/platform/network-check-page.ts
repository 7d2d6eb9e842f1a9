// What the network check page needs of the browser: the background's queries, requests of its own, and whether it is private
// and online.

import browser from 'webextension-polyfill';
import type { CanaryFacts } from '../shared/facts.ts';
import type { HttpsLookup } from '../shared/lookup.ts';
import type { Request } from '../shared/messages.ts';

export interface RecordQuery {
  template: string;
  host: string;
  port: number;
}

/**
 * Null without host access, and when the background died over it. Our background is the only one that can answer, so what comes
 * is not validated again.
 */
export function askForRecord(query: RecordQuery): Promise<HttpsLookup | null> {
  return ask({ kind: 'check-record', ...query, private: isPrivate() });
}

/** By the resolver of that template, or by the system's (null); null where it cannot be asked. */
export function askForCanary(template: string | null): Promise<CanaryFacts | null> {
  return ask({ kind: 'check-canary', template, private: isPrivate() });
}

const ask = <T>(request: Request): Promise<T | null> =>
  browser.runtime.sendMessage(request).then(
    (answer) => (answer as T | undefined) ?? null,
    () => null,
  );

/** The page itself is in a private window (Firefox). */
const isPrivate = (): boolean => browser.extension.inIncognitoContext === true;

/** False is certain. */
export const isOnline = (): boolean => navigator.onLine;
