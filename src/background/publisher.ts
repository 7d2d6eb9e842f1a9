// Turns what is known of a tab into its report, and brings the report to the icon, to storage for the next popup, and to the
// popups that are open.

import { assess } from '../assess/assess.ts';
import { concernsVerdict } from '../assess/visit-reading.ts';
import { describeHeadline, describeStatus } from '../assess/words.ts';
import type { CanaryFacts, EchHere, Facts, Observation, Tracing, Visit } from '../shared/facts.ts';
import { reachableReferences } from '../shared/managed.ts';
import { type PortUpdate, reportKey } from '../shared/messages.ts';
import type { PagePort, Platform } from '../shared/ports.ts';
import type { SiteReport } from '../shared/report.ts';
import { resolverIdentity, type Settings, secondChoice } from '../shared/settings.ts';
import type { SuffixList } from '../shared/suffix-list.ts';
import type { TraceProvider } from '../shared/trace.ts';
import { Announcer } from './announcer.ts';
import type { CanaryWatch } from './canary-watch.ts';
import type { EchOnNetworks } from './ech-on-networks.ts';
import type { HiddenHosts } from './hidden-hosts.ts';
import type { HostStore } from './host-store.ts';
import type { LiveSettings } from './live-settings.ts';
import type { PageStorage } from './page-writes.ts';
import { isSameJson } from './same-json.ts';
import type { Suffixes } from './suffixes.ts';
import type { Page } from './tab-record.ts';
import type { TabStore } from './tab-store.ts';
import type { TraceProviders } from './trace-providers.ts';

interface Parts {
  platform: Pick<Platform, 'browser' | 'measureTab' | 'showIcon'>;
  storage: PageStorage;
  settings: LiveSettings;
  tabs: TabStore;
  hosts: HostStore;
  hidden: HiddenHosts;
  canary: CanaryWatch;
  echHere: EchOnNetworks;
  suffixes: Suffixes;
  traceProviders: TraceProviders;
}

/** A report of that tab waits for the suffix list. */
const PREFIX = 'report-awaited:';
const awaitedKey = (tabId: number): string => `${PREFIX}${tabId}`;

/** What a report is concluded from: assessing hostile records takes time, so the same facts are assessed once. */
interface Known {
  page: Page;
  visit: Visit;
  settings: Settings;
  canary: CanaryFacts | null;
  echHere: EchHere | null;
  suffixes: SuffixList;
  providers: readonly TraceProvider[];
}

export interface Conclusion {
  page: Page;
  report: SiteReport;
}

export class Publisher {
  /** There is something new in the report of a page. */
  readonly concluded = new Announcer<Conclusion>();
  readonly #parts: Parts;
  readonly #watchers = new Map<PagePort, number>();
  /** The last report of each tab: the same one is not written and drawn again. */
  readonly #last = new Map<number, Known & { report: SiteReport }>();
  /** By tab, what an earlier background left: most often the report that this one comes to. */
  readonly #left = new Map<number, unknown>();
  /** Tabs whose report waits for the suffix list, and whether the icon is drawn then, whatever is in it. */
  readonly #awaited = new Map<number, boolean>();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { tabs, settings, canary, echHere, suffixes, traceProviders } = parts;
    // Browsers take a tab's icon away when a new document comes (Firefox 153, Chromium 156).
    tabs.pageChanged.listen(({ tabId, isNew }) => this.publish(tabId, { redraw: isNew }));
    tabs.closed.listen(({ tabId }) => this.#forget(tabId));
    tabs.moved.listen(({ fromTabId }) => this.#forget(fromTabId));
    settings.changed.listen(() => this.#publishAll(() => true));
    suffixes.changed.listen(() => this.#suffixesChanged());
    traceProviders.changed.listen(() => this.#publishAll(() => true));
    echHere.changed.listen(() => this.#publishAll((tabId) => this.#isElsewhereNew(tabId)));
    // When the canary was last checked is shown in an open popup only.
    canary.changed.listen((news) => this.#publishAll((tabId) => news === 'answer' || this.isWatched(tabId)));
  }

  /** A background that was killed while it read the list left an older report, and perhaps no icon. */
  restore(stored: Record<string, unknown>): void {
    for (const { tabId } of this.#parts.tabs.all()) {
      this.#left.set(tabId, stored[reportKey(tabId)]);
      if (!(awaitedKey(tabId) in stored)) continue;
      this.#awaited.set(tabId, true);
      this.publish(tabId);
    }
  }

  watch(page: PagePort, tabId: number): void {
    this.#watchers.set(page, tabId);
  }

  unwatch(page: PagePort): void {
    this.#watchers.delete(page);
  }

  isWatched(tabId: number): boolean {
    return [...this.#watchers.values()].includes(tabId);
  }

  watchedTab(page: PagePort): number | undefined {
    return this.#watchers.get(page);
  }

  /** Watchers get the report also where nothing in it is new. */
  publish(tabId: number, { redraw = false } = {}): void {
    const { platform, tabs, hosts, settings, canary, suffixes, traceProviders } = this.#parts;
    const { page } = tabs.get(tabId);
    if (page === null) return;
    const visit = hosts.visitOf(page);
    const known: Known = {
      page,
      visit,
      settings: settings.current,
      canary: canary.facts,
      echHere: this.#echElsewhere(page, visit, suffixes.list),
      suffixes: suffixes.list,
      providers: traceProviders.list,
    };
    const last = this.#last.get(tabId);
    const isSamePage =
      last !== undefined &&
      last.page === page &&
      last.settings === known.settings &&
      last.canary === known.canary &&
      isSameJson(last.echHere, known.echHere) &&
      last.suffixes === known.suffixes &&
      last.providers === known.providers;
    const isSame = isSamePage && last.visit === known.visit;
    // Of hosts that say nothing of the verdict many come and go.
    const isSameSite = isSame || (isSamePage && isSameJson(ofVerdict(last), ofVerdict(known)));
    const report = isSame
      ? last.report
      : suffixes.whenKnown((list) => this.#conclude(known, list, isSameSite ? last.report : undefined));
    const isToDraw = redraw || this.#awaited.get(tabId) === true;
    if (report === null) {
      this.#await(tabId, isToDraw);
      return;
    }
    this.#arrived(tabId);
    // Of one of them, as it seems.
    if (platform.browser === 'chromium' && report.anonymitySet === 'shared-provider') void traceProviders.read();
    const isNew = !isSameJson(last?.report, report);
    const isStored = !isNew || (last === undefined && isSameJson(this.#left.get(tabId), report));
    this.#left.delete(tabId);
    this.#last.set(tabId, { ...known, report });
    if (!isStored) this.#parts.storage.putSoon(tabId, { [reportKey(tabId)]: report });
    if ((!isStored && !isSameSite) || isToDraw) this.#draw(report);
    for (const [watcher, watched] of this.#watchers) {
      if (watched === tabId) watcher.send({ kind: 'report', report } satisfies PortUpdate);
    }
    if (isNew) this.concluded.announce({ page, report });
  }

  /** Null where the browser reported everything about the page: other sites then add nothing. */
  #echElsewhere(page: Page, visit: Visit, list: SuffixList): EchHere | null {
    return isAllReported(page, visit) ? null : this.#parts.echHere.of(page, list);
  }

  #isElsewhereNew(tabId: number): boolean {
    const { tabs, hosts, suffixes } = this.#parts;
    const { page } = tabs.get(tabId);
    if (page === null) return false;
    const elsewhere = this.#echElsewhere(page, hosts.visitOf(page), suffixes.list);
    return !isSameJson(this.#last.get(tabId)?.echHere, elsewhere);
  }

  #publishAll(isShown: (tabId: number) => boolean): void {
    for (const { tabId } of this.#parts.tabs.all()) if (isShown(tabId)) this.publish(tabId);
  }

  #await(tabId: number, isToDraw: boolean): void {
    this.#awaited.set(tabId, isToDraw);
    void this.#parts.storage.put({ [awaitedKey(tabId)]: true });
  }

  #arrived(tabId: number): void {
    if (this.#awaited.delete(tabId)) void this.#parts.storage.remove([awaitedKey(tabId)]);
  }

  /** What was concluded without the list may have depended on it. */
  #suffixesChanged(): void {
    for (const tabId of new Set([...this.#awaited.keys(), ...this.#last.keys()])) this.publish(tabId);
  }

  #forget(tabId: number): void {
    this.#last.delete(tabId);
    this.#left.delete(tabId);
    this.#arrived(tabId);
  }

  /** `before` where nothing but the hosts of other sites has changed. */
  #conclude(
    { page, visit, settings, canary, providers }: Known,
    suffixes: SuffixList,
    before: SiteReport | undefined,
  ): SiteReport {
    const { facts, connection, lookup, alternatives, found } = page;
    const { platform, hidden } = this.#parts;
    const everything: Facts = {
      browser: platform.browser,
      page: facts,
      connection,
      lookup,
      canary,
      expectedRoots: settings.expectedRoots.map(({ sha256 }) => sha256),
      visit,
      alternatives,
      suffixes,
      references: reachableReferences(settings).map(({ url }) => new URL(url).host),
      probes: found.probes,
      trace: found.trace,
      tracing: platform.browser === 'firefox' ? null : tracingBy(settings, providers),
      secondResolver: resolverIdentity(secondChoice(settings)),
      secondOpinion: found.secondOpinion,
      measuring: platform.measureTab === null ? null : (found.measuring ?? 'ready'),
      hiddenBefore: hidden.before(page),
      echHere: this.#echElsewhere(page, visit, suffixes),
    };
    return assess(everything, before);
  }

  #draw(report: SiteReport): void {
    const { tabId, icon } = report;
    void this.#parts.platform.showIcon(tabId, icon, describeStatus(report), describeHeadline(report));
  }
}

const NO_PROVIDERS: readonly TraceProvider[] = [];

const tracingBy = ({ measurePages: when, managed }: Settings, providers: readonly TraceProvider[]): Tracing => ({
  providers: when === 'never' ? NO_PROVIDERS : providers,
  when,
  isLocked: managed.locked.includes('measurePages'),
});

const isAllReported = ({ connection }: Page, { observations }: Visit): boolean =>
  typeof connection?.usedEch === 'boolean' && !observations.some(({ transports }) => transports.includes('unreported'));

const ofVerdict = ({ page, visit, suffixes }: Known): Observation[] =>
  visit.observations.filter((one) => concernsVerdict(one, page.facts.host, suffixes));
