// Opens the extension's own pages in a tab.

import browser from 'webextension-polyfill';
import type { Request } from '../shared/messages.ts';

const openTab = async (page: string): Promise<void> => {
  await browser.tabs.create({ url: browser.runtime.getURL(page) });
};

export const openOptions = (): Promise<void> => browser.runtime.openOptionsPage();

/** The options page as it greets somebody new. */
export const openWelcome = (): Promise<void> => openTab('options.html?welcome');

export const openNetworkCheck = (): Promise<void> => openTab('network-check.html');

export const openSession = (): Promise<void> => openTab('session.html');

/**
 * The inspect page for the site of a tab: the background opens it, since no address may name the site. Resolves to whether it did,
 * and rejects when the background does not answer.
 */
export async function inspectTab(tabId: number): Promise<boolean> {
  const isOpen: unknown = await browser.runtime.sendMessage({ kind: 'inspect-tab', tabId } satisfies Request);
  if (typeof isOpen !== 'boolean') throw new Error('no answer');
  return isOpen;
}

/** The tab that shows the page; null when there is none. Chromium shows it in an ordinary window, also for a private one. */
export async function openInspect(id: string, tabId: number | null): Promise<number | null> {
  const url = browser.runtime.getURL(`inspect.html#${id}`);
  const opened = tabId === null ? browser.tabs.create({ url }) : browser.tabs.update(tabId, { url });
  return opened.then(
    (tab) => tab.id ?? null,
    () => null,
  );
}
