// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { NetworkCheckPage } from '../../../src/network-check/network-check-page.tsx';
import { planCheck } from '../../../src/network-check/plan.ts';
import { parseSettings } from '../../../src/shared/settings.ts';
import { fakeBrowser } from '../fake-browser/pages.ts';

afterEach(cleanup);

it('a check that cannot begin says so and can be started again', async () => {
  fakeBrowser.permissions.contains.mockRejectedValueOnce(new Error('no'));
  render(<NetworkCheckPage plan={planCheck(parseSettings({}), 'firefox')} />);
  const start = () => act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Start the check' })));
  await start();
  expect(screen.getByRole('status').textContent).toMatch(/^Overheard did not answer/);
  fakeBrowser.permissions.contains.mockResolvedValueOnce(false);
  await start();
  expect(screen.getByRole('status').textContent).not.toContain('did not answer');
});
