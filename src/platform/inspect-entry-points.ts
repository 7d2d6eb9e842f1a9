// The ways to the inspect page that lie outside of our own pages: the menu of a link, and the keyword in the address bar; and the
// opening of the page itself.
//
// A menu is made when the extension is installed or updated and when the browser starts, for the background may be gone when it
// is opened; whoever keeps menus from one run to the next (Chrome; Firefox for event pages) is given the same id again.

import browser from 'webextension-polyfill';
import type { InspectRequest } from '../shared/inspect.ts';

const MENU_ID = 'inspect-link';
const WEB = ['http://*/*', 'https://*/*'];

/** In one synchronous call, as every listener of the background. Firefox for Android has neither menu nor keyword. */
export function listenToInspectRequests(listener: (wish: InspectRequest) => void): void {
  if ('contextMenus' in browser) listenToMenu(listener);
  if ('omnibox' in browser) listenToAddressBar(listener);
}

/** Nobody knows which window a wish without a tab came from: it may be a private one. */
const isPrivate = (tab: { incognito: boolean } | undefined): boolean => tab?.incognito ?? true;

function listenToMenu(listener: (wish: InspectRequest) => void): void {
  const { contextMenus, runtime } = browser;
  const makeMenu = async () => {
    await contextMenus.removeAll();
    const title = browser.i18n.getMessage('menu_inspect_link');
    // Two calls at once both find nothing to remove: the second menu of one id is an error, and no harm.
    contextMenus.create(
      { id: MENU_ID, title, contexts: ['link'], targetUrlPatterns: WEB },
      () => void runtime.lastError,
    );
  };
  runtime.onInstalled.addListener(() => void makeMenu());
  runtime.onStartup.addListener(() => void makeMenu());
  contextMenus.onClicked.addListener(({ menuItemId, linkUrl }, tab) => {
    if (menuItemId !== MENU_ID || linkUrl === undefined || !URL.canParse(linkUrl)) return;
    // Nothing of a link but its host and port is kept.
    listener({ input: new URL(linkUrl).origin, private: isPrivate(tab), tabId: null });
  });
}

function listenToAddressBar(listener: (wish: InspectRequest) => void): void {
  const { omnibox, tabs } = browser;
  omnibox.setDefaultSuggestion({ description: browser.i18n.getMessage('omnibox_suggestion') });
  omnibox.onInputEntered.addListener(async (input, disposition) => {
    const [tab] = await tabs.query({ active: true, lastFocusedWindow: true }).catch(() => []);
    const isHere = disposition === 'currentTab' && tab?.incognito === false;
    listener({ input, private: isPrivate(tab), tabId: isHere ? (tab?.id ?? null) : null });
  });
}

/** The tab that shows the page; null when there is none. Chromium shows it in an ordinary window, also for a private one. */
export async function openInspect(id: string, tabId: number | null): Promise<number | null> {
  const url = browser.runtime.getURL(`inspect.html#${id}`);
  const opened = tabId === null ? browser.tabs.create({ url }) : browser.tabs.update(tabId, { url });
  return opened.then(
    (tab) => tab.id ?? null,
    () => null,
  );
}
