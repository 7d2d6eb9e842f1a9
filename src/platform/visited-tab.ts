// The tab that the popup stands over, when the user wants its page anew.

import browser from 'webextension-polyfill';

/** Past every cache, and past a service worker. */
export const reloadTab = (tabId: number): Promise<void> => browser.tabs.reload(tabId, { bypassCache: true });

/** The same address over https:, where the tab still shows that site; else the site's front page. */
export async function openByHttps(tabId: number, host: string): Promise<void> {
  const { url } = await browser.tabs.get(tabId);
  const shown = url !== undefined && URL.canParse(url) ? new URL(url) : null;
  const isSame = shown !== null && shown.protocol === 'http:' && shown.host === host;
  const path = isSame ? `${shown.pathname}${shown.search}` : '/';
  await browser.tabs.update(tabId, { url: `https://${host}${path}` });
}
