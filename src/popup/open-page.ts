// The larger pages, and the popup out of their way: Firefox leaves a popup open over the new tab.

import { inspectTab, openNetworkCheck, openOptions } from '../platform/reports.ts';
import { openSession } from '../platform/session-page.ts';

export const openSettings = (): Promise<void> => makingWay(openOptions());

export const openInspect = (tabId: number): Promise<void> => makingWay(inspectTab(tabId));

export const openSessionPage = (): Promise<void> => makingWay(openSession());

export const openCheckOfNetwork = (): Promise<void> => makingWay(openNetworkCheck());

async function makingWay(opened: Promise<void>): Promise<void> {
  await opened;
  if (!document.body.classList.contains('as-page')) window.close();
}
