// Asks the chosen resolver about the other hosts of a page, where the browser measures nothing (Chrome), once the user has
// opened their list. What comes of it is kept in short: what this browser makes of each host's records. Imports shared and
// browsers.

import { predictRow } from '../browsers/rows.ts';
import type { Resolver } from '../doh/lookup.ts';
import type { HostPrediction } from '../shared/facts.ts';
import type { HostStore } from './host-store.ts';
import { type Asking, type Inquiry, resolverOf } from './inquiry.ts';
import type { HostRecord } from './page-hosts.ts';
import type { TabStore } from './tab-store.ts';
import { whetherToAsk } from './whether-to-ask.ts';

/** Questions for one page: the first hosts stand for the rest. */
const MAX_QUESTIONS = 100;
const AT_ONCE = 4;

export interface HostLookupsDeps extends Asking {
  tabs: TabStore;
  hosts: HostStore;
  inquiry: Inquiry;
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
    const { platform, tabs, hosts, settings: currentSettings } = this.#deps;
    const [tab, hasConsent, hasSiteAccess] = await Promise.all([
      platform.tab(tabId),
      platform.hasConsent(),
      platform.hasSiteAccess(),
    ]);
    const settings = currentSettings();
    const resolver = tab && resolverOf(settings.resolver, this.#deps, 'hosts', tab);
    if (tab === null || resolver === null) return false;
    const circumstances = { settings, hasConsent, hasSiteAccess, clicked: true };
    let isAllowed = true;
    const isOver = () => !isAllowed || tabs.get(tabId).page?.facts.navigationId !== navigationId;

    const askInTurn = async (queue: HostRecord[]) => {
      for (let next = queue.shift(); next !== undefined && !isOver(); next = queue.shift()) {
        const { host, httpsPort } = next;
        const site = { scheme: 'https', host, port: httpsPort ?? 443, private: tab.private, restricted: false };
        const decision = whetherToAsk(site, circumstances);
        if (decision === 'ask') await this.#ask(tabId, navigationId, site, resolver);
        else if (['never-ask', 'barred', 'not-needed'].includes(decision))
          hosts.predict(navigationId, host, { outcome: 'unknown' });
        else isAllowed = false;
      }
    };
    for (;;) {
      const queue = hosts.toLookUp(navigationId, MAX_QUESTIONS);
      if (queue.length === 0 || isOver()) return isAllowed;
      await Promise.all(Array.from({ length: AT_ONCE }, () => askInTurn(queue)));
    }
  }

  async #ask(
    tabId: number,
    navigationId: string,
    { host, port, private: isPrivate }: { host: string; port: number; private: boolean },
    resolver: Resolver,
  ): Promise<void> {
    const { inquiry, hosts, changed } = this.#deps;
    const { outcome } = await inquiry.lookUp(resolver, host, port, { private: isPrivate });
    // Browsers look at the first set only, which is there although a later step failed.
    const isFailure = outcome.kind === 'failed' && !outcome.sets?.some(({ rdatas }) => rdatas.length > 0);
    const row = isFailure ? null : predictRow('chromium', outcome, { scheme: 'https', host, port });
    hosts.predict(navigationId, host, row === null ? { outcome: 'unknown' } : inShort(row));
    changed(tabId);
  }
}

function inShort({ outcome, publicName, ambiguousName }: ReturnType<typeof predictRow>): HostPrediction {
  if (outcome !== 'hides') return { outcome };
  return { outcome, publicName: ambiguousName ? null : (publicName ?? null) };
}
