// What becomes of tabs in the course of a day, one case of each kind.

import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import { type Case, call, type Fate, loaded, type Scene, tabAt } from './tabs.ts';

const inBoth = (fate: Fate): Case['fate'] => ({ firefox: fate, chromium: fate });
const NETWORK = inBoth('as from the network');

/** Into a window of its own; returns the window. */
export async function moveOut(scene: Scene, tabId: number): Promise<number> {
  return call(scene, `browser.windows.create({ tabId: ${tabId} }).then(({ id }) => id)`);
}

/** Returns the group. */
export async function group(scene: Scene, tabId: number): Promise<number> {
  const groupId = await call<number>(scene, `browser.tabs.group({ tabIds: [${tabId}] })`);
  expect(await call(scene, `browser.tabs.get(${tabId}).then(({ groupId }) => groupId)`)).toBe(groupId);
  return groupId;
}

/** Takes the page out of memory; returns the tab, which Chromium may have replaced. */
export async function discard(scene: Scene, tabId: number, url: string): Promise<number> {
  // A tab in front is not discarded, and whichever stands beside a popup that was closed may have come there.
  await call(
    scene,
    'browser.tabs.getCurrent().then(({ id }) => browser.tabs.update(id, { active: true })).then(() => {})',
  );
  await call(scene, `browser.tabs.discard(${tabId}).then(() => {})`);
  const discarded = await tabAt(scene, url);
  await expect.poll(() => call(scene, `browser.tabs.get(${discarded}).then(({ discarded }) => discarded)`)).toBe(true);
  return discarded;
}

export async function activate(scene: Scene, tabId: number): Promise<void> {
  await call(scene, `browser.tabs.update(${tabId}, { active: true }).then(() => {})`);
}

export async function closeAndReopen(scene: Scene, tabId: number, url: string): Promise<number> {
  await call(scene, `browser.tabs.remove(${tabId})`);
  await scene.overheard.browser.restoreClosed(url);
  return loaded(scene, await tabAt(scene, url), url);
}

export async function duplicate(scene: Scene, tabId: number, url: string): Promise<number> {
  const id = await call<number>(scene, `browser.tabs.duplicate(${tabId}).then(({ id }) => id)`);
  return loaded(scene, id, url);
}

/** A page of the driver's, whose worker answers from then on with what the browser asked for while it started. */
export async function openWithPreload(scene: Scene, url: string): Promise<number> {
  const { page } = await scene.overheard.browser.visit(url);
  await waitForWorker(page);
  await scene.overheard.browser.visit(url, { page });
  const request = scene.lab.server.requests.findLast(({ seen }) => seen.path === new URL(url).pathname);
  expect(request?.headers).toHaveProperty('Service-Worker-Navigation-Preload');
  return tabAt(scene, url);
}

async function waitForWorker(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('#worker')?.textContent === 'ready');
}

export async function openInContainer(scene: Scene, url: string): Promise<number> {
  const context = await scene.overheard.browser.puppeteer.createBrowserContext();
  await scene.overheard.browser.visit(url, { page: await context.newPage() });
  return tabAt(scene, url);
}

export const CASES: readonly Case[] = [
  {
    name: 'a tab that is moved into a window of its own',
    path: '/moved',
    act: async (scene, tabId) => {
      await moveOut(scene, tabId);
      return [tabId];
    },
    fate: NETWORK,
  },
  {
    name: 'a tab that is put into a group',
    path: '/grouped',
    act: async (scene, tabId) => {
      await group(scene, tabId);
      return [tabId];
    },
    fate: NETWORK,
  },
  {
    name: 'a tab that was discarded and is shown again',
    path: '/discarded',
    act: async (scene, tabId, url) => {
      const discarded = await discard(scene, tabId, url);
      await activate(scene, discarded);
      return [await loaded(scene, await tabAt(scene, url), url)];
    },
    fate: NETWORK,
  },
  {
    name: 'a tab that was closed and is reopened',
    path: '/reopened',
    act: async (scene, tabId, url) => [await closeAndReopen(scene, tabId, url)],
    fate: NETWORK,
  },
  {
    name: 'a tab that is duplicated, and its double',
    path: '/duplicated',
    act: async (scene, tabId, url) => [tabId, await duplicate(scene, tabId, url)],
    fate: NETWORK,
  },
  {
    name: 'a tab in a container',
    path: '/contained',
    open: openInContainer,
    fate: { firefox: 'as from the network' },
  },
  {
    name: 'a page whose service worker uses navigation preload',
    path: '/preload/',
    open: openWithPreload,
    // Firefox 153 tells an extension of no answer to the browser's own request.
    fate: { firefox: 'unknown', chromium: 'as from the network' },
  },
  { name: 'a PDF document', path: '/document.pdf', fate: NETWORK },
];
