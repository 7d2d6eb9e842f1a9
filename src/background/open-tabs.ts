// Tabs that were open before the background first ran: installed, updated, or restored with the browser. Each gets the icon of the
// page that it shows. None of them is looked up before a click: there may be hundreds, and their addresses are unknown.

import type { SessionStorage, Tabs } from '../shared/ports.ts';
import { unseenPage } from './navigation.ts';
import type { PageLookup } from './page-lookup.ts';
import type { TabStore } from './tab-store.ts';

const KEY = 'open-tabs-seen';

interface Parts {
  platform: Tabs;
  storage: SessionStorage;
  tabs: TabStore;
  pageLookup: PageLookup;
}

/** Once while the browser runs: `stored` is what an earlier background left. */
export async function showOpenTabs(stored: Record<string, unknown>, parts: Parts): Promise<void> {
  if (stored[KEY] === true) return;
  const { platform, storage, tabs, pageLookup } = parts;
  for (const { tabId, url, private: isPrivate, restricted } of await platform.tabs()) {
    if (url === null || tabs.get(tabId).page !== null) continue;
    tabs.change(tabId, (record) => {
      const shown = unseenPage(record, url);
      if (shown.page === null) return shown;
      const facts = { ...shown.page.facts, private: isPrivate, restricted };
      const lookup = { state: 'not-asked', why: 'not-looked-up', resolver: null } as const;
      return { ...shown, page: { ...shown.page, facts, lookup } };
    });
    // There may be another reason than that.
    pageLookup.explain(tabId);
  }
  await storage.put({ [KEY]: true });
}
