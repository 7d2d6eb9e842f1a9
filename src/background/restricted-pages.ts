// Pages where the browser lets no extension look, whatever its permissions. Imports shared only.

import type { BrowserName } from '../shared/facts.ts';

/** Firefox 153 `extensions.webextensions.restrictedDomains`; Chromium 156: the Web Store. */
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
  chromium: ['chrome.google.com', 'chromewebstore.google.com'],
};

export const isRestricted = (browser: BrowserName, host: string): boolean => RESTRICTED[browser].includes(host);
