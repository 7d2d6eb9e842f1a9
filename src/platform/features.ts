// What this browser can do, told by its features and not by its name.

import browser from 'webextension-polyfill';

/** Firefox: an extension may read the security of a connection, ECH included. */
export const tellsConnections = 'getSecurityInfo' in browser.webRequest;

/** Firefox: an extension may ask the system's resolver. */
export const asksSystemResolver = 'dns' in browser;

/** Firefox: consent to data collection is a permission of its own. */
export const asksForConsent = 'getBrowserInfo' in browser.runtime;
