// Which hosts ECH hid earlier in this session, and under which configuration, so the popup can flag a downgrade while the site still
// publishes the same. Written entry by entry, and only when there is anything new.

import type { HiddenBefore } from '../shared/facts.ts';
import type { SiteReport, Verdict } from '../shared/report.ts';
import type { PageStorage } from './page-writes.ts';
import type { Page } from './tab-record.ts';

const PREFIX = 'hidden:';
const MAX_HOSTS = 200;

const HIDDEN: Verdict[] = ['hidden', 'partly-hidden', 'likely-hidden'];

const keyOf = ({ host, port }: { host: string; port: number }): string => `${PREFIX}${host}:${port}`;

export class HiddenHosts {
  readonly #session: Pick<PageStorage, 'putSoon' | 'remove'>;
  /** Oldest first. */
  readonly #hosts = new Map<string, HiddenBefore>();

  constructor(session: Pick<PageStorage, 'putSoon' | 'remove'>) {
    this.#session = session;
  }

  /** Takes over what an earlier background left; only this module writes these entries. */
  restore(stored: Record<string, unknown>): void {
    const entries = Object.entries(stored as Record<string, HiddenBefore>).filter(([key]) => key.startsWith(PREFIX));
    entries.sort(([, one], [, other]) => one.atMs - other.atMs);
    for (const [key, before] of entries) this.#hosts.set(key, before);
  }

  /** What was known of a page's host before the page came. */
  before({ facts, committedAtMs }: Page): HiddenBefore | null {
    const known = this.#hosts.get(keyOf(facts));
    return known !== undefined && known.atMs < committedAtMs ? known : null;
  }

  /** Nothing is kept of private windows. */
  remember(
    { tabId, site, verdict, basis, published: { echDigest } }: SiteReport,
    isPrivate: boolean,
    atMs: number,
  ): void {
    if (isPrivate || echDigest === null || !HIDDEN.includes(verdict)) return;
    // A proxy hid it, with ECH or without.
    if (basis.kind === 'tls-proxy') return;
    // Of the page's own connection, whatever else may have shown the name.
    const evidence = verdict === 'likely-hidden' ? 'inferred' : 'measured';
    const key = keyOf(site);
    const known = this.#hosts.get(key);
    const isSame = known?.echDigest === echDigest;
    if (isSame && (known.evidence === 'measured' || evidence === 'inferred')) return;
    const before: HiddenBefore = { evidence, echDigest, atMs: isSame ? known.atMs : atMs };
    this.#hosts.delete(key);
    this.#hosts.set(key, before);
    this.#session.putSoon(tabId, { [key]: before });
    const [oldest] = this.#hosts.keys();
    if (this.#hosts.size <= MAX_HOSTS || oldest === undefined) return;
    this.#hosts.delete(oldest);
    void this.#session.remove([oldest]);
  }
}
