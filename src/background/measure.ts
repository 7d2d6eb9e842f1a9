// The measuring build for Chromium: has a tab reloaded under the debugger and puts what that shows to the page that comes of it.

import type { Measuring } from '../shared/facts.ts';
import type { Measured, Platform } from '../shared/ports.ts';
import type { HostStore } from './host-store.ts';
import type { Subresources } from './subresources.ts';
import type { Page } from './tab-record.ts';
import type { TabStore } from './tab-store.ts';

interface Parts {
  platform: Platform;
  tabs: TabStore;
  hosts: HostStore;
  subresources: Subresources;
}

export async function measurePage(tabId: number, { platform, tabs, hosts, subresources }: Parts): Promise<void> {
  const startedAtMs = platform.now();
  const change = (change: (page: Page) => Page) =>
    tabs.changePage(tabId, tabs.get(tabId).page?.facts.navigationId ?? '', change);
  const setMeasuring = (measuring: Measuring) => change((page) => withMeasuring(page, measuring));
  setMeasuring('running');
  const measured: Measured = (await platform.measureTab?.(tabId)) ?? { kind: 'refused' };
  if (measured.kind !== 'measured') return setMeasuring(measured.kind);
  const { document, subresources: responses } = measured;
  const { page } = tabs.get(tabId);
  // The reload is a new page; another may have come since, and then nothing of this belongs to it.
  const isItsPage = page !== null && page.committedAtMs >= startedAtMs && page.url === (document?.url ?? '');
  if (!isItsPage) return page?.found.measuring === 'running' ? setMeasuring('refused') : undefined;
  hosts.dropUnreported(
    page.facts.navigationId,
    responses.filter(({ connection }) => connection.usedEch !== null).map(({ host }) => host),
  );
  for (const response of responses) subresources.dispatch(response);
  change((page) => ({ ...page, connection: document?.connection ?? page.connection }));
}

/** The debugger was detached when an earlier background was killed. */
export function forgetInterrupted(tabs: TabStore): void {
  for (const { tabId, page } of tabs.all())
    if (page?.found.measuring === 'running')
      tabs.changePage(tabId, page.facts.navigationId, (page) => withMeasuring(page, null));
}

const withMeasuring = (page: Page, measuring: Measuring | null): Page => ({
  ...page,
  found: { ...page.found, measuring },
});
