// Where servers led the browser besides (Alt-Svc, RFC 7838), for as long as it goes there: Chromium remembers an alternative until its
// `ma` is over or `clear` ends it, in its profile, and opens connections there for any later request of that origin. An extension can
// ask it for none of them, and may write no site's name to disk, so what it remembers from before this session is not known.
//
// What a tab has heard is the tab's own until it is known not to be private; then every other tab's visit of that origin is judged by it.

import type { HeardAltSvc } from '../shared/alt-svc.ts';
import type { Alternative } from '../shared/facts.ts';
import type { Environment, NavigationEvent } from '../shared/ports.ts';
import { siteAddress } from '../shared/site-address.ts';
import type { HostStore } from './host-store.ts';
import type { PageStorage } from './page-writes.ts';
import { isSameJson } from './same-json.ts';
import { isKnownNotPrivate, type Page } from './tab-record.ts';
import type { TabStore } from './tab-store.ts';

const PREFIX = 'alt-svc:';
/** Beyond it those are forgotten that were heard first. */
const MAX_ORIGINS = 200;
/** Of one origin and tab, ended ones included. */
const MAX_SERVICES = 32;

interface Service {
  host: string;
  port: number;
  /** Unix milliseconds. */
  fromMs: number;
  untilMs: number;
  /** What it came with was a redirect: the request that followed may have used it. */
  isUsedAtOnce: boolean;
  isSpare: boolean;
}

interface Known {
  /** `host:port`. */
  origin: string;
  /** Whose own it is; null: of every tab that is not private. */
  tabId: number | null;
  /** When a response last ended what had been heard before; null: none did. */
  endedAtMs: number | null;
  services: Service[];
}

/** Closed by now. */
const NO_TAB = -1;

const keyOf = ({ origin, tabId }: Pick<Known, 'origin' | 'tabId'>): string => `${PREFIX}${tabId ?? ''}:${origin}`;
const originOf = ({ host, port }: { host: string; port: number }): string => `${host}:${port}`;

interface Parts {
  platform: Pick<Environment, 'browser'>;
  storage: PageStorage;
  tabs: TabStore;
  hosts: HostStore;
}

export class Alternatives {
  readonly #parts: Parts;
  /** Oldest first. */
  readonly #known = new Map<string, Known>();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { platform, tabs, hosts } = parts;
    // Firefox 153 goes to none of them (measured).
    if (platform.browser === 'firefox') return;
    tabs.pageChanged.listen(({ page }) => this.#update(page));
    hosts.counted.listen(({ navigationId }) => {
      const page = tabs.pageOf(navigationId);
      if (page?.alternatives.some(({ isUsed }) => !isUsed)) this.#update(page);
    });
    tabs.closed.listen(({ tabId }) => this.#forget([...this.#known].filter(([, known]) => known.tabId === tabId)));
    tabs.moved.listen(({ fromTabId, toTabId }) => {
      for (const [key, known] of [...this.#known]) if (known.tabId === fromTabId) this.#move(key, known, toTabId);
    });
  }

  /** Only this module writes these entries. */
  restore(stored: Record<string, unknown>): void {
    const entries = Object.entries(stored as Record<string, Known>).filter(([key]) => key.startsWith(PREFIX));
    entries.sort(([, one], [, other]) => lastHeardMs(one) - lastHeardMs(other));
    for (const [key, known] of entries) this.#known.set(key, known);
  }

  /** Before the page that it may bring is shown. */
  hear(event: NavigationEvent): void {
    if ((event.kind !== 'response' && event.kind !== 'redirect') || event.altSvc === undefined) return;
    const { tabId, altSvc } = event;
    const { atMs, replaces } = altSvc;
    const origin = originOf(siteAddress(event.kind === 'redirect' ? event.from : event.url));
    const before = this.#known.get(keyOf({ origin, tabId }));
    const isNews =
      altSvc.services.length > 0 || before !== undefined || this.#known.has(keyOf({ origin, tabId: null }));
    // Most headers lead nowhere else.
    if (!isNews) return;
    const services = [...(before?.services ?? []), ...servicesOf(altSvc, event.kind === 'redirect')];
    const endedAtMs = replaces ? atMs : (before?.endedAtMs ?? null);
    this.#put({ origin, tabId, endedAtMs, services: endedBy(endedAtMs, services) }, tabId);
  }

  /** What is known of a page's alternatives, which stay with it. */
  #update(page: Page): void {
    const { facts, startedAtMs, shownSinceMs } = page;
    const { tabId, navigationId, scheme } = facts;
    if (scheme !== 'https') return;
    const isShared = isKnownNotPrivate(page);
    if (isShared) for (const [key, known] of [...this.#known]) if (known.tabId === tabId) this.#move(key, known, null);
    const owners = isShared ? [tabId, null] : [tabId];
    const origin = originOf(facts);
    const services = owners.flatMap((tabId) => this.#known.get(keyOf({ origin, tabId }))?.services ?? []);
    const isFollowed = this.#parts.hosts.visitOf(page).own.requests > 0;
    const found = new Map(page.alternatives.map((one) => [originOf(one), one]));
    for (const { host, port, fromMs, untilMs, isUsedAtOnce, isSpare } of services) {
      if (fromMs > shownSinceMs || untilMs <= startedAtMs) continue;
      const isUsed = !isSpare && (isUsedAtOnce || fromMs < startedAtMs || isFollowed);
      const known: Alternative = found.get(originOf({ host, port })) ?? { host, port, isUsed, prediction: null };
      found.set(originOf(known), { ...known, isUsed: known.isUsed || isUsed });
    }
    const alternatives = [...found.values()];
    if (!isSameJson(alternatives, page.alternatives))
      this.#parts.tabs.changePage(tabId, navigationId, (page) => ({ ...page, alternatives }));
  }

  /** To another tab, or to all. */
  #move(key: string, known: Known, tabId: number | null): void {
    const { origin, endedAtMs } = known;
    const there = this.#known.get(keyOf({ origin, tabId }))?.services ?? [];
    const services = endedBy(endedAtMs, [...there, ...known.services]);
    this.#known.delete(key);
    // With one write: a background that is killed between two would forget it.
    const gone = { [key]: undefined };
    this.#put({ origin, tabId, endedAtMs, services }, tabId ?? known.tabId ?? NO_TAB, gone);
  }

  #put(known: Known, tabId: number, gone: Record<string, undefined> = {}): void {
    const key = keyOf(known);
    this.#known.delete(key);
    this.#known.set(key, known);
    this.#parts.storage.putSoon(tabId, { ...gone, [key]: known }, { atOnce: true });
    this.#forget([...this.#known].slice(0, Math.max(0, this.#known.size - MAX_ORIGINS)));
  }

  #forget(entries: [string, Known][]): void {
    for (const [key] of entries) this.#known.delete(key);
    if (entries.length > 0) void this.#parts.storage.remove(entries.map(([key]) => key));
  }
}

const lastHeardMs = ({ services }: Known): number => services.at(-1)?.fromMs ?? 0;

/** What began before then ends then. Oldest first. */
function endedBy(endedAtMs: number | null, services: Service[]): Service[] {
  const ended = services.map((one) =>
    endedAtMs === null || one.fromMs >= endedAtMs ? one : { ...one, untilMs: Math.min(one.untilMs, endedAtMs) },
  );
  return ended.sort((one, other) => one.fromMs - other.fromMs).slice(-MAX_SERVICES);
}

const servicesOf = ({ atMs, services }: HeardAltSvc, isUsedAtOnce: boolean): Service[] =>
  services.map(({ host, port, maxAgeSeconds, isSpare }) => ({
    host,
    port,
    fromMs: atMs,
    untilMs: atMs + maxAgeSeconds * 1_000,
    isUsedAtOnce,
    isSpare,
  }));
