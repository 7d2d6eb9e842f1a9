// The popups that are open, and what the user asks for in them.

import * as v from 'valibot';
import { PortRequestSchema } from '../shared/message-schemas.ts';
import type { PagePort, Platform } from '../shared/ports.ts';
import { siteAddress } from '../shared/site-address.ts';
import { POPUP_MAX_AGE_MS, type RefreshOptions } from './canary-watch.ts';
import { changePage, type Page } from './navigation.ts';
import type { Click } from './page-lookup.ts';
import type { Publisher } from './publisher.ts';
import type { TabStore } from './tab-store.ts';

export interface PopupsDeps {
  platform: Platform;
  tabs: TabStore;
  publisher: Publisher;
  publish: (tabId: number) => void;
  /** Asks about the page of a tab; `clicked`, since the user said so. */
  inquire: (tabId: number, navigationId: string, options?: Click) => void;
  inquireUnlessDone: (tabId: number) => void;
  /** The tab shows a page that nobody told of. */
  showUnseen: (tabId: number, url: string) => void;
  refreshCanary: (options?: RefreshOptions) => void;
  /** The list of other hosts was opened. */
  lookUpHosts: (tabId: number) => Promise<void>;
  askSecond: (tabId: number) => Promise<void>;
  measure: (tabId: number) => Promise<void>;
}

export class Popups {
  readonly #deps: PopupsDeps;
  /** The tab of the popup that was opened last. */
  #lastWatched: number | undefined;

  constructor(deps: PopupsDeps) {
    this.#deps = deps;
  }

  /** What the user grants, they grant with the popup in mind that they had open, perhaps until the browser's own prompt. */
  onPermissionsGranted(): void {
    if (this.#lastWatched !== undefined) this.#deps.inquireUnlessDone(this.#lastWatched);
  }

  onRequest(popup: PagePort, message: unknown): unknown {
    const parsed = v.safeParse(PortRequestSchema, message);
    if (!parsed.success) return undefined;
    const request = parsed.output;
    const { tabs, publisher, inquire, refreshCanary } = this.#deps;
    if (request.kind === 'watch') return this.#watch(popup, request.tabId);
    const tabId = publisher.watchedTab(popup);
    if (tabId === undefined) return undefined;
    switch (request.kind) {
      case 'look-up-hosts':
        return this.#deps.lookUpHosts(tabId);
      case 'ask-second':
        return this.#deps.askSecond(tabId);
      case 'measure':
        return this.#deps.measure(tabId);
      case 'probed': {
        const { navigationId, probes } = request;
        const add = (page: Page): Page => ({ ...page, found: { ...page.found, probes } });
        tabs.change(tabId, (tab) => changePage(tab, navigationId, add));
        return this.#deps.publish(tabId);
      }
      case 'check-again': {
        const navigationId = tabs.get(tabId).page?.facts.navigationId;
        if (navigationId !== undefined)
          inquire(tabId, navigationId, { clicked: true, pastProxy: request.pastProxy === true });
        return refreshCanary({ again: true });
      }
    }
  }

  /** A popup over a tab: its report now, and a look at the tab when it was never seen. */
  async #watch(popup: PagePort, tabId: number): Promise<void> {
    const { platform, tabs, publisher, showUnseen, inquireUnlessDone, refreshCanary, publish } = this.#deps;
    publisher.watch(popup, tabId);
    this.#lastWatched = tabId;
    const { page } = tabs.get(tabId);
    const url = (await platform.tab(tabId))?.url ?? null;
    if (url !== null && isElsewhere(page, url)) {
      if (tabs.get(tabId).page?.facts.navigationId === page?.facts.navigationId) showUnseen(tabId, url);
    }
    if (tabs.get(tabId).page === null) return;
    inquireUnlessDone(tabId);
    refreshCanary({ maxAgeMs: POPUP_MAX_AGE_MS });
    publish(tabId);
  }
}

/** Whether a tab at `url` shows another site than its record says: an event was missed, or could not be written down. */
function isElsewhere(page: Page | null, url: string): boolean {
  const { scheme, host, port } = siteAddress(url);
  return page?.facts.scheme !== scheme || page.facts.host !== host || page.facts.port !== port;
}
