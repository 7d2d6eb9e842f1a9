// Carries the browser's events about tabs out on the stores: the transitions of navigation.ts, and the hosts that a page had reached
// while it was on its way.

import type { ConnectionFacts } from '../shared/facts.ts';
import type { NavigationEvent } from '../shared/ports.ts';
import type { HostStore } from './host-store.ts';
import { beyondLimits, withoutLeft } from './left-pages.ts';
import { afterEvent, unseenPage } from './navigation.ts';
import type { TabRecord } from './tab-record.ts';
import type { TabStore } from './tab-store.ts';
import { addedRootOf } from './transport.ts';

/** Of closed tabs, how many are remembered: a window of as many may close at once. */
const MAX_CLOSED = 1_000;

export class TabLife {
  readonly #tabs: TabStore;
  readonly #hosts: HostStore;
  readonly #now: () => number;
  /**
   * Firefox may report a response after its tab was closed, perhaps a private one; browsers use no tab's number twice. Oldest
   * first.
   */
  readonly #closed = new Set<number>();

  constructor(tabs: TabStore, hosts: HostStore, now: () => number) {
    this.#tabs = tabs;
    this.#hosts = hosts;
    this.#now = now;
  }

  dispatch(event: NavigationEvent): void {
    if (event.kind === 'closed') this.#close(event.tabId);
    else if (event.kind === 'replaced') this.#tabs.move(event.oldTabId, event.tabId);
    else if (!this.#closed.has(event.tabId))
      this.#change(event.tabId, (tab) => afterEvent(tab, event), {
        atOnce: isBadNews(event, this.#tabs.get(event.tabId)),
      });
  }

  /** So many pages of all tabs are kept that may come back. */
  #forgetOldest(): void {
    const beyond = beyondLimits(this.#tabs.all(), (navigationId) => this.#hosts.records(navigationId).length);
    for (const page of beyond) {
      const { tabId, navigationId } = page.facts;
      this.#tabs.change(tabId, (tab) => withoutLeft(tab, navigationId));
      this.#hosts.forgetPages([page]);
    }
  }

  /** A page whose commit was missed, or could not be written down. */
  showUnseen(tabId: number, url: string): void {
    this.#change(tabId, (tab) => unseenPage(tab, url));
  }

  #close(tabId: number): void {
    this.#closed.add(tabId);
    const [oldest] = this.#closed;
    if (this.#closed.size > MAX_CLOSED && oldest !== undefined) this.#closed.delete(oldest);
    this.#tabs.close(tabId);
  }

  #change(tabId: number, transition: (tab: TabRecord) => TabRecord, options: { atOnce?: boolean } = {}): void {
    const withHosts = (before: TabRecord) => {
      const after = transition(before);
      const { page } = after;
      if (page === null || page.facts.navigationId === before.page?.facts.navigationId) return after;
      this.#hosts.showPage(before, after, this.#now());
      return after;
    };
    const { left } = this.#tabs.get(tabId);
    this.#tabs.change(tabId, withHosts, options);
    if (this.#tabs.get(tabId).left.length > left.length) this.#forgetOldest();
  }
}

/** A redirect is a hop more, which may have shown a name; and a connection may have shown the page's own, or be intercepted. */
function isBadNews(event: NavigationEvent, { attempts, left }: TabRecord): boolean {
  switch (event.kind) {
    case 'redirect':
      return event.contacted;
    case 'response':
      return isBad(event.connection);
    case 'committed':
      // What was known of the way here is the page's from now on, and a page that comes back brings all that is known of it.
      return (
        attempts.some(({ response, hops }) => hops.length > 0 || (response !== null && isBad(response.connection))) ||
        left.some(({ page }) => page.documentId === event.documentId)
      );
    default:
      return false;
  }
}

const isBad = ({ usedEch, root }: ConnectionFacts): boolean => usedEch === false || addedRootOf(root) !== null;
