// A request for a main document, from its start until a page comes of it, or nothing does.

import type { ConnectionFacts, Observation, SiteAddress } from '../shared/facts.ts';
import { siteAddress } from '../shared/site-address.ts';
import type { Via } from './tab-proxy.ts';

/** A request for a main document that has not been shown yet. */
export interface Attempt {
  requestId: string;
  url: string;
  /** The same, read. */
  site: SiteAddress;
  startedAtMs: number;
  /** The browser reported a redirect. */
  redirected: boolean;
  /** Servers on the network that redirected it, in order. */
  hops: Observation[];
  /** Null until a response arrived. */
  response: { fromCache: boolean; connection: ConnectionFacts } | null;
  /** The browser's error string, when the request failed. */
  error: string | null;
  /** Of a failed one, where the browser reports it: who answered, or was to. */
  via: Via | null;
  /** When the response was there to its end. */
  completedAtMs: number | null;
  /** Of the document that it became out of sight; shown, if ever, under this very id and long after. */
  documentId: string | null;
  /** See PageFacts. */
  wasInterrupted: boolean;
}

/** An address is read once, as its request is heard of. */
export const target = (url: string): Pick<Attempt, 'url' | 'site' | 'response'> => ({
  url,
  site: siteAddress(url),
  response: null,
});

export const attemptAt = (requestId: string, url: string, startedAtMs: number): Attempt => ({
  requestId,
  ...target(url),
  startedAtMs,
  redirected: false,
  hops: [],
  error: null,
  via: null,
  completedAtMs: null,
  documentId: null,
  wasInterrupted: false,
});
