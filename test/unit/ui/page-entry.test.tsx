// @vitest-environment happy-dom
// Every page over a browser that does not hand out what is stored: none stays empty.

import { act, screen } from '@testing-library/preact';
import { render } from 'preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser, forgetEverything } from '../fake-browser/pages.ts';

beforeEach(() => {
  forgetEverything();
  const refuse = () => Promise.reject(new Error('An unexpected error occurred'));
  vi.spyOn(fakeBrowser.storage.local, 'get').mockImplementation(refuse);
  vi.spyOn(fakeBrowser.storage.session, 'get').mockImplementation(refuse);
});
afterEach(() => {
  render(null, document.body);
  vi.restoreAllMocks();
});

const NO_ANSWER = 'Overheard did not answer. Reload this page to try again.';

it.each([
  ['options', () => import('../../../src/options/options.tsx'), NO_ANSWER],
  ['network check', () => import('../../../src/network-check/network-check.tsx'), NO_ANSWER],
  ['session', () => import('../../../src/session/session.tsx'), NO_ANSWER],
  ['inspect', () => import('../../../src/inspect/inspect.tsx'), NO_ANSWER],
  ['popup', () => import('../../../src/popup/popup.tsx'), 'Nothing is known about this tab yet'],
])('%s', async (_page, load, says) => {
  location.hash = '#0a';
  await act(async () => void (await load()));
  await vi.waitFor(() => expect(document.body.textContent).toContain(says));
  expect(screen.queryByText(/^Reading/)).toBeNull();
});
