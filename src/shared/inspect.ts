// What the inspect page and the background say to each other. The page's address holds an opaque id and never a name, since
// browsers write addresses to their history; what was wanted lies in storage.session under that id.

import type { ResolverIdentity, SkipReason } from './facts.ts';
import type { HttpsLookup } from './lookup.ts';

/** A request to open the inspect page for a site, from a link's menu, the address bar or the popup. */
export interface InspectRequest {
  /** A host, `host:port`, an address, or anything that somebody typed: the page reads it as it reads its own field. */
  input: string;
  /** It came from a private window. */
  private: boolean;
  /** The tab that is to show the page; null for a new one. */
  tabId: number | null;
}

/** As it lies in storage.session, until the page's tab is closed. */
export interface StoredInspectRequest extends InspectRequest {
  atMs: number;
}

/** More is nothing that a person would type. */
export const MAX_INPUT_LENGTH = 2_000;

const KEY_PREFIX = 'inspect:';

export const inspectKey = (requestId: string): string => `${KEY_PREFIX}${requestId}`;

export const idOfInspectKey = (key: string): string | null =>
  key.startsWith(KEY_PREFIX) ? key.slice(KEY_PREFIX.length) : null;

/** A lookup for the inspect page. */
export interface InspectQuery {
  /** As in a URL: lower case, A-labels. */
  host: string;
  /** Of the https URL. */
  port: number;
  /** Opened in, or on behalf of, a private window. */
  private: boolean;
  /** Ask the resolver although a cached answer is still good. */
  bypassCache: boolean;
  /** The user agreed that the lookup of this host goes past the proxy of its tab. */
  pastProxy: boolean;
}

export type InspectAnswer =
  | { state: 'not-asked'; why: SkipReason; resolver: ResolverIdentity | null }
  | {
      state: 'done';
      resolver: ResolverIdentity;
      lookup: HttpsLookup;
      /** The DNS messages as they came, in base64; empty when the answer was known already: only what was read from it is kept. */
      messages: string[];
    };
