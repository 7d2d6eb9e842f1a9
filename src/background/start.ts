// Composition root of the background: events come in, tabs change, questions are asked, reports go out.
//
//   browser events ─▶ TabStore (pure transitions) ─▶ Publisher ─▶ icon, stored report, popups
//                 │        └─▶ PageLookup (may we ask? ask) ─────┤
//                 └─▶ Subresources ─▶ HostStore ─▶ HostLookups ──┘
//
// Every listener is registered before startBackground returns and waits for `ready` inside, since the browser wakes the
// background only for listeners of its first task. Any event may be the last: nothing is kept that storage.session lacks.

import * as v from 'valibot';
import { SubnetRefusals } from '../doh/subnet-refusals.ts';
import { RequestSchema } from '../shared/message-schemas.ts';
import type { BrowserPlatform, NavigationEvent, SubresourceResponse } from '../shared/ports.ts';
import { resolverIdentity, resolverTemplate, type Settings, secondChoice } from '../shared/settings.ts';
import { CanaryWatch, type RefreshOptions } from './canary-watch.ts';
import { EventJournal } from './event-journal.ts';
import { HiddenHosts } from './hidden-hosts.ts';
import { HostLookups } from './host-lookups.ts';
import { HostStore } from './host-store.ts';
import { InspectLookups } from './inspect-lookups.ts';
import { LocalHosts } from './local-hosts.ts';
import { measurePage } from './measure.ts';
import { changePage, type TabRecord } from './navigation.ts';
import { seeOpenTabs } from './open-tabs.ts';
import { type Asking, type Click, PageLookup } from './page-lookup.ts';
import { Popups } from './popups.ts';
import { Publisher } from './publisher.ts';
import { QueryBudget } from './query-budget.ts';
import { QueryLog } from './query-log.ts';
import { answerRequest, type RequestDeps } from './requests.ts';
import { SessionNames } from './session-names.ts';
import { freshOrAbsent, readOnce } from './session-storage.ts';
import { SettingsOwner } from './settings-owner.ts';
import { Subresources } from './subresources.ts';
import { TabLife } from './tab-life.ts';
import { isProxied } from './tab-proxy.ts';
import { TabStore } from './tab-store.ts';

export function startBackground(browser: BrowserPlatform): void {
  const settings = new SettingsOwner(browser, (before) => whenReady(() => settingsChanged(before)));
  const session = readOnce(browser.session);
  const records = freshOrAbsent(session, () => inquiry.forgetAnswers());
  const ledger = new QueryLog(records, () => browser.now());
  const platform = ledger.countedBy(browser);
  const asking: Asking = { platform, settings: () => settings.current, subnetRefusals: new SubnetRefusals() };
  const budget = new QueryBudget(records, () => platform.now());
  const tabs = new TabStore(records);
  const hidden = new HiddenHosts(records);
  const localHosts = new LocalHosts(records);
  const publisher = new Publisher(platform, records, hidden);
  const canary = new CanaryWatch(asking, records);
  const names = new SessionNames({
    session: records,
    browser: platform.browser,
    now: () => platform.now(),
    expectedRoots: () => settings.current.expectedRoots.map(({ sha256 }) => sha256),
  });
  const hosts = new HostStore(records, (navigationId, record) => {
    const page = tabs.all().find((tab) => tab.page?.facts.navigationId === navigationId)?.page;
    return page ? names.seeHost(page, record) : record.counted;
  });
  const publish = (tabId: number, options?: { redraw: boolean }) => {
    const { page } = tabs.get(tabId);
    if (page === null) return;
    const report = publisher.publish(page, hosts.of(page), settings.current, canary.facts, options);
    if (report === null) return;
    const counted = names.see(page, report);
    if (counted !== page.counted)
      tabs.change(tabId, (tab) => changePage(tab, page.facts.navigationId, () => ({ ...page, counted })));
    hosts.countAll(page);
  };
  const inquiry = new PageLookup({
    ...asking,
    session,
    tabs,
    localHosts,
    budget,
    policyArrived: () => settings.arrived(),
    changed: publish,
  });
  const inspections = new InspectLookups({
    ...asking,
    session: records,
    localHosts,
    isProxiedHost: (host) => tabs.all().some((tab) => tab.page?.facts.host === host && isProxied(tab)),
    lookUp: (resolver, host, port, options) => inquiry.lookUp(resolver, host, port, options),
  });

  const lookups = new HostLookups({
    ...asking,
    tabs,
    hosts,
    localHosts,
    inquiry,
    policyArrived: () => settings.arrived(),
    changed: (tabId) => subresources.publishSoon(tabId),
  });
  const subresources = new Subresources({
    platform,
    tabs,
    hosts,
    lookups,
    isWatched: (tabId) => publisher.isWatched(tabId),
    publish,
  });

  const journal = new EventJournal<NavigationEvent | SubresourceResponse>(records, (event) => {
    try {
      if ('kind' in event) tabLife.take(event);
      else subresources.take(event);
    } catch (error) {
      console.error('Overheard:', error);
    }
  });

  const ready = Promise.all([session.load(), settings.load()]).then(([stored]) => {
    tabs.restore(stored);
    hosts.restore(stored, tabs.all());
    canary.restore(stored);
    budget.restore(stored);
    hidden.restore(stored);
    localHosts.restore(stored);
    names.restore(stored);
    inspections.restore(stored);
    journal.open(stored);
    whenReady(() =>
      seeOpenTabs(stored, {
        platform,
        session: records,
        tabs,
        explain: (tabId) => whenReady(() => inquiry.explain(tabId)),
        publish,
      }),
    );
    // Questions that an earlier background took with it when it died.
    for (const { tabId } of tabs.all()) {
      inquireIfPending(tabId);
      const { page } = tabs.get(tabId);
      if (page === null) continue;
      if (hosts.of(page).lookUp === 'pending') whenReady(() => lookups.about(tabId));
      if (page.found.second?.state === 'pending') whenReady(() => inquiry.second(tabId));
      if (MEASURING_BUILD && page.found.measuring === 'running') {
        const found = { ...page.found, measuring: null };
        tabs.change(tabId, (tab) => changePage(tab, page.facts.navigationId, () => ({ ...page, found })));
      }
    }
  });
  /** Runs work after `ready`, in the order of the calls; what goes wrong is told and stops nothing else. */
  const whenReady = (work: () => unknown) => {
    ready.then(work).catch((error: unknown) => console.error('Overheard:', error));
  };

  const inquire = (tabId: number, navigationId: string, options?: Click) => {
    whenReady(() => inquiry.about(tabId, navigationId, options));
  };
  const inquireIfPending = (tabId: number) => {
    const { page } = tabs.get(tabId);
    if (page?.lookup.state === 'pending') inquire(tabId, page.facts.navigationId);
  };
  const inquireUnlessDone = (tabId: number) => {
    const { page } = tabs.get(tabId);
    if (page !== null && page.lookup.state !== 'done') inquire(tabId, page.facts.navigationId);
  };
  /** Somebody else is to give the second opinion by now. */
  const dropSecondOfAnother = (tabId: number) => {
    const second = tabs.get(tabId).page?.found.second;
    if (second?.state !== 'pending') return;
    const chosen = resolverIdentity(secondChoice(settings.current));
    if (second.resolver.host !== chosen?.host) whenReady(() => inquiry.second(tabId));
  };
  /** Policy had kept it from being asked, or settings that could not be read, and they may have changed. */
  const inquireIfSettingsAllow = (tabId: number) => {
    const { page } = tabs.get(tabId);
    if (page?.lookup.state !== 'not-asked') return;
    if (['barred', 'policy-awaited', 'settings-unreadable'].includes(page.lookup.why))
      inquire(tabId, page.facts.navigationId);
  };
  const refreshCanary = (options?: RefreshOptions) =>
    whenReady(async () => {
      const news = await canary.refresh(options);
      const isShown = ({ tabId }: TabRecord) => news === 'answer' || (news === 'time' && publisher.isWatched(tabId));
      for (const tab of tabs.all()) if (isShown(tab)) publish(tab.tabId);
    });

  const settingsChanged = (before: Settings) => {
    const now = settings.current;
    const isAnotherResolver = resolverTemplate(now.resolver) !== resolverTemplate(before.resolver);
    for (const { tabId } of tabs.all()) {
      inquireIfSettingsAllow(tabId);
      // What the former resolver was being asked, the chosen one is asked now.
      if (isAnotherResolver) inquireIfPending(tabId);
      dropSecondOfAnother(tabId);
      publish(tabId);
    }
    const isArrived = (before.managed.isAwaited && !now.managed.isAwaited) || (!before.isKnown && now.isKnown);
    // Where it is the chosen resolver's word, another one's is wanted.
    if (isAnotherResolver && platform.resolveBySystemFor === null) refreshCanary({ again: true });
    else if (isArrived) refreshCanary();
  };

  const tabLife = new TabLife({
    tabs,
    hosts,
    names,
    subresources,
    inspections,
    publisher,
    now: () => platform.now(),
    publish,
    inquire,
    inquireIfPending,
    learn: (tabId) => whenReady(() => inquiry.learn(tabId)),
    refreshCanary,
  });

  const running = new Set<number>();
  const popups = new Popups({
    platform,
    tabs,
    publisher,
    publish,
    inquire,
    inquireUnlessDone,
    showUnseen: (tabId, url) => tabLife.showUnseen(tabId, url),
    refreshCanary,
    lookUpHosts: (tabId) => lookups.about(tabId, { begin: true }),
    askSecond: (tabId) => inquiry.second(tabId),
    measure: async (tabId) => {
      const see = (subresource: SubresourceResponse) => subresources.take(subresource);
      if (MEASURING_BUILD) await measurePage(tabId, { platform, tabs, hosts, see, publish, running });
    },
  });

  const requestDeps: RequestDeps = {
    ...asking,
    tabs,
    names,
    ledger,
    inspections,
    policyArrived: () => settings.arrived(),
  };

  platform.onNavigation((event) => journal.take(event));
  platform.onSubresource((subresource) => journal.take(subresource));
  platform.onPage((popup) => {
    popup.onRequest((message) => whenReady(() => popups.onRequest(popup, message)));
    // In their order: a popup that is closed while the background wakes has still asked for what it asked for.
    popup.onClose(() => whenReady(() => publisher.unwatch(popup)));
  });
  platform.onRequest((message) => {
    const parsed = v.safeParse(RequestSchema, message);
    return parsed.success ? ready.then(() => answerRequest(parsed.output, requestDeps)) : undefined;
  });
  platform.onInspectRequest((wish) => whenReady(() => inspections.open(wish)));
  platform.onSettingsChanged(() => whenReady(() => settings.refresh()));
  platform.onPermissionsGranted(() => whenReady(() => popups.onPermissionsGranted()));
  platform.onNetworkChanged(() => {
    whenReady(() => names.networkChanged());
    refreshCanary({ again: true });
  });
  platform.onInstalled(() => whenReady(() => platform.openWelcome()));
}
