// The ways to the inspect page, where the browser has them, and what is told of a wish whose window nobody knows.

import { beforeEach, describe, expect, it } from 'vitest';
import { listenToInspectRequests } from '../../../src/platform/inspect-entry-points.ts';
import type { InspectRequest } from '../../../src/shared/inspect.ts';
import { currentApi, turnTo } from '../fake-browser/current.ts';
import { FakeExtensionApi } from '../fake-browser/extension-api.ts';

const wishes: InspectRequest[] = [];
function listen(kind: ConstructorParameters<typeof FakeExtensionApi>[0]): void {
  turnTo(new FakeExtensionApi(kind));
  listenToInspectRequests((wish) => wishes.push(wish));
}
beforeEach(() => {
  wishes.length = 0;
});

it('starts in a browser without context menus and omnibox', () => {
  expect(() => listen('firefox-android')).not.toThrow();
});

describe('from the menu of a link', () => {
  const click = (tab: object | undefined) =>
    currentApi()
      .event('contextMenus.onClicked')
      .fire({ menuItemId: 'inspect-link', linkUrl: 'https://news.example/secret?path' }, tab);

  it.each([
    ['an ordinary window', { id: 3, incognito: false }, false],
    ['a private window', { id: 3, incognito: true }, true],
    ['no window that anybody knows', undefined, true],
  ])('of %s', (_, tab, isPrivate) => {
    listen('chromium');
    click(tab);
    expect(wishes).toEqual([{ input: 'https://news.example', private: isPrivate, tabId: null }]);
  });
});

describe('from the address bar', () => {
  const enter = async (disposition: string) => {
    currentApi().event('omnibox.onInputEntered').fire('news.example', disposition);
    await new Promise((done) => setImmediate(done));
  };

  it('opens in the tab that it was typed in', async () => {
    listen('firefox');
    currentApi().tabs.set(4, { url: 'https://news.example/', private: false });
    await enter('currentTab');
    expect(wishes).toEqual([{ input: 'news.example', private: false, tabId: 4 }]);
  });

  it('counts as private where no tab can be told', async () => {
    listen('firefox');
    currentApi().failNext('tabs.query');
    await enter('currentTab');
    expect(wishes).toEqual([{ input: 'news.example', private: true, tabId: null }]);
  });
});
