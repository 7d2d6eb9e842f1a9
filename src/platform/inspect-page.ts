// What the inspect page needs of the browser: what it was opened for, answers of the background, and whether its window is private.

import browser from 'webextension-polyfill';
import { type InspectAnswer, type InspectQuery, inspectKey, type StoredInspectRequest } from '../shared/inspect.ts';
import type { Request } from '../shared/messages.ts';

/** Null for a page that was opened without one, and after a restart of the browser. */
export async function readInspectRequest(requestId: string): Promise<StoredInspectRequest | null> {
  if (!/^[0-9a-f-]{1,64}$/.test(requestId)) return null;
  const key = inspectKey(requestId);
  return ((await browser.storage.session.get(key))[key] as StoredInspectRequest | undefined) ?? null;
}

/** Our background is the only one that can answer, so what comes is not validated again. */
export function askToInspect(query: InspectQuery): Promise<InspectAnswer> {
  return browser.runtime.sendMessage({ kind: 'inspect', ...query } satisfies Request);
}

/** The page itself is in a private window (Firefox). */
export const isPrivateWindow = (): boolean => browser.extension.inIncognitoContext === true;
