// @vitest-environment happy-dom
// The inspect page over a real background, whose resolver is the test's.

import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WireView } from '../../../src/inspect/hellos-view.tsx';
import { InspectPage } from '../../../src/inspect/inspect-page.tsx';
import { readPaste } from '../../../src/paste/paste.ts';
import { suffixList } from '../../../src/platform/suffix-list.ts';
import { answer, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { fakeBrowser, forgetEverything } from '../fake-browser/pages.ts';
import {
  type FailingClick,
  failInWords,
  NO_BACKGROUND,
  NO_PROMPT,
  NOT_COPIED,
  NOT_OPENED,
  refusePart,
  WENT_WRONG,
} from '../ui/failing-clicks.ts';

vi.mock('../../../src/paste/paste.ts', { spy: true });
vi.mock('../../../src/platform/suffix-list.ts', { spy: true });

let background: FakeBrowser;
const writeText = vi.fn(async (_text: string) => {});

beforeEach(() => {
  forgetEverything();
  writeText.mockReset();
  background = new FakeBrowser();
  fakeBrowser.runtime.sendMessage.mockImplementation(async (message: unknown) => background.request(message));
  vi.stubGlobal('navigator', { clipboard: { writeText } });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function open(input: string, isPrivate = false): Promise<void> {
  render(<InspectPage input={input} isPrivate={isPrivate} />);
  await background.settle();
}
const press = (name: string) => async () => {
  fireEvent.click(screen.getByRole('button', { name }));
  await background.settle();
};
const text = () => document.body.textContent ?? '';
const refuseMessage = () =>
  fakeBrowser.runtime.sendMessage.mockRejectedValueOnce(
    new Error('Could not establish connection. Receiving end does not exist.'),
  );
const copies = (name: string): FailingClick => ({
  name: `${name}: the clipboard is refused`,
  open: () => open('news.example'),
  refuse: () => writeText.mockRejectedValueOnce(new DOMException('Write permission denied.', 'NotAllowedError')),
  click: press(name),
  says: NOT_COPIED,
  worked: () => screen.getByText('Copied'),
});
const copiesRedacted = (name: string): FailingClick => ({
  name: `${name}, redacted: the list of suffixes cannot be read`,
  open: async () => {
    await open('news.example');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Leave out the site’s name' }));
  },
  refuse: () => vi.mocked(suffixList).mockRejectedValueOnce(new Error('public-suffixes.txt: damaged digest')),
  click: press(name),
  says: /^Nothing was copied, because Overheard couldn’t read its Public Suffix List/,
  worked: () => screen.getByText('Copied'),
});
const grants = (name: string, take: () => void, give: () => void): FailingClick => ({
  name: `${name}: there is no prompt`,
  open: () => {
    take();
    return open('news.example');
  },
  refuse: () => {
    give();
    fakeBrowser.permissions.request.mockRejectedValueOnce(new Error('An unexpected error occurred'));
  },
  click: press(name),
  says: NO_PROMPT,
  worked: () => expect(document.querySelector('.judged')).not.toBeNull(),
});

describe('a click that fails says so, and works the next time', () => {
  failInWords([
    {
      name: 'Inspect: the background is gone',
      open: async () => {
        await open('');
        fireEvent.input(screen.getByLabelText('Site'), { target: { value: 'news.example' } });
      },
      refuse: refuseMessage,
      click: press('Inspect'),
      says: NO_BACKGROUND,
      worked: () => expect(document.querySelector('.judged')).not.toBeNull(),
    },
    {
      name: 'Ask again: the background is gone',
      open: () => open('news.example'),
      refuse: refuseMessage,
      click: press('Ask again'),
      says: NO_BACKGROUND,
      worked: () => expect(background.questions).toHaveLength(2),
    },
    {
      name: 'Ask again: nobody answers',
      open: () => open('news.example'),
      refuse: () => fakeBrowser.runtime.sendMessage.mockResolvedValueOnce(undefined),
      click: press('Ask again'),
      says: NO_BACKGROUND,
      worked: () => expect(background.questions).toHaveLength(2),
    },
    {
      name: 'Compare with its www counterpart: the background is gone',
      open: () => {
        background.resolve = async (name, type) => answer(name, type);
        return open('news.example');
      },
      refuse: refuseMessage,
      click: press('Compare'),
      says: NO_BACKGROUND,
      worked: () => expect(background.questions).toContain('www.news.example'),
    },
    copies('Copy as hexadecimal'),
    copies('Copy as Markdown'),
    copies('Copy as JSON'),
    copiesRedacted('Copy as Markdown'),
    copiesRedacted('Copy as JSON'),
    {
      name: 'Settings: no tab is opened',
      open: () => open('news.example', true),
      refuse: () =>
        fakeBrowser.runtime.openOptionsPage.mockRejectedValueOnce(new Error('An unexpected error occurred')),
      click: press('Settings'),
      says: NOT_OPENED,
      worked: () => expect(fakeBrowser.runtime.openOptionsPage.mock.settledResults.at(-1)?.type).toBe('fulfilled'),
    },
    grants(
      'Allow lookups',
      () => {
        background.consent = false;
      },
      () => {
        background.consent = true;
      },
    ),
    grants(
      'Allow access to sites',
      () => {
        background.siteAccess = false;
      },
      () => {
        background.siteAccess = true;
      },
    ),
    {
      name: 'Check it: what was pasted cannot be read',
      open: async () => {
        await open('');
        fireEvent.input(screen.getByLabelText('Record'), { target: { value: 'news.example. HTTPS 1 . alpn=h2' } });
      },
      refuse: () =>
        vi.mocked(readPaste).mockImplementationOnce(() => {
          throw new RangeError('Offset is outside the bounds of the DataView');
        }),
      click: press('Check it'),
      says: WENT_WRONG,
      worked: () => expect(document.querySelector('.judged')).not.toBeNull(),
    },
    {
      name: 'Build again: its part is not loaded',
      // The first building of all is what fails.
      open: async () => {
        refusePart('../../../src/inspect/hellos.ts');
        render(<WireView host="news.example" config={undefined} />);
        await screen.findByText(/^Overheard couldn’t build these messages|^Part of this page didn’t load/);
        refusePart('../../../src/inspect/hellos.ts');
      },
      refuse: () => {},
      click: press('Build again'),
      says: /^Overheard couldn’t build these messages|^Part of this page didn’t load/,
      worked: () => screen.getByRole('tablist'),
    },
  ]);
});

it('what the clipboard does not take can be copied by hand', async () => {
  await act(() => open('news.example'));
  writeText.mockRejectedValue(new DOMException('Write permission denied.', 'NotAllowedError'));
  await act(press('Copy as Markdown'));
  const held = (await screen.findByRole('textbox', { name: 'Copy as Markdown' })) as HTMLTextAreaElement;
  expect(held.readOnly).toBe(true);
  expect(held.value).toContain('news.example');
  expect(writeText).toHaveBeenLastCalledWith(held.value);
});

it('a report that cannot be redacted is not copied, nor shown to be copied by hand', async () => {
  await act(() => open('news.example'));
  fireEvent.click(screen.getByRole('checkbox', { name: 'Leave out the site’s name' }));
  vi.mocked(suffixList).mockRejectedValue(new Error('public-suffixes.txt: damaged digest'));
  await act(press('Copy as Markdown'));
  await screen.findByText(/Nothing was copied/);
  expect(writeText).not.toHaveBeenCalled();
  expect(document.querySelector('textarea[readonly]')).toBeNull();
});

it('a page without any clipboard says the same', async () => {
  vi.stubGlobal('navigator', {});
  await act(() => open('news.example'));
  await act(press('Copy as JSON'));
  await screen.findByText(NOT_COPIED);
});

it('a permission that the user refuses is no failure, and what it means is said', async () => {
  background.consent = false;
  await act(() => open('news.example'));
  fakeBrowser.permissions.request.mockResolvedValueOnce(false);
  await act(press('Allow lookups'));
  expect((await screen.findByText(/^You didn’t allow it/)).role).toBe('status');
  expect(background.questions).toEqual([]);
  expect(text()).not.toMatch(NO_PROMPT);
});
