// Sends a request that the user asked for, from a page of ours, to see whether it uses ECH.

import type { ProbeResult } from '../shared/facts.ts';
import { hasSiteAccess } from './permissions.ts';
import { type Watched, watchedRequest } from './watched-request.ts';

const TIMEOUT_MS = 10_000;

async function send(method: 'GET' | 'HEAD', url: string, maxBytes: number): Promise<Watched> {
  // Without host access Firefox would send this installation's own identifier as Origin.
  if (!(await hasSiteAccess())) throw new Error('no host access');
  const watched = await watchedRequest(url, { method, maxBytes, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!watched.isAnswered) throw new Error(watched.error ?? 'no answer');
  return watched;
}

/**
 * The request has a connection of its own: Firefox 153 keeps those of extension pages apart from those of tabs (measured over
 * HTTP/2 with the tab's open). It shares it with an earlier such request of ours, while that one's is kept.
 *
 * Firefox: asks for the headers alone and lets the browser say whether that very request used ECH. Rejects when no answer came.
 */
export async function probeByBrowser(url: string): Promise<ProbeResult> {
  const { connection } = await send('HEAD', url, 0);
  // Absent where the browser does not vouch for the connection: unknown, and not false.
  const usedEch = connection?.usedEch ?? null;
  return usedEch === null ? { kind: 'unreported' } : { kind: 'reported', usedEch, by: 'browser' };
}

/** The start of a page's text; null when it is no plain success. Rejects when no answer came. */
export async function fetchText(url: string, maxBytes: number): Promise<string | null> {
  return (await send('GET', url, maxBytes)).text;
}
