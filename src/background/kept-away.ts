// Sites that the browser, or whoever manages it, keeps extensions away from.

import type { BrowserName } from '../shared/facts.ts';
import type { TabInfo } from '../shared/ports.ts';
import type { Page } from './navigation.ts';

/**
 * A site that policy blocks for extensions is told of by its commit alone (measured): Chromium 156 hides the tab's address as well, with
 * `runtime_blocked_hosts`; Firefox 153 shows it, with `restricted_domains`, but there every reload makes a request that is told of. In
 * both, `permissions.contains` goes on saying that we may look. For those who may look at all sites.
 */
export const isKeptAway = (browser: BrowserName, { facts, wasReloaded }: Page, tab: TabInfo): boolean =>
  browser === 'chromium'
    ? tab.url === null && (facts.scheme === 'https' || facts.scheme === 'http')
    : facts.arrival === 'untold' && wasReloaded;
