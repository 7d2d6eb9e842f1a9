// Which names the network could read since the browser started: those of pages, of the redirects to them and of the other hosts they
// reached. Private windows are left out, and so are responses from a cache, for which no connection was made.

import { exposureOfHost } from '../assess/exposure.ts';
import type { JudgedHost } from '../assess/others.ts';
import type { PageFacts } from '../shared/facts.ts';
import { WORST_FIRST } from '../shared/host-states.ts';
import type { Environment, NetworkState } from '../shared/ports.ts';
import type { HostState, NameExposure, SiteReport } from '../shared/report.ts';
import { statement } from '../shared/sentence.ts';
import { NAME_PREFIX, type NameRecord, nameKey, SESSION_KEY, type SessionFacts } from '../shared/session-names.ts';
import type { EchOnNetworks } from './ech-on-networks.ts';
import type { HostStore } from './host-store.ts';
import type { LiveSettings } from './live-settings.ts';
import type { HostRecord } from './page-hosts.ts';
import type { PageStorage } from './page-writes.ts';
import type { Publisher } from './publisher.ts';
import { isSameJson } from './same-json.ts';
import type { Startup } from './startup.ts';
import type { Suffixes } from './suffixes.ts';
import { isKnownNotPrivate, type Page, pagesIn } from './tab-record.ts';
import type { TabStore } from './tab-store.ts';

/** Some 200 bytes each, against the 10 MB of storage.session that everything shares. */
const MAX_NAMES = 2_000;

/** In characters: a DNS name has 253 at most. */
const MAX_TEXT = 260;

/** `document`: the page or a redirect to it; `resource`: another host that the page reached. */
type Role = 'document' | 'resource';

/**
 * The state under which each open page was counted for a name, so that a page whose conclusion changes is moved and not counted twice.
 * Pages that do not come back are dropped when the name is next written.
 */
type CountedAs = Record<`${string} ${Role}`, HostState>;

interface CountedName extends NameRecord {
  countedAs: CountedAs;
}

interface Parts {
  platform: Environment & NetworkState;
  storage: PageStorage;
  settings: LiveSettings;
  tabs: TabStore;
  hosts: HostStore;
  publisher: Publisher;
  echHere: EchOnNetworks;
  suffixes: Suffixes;
  startup: Startup;
}

export class SessionNames {
  readonly #parts: Parts;
  readonly #names = new Map<string, CountedName>();
  #facts: SessionFacts;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { platform, tabs, hosts, publisher, startup } = parts;
    this.#facts = { sinceMs: platform.now(), isCapped: false, isInterrupted: false, networkChangedAtMs: null };
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

  interrupted(): void {
    this.#change({ isInterrupted: true });
  }

  async clear(): Promise<void> {
    const { platform, storage } = this.#parts;
    const keys = [...this.#names.keys()].map(nameKey);
    this.#names.clear();
    this.#change({ sinceMs: platform.now(), isCapped: false, isInterrupted: false, networkChangedAtMs: null });
    await storage.remove(keys);
  }

  #pageConcluded(page: Page, report: SiteReport): void {
    this.#countPage(page, this.#mayHaveConnected(page) ? report.exposure : null);
    // Hosts recorded before it was known that the page is not in a private window.
    for (const record of this.#parts.hosts.records(page.facts.navigationId)) this.#countHost(page, record);
  }

  /** A page that was left during its lookup will never be concluded: its name counts as unknown. */
  #pageLeft(page: Page): void {
    const { lookup, facts } = page;
    const { host, navigationId } = facts;
    const isConcluded = this.#names.get(host)?.countedAs[`${navigationId} document`] !== undefined;
    if (lookup.state === 'pending' && !isConcluded && this.#mayHaveConnected(page))
      this.#countPage(page, {
        state: 'unknown',
        how: { of: 'host', statement: statement('left-early') },
        publicName: null,
      });
  }

  #countPage(page: Page, own: NameExposure | null): void {
    const { hops, facts, committedAtMs } = page;
    if (!isKnownNotPrivate(page) || !this.#isCounted(committedAtMs)) return;
    const exposures = new Map<string, NameExposure>();
    const redirects = hops.map((host): [string, NameExposure | null] => [host.host, this.#exposureOf(host, page)]);
    for (const [host, exposure] of [[facts.host, own] as const, ...redirects]) {
      const other = exposures.get(host);
      if (exposure !== null && (other === undefined || isWorse(exposure, other))) exposures.set(host, exposure);
    }
    for (const [host, exposure] of exposures) this.#count(host, exposure, facts, 'document');
  }

  #countHost(page: Page, host: HostRecord): void {
    const { networkTransports, changedAtMs } = host;
    // Its own name is counted by what is concluded of the page.
    if (
      host.host === page.facts.host ||
      !isKnownNotPrivate(page) ||
      networkTransports.length === 0 ||
      !this.#isCounted(changedAtMs)
    )
      return;
    const exposure = this.#exposureOf({ ...host, transports: networkTransports }, page);
    if (exposure !== null) this.#count(host.host, exposure, page.facts, 'resource');
  }

  /** A page from a cache made no connection, unless another request of the visit went to its host. */
  #mayHaveConnected(page: Page): boolean {
    const { arrival, host } = page.facts;
    const { observations } = this.#parts.hosts.visitOf(page);
    return (
      (arrival !== 'http-cache' && arrival !== 'back-forward-cache') || observations.some((one) => one.host === host)
    );
  }

  #exposureOf(host: JudgedHost, page: Page): NameExposure | null {
    const { platform, settings, echHere, suffixes } = this.#parts;
    const expectedRoots = settings.current.expectedRoots.map(({ sha256 }) => sha256);
    return exposureOfHost(host, { browser: platform.browser, echHere: echHere.of(page, suffixes.list), expectedRoots });
  }

  /** Pages from before the user cleared the list must not come back; after the clock was set back, times cannot tell, so they count. */
  #isCounted(atMs: number): boolean {
    const { sinceMs } = this.#facts;
    return atMs >= sinceMs || (atMs > 0 && sinceMs > this.#parts.platform.now());
  }

  /** Moves the page from the state that it was counted under before, if any. */
  #count(host: string, { state, how, publicName }: NameExposure, { tabId, navigationId }: PageFacts, role: Role): void {
    const known = this.#names.get(host);
    if (known === undefined && this.#names.size >= MAX_NAMES) {
      if (!this.#facts.isCapped) this.#change({ isCapped: true });
      return;
    }
    const exposures: NameRecord['exposures'] = { ...known?.exposures };
    const before = known?.countedAs[`${navigationId} ${role}`];
    const counted = role === 'document' ? 'opened' : 'partOf';
    const left = before && exposures[before];
    if (before !== undefined && left !== undefined) {
      exposures[before] = { ...left, [counted]: left[counted] - 1 };
      if (left.opened + left.partOf === 1) delete exposures[before];
    }
    const { opened = 0, partOf = 0 } = exposures[state] ?? {};
    // Requests for resources do not reveal the public name: keep the one that is known.
    exposures[state] = {
      how: truncated(how),
      publicName: publicName ?? known?.exposures[state]?.publicName ?? null,
      opened,
      partOf,
      [counted]: (role === 'document' ? opened : partOf) + 1,
    };
    if (before === state && isSameJson(exposures, known?.exposures)) return;
    const countedAs: CountedAs = { ...this.#countedAsOfPagesThere(known), [`${navigationId} ${role}`]: state };
    const record: CountedName = { host, exposures, countedAs, atMs: this.#parts.platform.now() };
    this.#names.set(host, record);
    this.#parts.storage.putSoon(tabId, { [nameKey(host)]: record });
  }

  #countedAsOfPagesThere(known: CountedName | undefined): CountedAs {
    const shown = new Set(
      this.#parts.tabs
        .all()
        .flatMap(pagesIn)
        .map(({ facts }) => facts.navigationId),
    );
    const counted = Object.entries(known?.countedAs ?? {}).filter(([mark]) =>
      shown.has(mark.slice(0, mark.indexOf(' '))),
    );
    return Object.fromEntries(counted);
  }

  #change(change: Partial<SessionFacts>): void {
    this.#facts = { ...this.#facts, ...change };
    void this.#parts.storage.put({ [SESSION_KEY]: this.#facts });
  }
}

const isWorse = (one: NameExposure, other: NameExposure): boolean =>
  WORST_FIRST.indexOf(one.state) < WORST_FIRST.indexOf(other.state);

/** Browser error strings and names chosen by others can be of any length. */
const truncated = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, part) => (typeof part === 'string' ? part.slice(0, MAX_TEXT) : part)) as T;
