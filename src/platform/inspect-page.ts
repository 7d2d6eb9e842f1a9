// What the inspect page needs of the browser: its ticket, answers of the background, and where it stands. Imports shared only.

import browser from 'webextension-polyfill';
import { type InspectAnswer, type InspectQuery, inspectKey, type StoredInspectRequest } from '../shared/inspect.ts';
import type { Request } from '../shared/messages.ts';

/** Null for a page that was opened without one, and after the browser was started anew. */
export async function readInspectRequest(id: string): Promise<StoredInspectRequest | null> {
  if (!/^[0-9a-f-]{1,64}$/.test(id)) return null;
  const key = inspectKey(id);
  return ((await browser.storage.session.get(key))[key] as StoredInspectRequest | undefined) ?? null;
}

/** Our background is the only one that can answer, so what comes is not validated again. */
export function askToInspect(question: InspectQuery): Promise<InspectAnswer> {
  return browser.runtime.sendMessage({ kind: 'inspect', ...question } satisfies Request);
}

/** The page itself stands in a private window (Firefox). */
export const standsInPrivate = (): boolean => browser.extension.inIncognitoContext === true;
