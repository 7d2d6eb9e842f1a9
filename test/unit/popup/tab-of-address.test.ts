import { expect, it } from 'vitest';
import { tabOfAddress } from '../../../src/popup/popup-root.tsx';

it.each([
  ['?tab=7', 7],
  ['?tab=0', 0],
  ['', null],
  ['?tab=', null],
  ['?tab=-1', null],
  ['?tab=1e3', null],
  ['?tab=news.example', null],
])('%s', (search, tabId) => {
  expect(tabOfAddress(search)).toBe(tabId);
});
