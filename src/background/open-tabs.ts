// Tabs that were open before the background first ran: installed, updated, or restored with the browser. Each gets the icon of the
// page that it shows. No resolver is asked about any of them before somebody clicks for it: there may be hundreds, and nobody
// knows their addresses.

import type { Platform, SessionStorage } from '../shared/ports.ts';
import { unseenPage } from './navigation.ts';
import type { TabStore } from './tab-store.ts';

const KEY = 'open-tabs-seen';

export interface OpenTabsDeps {
  platform: Pick<Platform, 'tabs'>;
  session: SessionStorage;
  tabs: TabStore;
  /** Finds out why the page is not looked up, if for another reason. */
  explain: (tabId: number) => void;
  publish: (tabId: number, options: { redraw: boolean }) => void;
}

/** Once as long as the browser runs: `stored` is what an earlier background left. */
export async function seeOpenTabs(stored: Record<string, unknown>, deps: OpenTabsDeps): Promise<void> {
  if (stored[KEY] === true) return;
  const { platform, session, tabs, explain, publish } = deps;
  for (const { tabId, url, private: isPrivate, restricted } of await platform.tabs()) {
    if (url === null || tabs.get(tabId).page !== null) continue;
    tabs.change(tabId, (record) => {
      const shown = unseenPage(record, url);
      if (shown.page === null) return shown;
      const facts = { ...shown.page.facts, private: isPrivate, restricted };
      const lookup = { state: 'not-asked', why: 'not-looked-up', resolver: null } as const;
      return { ...shown, page: { ...shown.page, facts, lookup } };
    });
    explain(tabId);
    publish(tabId, { redraw: true });
  }
  await session.put({ [KEY]: true });
}
