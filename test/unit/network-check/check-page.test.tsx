// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NetworkCheckPage } from '../../../src/network-check/network-check-page.tsx';
import { planCheck } from '../../../src/network-check/plan.ts';
import { parseSettings } from '../../../src/shared/settings.ts';
import { fakeBrowser, forgetEverything } from '../fake-browser/pages.ts';
import { failInWords, NO_PROMPT } from '../ui/failing-clicks.ts';

const unanswered = () => new Promise<never>(() => {});

beforeEach(() => {
  forgetEverything();
  // A check that starts must not reach anybody.
  vi.stubGlobal('fetch', unanswered);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('a check that cannot begin says so and can be started again', async () => {
  fakeBrowser.permissions.contains.mockRejectedValueOnce(new Error('no'));
  render(<NetworkCheckPage plan={planCheck(parseSettings({}), 'firefox')} />);
  const start = () => act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Start the check' })));
  await start();
  await screen.findByText(/^Something went wrong in Overheard/);
  fakeBrowser.permissions.contains.mockResolvedValueOnce(false);
  await start();
  await screen.findByText(/^Overheard doesn’t have access to sites/);
  expect(screen.queryByText(/^Something went wrong/)).toBeNull();
});

it('a check that is stopped ends at once, with what it has found', async () => {
  fakeBrowser.permissions.contains.mockResolvedValueOnce(true);
  fakeBrowser.runtime.sendMessage.mockImplementation(unanswered);
  render(<NetworkCheckPage plan={planCheck(parseSettings({}), 'firefox')} />);
  fireEvent.click(screen.getByRole('button', { name: 'Start the check' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Stop' }));
  await screen.findByText(/The check was stopped/);
  screen.getByRole('button', { name: 'Check again' });
});

describe('access to sites', () => {
  const open = async () => {
    fakeBrowser.permissions.contains.mockResolvedValueOnce(false);
    render(<NetworkCheckPage plan={planCheck(parseSettings({}), 'firefox')} />);
    fireEvent.click(screen.getByRole('button', { name: 'Start the check' }));
    await screen.findByText(/^Overheard doesn’t have access to sites/);
  };
  const grant = () => fireEvent.click(screen.getByRole('button', { name: 'Allow access to sites' }));

  failInWords([
    {
      name: 'Allow access to sites: there is no prompt',
      open,
      refuse: () => fakeBrowser.permissions.request.mockRejectedValueOnce(new Error('An unexpected error occurred')),
      click: grant,
      says: NO_PROMPT,
      worked: () => screen.getByText(/^Checking\. This/),
    },
  ]);

  it('that the user refuses is no failure, and what it means is said', async () => {
    await open();
    fakeBrowser.permissions.request.mockResolvedValueOnce(false);
    grant();
    await screen.findByText(/^You didn’t allow it/);
    expect(screen.queryByText(NO_PROMPT)).toBeNull();
  });
});
