// Over whose connection a request went. Browsers send requests for one host over an HTTP/2 connection that was opened for another, with
// the same address and a certificate for both (RFC 9113 §9.1.1): what they then report is about that connection, and the host's own name
// is in no ClientHello of it. Measured in test/lab (README, Shared connections).
//
// Connections are kept apart by the site in the address bar. The first host that is seen at an address with a certificate owns what goes
// there until the connection has been idle for longer than the browser keeps it; one with ECH and one without are two.

import type { BrowserName } from '../shared/facts.ts';
import type { Environment, NavigationEvent, NetworkState, SubresourceResponse } from '../shared/ports.ts';
import type { SiteReport, Verdict } from '../shared/report.ts';
import { siteAddress } from '../shared/site-address.ts';
import { isSameSite } from '../shared/site-name.ts';
import type { SuffixList } from '../shared/suffix-list.ts';
import type { PageStorage } from './page-writes.ts';
import type { Startup } from './startup.ts';
import type { Suffixes } from './suffixes.ts';
import type { TabStore } from './tab-store.ts';

/** Firefox ESR 153.8: `network.http.http2.timeout`. In Chromium 156 connections were still shared after 20 minutes. */
const IDLE_MS: Record<BrowserName, number> = { firefox: 170_000, chromium: 3_600_000 };

/** Stored times may be as old: not every response is written down. */
const WRITE_EVERY_MS = 20_000;

const IS_HIDDEN: Partial<Record<Verdict, boolean>> = {
  hidden: true,
  'partly-hidden': true,
  'likely-hidden': true,
  exposed: false,
  'offered-not-used': false,
};

const PREFIX = 'connection:';
const MAX_CONNECTIONS = 200;

interface Owner {
  host: string;
  /** In the address bar. Connections of other sites are others. */
  topHost: string;
  /** Address, certificate, use of ECH, private or not: on one connection the browser says the same of every host. */
  way: string;
  /** Of the request that was seen first. */
  tabId: number;
  /** Measured of its connection (Firefox), or concluded of a page of that host (Chrome); null where neither is. */
  isHidden: boolean | null;
  /** Of the last response, and of the last one that was written down. */
  atMs: number;
  storedAtMs: number;
  /** Of the tab; null where that is not known yet: then it is stored as long as the tab is there, as its page is. */
  isPrivate: boolean | null;
}

/** What a request has in common with others that may have gone over the same connection. */
interface Sharing {
  /** Of its owner, perhaps a new one. */
  key: string;
  host: string;
  topHost: string;
  way: string;
  isPrivate: boolean | null;
}

interface Parts {
  storage: PageStorage;
  platform: Environment & NetworkState;
  tabs: TabStore;
  suffixes: Suffixes;
  startup: Startup;
}

type Event = NavigationEvent | SubresourceResponse;

export class SharedConnections {
  readonly #storage: PageStorage;
  readonly #browser: BrowserName;
  readonly #tabs: TabStore;
  readonly #suffixes: Suffixes;
  /** The longest idle first. */
  readonly #owners = new Map<string, Owner>();

  constructor({ storage, platform, tabs, suffixes, startup }: Parts) {
    this.#storage = storage;
    this.#browser = platform.browser;
    this.#tabs = tabs;
    this.#suffixes = suffixes;
    tabs.closed.listen(({ tabId }) => this.#tabLeft(tabId));
    tabs.moved.listen(({ fromTabId }) => this.#tabLeft(fromTabId));
    // Of another network nothing is left.
    platform.onNetworkChanged(() => startup.whenReady(() => this.#forget([...this.#owners.keys()])));
  }

  /** Only this module writes these entries. */
  restore(stored: Record<string, unknown>): void {
    const entries = Object.entries(stored as Record<string, Owner>).filter(([key]) => key.startsWith(PREFIX));
    entries.sort(([, one], [, other]) => one.atMs - other.atMs);
    for (const [key, owner] of entries) this.#owners.set(key, owner);
  }

  /** Whether it can be said whose connection an event is about. Where that depends on the suffix list, the list is read. */
  canAttribute(event: Event): boolean {
    return this.#suffixes.whenKnown((list) => [this.#sharingOf(event, list)]) !== null;
  }

  /** The event, with the host for which its connection was opened if that is another one. */
  withOwner(event: Event): Event {
    const sharing = this.#sharingOf(event, this.#suffixes.list);
    if (sharing === null || !('connection' in event)) return event;
    const { host, isHidden } = this.#ownerOf(sharing, event);
    return host === sharing.host
      ? event
      : { ...event, connection: { ...event.connection, sharedWith: { host, isHidden } } };
  }

  /** A page was concluded. `isPrivate` is null where that is not known yet. */
  learn({ tabId, site: { host }, verdict, published }: SiteReport, isPrivate: boolean | null): void {
    // A page that still waits for the resolver's answer takes nothing back of what one before has taught.
    const isLearnt = this.#browser === 'chromium' && published.state !== 'pending';
    for (const [key, owner] of this.#owners) {
      const learnt = { ...owner };
      if (isLearnt && owner.host === host) learnt.isHidden = IS_HIDDEN[verdict] ?? null;
      if (owner.tabId === tabId) learnt.isPrivate = isPrivate ?? owner.isPrivate;
      if (learnt.isHidden !== owner.isHidden || learnt.isPrivate !== owner.isPrivate) this.#put(key, learnt);
    }
  }

  /** Null where the request went over no connection that hosts share. */
  #sharingOf(event: Event, list: SuffixList): Sharing | null {
    if (!('connection' in event) || event.fromCache) return null;
    const { scheme, host } = 'url' in event ? siteAddress(event.url) : event;
    const topHost = 'url' in event ? host : event.topHost;
    const { address, proxy, certificate, httpVersion, usedEch } = event.connection;
    const mayBeShared =
      scheme === 'https' &&
      topHost !== null &&
      address !== null &&
      proxy === null &&
      !httpVersion?.startsWith('HTTP/1') &&
      // Chromium reports no certificate, and lets no stranger share a connection with the page's own site.
      (certificate !== null || (this.#browser === 'chromium' && isSameSite(host, topHost, list)));
    if (!mayBeShared) return null;
    // Private windows have connections of their own (Firefox 153). Chromium does not report which they are.
    const isPrivate = ('private' in event ? event.private : undefined) ?? null;
    const way = [address, certificate, usedEch, isPrivate].join(' ');
    const [key = `${PREFIX}${topHost} ${way}`] =
      [...this.#owners].find(([, owner]) => owner.way === way && isSameSite(owner.topHost, topHost, list)) ?? [];
    return { key, host, topHost, way, isPrivate };
  }

  #ownerOf(
    { key, host, topHost, way, isPrivate }: Sharing,
    { tabId, timeMs: atMs, connection }: Pick<SubresourceResponse, 'tabId' | 'timeMs' | 'connection'>,
  ): Owner {
    const before = this.#owners.get(key);
    const isAlive = before !== undefined && Math.abs(atMs - before.atMs) <= IDLE_MS[this.#browser] + WRITE_EVERY_MS;
    const owner: Owner = isAlive
      ? { ...before, atMs }
      : {
          host,
          topHost,
          way,
          tabId,
          isHidden: connection.usedEch,
          atMs,
          storedAtMs: Number.NEGATIVE_INFINITY,
          isPrivate: isPrivate ?? this.#isPrivate(tabId),
        };
    this.#owners.delete(key);
    this.#owners.set(key, owner);
    if (Math.abs(atMs - owner.storedAtMs) > WRITE_EVERY_MS)
      this.#put(
        key,
        { ...owner, storedAtMs: atMs },
        { atOnce: !isAlive && isSameSite(host, topHost, this.#suffixes.list) },
      );
    if (this.#owners.size > MAX_CONNECTIONS) this.#forget([...this.#owners.keys()].slice(0, 1));
    return owner;
  }

  /** As far as it is known by what the tab reached before. A response may come after its tab was closed. */
  #isPrivate(tabId: number): boolean | null {
    if (!this.#isThere(tabId)) return null;
    for (const owner of this.#owners.values()) if (owner.tabId === tabId) return owner.isPrivate;
    return null;
  }

  #isThere(tabId: number): boolean {
    return this.#tabs.all().some((tab) => tab.tabId === tabId);
  }

  /** `atOnce` for a new one of the site: whose it is cannot be told from what comes later. */
  #put(key: string, owner: Owner, options: { atOnce?: boolean } = {}): void {
    this.#owners.set(key, owner);
    if (owner.isPrivate ?? !this.#isThere(owner.tabId)) void this.#storage.remove([key]);
    else this.#storage.putSoon(owner.tabId, { [key]: owner }, options);
  }

  /** Perhaps a private one. Its connections live on. */
  #tabLeft(tabId: number): void {
    const left = [...this.#owners].filter(([, owner]) => owner.tabId === tabId && owner.isPrivate === null);
    if (left.length > 0) void this.#storage.remove(left.map(([key]) => key));
  }

  #forget(keys: string[]): void {
    for (const key of keys) this.#owners.delete(key);
    void this.#storage.remove(keys);
  }
}
