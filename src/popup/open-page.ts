// The larger pages, and the popup out of their way: Firefox leaves a popup open over the new tab.

import { inspectTab, openNetworkCheck, openOptions, openSession } from '../platform/open-page.ts';
import { step } from '../ui/failure-words.ts';

export const openSettings = (): Promise<void> => makingWay(openOptions);

export async function openInspect(tabId: number): Promise<void> {
  const isOpen = await step('failed_background', () => inspectTab(tabId));
  await makingWay(() => {
    if (!isOpen) throw new Error('no tab');
  });
}

export const openSessionPage = (): Promise<void> => makingWay(openSession);

export const openCheckOfNetwork = (): Promise<void> => makingWay(openNetworkCheck);

async function makingWay(open: () => void | Promise<void>): Promise<void> {
  await step('failed_tab', open);
  if (!document.body.classList.contains('as-page')) window.close();
}
