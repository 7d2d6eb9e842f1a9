// Which names the network could read since the browser started: of every page that was concluded, its own, those that redirected to it
// and those that it reached. Nothing of private windows; nothing of what came from a cache, where no connection was made. Written name
// by name in the task that learnt it, and only when there is anything new.

import { fateOfHost, fateOfPage } from '../assess/exposure.ts';
import type { HostFacts } from '../shared/facts.ts';
import { WORST_FIRST } from '../shared/host-states.ts';
import type { Environment, NetworkState, SessionStorage } from '../shared/ports.ts';
import type { HostState, SiteReport } from '../shared/report.ts';
import type { Argument } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import {
  NAME_PREFIX,
  type NameFate,
  type NameRecord,
  nameKey,
  SESSION_KEY,
  type SessionFacts,
} from '../shared/session-names.ts';
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

/** Of an argument of a sentence, which a stranger may have written. */
const MAX_ARGUMENT = 260;

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
    this.#countPage(page, arrivedLive(page) ? fateOfPage(report) : null);
    // What was recorded while the page was not known yet to be in no private window.
    for (const record of this.#parts.hosts.records(page.facts.navigationId)) this.#countHost(page, record);
  }

  /** What is not known of the page by now never will be. */
  #pageLeft(page: Page): void {
    const { lookup, facts } = page;
    const { host, navigationId } = facts;
    const isConcluded = this.#names.get(host)?.marks[`${navigationId} document`] !== undefined;
    if (lookup.state === 'pending' && !isConcluded && arrivedLive(page))
      this.#countPage(page, { state: 'unknown', how: sentence('how_left_early'), cover: null });
  }

  #countPage(page: Page, own: NameFate | null): void {
    const { passed, facts, committedAtMs } = page;
    if (!isKnown(page) || !this.#isCounted(committedAtMs)) return;
    const fates = new Map<string, NameFate>();
    const redirects = passed.map((host): [string, NameFate | null] => [host.host, this.#fateOf(host)]);
    for (const [host, fate] of [[facts.host, own] as const, ...redirects]) {
      const other = fates.get(host);
      if (fate !== null && (other === undefined || isWorse(fate, other))) fates.set(host, fate);
    }
    for (const [host, fate] of fates) this.#count(host, fate, facts.navigationId, 'document');
  }

  #countHost(page: Page, host: HostRecord): void {
    const { liveWays, grewAtMs } = host;
    if (!isKnown(page) || liveWays.length === 0 || !this.#isCounted(grewAtMs)) return;
    const fate = this.#fateOf({ ...host, ways: liveWays });
    if (fate !== null) this.#count(host.host, fate, page.facts.navigationId, 'resource');
  }

  #fateOf(host: HostFacts): NameFate | null {
    const { platform, settings } = this.#parts;
    const expectedRoots = settings.current.expectedRoots.map(({ sha256 }) => sha256);
    return fateOfHost(host, { browser: platform.browser, expectedRoots });
  }

  /** What was there before the names were cleared does not come back. A clock that was set back decides nothing. */
  #isCounted(atMs: number): boolean {
    const { sinceMs } = this.#facts;
    return atMs >= sinceMs || (atMs > 0 && sinceMs > this.#parts.platform.now());
  }

  /** One page more with that fate, and one less with the fate that the name had there before. */
  #count(host: string, { state, how, cover }: NameFate, navigationId: string, role: Role): void {
    const known = this.#names.get(host);
    if (known === undefined && this.#names.size >= MAX_NAMES) {
      if (!this.#facts.isCapped) this.#change({ isCapped: true });
      return;
    }
    const args = how.args.map(shortened);
    const fates: NameRecord['fates'] = { ...known?.fates };
    const before = known?.marks[`${navigationId} ${role}`];
    const left = before && fates[before];
    if (before !== undefined && left !== undefined) fates[before] = { ...left, pages: left.pages - 1 };
    if (before !== undefined && left?.pages === 1) delete fates[before];
    // Requests besides a page's own document say nothing of a cover name: one that is known stays.
    fates[state] = {
      how: { ...how, args },
      cover: cover ?? known?.fates[state]?.cover ?? null,
      pages: (fates[state]?.pages ?? 0) + 1,
    };
    if (before === state && isSameJson(fates, known?.fates)) return;
    const marks: Marks = { ...this.#shownMarks(known), [`${navigationId} ${role}`]: state };
    const record: CountedName = { host, fates, marks, atMs: this.#parts.platform.now() };
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

const isWorse = (one: NameFate, other: NameFate): boolean =>
  WORST_FIRST.indexOf(one.state) < WORST_FIRST.indexOf(other.state);

/** Whether it is known that the page is not in a private window: from when it was decided whether to look it up. */
const isKnown = ({ facts, lookup }: Page): boolean =>
  !facts.private && (lookup.state !== 'pending' || lookup.resolver !== null);

/** Over the network, or perhaps so; or exposed by another connection of its own. */
const arrivedLive = ({ facts: { arrival, namedBefore, namedSince } }: Page): boolean =>
  namedBefore || namedSince || (arrival !== 'http-cache' && arrival !== 'back-forward-cache');

/** A browser's own words can be of any length. */
function shortened(argument: Argument): Argument {
  if ('host' in argument) return { host: argument.host.slice(0, MAX_ARGUMENT) };
  return 'label' in argument ? { label: argument.label.slice(0, MAX_ARGUMENT) } : argument;
}
