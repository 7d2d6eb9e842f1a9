// Turns what is known of a tab into its report, and brings the report to the icon, to storage for the next popup, and to the
// popups that are open. Imports shared and assess.

import { assess } from '../assess/assess.ts';
import type { CanaryFacts, Facts, PageHosts } from '../shared/facts.ts';
import { iconOf } from '../shared/icon.ts';
import { reachableReferences } from '../shared/managed.ts';
import { type PortUpdate, reportKey } from '../shared/messages.ts';
import type { PagePort, Platform, SessionStorage } from '../shared/ports.ts';
import type { SiteReport } from '../shared/report.ts';
import { resolverIdentity, type Settings, secondChoice } from '../shared/settings.ts';
import type { HiddenHosts } from './hidden-hosts.ts';
import type { Page } from './navigation.ts';

/** A report and what it was concluded from: assessing hostile records takes time, so the same facts are assessed once. */
interface Published {
  page: Page;
  hosts: PageHosts;
  settings: Settings;
  canary: CanaryFacts | null;
  report: SiteReport;
  json: string;
}

export class Publisher {
  readonly #platform: Platform;
  readonly #session: SessionStorage;
  readonly #hidden: HiddenHosts;
  readonly #watchers = new Map<PagePort, number>();
  /** Last report of each tab, as JSON too: the same one is not written and drawn again. */
  readonly #last = new Map<number, Published>();

  constructor(platform: Platform, session: SessionStorage, hidden: HiddenHosts) {
    this.#platform = platform;
    this.#session = session;
    this.#hidden = hidden;
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

  /** The report where there is anything new in it. `redraw` after a commit: browsers take a tab's icon away when a new document comes (Firefox 153, Chromium 156). */
  publish(
    page: Page,
    hosts: PageHosts,
    settings: Settings,
    canary: CanaryFacts | null,
    { redraw = false } = {},
  ): SiteReport | null {
    const { tabId } = page.facts;
    const last = this.#last.get(tabId);
    const isSameSite = last?.page === page && last.settings === settings && last.canary === canary;
    const isSame = isSameSite && last.hosts === hosts;
    const report = isSame
      ? last.report
      : this.#conclude(page, hosts, settings, canary, isSameSite ? last.report : undefined);
    const json = isSame ? last.json : JSON.stringify(report);
    const isNew = last?.json !== json;
    this.#last.set(tabId, { page, hosts, settings, canary, report, json });
    if (isNew) this.#store(report);
    if (isNew) this.#hidden.remember(report, page.facts.private, this.#platform.now());
    if ((isNew && !isSameSite) || redraw) this.#draw(report);
    for (const [watcher, watched] of this.#watchers) {
      if (watched === tabId) watcher.send({ kind: 'report', report } satisfies PortUpdate);
    }
    return isNew ? report : null;
  }

  forget(tabId: number): void {
    this.#last.delete(tabId);
  }

  /** `known` where nothing but the other hosts has changed. */
  #conclude(
    page: Page,
    hosts: PageHosts,
    settings: Settings,
    canary: CanaryFacts | null,
    known: SiteReport | undefined,
  ): SiteReport {
    const { facts, connection, lookup, found } = page;
    const { browser, measureTab } = this.#platform;
    const expectedRoots = settings.expectedRoots.map(({ sha256 }) => sha256);
    const everything: Facts = {
      browser,
      page: facts,
      connection,
      lookup,
      canary,
      expectedRoots,
      hosts,
      references: reachableReferences(settings).map(({ url }) => new URL(url).host),
      probes: found.probes,
      secondResolver: resolverIdentity(secondChoice(settings)),
      second: found.second,
      measuring: measureTab === null ? null : (found.measuring ?? 'ready'),
      hiddenBefore: this.#hidden.before(page),
    };
    return assess(everything, known);
  }

  #store(report: SiteReport): void {
    void this.#session.put({ [reportKey(report.tabId)]: report });
  }

  #draw(report: SiteReport): void {
    void this.#platform.showIcon(report.tabId, iconOf(report), report.headline);
  }
}
