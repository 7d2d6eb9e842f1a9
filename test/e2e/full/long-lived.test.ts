// What else becomes of tabs in long use, beside the one case of each kind in ../long-lived.test.ts.

import { afterEach, describe, expect, it } from 'vitest';
import {
  activate,
  closeAndReopen,
  discard,
  duplicate,
  group,
  moveOut,
  openInContainer,
  openWithPreload,
} from '../long-lived/cases.ts';
import { type Case, call, expectTab, loaded, openBehind, play, type Scene, tabAt } from '../long-lived/tabs.ts';
import { BROWSERS } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';

const lab = withLab();

const NETWORK: Case['fate'] = { firefox: 'as from the network', chromium: 'as from the network' };
/** Firefox says of which connection the kept copy is. */
const CACHE: Case['fate'] = { firefox: 'as from the network', chromium: 'unknown' };
const FIREFOX_ALONE: Case['fate'] = { firefox: 'as from the network' };

const firstWindow = (scene: Scene): Promise<number> =>
  call(scene, 'browser.tabs.getCurrent().then(({ windowId }) => windowId)');

/** What happens while it goes down may be lost (killed.test.ts): another page comes first. */
async function stopBackground(scene: Scene): Promise<void> {
  await scene.overheard.stopBackground();
  await call(scene, `browser.tabs.remove(${await openBehind(scene, 'https://plain.example/meanwhile')})`);
}

/** Side by side. Firefox 153 has no API for it. */
async function split(scene: Scene, ...tabIds: [number, number]): Promise<void> {
  const { index, windowId } = await call<{ index: number; windowId: number }>(scene, `browser.tabs.get(${tabIds[0]})`);
  await call(scene, `browser.tabs.move(${tabIds[1]}, { windowId: ${windowId}, index: ${index + 1} }).then(() => {})`);
  if (scene.name === 'chromium')
    return call(scene, `browser.tabs.createSplit(${JSON.stringify(tabIds)}).then(() => {})`);
  await scene.overheard.browser.splitView(index, index + 1);
}

const CASES: Case[] = [
  {
    name: 'moved out and back',
    path: '/moved-back',
    act: async (scene, tabId) => {
      await moveOut(scene, tabId);
      const windowId = await firstWindow(scene);
      await call(scene, `browser.tabs.move(${tabId}, { windowId: ${windowId}, index: -1 }).then(() => {})`);
      return [tabId];
    },
    fate: NETWORK,
  },
  {
    name: 'pinned, and moved to the other end',
    path: '/pinned',
    act: async (scene, tabId) => {
      await call(scene, `browser.tabs.update(${tabId}, { pinned: true }).then(() => {})`);
      await call(scene, `browser.tabs.move(${tabId}, { index: 0 }).then(() => {})`);
      return [tabId];
    },
    fate: NETWORK,
  },
  {
    name: 'grouped, and no longer',
    path: '/ungrouped',
    act: async (scene, tabId) => {
      await group(scene, tabId);
      await call(scene, `browser.tabs.ungroup(${tabId})`);
      return [tabId];
    },
    fate: NETWORK,
  },
  {
    name: 'grouped in another window',
    path: '/grouped-elsewhere',
    act: async (scene, tabId) => {
      const windowId = await call<number>(scene, 'browser.windows.create({ url: "about:blank" }).then(({ id }) => id)');
      const into = `{ tabIds: [${tabId}], createProperties: { windowId: ${windowId} } }`;
      await call(scene, `browser.tabs.group(${into})`);
      expect(await call(scene, `browser.tabs.get(${tabId}).then(({ windowId }) => windowId)`)).toBe(windowId);
      return [tabId];
    },
    fate: NETWORK,
  },
  {
    name: 'beside another tab in a split view',
    path: '/split',
    act: async (scene, tabId) => {
      const beside = await openBehind(scene, 'https://plain.example/beside');
      await split(scene, tabId, beside);
      expect(await call(scene, `browser.tabs.get(${tabId}).then(({ splitViewId }) => splitViewId)`)).toBeGreaterThan(
        -1,
      );
      await activate(scene, tabId);
      return [tabId];
    },
    fate: NETWORK,
  },
  {
    name: 'discarded, and not shown again',
    path: '/still-discarded',
    act: async (scene, tabId, url) => [await discard(scene, tabId, url)],
    fate: NETWORK,
  },
  {
    name: 'discarded, and shown again after the background was stopped',
    path: '/discarded-longer',
    act: async (scene, tabId, url) => {
      const discarded = await discard(scene, tabId, url);
      await stopBackground(scene);
      await activate(scene, discarded);
      return [await loaded(scene, await tabAt(scene, url), url)];
    },
    fate: NETWORK,
  },
  {
    name: 'discarded with a copy in the cache',
    path: '/cacheable',
    act: async (scene, tabId, url) => {
      await activate(scene, await discard(scene, tabId, url));
      return [await loaded(scene, await tabAt(scene, url), url)];
    },
    fate: CACHE,
  },
  {
    name: 'in a window that was closed and is reopened',
    path: '/reopened-window',
    act: async (scene, tabId, url) => {
      await moveOut(scene, tabId);
      return [await closeAndReopen(scene, tabId, url)];
    },
    fate: NETWORK,
  },
  {
    name: 'reopened after the background was stopped',
    path: '/reopened-later',
    act: async (scene, tabId, url) => {
      await stopBackground(scene);
      return [await closeAndReopen(scene, tabId, url)];
    },
    fate: NETWORK,
  },
  {
    name: 'duplicated twice over',
    path: '/duplicated-again',
    act: async (scene, tabId, url) => {
      const double = await duplicate(scene, tabId, url);
      return [tabId, double, await duplicate(scene, double, url)];
    },
    fate: NETWORK,
  },
  {
    name: 'in a container, moved into a window of its own',
    path: '/contained-moved',
    open: openInContainer,
    act: async (scene, tabId) => {
      await moveOut(scene, tabId);
      return [tabId];
    },
    fate: FIREFOX_ALONE,
  },
  {
    name: 'in a container, duplicated',
    path: '/contained-duplicated',
    open: openInContainer,
    act: async (scene, tabId, url) => [tabId, await duplicate(scene, tabId, url)],
    fate: FIREFOX_ALONE,
  },
  {
    name: 'with navigation preload, duplicated',
    path: '/preload/duplicated',
    open: openWithPreload,
    act: async (scene, tabId, url) => [tabId, await duplicate(scene, tabId, url)],
    fate: { firefox: 'unknown', chromium: 'as from the network' },
  },
  {
    name: 'a PDF document, discarded and shown again',
    path: '/document.pdf',
    act: async (scene, tabId, url) => {
      await activate(scene, await discard(scene, tabId, url));
      return [await loaded(scene, await tabAt(scene, url), url)];
    },
    fate: NETWORK,
  },
];

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);
  afterEach(() => lab.reset());

  const cases = CASES.filter(({ fate }) => fate[name] !== undefined).map((one) => [one.name, one] as const);
  it.each(cases)('%s', (_, one) => play({ name, lab, overheard }, one));

  // No extension in Chromium can know, where the record still promises ECH.
  if (name === 'firefox')
    it('says what the latest connection was when a discarded page comes back without ECH', async () => {
      const scene: Scene = { name, lab, overheard };
      const url = 'https://hidden.example/no-longer';
      const tabId = await openBehind(scene, url);
      await expectTab(scene, tabId, url, 'as from the network');
      await discard(scene, tabId, url);
      await lab.server.change('hidden', { keys: [] });
      await lab.server.drop('hidden');
      await activate(scene, tabId);
      await loaded(scene, tabId, url);
      const popup = await overheard.popup(tabId);
      expect(await overheard.read(popup, ({ verdict }) => verdict !== 'unknown')).toMatchObject({
        verdict: 'offered-not-used',
      });
      await popup.close();
    });
});
