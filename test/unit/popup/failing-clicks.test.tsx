// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Popup } from '../../../src/popup/popup-root.tsx';
import { REPORTS } from '../../gallery/cases.ts';
import { fakeBrowser, forgetEverything, port, sendToPopup } from '../fake-browser/pages.ts';
import {
  type FailingClick,
  failInWords,
  NO_BACKGROUND,
  NO_PROMPT,
  NOT_LOADED,
  NOT_OPENED,
  NOT_SAVED,
  refusePart,
  WENT_WRONG,
} from '../ui/failing-clicks.ts';

beforeEach(() => {
  forgetEverything();
  vi.spyOn(window, 'close').mockImplementation(() => {});
  vi.stubGlobal('fetch', async () => new Response(null));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** The popup over that report, and a background behind it. */
function open(name: string): void {
  const report = { ...REPORTS[name]!, tabId: 7 };
  render(<Popup tabId={7} first={report} />);
  sendToPopup({ kind: 'report', report });
}
const press = (name: string | RegExp) => () => fireEvent.click(screen.getByRole('button', { name }));
/** The button that serves the reader. */
const pressFirst = () => fireEvent.click(document.querySelector('.primary')!);
/** As clicks on the summary do, of which happy-dom tells by a toggle event of its own. */
const unfold = (section: string) => () => {
  const details = document.querySelector<HTMLDetailsElement>(`.${section} details`)!;
  details.open = false;
  details.open = true;
};
const refused = () => new Error('An unexpected error occurred');
const isClosed = () => expect(window.close).toHaveBeenCalled();

const refusePort = () =>
  port.postMessage.mockImplementationOnce(() => {
    throw new Error('Attempting to use a disconnected port object');
  });
const posted = (kind: string) => () =>
  expect(port.postMessage.mock.results.at(-1)?.type === 'return' && port.postMessage.mock.lastCall?.[0]).toMatchObject({
    kind,
  });
const overPort = (name: string, over: string, kind: string): FailingClick => ({
  name: `${name}: the port is dead`,
  open: () => open(over),
  refuse: refusePort,
  click: press(name),
  says: NO_BACKGROUND,
  worked: posted(kind),
});
const opens = (name: string, over: string, refuse: () => unknown): FailingClick => ({
  name: `${name}: no tab is opened`,
  open: () => open(over),
  refuse,
  click: press(name),
  says: NOT_OPENED,
  worked: isClosed,
});
const refuseTab = () => fakeBrowser.tabs.create.mockRejectedValueOnce(refused());
const refuseOptions = () => fakeBrowser.runtime.openOptionsPage.mockRejectedValueOnce(refused());
const grants = (name: string, over: string): FailingClick => ({
  name: `${name}: there is no prompt`,
  open: () => open(over),
  refuse: () => fakeBrowser.permissions.request.mockRejectedValueOnce(refused()),
  click: press(name),
  says: NO_PROMPT,
  worked: posted('check-again'),
});
const loads = (name: string, path: string, row: Omit<FailingClick, 'name' | 'refuse' | 'says'>): FailingClick => ({
  name: `${name}: its part is not loaded`,
  ...row,
  refuse: () => refusePart(path),
  says: NOT_LOADED,
});

describe('a click that fails says so, and works the next time', () => {
  failInWords([
    { ...overPort('Check again', 'unknown-timeout', 'check-again'), click: pressFirst },
    {
      name: 'Reload without the cache: the tab is gone',
      open: () => open('unknown-http-cache'),
      refuse: () => fakeBrowser.tabs.reload.mockRejectedValueOnce(refused()),
      click: press('Reload without the cache'),
      says: NOT_OPENED,
      worked: () => expect(fakeBrowser.tabs.reload).toHaveBeenCalledTimes(2),
    },
    {
      name: 'Try https: the tab is gone',
      open: () => open('cleartext'),
      refuse: () => fakeBrowser.tabs.update.mockRejectedValueOnce(refused()),
      click: press(/^Try https/),
      says: NOT_OPENED,
      worked: () => expect(fakeBrowser.tabs.update).toHaveBeenCalledTimes(2),
    },
    {
      name: 'Inspect: the background is gone',
      open: () => open('hidden'),
      refuse: () =>
        fakeBrowser.runtime.sendMessage
          .mockRejectedValueOnce(new Error('Could not establish connection. Receiving end does not exist.'))
          .mockResolvedValueOnce(true),
      click: press('Inspect'),
      says: NO_BACKGROUND,
      worked: isClosed,
    },
    {
      name: 'Inspect: nobody answers',
      open: () => open('hidden'),
      refuse: () => fakeBrowser.runtime.sendMessage.mockResolvedValueOnce(undefined).mockResolvedValueOnce(true),
      click: press('Inspect'),
      says: NO_BACKGROUND,
      worked: isClosed,
    },
    opens('Inspect', 'hidden', () =>
      fakeBrowser.runtime.sendMessage.mockResolvedValueOnce(false).mockResolvedValueOnce(true),
    ),
    opens('Session', 'hidden', refuseTab),
    opens('Network', 'cleartext', refuseTab),
    opens('Settings', 'hidden', refuseOptions),
    opens('Choose a resolver', 'unknown-no-resolver', refuseOptions),
    grants('Allow lookups', 'unknown-no-consent'),
    grants('Allow access to sites', 'unknown-no-access'),
    overPort('Look it up now', 'unknown-on-click', 'check-again'),
    overPort('Double-check with Mullvad', 'exposed-no-record', 'ask-second'),
    {
      name: 'I know this authority: it is not stored',
      open: () => open('intercepted'),
      refuse: () => fakeBrowser.runtime.sendMessage.mockRejectedValueOnce(refused()).mockResolvedValueOnce(true),
      click: press(/^I know this authority/),
      says: NOT_SAVED,
      worked: () =>
        expect(fakeBrowser.runtime.sendMessage.mock.calls.map(([{ kind }]) => kind)).toEqual([
          'expect-root',
          'expect-root',
        ]),
    },
    {
      name: 'Find out why: the settings cannot be read',
      open: () => open('offered-not-used'),
      refuse: () => vi.spyOn(fakeBrowser.storage.local, 'get').mockRejectedValueOnce(refused()),
      click: press('Find out why'),
      says: WENT_WRONG,
      worked: posted('probed'),
    },
    loads('Find out why', '../../../src/popup/find-out.ts', {
      open: () => open('offered-not-used'),
      click: press('Find out why'),
      worked: posted('probed'),
    }),
    {
      name: 'the list of other hosts: the port is dead',
      open: () => open('others-unreported'),
      refuse: refusePort,
      click: unfold('others'),
      says: NO_BACKGROUND,
      worked: () => {
        posted('look-up-hosts')();
        expect(document.querySelector('.host')).not.toBeNull();
      },
    },
    loads('the list of other hosts', '../../../src/popup/others-list.tsx', {
      open: () => open('others-some-named'),
      click: unfold('others'),
      worked: () => expect(document.querySelector('.host')).not.toBeNull(),
    }),
    loads('what the site publishes', '../../../src/popup/published-facts.tsx', {
      open: () => open('validated'),
      click: unfold('published'),
      worked: () => expect(document.querySelector('.facts')).not.toBeNull(),
    }),
  ]);
});

it('a popup whose tab nobody knows says so', async () => {
  vi.spyOn(fakeBrowser.tabs, 'query').mockRejectedValueOnce(refused());
  await act(async () => void (await import('../../../src/popup/popup.tsx')));
  await screen.findByText('Nothing is known about this tab yet.');
});
