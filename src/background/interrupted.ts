// What an earlier background took with it when it was killed while a page loaded: some of what it had heard in its last second, though
// nothing that made a verdict worse. Of that page, of what was on its way in its tab and of pages that the tab had left, nothing
// reassuring is said any more.

import { interruptedPage } from './left-pages.ts';
import { type PageStorage, unwrittenTabs } from './page-writes.ts';
import type { TabRecord } from './tab-record.ts';
import type { TabStore } from './tab-store.ts';

export function markInterrupted(stored: Record<string, unknown>, tabs: TabStore, storage: PageStorage): void {
  for (const tabId of unwrittenTabs(stored)) {
    // Its mark stays until this is written.
    if (tabs.all().some((tab) => tab.tabId === tabId)) tabs.change(tabId, interrupted);
    else storage.forgetTab(tabId, []);
  }
}

const interrupted = (tab: TabRecord): TabRecord => ({
  ...tab,
  isInterrupted: true,
  attempts: tab.attempts.map((attempt) => ({ ...attempt, wasInterrupted: true })),
  page: tab.page && interruptedPage(tab.page),
  left: tab.left.map((one) => ({ ...one, page: interruptedPage(one.page) })),
});
