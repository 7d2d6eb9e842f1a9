// Which requests are for a main document of a tab, and which only look so.

import type { WebRequest } from 'webextension-polyfill';

export const MAIN_DOCUMENTS: WebRequest.RequestFilter = { urls: ['*://*/*'], types: ['main_frame'] };

/**
 * Chromium 156: a prefetch by speculation rules is reported as a navigation of the tab, and in place of none it names the document that
 * asked for it.
 */
export const isPrefetch = (details: object): boolean =>
  'documentId' in details && (details as { documentLifecycle?: string }).documentLifecycle === 'active';
