// The measuring build for Chromium: has a tab reloaded under the debugger and puts what that shows to the page that comes of
// it. Imports shared.

import type { Measuring } from '../shared/facts.ts';
import type { Measured, Platform, SubresourceResponse } from '../shared/ports.ts';
import type { HostStore } from './host-store.ts';
import { changePage, type Page } from './navigation.ts';
import type { TabStore } from './tab-store.ts';

export interface MeasureDeps {
  platform: Platform;
  tabs: TabStore;
  hosts: HostStore;
  see: (subresource: SubresourceResponse) => void;
  publish: (tabId: number) => void;
  /** Tabs under the debugger: asked for twice, the second would take the first for somebody else's. */
  running: Set<number>;
}

export async function measurePage(tabId: number, deps: MeasureDeps): Promise<void> {
  const { running } = deps;
  if (running.has(tabId)) return;
  running.add(tabId);
  await measureOnce(tabId, deps).finally(() => running.delete(tabId));
}

async function measureOnce(tabId: number, { platform, tabs, hosts, see, publish }: MeasureDeps): Promise<void> {
  const startedAtMs = platform.now();
  const change = (change: (page: Page) => Page) => {
    const navigationId = tabs.get(tabId).page?.facts.navigationId ?? '';
    if (tabs.change(tabId, (tab) => changePage(tab, navigationId, change))) publish(tabId);
  };
  const tell = (measuring: Measuring) => change((page) => ({ ...page, found: { ...page.found, measuring } }));
  tell('running');
  const measured: Measured = (await platform.measureTab?.(tabId)) ?? { kind: 'refused' };
  if (measured.kind !== 'measured') return tell(measured.kind);
  const { document, subresources } = measured;
  const { page } = tabs.get(tabId);
  // The reload is a new page; another may have come since, and then nothing of this belongs to it.
  const isItsPage = page !== null && page.committedAtMs >= startedAtMs && page.url === (document?.url ?? '');
  if (!isItsPage) return page?.found.measuring === 'running' ? tell('refused') : undefined;
  hosts.forgetUntold(
    page.facts.navigationId,
    subresources.filter(({ connection }) => connection.usedEch !== null).map(({ host }) => host),
  );
  for (const subresource of subresources) see(subresource);
  change((page) => ({ ...page, connection: document?.connection ?? page.connection }));
}
