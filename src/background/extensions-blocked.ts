// Sites from which the browser, or its administrator, keeps extensions away.

import type { BrowserName } from '../shared/facts.ts';
import type { TabInfo } from '../shared/ports.ts';
import type { Page } from './tab-record.ts';

/**
 * Asks what events were missing, since `permissions.contains` still reports access to such a site. Measured:
 * - Chromium 156, `runtime_blocked_hosts`: the commit alone is reported, and the tab's address is hidden, as that of any page's source is,
 *   for which requests are reported.
 * - Firefox 153, `restricted_domains`: the commit alone is reported, with the tab's address. Other pages without a request come from memory,
 *   but a reload never does.
 * - Firefox 153, quarantined domains: requests are reported, and nothing of their security. That may happen to any request, but hardly to a
 *   page and its reload.
 */
export function areExtensionsBlocked(browser: BrowserName, page: Page, tab: TabInfo): boolean {
  const { facts, connection, requestId, wasReloaded, wasUnreportedBefore } = page;
  if (browser === 'chromium')
    return tab.url === null && requestId === null && (facts.scheme === 'https' || facts.scheme === 'http');
  const isUnreported = facts.scheme === 'https' && facts.arrival === 'network' && connection?.security === null;
  return wasReloaded && (facts.arrival === 'unreported' || (wasUnreportedBefore && isUnreported));
}
