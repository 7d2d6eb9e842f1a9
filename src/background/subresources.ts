// Brings subresources to the hosts of their page, and what is new of them to the popups that are open: seldom, since a page may
// reach hundreds and each report is concluded anew. Imports shared only.

import type { Platform, SubresourceResponse } from '../shared/ports.ts';
import type { HostLookups } from './host-lookups.ts';
import type { HostStore } from './host-store.ts';
import { changePage } from './navigation.ts';
import type { TabStore } from './tab-store.ts';

const PUBLISH_EVERY_MS = 200;

export interface SightingsDeps {
  platform: Platform;
  tabs: TabStore;
  hosts: HostStore;
  lookups: HostLookups;
  isWatched: (tabId: number) => boolean;
  publish: (tabId: number) => void;
}

export class Subresources {
  readonly #deps: SightingsDeps;
  /** Tabs that are published in a moment. */
  readonly #waiting = new Set<number>();

  constructor(deps: SightingsDeps) {
    this.#deps = deps;
  }

  take(subresource: SubresourceResponse): void {
    const { platform, tabs, hosts } = this.#deps;
    const { tabId } = subresource;
    const { grew, toldName } = hosts.see(tabs.get(tabId), subresource, platform.now());
    if (toldName) this.nameTold(tabId);
    if (grew) this.publishSoon(tabId);
  }

  /** The page's own host was named after the document that was measured: icon and verdict depend on it. */
  nameTold(tabId: number): void {
    const { tabs, publish } = this.#deps;
    const { facts } = tabs.get(tabId).page ?? {};
    if (facts === undefined || facts.namedSince || facts.scheme !== 'https') return;
    tabs.change(tabId, (tab) =>
      changePage(tab, facts.navigationId, (page) => ({ ...page, facts: { ...page.facts, namedSince: true } })),
    );
    publish(tabId);
  }

  publishSoon(tabId: number): void {
    const { lookups, isWatched, publish } = this.#deps;
    if (this.#waiting.has(tabId) || !isWatched(tabId)) return;
    this.#waiting.add(tabId);
    setTimeout(() => {
      this.#waiting.delete(tabId);
      if (!isWatched(tabId)) return;
      publish(tabId);
      void lookups.about(tabId);
    }, PUBLISH_EVERY_MS);
  }
}
