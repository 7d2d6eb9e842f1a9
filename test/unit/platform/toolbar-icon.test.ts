// The icon that was wanted last is the one that a tab keeps, whatever the browser takes for each.

import { beforeEach, expect, it, vi } from 'vitest';
import { type Icon, toolbarIcons } from '../../../src/platform/toolbar-icon.ts';
import { currentApi } from '../fake-browser/current.ts';

const { setIcon: callSetIcon } = currentApi().chrome.action;
const calls: { icon: Icon; done: () => void }[] = [];
/** The browser is done when the test says so. */
beforeEach(() => {
  calls.length = 0;
  callSetIcon.mockImplementation((icon, done) => void calls.push({ icon, done }));
});

const setIcon = toolbarIcons();

const icon = (tabId: number, name: string): Icon => ({ tabId, path: { 16: name } });
const called = () => calls.map(({ icon: { tabId, path } }) => `${tabId} ${path[16]}`);

it('the first is set at once, the next when it is done', async () => {
  const drawn = setIcon(icon(1, 'unknown'));
  void setIcon(icon(1, 'hidden'));
  expect(called()).toEqual(['1 unknown']);
  calls[0]?.done();
  await vi.waitFor(() => expect(called()).toEqual(['1 unknown', '1 hidden']));
  calls[1]?.done();
  await drawn;
});

it('only the last of those that wait is set', async () => {
  const drawn = setIcon(icon(2, 'unknown'));
  void setIcon(icon(2, 'hidden'));
  void setIcon(icon(2, 'exposed'));
  calls[0]?.done();
  await vi.waitFor(() => expect(called()).toEqual(['2 unknown', '2 exposed']));
  calls[1]?.done();
  await drawn;
  expect(calls).toHaveLength(2);
});

it('no tab waits for another', () => {
  void setIcon(icon(3, 'unknown'));
  void setIcon(icon(4, 'unknown'));
  expect(called()).toEqual(['3 unknown', '4 unknown']);
});

it('one that comes when all is done is set at once', async () => {
  const drawn = setIcon(icon(5, 'unknown'));
  calls[0]?.done();
  await drawn;
  void setIcon(icon(5, 'hidden'));
  expect(called()).toEqual(['5 unknown', '5 hidden']);
});
