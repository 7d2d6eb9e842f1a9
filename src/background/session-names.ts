// Which names the network could read since the browser started: of every page that was concluded, its own, those that redirected to it
// and those that it reached. Nothing of private windows; nothing of what came from a cache, where no connection was made. Written name
// by name in the task that learnt it, and only when there is anything new.

import { exposureOfHost } from '../assess/exposure.ts';
import type { HostFacts } from '../shared/facts.ts';
import { WORST_FIRST } from '../shared/host-states.ts';
import type { Environment, NetworkState, SessionStorage } from '../shared/ports.ts';
import type { HostState, NameExposure, SiteReport } from '../shared/report.ts';
import { statement } from '../shared/sentence.ts';
import { NAME_PREFIX, type NameRecord, nameKey, SESSION_KEY, type SessionFacts } from '../shared/session-names.ts';
import type { HostStore } from './host-store.ts';
import type { LiveSettings } from './live-settings.ts';
import type { Page } from './navigation.ts';
import type { HostRecord } from './page-hosts.ts';
import type { Publisher } from './publisher.ts';
import { isSameJson } from './same-json.ts';
import type { Startup } from './startup.ts';
import type { TabStore } from './tab-store.ts';

/** Of some 200 bytes each. */
const MAX_NAMES = 2_000;

/** Characters of one text. */
const MAX_TEXT = 260;

/** The name of a page itself or of a redirect to it, or one that it reached. */
type Role = 'document' | 'resource';

/**
 * As what a name counts on the pages that are shown, so that a conclusion that changes is counted once. Marks of pages that are gone
 * are dropped when the name is written again.
 */
type Marks = Record<`${string} ${Role}`, HostState>;

interface CountedName extends NameRecord {
  marks: Marks;
}

interface Parts {
  platform: Environment & NetworkState;
  storage: SessionStorage;
  settings: LiveSettings;
  tabs: TabStore;
  hosts: HostStore;
  publisher: Publisher;
  startup: Startup;
}

export class SessionNames {
  readonly #parts: Parts;
  readonly #names = new Map<string, CountedName>();
  #facts: SessionFacts;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { platform, tabs, hosts, publisher, startup } = parts;
    this.#facts = { sinceMs: platform.now(), isCapped: false, networkChangedAtMs: null };
    publisher.concluded.listen(({ page, report }) => this.#pageConcluded(page, report));
    hosts.changed.listen(({ navigationId, record }) => {
      const page = record && tabs.pageOf(navigationId);
      if (page) this.#countHost(page, record);
    });
    tabs.pageChanged.listen(({ before, isNew }) => isNew && before !== null && this.#pageLeft(before));
    tabs.closed.listen(({ page }) => page !== null && this.#pageLeft(page));
    platform.onNetworkChanged(() => startup.whenReady(() => this.#change({ networkChangedAtMs: platform.now() })));
  }

  /** Only this module writes these entries. */
  restore(stored: Record<string, unknown>): void {
    for (const [key, value] of Object.entries(stored)) {
      if (key.startsWith(NAME_PREFIX)) this.#names.set((value as CountedName).host, value as CountedName);
    }
    const facts = stored[SESSION_KEY] as SessionFacts | undefined;
    if (facts === undefined) this.#change({});
    else this.#facts = facts;
  }

  async clear(): Promise<void> {
    const { platform, storage } = this.#parts;
    const keys = [...this.#names.keys()].map(nameKey);
    this.#names.clear();
    this.#change({ sinceMs: platform.now(), isCapped: false, networkChangedAtMs: null });
    await storage.remove(keys);
  }

  #pageConcluded(page: Page, report: SiteReport): void {
    this.#countPage(page, arrivedLive(page) ? report.exposure : null);
    // What was recorded while the page was not known yet to be in no private window.
    for (const record of this.#parts.hosts.records(page.facts.navigationId)) this.#countHost(page, record);
  }

  /** What is not known of the page by now never will be. */
  #pageLeft(page: Page): void {
    const { lookup, facts } = page;
    const { host, navigationId } = facts;
    const isConcluded = this.#names.get(host)?.marks[`${navigationId} document`] !== undefined;
    if (lookup.state === 'pending' && !isConcluded && arrivedLive(page))
      this.#countPage(page, { state: 'unknown', how: { of: 'host', statement: statement('left-early') }, cover: null });
  }

  #countPage(page: Page, own: NameExposure | null): void {
    const { redirectChain, facts, committedAtMs } = page;
    if (!isKnown(page) || !this.#isCounted(committedAtMs)) return;
    const exposures = new Map<string, NameExposure>();
    const redirects = redirectChain.map((host): [string, NameExposure | null] => [host.host, this.#exposureOf(host)]);
    for (const [host, exposure] of [[facts.host, own] as const, ...redirects]) {
      const other = exposures.get(host);
      if (exposure !== null && (other === undefined || isWorse(exposure, other))) exposures.set(host, exposure);
    }
    for (const [host, exposure] of exposures) this.#count(host, exposure, facts.navigationId, 'document');
  }

  #countHost(page: Page, host: HostRecord): void {
    const { liveWays, grewAtMs } = host;
    if (!isKnown(page) || liveWays.length === 0 || !this.#isCounted(grewAtMs)) return;
    const exposure = this.#exposureOf({ ...host, ways: liveWays });
    if (exposure !== null) this.#count(host.host, exposure, page.facts.navigationId, 'resource');
  }

  #exposureOf(host: HostFacts): NameExposure | null {
    const { platform, settings } = this.#parts;
    const expectedRoots = settings.current.expectedRoots.map(({ sha256 }) => sha256);
    return exposureOfHost(host, { browser: platform.browser, expectedRoots });
  }

  /** What was there before the names were cleared does not come back. A clock that was set back decides nothing. */
  #isCounted(atMs: number): boolean {
    const { sinceMs } = this.#facts;
    return atMs >= sinceMs || (atMs > 0 && sinceMs > this.#parts.platform.now());
  }

  /** One page more with that exposure, and one less with the one that the name had there before. */
  #count(host: string, { state, how, cover }: NameExposure, navigationId: string, role: Role): void {
    const known = this.#names.get(host);
    if (known === undefined && this.#names.size >= MAX_NAMES) {
      if (!this.#facts.isCapped) this.#change({ isCapped: true });
      return;
    }
    const exposures: NameRecord['exposures'] = { ...known?.exposures };
    const before = known?.marks[`${navigationId} ${role}`];
    const left = before && exposures[before];
    if (before !== undefined && left !== undefined) exposures[before] = { ...left, pages: left.pages - 1 };
    if (before !== undefined && left?.pages === 1) delete exposures[before];
    // Requests besides a page's own document say nothing of a cover name: one that is known stays.
    exposures[state] = {
      how: shortened(how),
      cover: cover ?? known?.exposures[state]?.cover ?? null,
      pages: (exposures[state]?.pages ?? 0) + 1,
    };
    if (before === state && isSameJson(exposures, known?.exposures)) return;
    const marks: Marks = { ...this.#shownMarks(known), [`${navigationId} ${role}`]: state };
    const record: CountedName = { host, exposures, marks, atMs: this.#parts.platform.now() };
    this.#names.set(host, record);
    void this.#parts.storage.put({ [nameKey(host)]: record });
  }

  #shownMarks(known: CountedName | undefined): Marks {
    const shown = new Set(this.#parts.tabs.all().map(({ page }) => page?.facts.navigationId));
    const marks = Object.entries(known?.marks ?? {}).filter(([mark]) => shown.has(mark.slice(0, mark.indexOf(' '))));
    return Object.fromEntries(marks);
  }

  #change(change: Partial<SessionFacts>): void {
    this.#facts = { ...this.#facts, ...change };
    void this.#parts.storage.put({ [SESSION_KEY]: this.#facts });
  }
}

const isWorse = (one: NameExposure, other: NameExposure): boolean =>
  WORST_FIRST.indexOf(one.state) < WORST_FIRST.indexOf(other.state);

/** Whether it is known that the page is not in a private window: from when it was decided whether to look it up. */
const isKnown = ({ facts, lookup }: Page): boolean =>
  !facts.private && (lookup.state !== 'pending' || lookup.resolver !== null);

/** Over the network, or perhaps so; or exposed by another connection of its own. */
const arrivedLive = ({ facts: { arrival, sniExposedEarlier, sniExposedLater } }: Page): boolean =>
  sniExposedEarlier || sniExposedLater || (arrival !== 'http-cache' && arrival !== 'back-forward-cache');

/** A browser's own words, and a stranger's names, can be of any length. */
const shortened = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, part) => (typeof part === 'string' ? part.slice(0, MAX_TEXT) : part)) as T;
