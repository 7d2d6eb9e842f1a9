// The popups that are open, and what the user asks for in them.

import * as v from 'valibot';
import { PortRequestSchema } from '../shared/message-schemas.ts';
import type { PagePort, Platform } from '../shared/ports.ts';
import { siteAddress } from '../shared/site-address.ts';
import { type CanaryWatch, POPUP_MAX_AGE_MS } from './canary-watch.ts';
import type { EventJournal } from './event-journal.ts';
import type { HostLookups } from './host-lookups.ts';
import type { HostStore } from './host-store.ts';
import { measurePage } from './measure.ts';
import type { PageLookup } from './page-lookup.ts';
import type { Publisher } from './publisher.ts';
import type { Startup } from './startup.ts';
import type { Subresources } from './subresources.ts';
import type { TabLife } from './tab-life.ts';
import type { Page } from './tab-record.ts';
import type { TabStore } from './tab-store.ts';

interface Parts {
  platform: Platform;
  tabs: TabStore;
  hosts: HostStore;
  publisher: Publisher;
  pageLookup: PageLookup;
  hostLookups: HostLookups;
  canary: CanaryWatch;
  tabLife: TabLife;
  subresources: Subresources;
  journal: Pick<EventJournal<unknown>, 'applied'>;
  startup: Startup;
}

export class Popups {
  readonly #parts: Parts;
  /** The tab of the popup that was opened last. */
  #lastWatched: number | undefined;
  /** Tabs under the debugger: asked for twice, the second would take the first for somebody else's. */
  readonly #measuring = new Set<number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { platform, publisher, startup } = parts;
    platform.onPage((popup) => {
      popup.onRequest((message) => startup.whenReady(() => this.#dispatch(popup, message)));
      // In their order: a popup that is closed while the background wakes has still asked for what it asked for.
      popup.onClose(() => startup.whenReady(() => publisher.unwatch(popup)));
    });
    platform.onPermissionsGranted(() => startup.whenReady(() => this.#permissionsGranted()));
  }

  /** What the user grants, they grant with the popup in mind that they had open, perhaps until the browser's own prompt. */
  #permissionsGranted(): void {
    if (this.#lastWatched !== undefined) this.#parts.pageLookup.lookUpUnlessDone(this.#lastWatched);
  }

  #dispatch(popup: PagePort, message: unknown): unknown {
    const parsed = v.safeParse(PortRequestSchema, message);
    if (!parsed.success) return undefined;
    const request = parsed.output;
    const { tabs, publisher, pageLookup, hostLookups, canary } = this.#parts;
    if (request.kind === 'watch') return this.#watch(popup, request.tabId);
    const tabId = publisher.watchedTab(popup);
    if (tabId === undefined) return undefined;
    switch (request.kind) {
      case 'look-up-hosts':
        return hostLookups.lookUp(tabId, { begin: true });
      case 'ask-second':
        return pageLookup.askSecondResolver(tabId);
      case 'measure':
        return this.#measure(tabId);
      case 'probed': {
        const { navigationId, probes } = request;
        return tabs.changePage(tabId, navigationId, (page) => ({ ...page, found: { ...page.found, probes } }));
      }
      case 'check-again': {
        const navigationId = tabs.get(tabId).page?.facts.navigationId;
        if (navigationId !== undefined)
          pageLookup.lookUp(tabId, navigationId, { clicked: true, pastProxy: request.pastProxy === true });
        return canary.refresh({ again: true });
      }
    }
  }

  /** A popup over a tab: its report now, and a look at the tab when an event of it was missed. */
  async #watch(popup: PagePort, tabId: number): Promise<void> {
    const { platform, tabs, publisher, pageLookup, canary, tabLife, journal } = this.#parts;
    publisher.watch(popup, tabId);
    this.#lastWatched = tabId;
    const { page } = tabs.get(tabId);
    const url = (await platform.tab(tabId))?.url ?? null;
    await journal.applied();
    if (url !== null && isElsewhere(page, url)) {
      if (tabs.get(tabId).page?.facts.navigationId === page?.facts.navigationId) tabLife.showUnseen(tabId, url);
    }
    if (tabs.get(tabId).page === null) return;
    pageLookup.lookUpUnlessDone(tabId);
    canary.refresh({ maxAgeMs: POPUP_MAX_AGE_MS });
    publisher.publish(tabId);
  }

  async #measure(tabId: number): Promise<void> {
    if (!MEASURING_BUILD || this.#measuring.has(tabId)) return;
    this.#measuring.add(tabId);
    await measurePage(tabId, this.#parts).finally(() => this.#measuring.delete(tabId));
  }
}

/** Whether a tab at `url` shows another site than its record says: an event was missed, or could not be written down. */
function isElsewhere(page: Page | null, url: string): boolean {
  const { scheme, host, port } = siteAddress(url);
  return page?.facts.scheme !== scheme || page.facts.host !== host || page.facts.port !== port;
}
