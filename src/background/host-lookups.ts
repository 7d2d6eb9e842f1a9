// Looks up hosts of a visit where the browser measures nothing: the site's other names by itself, and where its servers led the browser
// besides (alternatives.ts), since the verdict depends on them; strangers once the user has opened their list (Chrome). Only what this browser makes of each host's records is stored.

import { predictAlternative } from '../browsers/alternatives.ts';
import { predictClient } from '../browsers/rows.ts';
import type { Resolver } from '../doh/lookup.ts';
import type { Alternative, HostPrediction, Observation, SkipReason } from '../shared/facts.ts';
import type { LookupOutcome } from '../shared/lookup.ts';
import type { Environment, Permissions, Tabs } from '../shared/ports.ts';
import { resolverTemplate } from '../shared/settings.ts';
import { isSameSite } from '../shared/site-name.ts';
import type { HostStore } from './host-store.ts';
import type { LiveSettings } from './live-settings.ts';
import type { LocalHosts } from './local-hosts.ts';
import { lookupPolicy } from './lookup-policy.ts';
import { isToBeLookedUp } from './page-hosts.ts';
import type { QueryBudget } from './query-budget.ts';
import type { Resolvers } from './resolvers.ts';
import type { Startup } from './startup.ts';
import type { Suffixes } from './suffixes.ts';
import { isProxied } from './tab-proxy.ts';
import type { TabStore } from './tab-store.ts';

/** Of one page: the first hosts stand for the rest. */
const MAX_LOOKED_UP = 100;
const MAX_CONCURRENT = 4;

/** Of one visit, by itself. */
const MAX_SITE_NAMES = 8;

interface Parts {
  platform: Environment & Permissions & Tabs;
  settings: LiveSettings;
  resolvers: Resolvers;
  tabs: TabStore;
  hosts: HostStore;
  localHosts: LocalHosts;
  suffixes: Suffixes;
  budget: QueryBudget;
  startup: Startup;
}

/** A host to look up: of a visit, or one to which the site's servers led the browser. */
interface Target extends Pick<Observation, 'host' | 'httpsPort' | 'isLocal'> {
  connection: Pick<Observation['connection'], 'proxy'>;
  isAlternative?: true;
}

/** Nobody reports from which address it answers, or whether it does: the page's own answered from a public one. */
const targetOf = ({ host, port: httpsPort }: Alternative): Target => ({
  host,
  httpsPort,
  isLocal: false,
  connection: { proxy: null },
  isAlternative: true,
});

/** Which hosts are looked up, for which page, and whether the user asked for it. */
interface Run {
  tabId: number;
  navigationId: string;
  /** Those that remain. */
  hosts(): Target[];
  clicked: boolean;
}

export class HostLookups {
  readonly #parts: Parts;
  /** By navigation. */
  readonly #running = new Set<string>();
  readonly #siteNamesRunning = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { tabs, hosts, suffixes, startup } = parts;
    tabs.pageChanged.listen(({ tabId, page, isNew }) => {
      this.#lookUpSiteNames(tabId);
      // A page that comes back goes on with what it was left with.
      if (isNew && hosts.lookUpState(page.facts.navigationId) === 'pending')
        startup.whenReady(() => this.lookUp(tabId));
    });
    suffixes.changed.listen(() => {
      for (const { tabId } of tabs.all()) this.#lookUpSiteNames(tabId);
    });
    hosts.changed.listen(({ navigationId, record }) => {
      const page = record && tabs.pageOf(navigationId);
      if (page && isSameSite(record.host, page.facts.host, suffixes.list)) this.#lookUpSiteNames(page.facts.tabId);
    });
  }

  /** Takes up what an earlier background had begun. */
  resume(): void {
    const { tabs, hosts, startup } = this.#parts;
    for (const { tabId, page } of tabs.all()) {
      if (page === null) continue;
      if (hosts.visitOf(page).lookUp === 'pending') startup.whenReady(() => this.lookUp(tabId));
      this.#lookUpSiteNames(tabId);
    }
  }

  /** `begin` when the user opened the list; else only what was begun goes on, with hosts that came since. */
  async lookUp(tabId: number, { begin = false } = {}): Promise<void> {
    const { platform, tabs, hosts } = this.#parts;
    const navigationId = tabs.get(tabId).page?.facts.navigationId;
    if (platform.browser === 'firefox' || navigationId === undefined || this.#running.has(navigationId)) return;
    const before = hosts.lookUpState(navigationId);
    if (before === 'not-asked' && !begin) return;
    const remaining = () => hosts.toLookUp(navigationId, MAX_LOOKED_UP);
    if (before === 'done' && remaining().length === 0) return;
    this.#running.add(navigationId);
    hosts.setLookUpState(navigationId, 'pending');
    const isAllowed = await this.#lookUpAll({ tabId, navigationId, hosts: remaining, clicked: true }).catch(() => true);
    this.#running.delete(navigationId);
    hosts.setLookUpState(navigationId, isAllowed ? 'done' : 'not-asked');
  }

  /**
   * Where pages are looked up without a click, the site's other names in the visit are, too, if the browser did not report how they
   * were reached: the verdict depends on them.
   */
  #lookUpSiteNames(tabId: number): void {
    const { tabs, hosts, suffixes, startup } = this.#parts;
    const { page } = tabs.get(tabId);
    if (page?.lookup.state !== 'done') return;
    const { host: own, navigationId } = page.facts;
    if (this.#siteNamesRunning.has(navigationId)) return;
    const remaining = () => {
      const { page } = tabs.get(tabId);
      if (page?.facts.navigationId !== navigationId) return [];
      const { alternatives } = page;
      const others = hosts.visitOf(page).observations.filter(({ host }) => host !== own);
      // The list is not read for what needs no lookup.
      const siteNames = others.some(isToBeLookedUp)
        ? suffixes.whenKnown((list) => others.filter(({ host }) => isSameSite(host, own, list)))
        : null;
      // Without the list a stranger may look like one of them.
      const names = suffixes.list.size === 0 ? [] : (siteNames ?? []);
      const asked = [...alternatives, ...names].filter(({ prediction }) => prediction !== null).length;
      const targets = alternatives.filter(({ prediction }) => prediction === null).map(targetOf);
      return [...targets, ...names.filter(isToBeLookedUp)].slice(0, Math.max(0, MAX_SITE_NAMES - asked));
    };
    if (remaining().length === 0) return;
    this.#siteNamesRunning.add(navigationId);
    startup.whenReady(() =>
      this.#lookUpAll({ tabId, navigationId, hosts: remaining, clicked: false })
        .catch(() => false)
        .then(() => this.#siteNamesRunning.delete(navigationId)),
    );
  }

  /** False when nothing of this page may be looked up. */
  async #lookUpAll({ tabId, navigationId, hosts, clicked }: Run): Promise<boolean> {
    const { platform, settings: liveSettings, resolvers, tabs, localHosts, budget } = this.#parts;
    const hasNavigated = () => tabs.get(tabId).page?.facts.navigationId !== navigationId;
    for (;;) {
      const [tab, hasConsent, hasSiteAccess] = await Promise.all([
        platform.tab(tabId),
        platform.hasConsent(),
        platform.hasSiteAccess(),
        liveSettings.ensureLoaded(),
      ]);
      const queue = hosts();
      if (queue.length === 0 || hasNavigated()) return true;
      const settings = liveSettings.current;
      const resolver = tab && resolvers.byHttps(settings.resolver, 'hosts', tab);
      if (tab === null || resolver === null) return false;
      // After a change of resolver the new one is asked about what is left.
      const isChosen = () => resolverTemplate(liveSettings.current.resolver) === resolverTemplate(settings.resolver);
      const circumstances = {
        settings,
        hasConsent,
        hasSiteAccess,
        clicked,
        // A query would go out past it.
        isProxied: !clicked && isProxied(tabs.get(tabId)),
        pastProxy: clicked,
        addressUnknown: null,
      };
      let isAllowed = true;

      const lookUpInTurn = async () => {
        for (
          let next = queue.shift();
          next !== undefined && isAllowed && !hasNavigated() && isChosen();
          next = queue.shift()
        ) {
          const { host, httpsPort } = next;
          const site = {
            scheme: 'https',
            host,
            port: httpsPort ?? 443,
            private: tab.private,
            restricted: false,
            extensionsBlocked: false,
          };
          // Browsers report the address of every answer: a host without one may be anybody's.
          const locality = next.isLocal !== false ? 'local' : localHosts.of(host);
          const wasProxied = !clicked && next.connection.proxy !== null;
          const decision = lookupPolicy(site, {
            ...circumstances,
            locality,
            isProxied: circumstances.isProxied || wasProxied,
          });
          let prediction: HostPrediction | null = null;
          // A click isn't counted against the budget.
          const predict = next.isAlternative ? predictAlternative : this.#predictHost;
          if (decision === 'ask' && clicked) prediction = await this.#predict(site, predict, resolver, () => null);
          else if (decision === 'ask')
            prediction = await this.#predict(site, predict, budget.counted(tabId, resolver), () => budget.admit(tabId));
          else if (concernsHostAlone(decision) || wasProxied) prediction = { outcome: 'unknown' };
          if (prediction === null) isAllowed = false;
          else if (decision !== 'ask' || isChosen()) this.#keep(tabId, navigationId, next, prediction);
        }
      };
      await Promise.all(Array.from({ length: MAX_CONCURRENT }, lookUpInTurn));
      if (!isAllowed) return false;
    }
  }

  /** For the page's hosts and its redirects alike: one host may be both. */
  #keep(tabId: number, navigationId: string, target: Target, prediction: HostPrediction): void {
    const { tabs, hosts } = this.#parts;
    const { host, httpsPort } = target;
    if (target.isAlternative) {
      const predicted = (one: Alternative) =>
        one.host === host && one.port === httpsPort ? { ...one, prediction } : one;
      tabs.changePage(tabId, navigationId, (page) => ({ ...page, alternatives: page.alternatives.map(predicted) }));
      return;
    }
    hosts.predict(navigationId, host, prediction);
    tabs.changePage(tabId, navigationId, (page) =>
      page.hops.some((hop) => hop.host === host && hop.prediction === null)
        ? { ...page, hops: page.hops.map((hop) => (hop.host === host ? { ...hop, prediction } : hop)) }
        : page,
    );
  }

  /** Null where the budget allows no further query. */
  async #predict(
    { host, port, private: isPrivate }: { host: string; port: number; private: boolean },
    predict: (outcome: LookupOutcome, site: { host: string; port: number }) => HostPrediction,
    resolver: Resolver,
    admit: () => SkipReason | null,
  ): Promise<HostPrediction | null> {
    const options = { private: isPrivate, follow: 'cnames', admit } as const;
    const lookup = await this.#parts.resolvers.lookUp(resolver, host, port, options);
    if (typeof lookup === 'string') return null;
    const { outcome } = lookup;
    // Browsers look at the first set only, which is there although a later step failed.
    const isFailure = outcome.kind === 'failed' && !outcome.sets?.some(({ rdatas }) => rdatas.length > 0);
    return isFailure ? { outcome: 'unknown' } : predict(outcome, { host, port });
  }

  #predictHost = (outcome: LookupOutcome, site: { host: string; port: number }): HostPrediction =>
    toHostPrediction(predictClient(this.#parts.platform.browser, outcome, { scheme: 'https', ...site }));
}

/** A reason not to look one host up that holds for no other. */
const concernsHostAlone = (why: SkipReason): boolean =>
  ['never-ask', 'excluded-by-policy', 'not-needed', 'local-address'].includes(why);

function toHostPrediction({ outcome, publicName, ambiguousName }: ReturnType<typeof predictClient>): HostPrediction {
  if (outcome !== 'hides') return { outcome };
  return { outcome, publicName: ambiguousName ? null : (publicName ?? null) };
}
