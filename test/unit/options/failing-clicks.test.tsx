// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OptionsPage } from '../../../src/options/options-page.tsx';
import { Organisation } from '../../../src/options/organisation.tsx';
import { readEverything } from '../../../src/platform/settings.ts';
import { NO_READING } from '../../../src/shared/managed.ts';
import { type Choices, parseSettings } from '../../../src/shared/settings.ts';
import { fakeBrowser, forgetEverything, storedSettings } from '../fake-browser/pages.ts';
import {
  type FailingClick,
  failInWords,
  NO_BACKGROUND,
  NO_PROMPT,
  NOT_LOADED,
  NOT_SAVED,
  refusePart,
} from '../ui/failing-clicks.ts';

const QUAD9: Partial<Choices> = { resolver: { kind: 'preset', id: 'quad9' } };
const ROOT = { sha256: 'ab'.repeat(32), label: 'Office' };
const ANSWERED = { outcome: 'answered', durationMs: 12, answer: 'ech', authenticated: true, padded: true };

beforeEach(forgetEverything);
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
  fakeBrowser.permissions.contains.mockReset().mockResolvedValue(true);
  fakeBrowser.runtime.sendMessage.mockReset();
});

const opened = async (settings: Partial<Choices> = {}, welcome = false) => {
  await fakeBrowser.storage.local.set({ settings });
  render(<OptionsPage first={await readEverything()} welcome={welcome} />);
};
const refused = () => new Error('An unexpected error occurred');
const refuseStore = () => fakeBrowser.storage.local.set.mockRejectedValueOnce(refused());
const refusePrompt = () => fakeBrowser.permissions.request.mockRejectedValueOnce(refused());

const element = (role: 'button' | 'radio' | 'checkbox', name: string) => screen.getByRole(role, { name });
const press = (name: string) => () => fireEvent.click(element('button', name));
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const isStored = (part: Partial<Choices>) => () => expect(storedSettings()).toMatchObject(part);
/** Permissions that the browser does not give until it is asked. */
const withoutPermissions = () => fakeBrowser.permissions.contains.mockResolvedValue(false);
const requested = (permission: object) => () => {
  const { calls, settledResults } = fakeBrowser.permissions.request.mock;
  expect(calls.at(-1)).toEqual([permission]);
  expect(settledResults.at(-1)?.type).toBe('fulfilled');
};

const saves = (name: string, row: Omit<FailingClick, 'name' | 'refuse' | 'says'>): FailingClick => ({
  name: `${name}: it is not stored`,
  ...row,
  refuse: refuseStore,
  says: NOT_SAVED,
});

describe('a click that fails says so, and works the next time', () => {
  failInWords([
    saves('a resolver', {
      open: () => opened(QUAD9),
      click: () => fireEvent.click(element('radio', 'Mullvad')),
      worked: isStored({ resolver: { kind: 'preset', id: 'mullvad' } }),
    }),
    saves('a NextDNS profile', {
      open: async () => {
        await opened(QUAD9);
        fireEvent.click(element('radio', 'NextDNS'));
        await screen.findByLabelText('Your NextDNS profile');
        type('Your NextDNS profile', 'abc123');
      },
      click: press('Use it'),
      worked: isStored({ resolver: { kind: 'preset', id: 'nextdns', profile: 'abc123' } }),
    }),
    saves('a resolver of one’s own', {
      open: async () => {
        await opened(QUAD9);
        fireEvent.click(element('radio', 'Another resolver'));
        await screen.findByLabelText('Address of the resolver');
        type('Address of the resolver', 'https://dns.example/dns-query');
      },
      click: press('Use it'),
      worked: isStored({ resolver: { kind: 'custom', template: 'https://dns.example/dns-query' } }),
    }),
    saves('when to ask', {
      open: () => opened(QUAD9),
      click: () => fireEvent.click(element('radio', 'Only when I click')),
      worked: isStored({ ask: 'on-click' }),
    }),
    saves('private windows', {
      open: () => opened(QUAD9),
      click: () => fireEvent.click(element('checkbox', 'Also look sites up in private windows')),
      worked: isStored({ privateWindows: true }),
    }),
    saves('removing an authority', {
      open: () => opened({ expectedRoots: [ROOT] }),
      click: press('Remove Office'),
      worked: isStored({ expectedRoots: [] }),
    }),
    saves('adding an authority, whose fields stay filled in', {
      open: async () => {
        await opened();
        type('SHA-256 fingerprint', ROOT.sha256);
        type('Name for it', ROOT.label);
      },
      click: press('Add'),
      worked: isStored({ expectedRoots: [ROOT] }),
    }),
    saves('using a resolver of the comparison', {
      open: async () => {
        fakeBrowser.runtime.sendMessage.mockResolvedValue(ANSWERED);
        await opened(QUAD9);
        fireEvent.click(element('button', 'Compare the resolvers'));
        await screen.findByRole('button', { name: 'Use this one: Mullvad' });
      },
      click: press('Use this one: Mullvad'),
      worked: isStored({ resolver: { kind: 'preset', id: 'mullvad' } }),
    }),
    saves('Agree and start', {
      open: async () => {
        await opened({}, true);
        fireEvent.click(element('radio', 'Quad9'));
        await waitFor(() => expect((element('radio', 'Quad9') as HTMLInputElement).checked).toBe(true));
      },
      click: press('Agree and start'),
      worked: isStored(QUAD9),
    }),
    {
      name: 'Agree and start: there is no prompt',
      open: async () => {
        await opened({}, true);
        fireEvent.click(element('radio', 'Quad9'));
        await waitFor(() => expect((element('radio', 'Quad9') as HTMLInputElement).checked).toBe(true));
      },
      refuse: refusePrompt,
      click: press('Agree and start'),
      says: NO_PROMPT,
      worked: () => screen.getByText(/^Overheard now looks sites up with/),
    },
    {
      name: 'Agree and start: neither stored nor prompted',
      open: async () => {
        await opened({}, true);
        fireEvent.click(element('radio', 'Quad9'));
        await waitFor(() => expect((element('radio', 'Quad9') as HTMLInputElement).checked).toBe(true));
      },
      refuse: () => [refuseStore(), refusePrompt()],
      click: press('Agree and start'),
      says: NOT_SAVED,
      worked: () => screen.getByText(/^Overheard now looks sites up with/),
    },
    {
      name: 'Allow lookups: there is no prompt',
      open: () => opened(),
      refuse: refusePrompt,
      click: press('Allow lookups'),
      says: NO_PROMPT,
      worked: requested({ data_collection: ['browsingActivity'] }),
    },
    {
      name: 'Allow access to sites: there is no prompt',
      open: () => {
        withoutPermissions();
        return opened();
      },
      refuse: refusePrompt,
      click: press('Allow access to sites'),
      says: NO_PROMPT,
      worked: requested({ origins: ['*://*/*'] }),
    },
    {
      name: 'coming back to the page: the permission cannot be read',
      open: () => opened(),
      refuse: () => fakeBrowser.permissions.contains.mockRejectedValueOnce(refused()).mockResolvedValueOnce(false),
      click: () => fireEvent(window, new Event('focus')),
      says: /Your browser didn’t say whether this is allowed/,
      worked: () => element('button', 'Allow access to sites'),
    },
    {
      name: 'Test this resolver: the background is gone',
      open: () => opened(QUAD9),
      refuse: () => fakeBrowser.runtime.sendMessage.mockRejectedValueOnce(refused()).mockResolvedValueOnce(ANSWERED),
      click: press('Test this resolver'),
      says: NO_BACKGROUND,
      worked: () => expect(document.body.textContent).toContain('Quad9 answers in 12 ms'),
    },
    {
      name: 'Compare the resolvers: its part is not loaded',
      open: () => opened(QUAD9),
      refuse: () => refusePart('../../../src/options/comparison-view.tsx'),
      click: press('Compare the resolvers'),
      says: NOT_LOADED,
      worked: () => screen.getByRole('table'),
    },
    {
      name: 'Go on without my organization: it is not stored',
      open: async () => {
        vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
        render(<Organisation settings={parseSettings({})} policy={{ ...NO_READING, isAwaited: true }} />);
        await act(() => void vi.runAllTimers());
        vi.useRealTimers();
      },
      refuse: () => vi.spyOn(fakeBrowser.storage.local, 'remove').mockRejectedValueOnce(refused()),
      click: press('Go on without my organization'),
      says: NOT_SAVED,
      worked: () =>
        expect(vi.mocked(fakeBrowser.storage.local.remove).mock.settledResults.at(-1)?.type).toBe('fulfilled'),
    },
  ]);
});

describe('the last choice wins, also over one that failed', () => {
  it('of resolvers', async () => {
    await opened(QUAD9);
    refuseStore();
    await act(async () => {
      fireEvent.click(element('radio', 'Mullvad'));
      fireEvent.click(element('radio', 'Google'));
    });
    await waitFor(isStored({ resolver: { kind: 'preset', id: 'google' } }));
    expect((element('radio', 'Google') as HTMLInputElement).checked).toBe(true);
    expect(screen.queryByText(NOT_SAVED)).toBeNull();
  });

  it('and what holds is shown where the last one fails', async () => {
    await opened({ ...QUAD9, ask: 'every-site' });
    const isChecked = (name: string) => (element('radio', name) as HTMLInputElement).checked;
    refuseStore();
    fireEvent.click(element('radio', 'Only when I click'));
    await screen.findByText(NOT_SAVED);
    expect(isChecked('Only when I click')).toBe(false);
    expect(
      within(screen.getByRole('group', { name: 'When to look sites up' })).getAllByRole('radio', { checked: true }),
    ).toHaveLength(1);
  });
});

describe('a permission that the user refuses', () => {
  it.each(['Allow lookups', 'Allow access to sites'])('is no failure, and what it means is said: %s', async (name) => {
    withoutPermissions();
    await opened();
    await screen.findByRole('button', { name });
    fakeBrowser.permissions.request.mockResolvedValueOnce(false);
    await act(async () => void press(name)());
    const said = await screen.findByText(/You didn’t allow it, so nothing changes/);
    expect(said.role).toBe('status');
  });
});
