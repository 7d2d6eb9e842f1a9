// Asks the chosen resolver about the other hosts of a page, where the browser measures nothing (Chrome), once the user has
// opened their list. What comes of it is kept in short: what this browser makes of each host's records.

import { predictRow } from '../browsers/rows.ts';
import type { Resolver } from '../doh/lookup.ts';
import type { HostPrediction, NotAskedReason } from '../shared/facts.ts';
import { resolverTemplate } from '../shared/settings.ts';
import type { HostStore } from './host-store.ts';
import type { LocalHosts } from './local-hosts.ts';
import { lookupPolicy } from './lookup-policy.ts';
import { type Asking, type PageLookup, resolverOf } from './page-lookup.ts';
import type { TabStore } from './tab-store.ts';

/** Questions for one page: the first hosts stand for the rest. */
const MAX_QUESTIONS = 100;
const AT_ONCE = 4;

export interface HostLookupsDeps extends Asking {
  tabs: TabStore;
  hosts: HostStore;
  localHosts: LocalHosts;
  inquiry: PageLookup;
  /** Until the settings are read and policy has arrived, or nobody waits for it any longer. */
  policyArrived: () => Promise<void>;
  /** Called after each change of a page's hosts. */
  changed: (tabId: number) => void;
}

export class HostLookups {
  readonly #deps: HostLookupsDeps;
  /** By navigation. */
  readonly #running = new Set<string>();

  constructor(deps: HostLookupsDeps) {
    this.#deps = deps;
  }

  /** `begin` when the user opened the list; else only what was begun goes on, with hosts that came since. */
  async about(tabId: number, { begin = false } = {}): Promise<void> {
    const { platform, tabs, hosts, changed } = this.#deps;
    const navigationId = tabs.get(tabId).page?.facts.navigationId;
    if (platform.browser === 'firefox' || navigationId === undefined || this.#running.has(navigationId)) return;
    const before = hosts.lookUpState(navigationId);
    if (before === 'not-asked' && !begin) return;
    if (before === 'done' && hosts.toLookUp(navigationId, MAX_QUESTIONS).length === 0) return;
    this.#running.add(navigationId);
    hosts.setLookUpState(navigationId, 'pending');
    changed(tabId);
    const isAllowed = await this.#askAll(tabId, navigationId).catch(() => true);
    this.#running.delete(navigationId);
    hosts.setLookUpState(navigationId, isAllowed ? 'done' : 'not-asked');
    changed(tabId);
  }

  /** False when the resolver may not be asked about anything of this page. */
  async #askAll(tabId: number, navigationId: string): Promise<boolean> {
    const { platform, tabs, hosts, localHosts, settings: currentSettings, policyArrived } = this.#deps;
    const isLeft = () => tabs.get(tabId).page?.facts.navigationId !== navigationId;
    for (;;) {
      const [tab, hasConsent, hasSiteAccess] = await Promise.all([
        platform.tab(tabId),
        platform.hasConsent(),
        platform.hasSiteAccess(),
        policyArrived(),
      ]);
      const queue = hosts.toLookUp(navigationId, MAX_QUESTIONS);
      if (queue.length === 0 || isLeft()) return true;
      const settings = currentSettings();
      const resolver = tab && resolverOf(settings.resolver, this.#deps, 'hosts', tab);
      if (tab === null || resolver === null) return false;
      // What another one says goes by another's name: it is asked about what is left.
      const isChosen = () => resolverTemplate(currentSettings().resolver) === resolverTemplate(settings.resolver);
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
            keptAway: false,
          };
          // Chromium tells the address of all that was answered: without one nobody knows whose the host is.
          const locality = next.isLocal !== false ? 'local' : localHosts.of(host);
          const decision = lookupPolicy(site, { ...circumstances, locality });
          if (decision === 'ask') {
            const prediction = await this.#predict(site, resolver);
            if (isChosen()) this.#tell(tabId, navigationId, host, prediction);
          } else if (isOfHost(decision)) hosts.predict(navigationId, host, { outcome: 'unknown' });
          else isAllowed = false;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, askInTurn));
      if (!isAllowed) return false;
    }
  }

  #tell(tabId: number, navigationId: string, host: string, prediction: HostPrediction): void {
    const { hosts, changed } = this.#deps;
    hosts.predict(navigationId, host, prediction);
    changed(tabId);
  }

  async #predict(
    { host, port, private: isPrivate }: { host: string; port: number; private: boolean },
    resolver: Resolver,
  ): Promise<HostPrediction> {
    const options = { private: isPrivate, follow: 'cnames' } as const;
    const { outcome } = await this.#deps.inquiry.lookUp(resolver, host, port, options);
    // Browsers look at the first set only, which is there although a later step failed.
    const isFailure = outcome.kind === 'failed' && !outcome.sets?.some(({ rdatas }) => rdatas.length > 0);
    return isFailure
      ? { outcome: 'unknown' }
      : inShort(predictRow('chromium', outcome, { scheme: 'https', host, port }));
  }
}

/** What keeps a resolver from being asked about one host keeps it from no other. */
const isOfHost = (why: NotAskedReason): boolean => ['never-ask', 'barred', 'not-needed', 'local-address'].includes(why);

function inShort({ outcome, publicName, ambiguousName }: ReturnType<typeof predictRow>): HostPrediction {
  if (outcome !== 'hides') return { outcome };
  return { outcome, publicName: ambiguousName ? null : (publicName ?? null) };
}
