// Composition root of the background: who exists, and who listens to whom.
//
//   browser events ─▶ EventJournal ─▶ TabLife, Subresources ─▶ TabStore, HostStore ─▶ Publisher ─▶ icon, stored report, popups
//                                                                │         ▲           ▲   └─▶ SessionNames, PageTraces, EchOnNetworks,
//                                                                ▼         │           │       HiddenHosts, SharedConnections
//                                           PageLookup, HostLookups ─▶ Resolvers       │
//                                                                NetworkTest ─▶ EchOnNetworks
//
// Stores announce what changed, and each component registers its listeners as it is made: with the browser too, since a browser wakes
// the background only for listeners of its first task. Any event may be the last: what storage.session lacks for a second makes no
// verdict worse, and is known to be lacking (page-writes.ts).

import { LookupCache } from '../doh/cache.ts';
import type { BrowserPlatform, NavigationEvent, SubresourceResponse } from '../shared/ports.ts';
import { Alternatives } from './alternatives.ts';
import { CanaryWatch } from './canary-watch.ts';
import { EchOnNetworks } from './ech-on-networks.ts';
import { EventJournal } from './event-journal.ts';
import { HiddenHosts } from './hidden-hosts.ts';
import { HostLookups } from './host-lookups.ts';
import { HostStore } from './host-store.ts';
import { InspectLookups } from './inspect-lookups.ts';
import { markInterrupted } from './interrupted.ts';
import { cameBack } from './left-pages.ts';
import { LiveSettings } from './live-settings.ts';
import { LocalHosts } from './local-hosts.ts';
import { forgetInterrupted } from './measure.ts';
import { NetworkTest } from './network-test.ts';
import { showOpenTabs } from './open-tabs.ts';
import { PageLookup } from './page-lookup.ts';
import { PageTraces } from './page-traces.ts';
import { gatherWrites, unwrittenTabs } from './page-writes.ts';
import { Popups } from './popups.ts';
import { Publisher } from './publisher.ts';
import { QueryBudget } from './query-budget.ts';
import { QueryLog } from './query-log.ts';
import { answerRequests } from './requests.ts';
import { Resolvers } from './resolvers.ts';
import { SessionNames } from './session-names.ts';
import { freshOrAbsent, readOnce } from './session-storage.ts';
import { SharedConnections } from './shared-connections.ts';
import { Startup } from './startup.ts';
import { Subresources } from './subresources.ts';
import { Suffixes } from './suffixes.ts';
import { TabLife } from './tab-life.ts';
import { isKnownNotPrivate } from './tab-record.ts';
import { TabStore } from './tab-store.ts';
import { TraceProviders } from './trace-providers.ts';

export function startBackground(browser: BrowserPlatform): void {
  const startup = new Startup();
  const session = readOnce(browser.session);
  const cache = new LookupCache({ store: session, now: browser.now });
  // Cached answers are what storage can best do without.
  const storage = gatherWrites(
    freshOrAbsent(session, () => cache.clear()),
    browser,
  );
  const queryLog = new QueryLog(storage, browser.now);
  const platform = queryLog.logged(browser);
  const { now } = platform;
  const settings = new LiveSettings(platform, startup);
  const resolvers = new Resolvers(platform, settings, cache);

  const tabs = new TabStore(storage);
  const suffixes = new Suffixes(platform);
  const hosts = new HostStore(storage, tabs, suffixes, settings);
  const hidden = new HiddenHosts(storage);
  const localHosts = new LocalHosts(storage);
  const connections = new SharedConnections({ storage, platform, tabs, suffixes, startup });
  const budget = new QueryBudget(storage, now);
  const echHere = new EchOnNetworks({ platform, storage, startup });

  // Each component's constructor says which of them it uses.
  const common = {
    platform,
    storage,
    settings,
    resolvers,
    tabs,
    hosts,
    localHosts,
    suffixes,
    budget,
    echHere,
    startup,
  };
  const alternatives = new Alternatives(common);
  const canary = new CanaryWatch(common);
  const traceProviders = new TraceProviders(platform);
  const publisher = new Publisher({ ...common, hidden, canary, traceProviders });
  publisher.concluded.listen(({ page, report }) => {
    // Newer pages of that host may have taught otherwise since.
    if (!cameBack(page)) {
      hidden.remember(report, page.facts.private, now());
      connections.learn(report, page.facts.private || (isKnownNotPrivate(page) ? false : null));
    }
    echHere.learnConcluded({ page, report });
  });
  const names = new SessionNames({ ...common, publisher });
  const pageTraces = new PageTraces({ ...common, publisher });

  const pageLookup = new PageLookup(common);
  const hostLookups = new HostLookups(common);
  const inspectLookups = new InspectLookups(common);
  new NetworkTest(common);

  const tabLife = new TabLife(tabs, hosts, now);
  const subresources = new Subresources({ ...common, publisher, hostLookups });
  const journal = new EventJournal<NavigationEvent | SubresourceResponse>({
    storage,
    isReady: (event) => connections.canAttribute(event) && ('kind' in event || subresources.canAttribute(event)),
  });
  suffixes.changed.listen(() => journal.apply());
  new Popups({ ...common, publisher, pageLookup, hostLookups, canary, tabLife, subresources, journal });
  answerRequests({ ...common, names, queryLog, inspectLookups, pageTraces });

  journal.due.listen((event) => {
    const attributed = connections.withOwner(event);
    if ('kind' in event) alternatives.hear(event);
    if ('kind' in attributed) tabLife.dispatch(attributed);
    else subresources.dispatch(attributed);
  });
  platform.onNavigation((event) => journal.dispatch(event));
  platform.onSubresource((response) => journal.dispatch(response));
  platform.onInstalled(() => startup.whenReady(() => platform.openWelcome()));

  const restore = (stored: Record<string, unknown>) => {
    tabs.restore(stored);
    hosts.restore(stored);
    canary.restore(stored);
    budget.restore(stored);
    hidden.restore(stored);
    localHosts.restore(stored);
    connections.restore(stored);
    alternatives.restore(stored);
    echHere.restore(stored);
    names.restore(stored);
    inspectLookups.restore(stored);
    pageTraces.restore(stored);
    publisher.restore(stored);
    if (unwrittenTabs(stored).length > 0) names.interrupted();
    markInterrupted(stored, tabs, storage);
    journal.open(stored);
    startup.whenReady(() => showOpenTabs(stored, { ...common, pageLookup }));
    pageLookup.resume();
    hostLookups.resume();
    if (MEASURING_BUILD) forgetInterrupted(tabs);
  };
  startup.begin(Promise.all([session.load(), settings.load()]).then(([stored]) => restore(stored)));
}
