// What follows from the browser's events about tabs: the transitions of navigation.ts, and whoever has to hear of a new page or
// of one that is gone. Imports shared only.

import type { NavigationEvent } from '../shared/ports.ts';
import type { HostStore } from './host-store.ts';
import type { InspectLookups } from './inspect-lookups.ts';
import { afterEvent, nextNavigationId, unseenPage } from './navigation.ts';
import type { Publisher } from './publisher.ts';
import type { SessionNames } from './session-names.ts';
import type { Subresources } from './subresources.ts';
import type { TabStore } from './tab-store.ts';

export interface TabLifeDeps {
  tabs: TabStore;
  hosts: HostStore;
  names: SessionNames;
  subresources: Subresources;
  inspections: InspectLookups;
  publisher: Publisher;
  now: () => number;
  publish: (tabId: number, options?: { redraw: boolean }) => void;
  inquire: (tabId: number, navigationId: string) => void;
  inquireIfPending: (tabId: number) => void;
  /** More was told of the connection of the page that a tab shows. */
  learn: (tabId: number) => void;
  refreshCanary: () => void;
}

/** Of closed tabs, how many are remembered: a window of as many may close at once. */
const MAX_CLOSED = 1_000;

export class TabLife {
  readonly #deps: TabLifeDeps;
  /** Firefox may tell of a response after its tab was closed, perhaps a private one; no tab gets a number twice. Oldest first. */
  readonly #closed = new Set<number>();

  constructor(deps: TabLifeDeps) {
    this.#deps = deps;
  }

  take(event: NavigationEvent): void {
    if (event.kind === 'closed') this.#close(event.tabId);
    else if (event.kind === 'replaced') this.#replace(event.oldTabId, event.tabId);
    else if (!this.#closed.has(event.tabId)) this.#navigate(event);
  }

  #close(tabId: number): void {
    const { tabs, names, publisher, inspections } = this.#deps;
    this.#closed.add(tabId);
    const [oldest] = this.#closed;
    if (this.#closed.size > MAX_CLOSED && oldest !== undefined) this.#closed.delete(oldest);
    names.leave(tabs.get(tabId).page);
    this.#forgetHosts(tabId);
    tabs.remove(tabId);
    publisher.forget(tabId);
    inspections.forgetTab(tabId);
  }

  #replace(oldTabId: number, tabId: number): void {
    const { tabs, inspections, publisher, publish, inquireIfPending } = this.#deps;
    this.#forgetHosts(tabId);
    tabs.move(oldTabId, tabId);
    inspections.moveTab(oldTabId, tabId);
    publisher.forget(oldTabId);
    publish(tabId, { redraw: true });
    inquireIfPending(tabId);
  }

  #navigate(event: Exclude<NavigationEvent, { kind: 'closed' | 'replaced' }>): void {
    const { tabs, hosts, names, subresources, now, publish, inquire, learn, refreshCanary } = this.#deps;
    const { tabId } = event;
    const before = tabs.get(tabId).page;
    if (!tabs.change(tabId, (tab) => afterEvent(tab, event))) return;
    const { page } = tabs.get(tabId);
    // Most events are about attempts, and any may turn out to be about the page that is shown.
    if (page === null || page === before) return;
    const isNew = page.facts.navigationId !== before?.facts.navigationId;
    if (isNew) {
      names.leave(before);
      inquire(tabId, page.facts.navigationId);
      if (hosts.turnTo(before, page, now())) subresources.nameTold(tabId);
    } else if (page.connection !== before?.connection) learn(tabId);
    publish(tabId, { redraw: isNew });
    if (isNew) refreshCanary();
  }

  /** A page whose commit was missed, or could not be written down. */
  showUnseen(tabId: number, url: string): void {
    const { tabs, hosts, names, now } = this.#deps;
    const before = tabs.get(tabId).page;
    tabs.change(tabId, (tab) => unseenPage(tab, url));
    const { page } = tabs.get(tabId);
    names.leave(before);
    if (page !== null) hosts.turnTo(before, page, now());
  }

  #forgetHosts(tabId: number): void {
    const { tabs, hosts } = this.#deps;
    const tab = tabs.get(tabId);
    hosts.forget([nextNavigationId(tab), ...(tab.page === null ? [] : [tab.page.facts.navigationId])]);
  }
}
