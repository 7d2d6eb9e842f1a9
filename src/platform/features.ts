// What this browser can do, by its features and not by its name.

import browser from 'webextension-polyfill';
import type { BrowserName } from '../shared/facts.ts';

/** Firefox: an extension may read the security of a connection, ECH included. */
export const tellsConnections = (): boolean => 'getSecurityInfo' in browser.webRequest;

/** By the one feature that decides what can be measured. */
export const browserName = (): BrowserName => (tellsConnections() ? 'firefox' : 'chromium');

/** Chrome: whether a page came with ECH is to be had from its server alone. */
export const asksPages = (): boolean => !tellsConnections();

/** Firefox: an extension may ask the system's resolver. */
export const asksSystemResolver = (): boolean => 'dns' in browser;

/** Firefox: consent to data collection is a permission of its own. */
export const asksForConsent = (): boolean => 'getBrowserInfo' in browser.runtime;
