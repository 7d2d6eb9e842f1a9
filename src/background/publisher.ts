// Turns what is known of a tab into its report, and brings the report to the icon, to storage for the next popup, and to the
// popups that are open.

import { assess } from '../assess/assess.ts';
import { concernsVerdict } from '../assess/visit-reading.ts';
import { describeHeadline, describeStatus } from '../assess/words.ts';
import type { CanaryFacts, EchHere, Facts, Observation, Visit } from '../shared/facts.ts';
import { reachableReferences } from '../shared/managed.ts';
import { type PortUpdate, reportKey } from '../shared/messages.ts';
import type { PagePort, Platform, SessionStorage } from '../shared/ports.ts';
import type { SiteReport } from '../shared/report.ts';
import { resolverIdentity, type Settings, secondChoice } from '../shared/settings.ts';
import type { SuffixList } from '../shared/suffix-list.ts';
import { Announcer } from './announcer.ts';
import type { CanaryWatch } from './canary-watch.ts';
import type { EchOnNetworks } from './ech-here.ts';
import type { HiddenHosts } from './hidden-hosts.ts';
import type { HostStore } from './host-store.ts';
import type { LiveSettings } from './live-settings.ts';
import type { Page } from './navigation.ts';
import { isSameJson } from './same-json.ts';
import type { Suffixes } from './suffixes.ts';
import type { TabStore } from './tab-store.ts';

interface Parts {
  platform: Pick<Platform, 'browser' | 'measureTab' | 'showIcon'>;
  storage: SessionStorage;
  settings: LiveSettings;
  tabs: TabStore;
  hosts: HostStore;
  hidden: HiddenHosts;
  canary: CanaryWatch;
  echHere: EchOnNetworks;
  suffixes: Suffixes;
}

/** What a report is concluded from: assessing hostile records takes time, so the same facts are assessed once. */
interface Known {
  page: Page;
  visit: Visit;
  settings: Settings;
  canary: CanaryFacts | null;
  echHere: EchHere | null;
  suffixes: SuffixList;
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

  constructor(parts: Parts) {
    this.#parts = parts;
    const { tabs, settings, canary, echHere, suffixes } = parts;
    // Browsers take a tab's icon away when a new document comes (Firefox 153, Chromium 156).
    tabs.pageChanged.listen(({ tabId, isNew }) => this.publish(tabId, { redraw: isNew }));
    tabs.closed.listen(({ tabId }) => this.#last.delete(tabId));
    tabs.moved.listen(({ fromTabId }) => this.#last.delete(fromTabId));
    settings.changed.listen(() => this.#publishAll(() => true));
    suffixes.changed.listen(() => this.#publishAll(() => true));
    echHere.changed.listen(() => this.#publishAll((tabId) => this.#isElsewhereNew(tabId)));
    // Only who watches sees when the network was looked at.
    canary.changed.listen((news) => this.#publishAll((tabId) => news === 'answer' || this.isWatched(tabId)));
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
    const { tabs, hosts, settings, canary, suffixes } = this.#parts;
    const { page } = tabs.get(tabId);
    if (page === null) return;
    const visit = hosts.visitOf(page);
    const known: Known = {
      page,
      visit,
      settings: settings.current,
      canary: canary.facts,
      echHere: this.#elsewhere(page, visit),
      suffixes: suffixes.list,
    };
    const last = this.#last.get(tabId);
    const isSamePage =
      last !== undefined &&
      last.page === page &&
      last.settings === known.settings &&
      last.canary === known.canary &&
      isSameJson(last.echHere, known.echHere) &&
      last.suffixes === known.suffixes;
    const isSame = isSamePage && last.visit === known.visit;
    // Of hosts that say nothing of the verdict many come and go.
    const isSameSite = isSame || (isSamePage && isSameJson(ofVerdict(last), ofVerdict(known)));
    const report = isSame ? last.report : this.#conclude(known, isSameSite ? last.report : undefined);
    const isNew = !isSameJson(last?.report, report);
    this.#last.set(tabId, { ...known, report });
    if (isNew) void this.#parts.storage.put({ [reportKey(tabId)]: report });
    if ((isNew && !isSameSite) || redraw) this.#draw(report);
    for (const [watcher, watched] of this.#watchers) {
      if (watched === tabId) watcher.send({ kind: 'report', report } satisfies PortUpdate);
    }
    if (isNew) this.concluded.announce({ page, report });
  }

  /** Nothing where all is reported of a page, however many other sites are measured. */
  #elsewhere(page: Page, visit: Visit): EchHere | null {
    return isAllReported(page, visit) ? null : this.#parts.echHere.of(page);
  }

  #isElsewhereNew(tabId: number): boolean {
    const { tabs, hosts } = this.#parts;
    const { page } = tabs.get(tabId);
    return page !== null && !isSameJson(this.#last.get(tabId)?.echHere, this.#elsewhere(page, hosts.visitOf(page)));
  }

  #publishAll(isShown: (tabId: number) => boolean): void {
    for (const { tabId } of this.#parts.tabs.all()) if (isShown(tabId)) this.publish(tabId);
  }

  /** `before` where nothing but the hosts of other sites has changed. */
  #conclude({ page, visit, settings, canary, echHere, suffixes }: Known, before: SiteReport | undefined): SiteReport {
    const { facts, connection, lookup, found } = page;
    const { platform, hidden } = this.#parts;
    const everything: Facts = {
      browser: platform.browser,
      page: facts,
      connection,
      lookup,
      canary,
      expectedRoots: settings.expectedRoots.map(({ sha256 }) => sha256),
      visit,
      suffixes,
      references: reachableReferences(settings).map(({ url }) => new URL(url).host),
      probes: found.probes,
      secondResolver: resolverIdentity(secondChoice(settings)),
      secondOpinion: found.secondOpinion,
      measuring: platform.measureTab === null ? null : (found.measuring ?? 'ready'),
      hiddenBefore: hidden.before(page),
      echHere,
    };
    return assess(everything, before);
  }

  #draw(report: SiteReport): void {
    const { tabId, icon } = report;
    void this.#parts.platform.showIcon(tabId, icon, describeStatus(report), describeHeadline(report));
  }
}

const isAllReported = ({ connection }: Page, { observations }: Visit): boolean =>
  typeof connection?.usedEch === 'boolean' && !observations.some(({ transports }) => transports.includes('unreported'));

const ofVerdict = ({ page, visit, suffixes }: Known): Observation[] =>
  visit.observations.filter((one) => concernsVerdict(one, page.facts.host, suffixes));
