// Looks up the other hosts of a page, where the browser measures nothing (Chrome), once the user has opened their list. Only what this
// browser makes of each host's records is stored, not the records.

import { predictClient } from '../browsers/rows.ts';
import type { Resolver } from '../doh/lookup.ts';
import type { HostPrediction, SkipReason } from '../shared/facts.ts';
import type { Environment, Permissions, Tabs } from '../shared/ports.ts';
import { resolverTemplate } from '../shared/settings.ts';
import type { HostStore } from './host-store.ts';
import type { LiveSettings } from './live-settings.ts';
import type { LocalHosts } from './local-hosts.ts';
import { lookupPolicy } from './lookup-policy.ts';
import type { Resolvers } from './resolvers.ts';
import type { Startup } from './startup.ts';
import type { TabStore } from './tab-store.ts';

/** Of one page: the first hosts stand for the rest. */
const MAX_LOOKED_UP = 100;
const AT_ONCE = 4;

interface Parts {
  platform: Environment & Permissions & Tabs;
  settings: LiveSettings;
  resolvers: Resolvers;
  tabs: TabStore;
  hosts: HostStore;
  localHosts: LocalHosts;
  startup: Startup;
}

export class HostLookups {
  readonly #parts: Parts;
  /** By navigation. */
  readonly #running = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Takes up what an earlier background had begun. */
  resume(): void {
    const { tabs, hosts, startup } = this.#parts;
    for (const { tabId, page } of tabs.all())
      if (page !== null && hosts.visitOf(page).lookUp === 'pending') startup.whenReady(() => this.lookUp(tabId));
  }

  /** `begin` when the user opened the list; else only what was begun goes on, with hosts that came since. */
  async lookUp(tabId: number, { begin = false } = {}): Promise<void> {
    const { platform, tabs, hosts } = this.#parts;
    const navigationId = tabs.get(tabId).page?.facts.navigationId;
    if (platform.browser === 'firefox' || navigationId === undefined || this.#running.has(navigationId)) return;
    const before = hosts.lookUpState(navigationId);
    if (before === 'not-asked' && !begin) return;
    if (before === 'done' && hosts.toLookUp(navigationId, MAX_LOOKED_UP).length === 0) return;
    this.#running.add(navigationId);
    hosts.setLookUpState(navigationId, 'pending');
    const isAllowed = await this.#askAll(tabId, navigationId).catch(() => true);
    this.#running.delete(navigationId);
    hosts.setLookUpState(navigationId, isAllowed ? 'done' : 'not-asked');
  }

  /** False when nothing of this page may be looked up. */
  async #askAll(tabId: number, navigationId: string): Promise<boolean> {
    const { platform, settings: liveSettings, resolvers, tabs, hosts, localHosts } = this.#parts;
    const isLeft = () => tabs.get(tabId).page?.facts.navigationId !== navigationId;
    for (;;) {
      const [tab, hasConsent, hasSiteAccess] = await Promise.all([
        platform.tab(tabId),
        platform.hasConsent(),
        platform.hasSiteAccess(),
        liveSettings.ensureLoaded(),
      ]);
      const queue = hosts.toLookUp(navigationId, MAX_LOOKED_UP);
      if (queue.length === 0 || isLeft()) return true;
      const settings = liveSettings.current;
      const resolver = tab && resolvers.byHttps(settings.resolver, 'hosts', tab);
      if (tab === null || resolver === null) return false;
      // After a change of resolver the new one is asked about what is left.
      const isChosen = () => resolverTemplate(liveSettings.current.resolver) === resolverTemplate(settings.resolver);
      const circumstances = {
        settings,
        hasConsent,
        hasSiteAccess,
        clicked: true,
        isProxied: false,
        pastProxy: true,
        addressUnknown: null,
      };
      let isAllowed = true;

      const askInTurn = async () => {
        for (
          let next = queue.shift();
          next !== undefined && isAllowed && !isLeft() && isChosen();
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
          // Chromium reports the address of every answer: a host without one may be anybody's.
          const locality = next.isLocal !== false ? 'local' : localHosts.of(host);
          const decision = lookupPolicy(site, { ...circumstances, locality });
          if (decision === 'ask') {
            const prediction = await this.#predict(site, resolver);
            if (isChosen()) hosts.predict(navigationId, host, prediction);
          } else if (isOfHost(decision)) hosts.predict(navigationId, host, { outcome: 'unknown' });
          else isAllowed = false;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, askInTurn));
      if (!isAllowed) return false;
    }
  }

  async #predict(
    { host, port, private: isPrivate }: { host: string; port: number; private: boolean },
    resolver: Resolver,
  ): Promise<HostPrediction> {
    const options = { private: isPrivate, follow: 'cnames' } as const;
    const { outcome } = await this.#parts.resolvers.lookUp(resolver, host, port, options);
    // Browsers look at the first set only, which is there although a later step failed.
    const isFailure = outcome.kind === 'failed' && !outcome.sets?.some(({ rdatas }) => rdatas.length > 0);
    return isFailure
      ? { outcome: 'unknown' }
      : inShort(predictClient('chromium', outcome, { scheme: 'https', host, port }));
  }
}

/** A reason not to look one host up that holds for no other. */
const isOfHost = (why: SkipReason): boolean =>
  ['never-ask', 'excluded-by-policy', 'not-needed', 'local-address'].includes(why);

function inShort({ outcome, publicName, ambiguousName }: ReturnType<typeof predictClient>): HostPrediction {
  if (outcome !== 'hides') return { outcome };
  return { outcome, publicName: ambiguousName ? null : (publicName ?? null) };
}
