// Pages that the browser keeps for itself: no extension may look at them, whatever its permissions.

import type { BrowserName } from '../shared/facts.ts';
import { siteAddress } from '../shared/site-address.ts';
import { browserName } from './features.ts';

/** Firefox 153 `extensions.webextensions.restrictedDomains`; Chromium 156: the Web Store, of whose old host only a part was it. */
const RESTRICTED: Record<BrowserName, string[]> = {
  firefox: [
    'accounts-static.cdn.mozilla.net',
    'accounts.firefox.com',
    'addons.cdn.mozilla.net',
    'addons.mozilla.org',
    'api.accounts.firefox.com',
    'content.cdn.mozilla.net',
    'discovery.addons.mozilla.org',
    'oauth.accounts.firefox.com',
    'profile.accounts.firefox.com',
    'support.mozilla.org',
    'sync.services.mozilla.com',
  ],
  chromium: ['chromewebstore.google.com'],
};
const OLD_STORE = { host: 'chrome.google.com', path: /^\/webstore(?:\/|$)/ };

export function isRestrictedPage(url: string): boolean {
  const browser = browserName();
  const { host } = siteAddress(url);
  if (RESTRICTED[browser].includes(host)) return true;
  return browser === 'chromium' && host === OLD_STORE.host && OLD_STORE.path.test(new URL(url).pathname);
}
