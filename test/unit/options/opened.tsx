// The settings page over what is stored and what policy says, and a click in it.

import { act, fireEvent, render } from '@testing-library/preact';
import { OptionsPage } from '../../../src/options/options-page.tsx';
import { readEverything } from '../../../src/platform/settings.ts';
import type { Choices } from '../../../src/shared/settings.ts';
import { storeSettings, tellPolicy } from '../fake-browser/pages.ts';

export interface Opened {
  settings?: Partial<Choices>;
  policy?: Record<string, unknown> | null;
  welcome?: boolean;
}

export async function openOptions({ settings = {}, policy = null, welcome = false }: Opened): Promise<void> {
  await storeSettings(settings);
  if (policy !== null) tellPolicy(policy);
  const first = await readEverything();
  render(<OptionsPage first={first} welcome={welcome} />);
  await act(async () => {});
}

export const click = (element: HTMLElement) =>
  act(async () => {
    fireEvent.click(element);
    await new Promise((resolve) => setTimeout(resolve));
  });
