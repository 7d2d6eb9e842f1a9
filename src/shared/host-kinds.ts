// The kinds of what is said of the other hosts that a page reached; see report-kinds.ts.

import type { Tunnel } from './facts.ts';
import type { Statement } from './sentence.ts';

/** How a host beside the page's own was reached. */
export type HostNoteKind =
  | 'cleartext'
  /** In clear once, and otherwise too. */
  | 'cleartext-once'
  | 'cleartext-local'
  | 'cleartext-proxied'
  | 'intercepted'
  | 'exposed'
  | 'exposed-once'
  | 'shows'
  | 'own-name'
  | 'proxied'
  | Tunnel
  | 'unencrypted-dns'
  | 'dns-unreported'
  | 'hides'
  | 'hides-unnamed'
  | 'ech-off-here'
  | 'not-learnt'
  | 'refuted'
  | 'pending'
  | 'shared'
  | 'unreported'
  | 'cached'
  | 'hidden'
  /** All of several requests were checked. */
  | 'hidden-all'
  | 'hidden-one-checked'
  | 'hidden-checked'
  /** On the session page, which counts no requests. */
  | 'hidden-where-checked'
  /** Firefox was asked about no request yet. */
  | 'unchecked'
  /** The page was left before anything was known. */
  | 'left-early';

export type HostNote = Statement<HostNoteKind>;

/** The other hosts in one sentence; `one-…` where there is but one. */
export type OthersKind = OthersCount | `one-${OthersCount}` | 'sees-more' | 'probably-more' | 'capped';

export type OthersCount =
  | 'sees'
  | 'hidden-sees'
  | 'probably'
  | 'unknown'
  | 'unreported'
  | 'partly'
  | 'none'
  | 'should-hide';

export type GlanceKind =
  | 'count'
  | 'at-least'
  | 'probably'
  | 'probably-more'
  | 'perhaps'
  | 'none'
  | 'probably-none'
  | 'not-known';
