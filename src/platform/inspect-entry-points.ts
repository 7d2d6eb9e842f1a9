// The ways to the inspect page that lie outside of our own pages: the menu of a link, and the keyword in the address bar.
//
// A menu is made when the extension is installed or updated and when the browser starts, for the background may be gone when it
// is opened; whoever keeps menus from one run to the next (Chrome; Firefox for event pages) is given the same id again.

import browser from 'webextension-polyfill';
import type { InspectRequest } from '../shared/inspect.ts';
import { sentence } from '../shared/sentence.ts';
import { translate } from './words.ts';

const MENU_ID = 'inspect-link';
const WEB = ['http://*/*', 'https://*/*'];

/** In one synchronous call, as every listener of the background. Firefox for Android has neither menu nor keyword. */
export function listenToInspectRequests(listener: (request: InspectRequest) => void): void {
  if ('contextMenus' in browser) listenToMenu(listener);
  if ('omnibox' in browser) listenToAddressBar(listener);
}

/** Without a tab the window is unknown: it may be a private one. */
const isPrivate = (tab: { incognito: boolean } | undefined): boolean => tab?.incognito ?? true;

function listenToMenu(listener: (request: InspectRequest) => void): void {
  const { contextMenus, runtime } = browser;
  const makeMenu = async () => {
    await contextMenus.removeAll();
    const title = translate(sentence('menu_inspect_link'));
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

function listenToAddressBar(listener: (request: InspectRequest) => void): void {
  const { omnibox, tabs } = browser;
  omnibox.setDefaultSuggestion({ description: translate(sentence('omnibox_suggestion')) });
  omnibox.onInputEntered.addListener(async (input, disposition) => {
    const [tab] = await tabs.query({ active: true, lastFocusedWindow: true }).catch(() => []);
    const isHere = disposition === 'currentTab' && tab?.incognito === false;
    listener({ input, private: isPrivate(tab), tabId: isHere ? (tab?.id ?? null) : null });
  });
}
