// Brings the responses of a page's requests to its hosts, and what is new of those to the popups that are open: a few times a second
// at most, since a page may reach hundreds of hosts and each report is concluded from all of them.

import { concernsVerdict } from '../assess/visit-reading.ts';
import type { Environment, SubresourceResponse } from '../shared/ports.ts';
import { isSameSite } from '../shared/site-name.ts';
import type { HostLookups } from './host-lookups.ts';
import type { HostStore } from './host-store.ts';
import type { Publisher } from './publisher.ts';
import type { Suffixes } from './suffixes.ts';
import type { TabStore } from './tab-store.ts';

const PUBLISH_EVERY_MS = 200;

interface Parts {
  platform: Pick<Environment, 'now'>;
  tabs: TabStore;
  hosts: HostStore;
  publisher: Publisher;
  hostLookups: HostLookups;
  suffixes: Suffixes;
}

export class Subresources {
  readonly #parts: Parts;
  /** Tabs that are published in a moment. */
  readonly #waiting = new Set<number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { tabs, hosts, publisher, suffixes } = parts;
    hosts.changed.listen(({ navigationId, record }) => {
      const page = tabs.pageOf(navigationId);
      if (page === null) return;
      const { tabId, host } = page.facts;
      // The icon depends on it, whoever looks.
      if (record !== null && concernsVerdict(record, host, suffixes.list)) publisher.publish(tabId);
      else this.#publishSoon(tabId);
    });
    hosts.counted.listen(({ navigationId }) => {
      const page = tabs.pageOf(navigationId);
      if (page !== null) this.#publishSoon(page.facts.tabId);
    });
  }

  /** Whether it can be said if its host is of the page's site. Where that depends on the suffix list, the list is read. */
  canAttribute({ host, tabId, topHost }: SubresourceResponse): boolean {
    const { tabs, suffixes } = this.#parts;
    const pageHost = topHost ?? tabs.get(tabId).page?.facts.host ?? host;
    return suffixes.whenKnown((list) => [isSameSite(host, pageHost, list)]) !== null;
  }

  dispatch(response: SubresourceResponse): void {
    const { platform, tabs, hosts } = this.#parts;
    // What a service worker requests is reported without a tab: it counts for each page of its host, there or on its way.
    const shown = response.tabId >= 0 ? [tabs.get(response.tabId)] : tabs.all();
    for (const tab of shown) hosts.record(tab, response, platform.now());
  }

  #publishSoon(tabId: number): void {
    const { publisher, hostLookups } = this.#parts;
    if (this.#waiting.has(tabId) || !publisher.isWatched(tabId)) return;
    this.#waiting.add(tabId);
    setTimeout(() => {
      this.#waiting.delete(tabId);
      if (!publisher.isWatched(tabId)) return;
      publisher.publish(tabId);
      void hostLookups.lookUp(tabId);
    }, PUBLISH_EVERY_MS);
  }
}
