// @vitest-environment happy-dom
// Reads of the settings that end in another order than they began in.

import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OptionsPage } from '../../../src/options/options-page.tsx';
import { readEverything } from '../../../src/platform/settings.ts';
import { fakeBrowser, forgetEverything, storeSettings } from '../fake-browser/pages.ts';

beforeEach(forgetEverything);
afterEach(cleanup);

const preset = (id: string) => ({ resolver: { kind: 'preset', id } });
const settle = (change?: () => unknown) =>
  act(async () => {
    await change?.();
    await new Promise((resolve) => setTimeout(resolve));
  });
const isShown = (name: string) => (screen.getByRole('radio', { name }) as HTMLInputElement).checked;

async function open(): Promise<void> {
  await storeSettings(preset('quad9'));
  render(<OptionsPage first={await readEverything()} welcome={false} />);
  await settle();
}

/** From here on a read of the settings finds what is stored now, and answers when its turn in the list is called. */
function holdReads(): (() => void)[] {
  const { local } = fakeBrowser.storage;
  const get = local.get.getMockImplementation() as typeof local.get;
  const answers: (() => void)[] = [];
  local.get.mockImplementation(async (keys) => {
    const found = await get.call(local, keys);
    // What is known of policy lies there too, under one key.
    if (Array.isArray(keys)) await new Promise<void>((resolve) => answers.push(resolve));
    return found;
  });
  return answers;
}

it('shows what the last one found', async () => {
  await open();
  const answers = holdReads();
  await settle(() => storeSettings(preset('mullvad')));
  await settle(() => storeSettings(preset('cloudflare')));
  expect(answers).toHaveLength(2);
  await settle(answers[1]);
  expect(isShown('Cloudflare')).toBe(true);
  await settle(answers[0]);
  expect(isShown('Cloudflare')).toBe(true);
});

it('keeps a pick on screen until it is read, although another change is read first', async () => {
  await open();
  const answers = holdReads();
  await settle(() => fireEvent.click(screen.getByRole('radio', { name: 'Mullvad' })));
  // What the change starts from; then what it left, for the browser's event and for the change itself.
  await settle(answers[0]);
  expect(answers).toHaveLength(3);
  await settle(() => storeSettings({ privateWindows: true }));
  expect(answers).toHaveLength(4);
  await settle(answers[1]);
  await settle(answers[2]);
  expect(isShown('Mullvad')).toBe(true);
  await settle(answers[3]);
  expect(isShown('Mullvad')).toBe(true);
  screen.getByText('Saved');
});
