// The background's platform over a browser that refuses once what it was asked.

import { expect, it } from 'vitest';
import { backgroundPlatform } from '../../../src/platform/background-platform.ts';
import { sentence } from '../../../src/shared/sentence.ts';
import { currentApi, turnTo } from '../fake-browser/current.ts';
import { FakeExtensionApi } from '../fake-browser/extension-api.ts';

const HIDDEN = [sentence('status_hidden'), sentence('evidence_measured')] as const;
const EXPOSED = [sentence('status_exposed'), sentence('evidence_unknown')] as const;
const icon = (tabId: number) => currentApi().icons.get(tabId);

it('an icon that is refused once is set all the same', async () => {
  turnTo(new FakeExtensionApi());
  const { showIcon } = backgroundPlatform();
  currentApi().failNext('action.setIcon');
  await showIcon(1, 'hidden', ...HIDDEN);
  expect(icon(1)).toEqual({ verdict: 'hidden', title: 'Overheard: Hidden. Measured' });
});

it('a rejected icon does not block later ones', async () => {
  turnTo(new FakeExtensionApi());
  const { showIcon } = backgroundPlatform();
  currentApi().failNext('action.setIcon', { times: 2 });
  await showIcon(1, 'hidden', ...HIDDEN);
  await showIcon(1, 'exposed', ...EXPOSED);
  expect(icon(1)).toEqual({ verdict: 'exposed', title: 'Overheard: Not hidden. Unknown' });
});

it('a title that is refused keeps no icon back', async () => {
  turnTo(new FakeExtensionApi());
  const { showIcon } = backgroundPlatform();
  currentApi().failNext('action.setTitle');
  await showIcon(1, 'hidden', ...HIDDEN);
  expect(icon(1)?.verdict).toBe('hidden');
});

it('a tab that is gone has no icon, and nothing rejects', async () => {
  turnTo(new FakeExtensionApi());
  currentApi().goneTabs.add(1);
  await backgroundPlatform().showIcon(1, 'hidden', ...HIDDEN);
  expect(icon(1)).toBeUndefined();
});
