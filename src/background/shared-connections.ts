// Over whose connection a request went. Browsers send requests for one host over an HTTP/2 connection that was opened for another, with
// the same address and a certificate for both (RFC 9113 §9.1.1): what they then report is about that connection, and the host's own name
// is in no ClientHello of it. Measured in test/lab (README, Shared connections).
//
// Connections are kept apart by the site in the address bar. The first host that is seen at an address with a certificate owns what goes
// there until the connection has been idle for longer than the browser keeps it.

import type { BrowserName, ConnectionFacts } from '../shared/facts.ts';
import type {
  Environment,
  NavigationEvent,
  NetworkState,
  SessionStorage,
  SubresourceResponse,
} from '../shared/ports.ts';
import type { SiteReport, Verdict } from '../shared/report.ts';
import { siteAddress } from '../shared/site-address.ts';
import { registrableDomain } from '../shared/site-name.ts';
import type { Suffixes } from './suffixes.ts';

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

const KEY = 'connections';
const MAX_CONNECTIONS = 200;

interface Owner {
  host: string;
  /** Measured of its connection (Firefox), or concluded of a page of that host (Chrome); null where neither is. */
  isHidden: boolean | null;
  /** Of the last response. */
  atMs: number;
  /** Nothing is stored of private windows: it is written once a page of that host, or of the site, is known to be in none. */
  isKept: boolean;
}

interface Parts {
  storage: SessionStorage;
  platform: Environment & NetworkState;
  suffixes: Suffixes;
}

type Event = NavigationEvent | SubresourceResponse;

export class SharedConnections {
  readonly #session: SessionStorage;
  readonly #browser: BrowserName;
  readonly #suffixes: Suffixes;
  /** By site in the address bar, address and certificate, the longest idle first. */
  #owners = new Map<string, Owner>();
  #writtenAtMs = 0;

  constructor({ storage, platform, suffixes }: Parts) {
    this.#session = storage;
    this.#browser = platform.browser;
    this.#suffixes = suffixes;
    // Of another network nothing is left.
    platform.onNetworkChanged(() => this.#owners.clear());
  }

  /** Only this module writes the entry. */
  restore(stored: Record<string, unknown>): void {
    this.#owners = new Map([...((stored[KEY] as [string, Owner][] | undefined) ?? []), ...this.#owners]);
  }

  /** The event with what is known of whose connection it tells. */
  told(event: Event): Event {
    if (!('connection' in event) || event.fromCache) return event;
    const host = 'url' in event ? siteAddress(event.url).host : event.host;
    const topHost = 'url' in event ? host : event.topHost;
    const sharedWith = topHost === null ? null : this.#ownerOf(host, topHost, event.connection, event.timeMs);
    return sharedWith === null ? event : { ...event, connection: { ...event.connection, sharedWith } };
  }

  /** A page was concluded. */
  learn({ site: { host }, verdict }: SiteReport, mayBeKept: boolean): void {
    const site = registrableDomain(host, this.#suffixes.list);
    for (const [key, owner] of this.#owners) {
      if (this.#browser === 'chromium' && owner.host === host) owner.isHidden = IS_HIDDEN[verdict] ?? null;
      if (mayBeKept && key.startsWith(`${site} `)) owner.isKept = true;
    }
    this.#store();
  }

  /** Null for the host itself. */
  #ownerOf(
    host: string,
    topHost: string,
    { address, proxy, certificate, httpVersion, usedEch }: ConnectionFacts,
    atMs: number,
  ): ConnectionFacts['sharedWith'] {
    const site = registrableDomain(topHost, this.#suffixes.list);
    const mayBeShared =
      address !== null &&
      proxy === null &&
      !httpVersion?.startsWith('HTTP/1') &&
      // Chromium reports no certificate, and lets no stranger share a connection with the page's own site.
      (certificate !== null || (this.#browser === 'chromium' && registrableDomain(host, this.#suffixes.list) === site));
    if (!mayBeShared) return null;
    const key = [site, address, certificate].join(' ');
    const before = this.#owners.get(key);
    const isAlive = before !== undefined && Math.abs(atMs - before.atMs) <= IDLE_MS[this.#browser] + WRITE_EVERY_MS;
    // On one connection the browser says the same of every host.
    if (isAlive && before.host !== host && usedEch !== null && usedEch !== before.isHidden) return null;
    const owner: Owner = isAlive
      ? { ...before, isHidden: usedEch ?? before.isHidden, atMs }
      : { host, isHidden: usedEch, atMs, isKept: false };
    this.#owners.delete(key);
    this.#owners.set(key, owner);
    if (this.#owners.size > MAX_CONNECTIONS) this.#owners.delete([...this.#owners.keys()][0] ?? '');
    if (Math.abs(atMs - this.#writtenAtMs) > WRITE_EVERY_MS) {
      this.#writtenAtMs = atMs;
      this.#store();
    }
    return owner.host === host ? null : { host: owner.host, isHidden: owner.isHidden };
  }

  #store(): void {
    void this.#session.put({ [KEY]: [...this.#owners].filter(([, { isKept }]) => isKept) });
  }
}
