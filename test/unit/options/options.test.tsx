// @vitest-environment happy-dom

import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OptionsPage } from '../../../src/options/options-page.tsx';
import { operatorOf } from '../../../src/options/resolver-operators.ts';
import { readEverything } from '../../../src/platform/settings.ts';
import { RESOLVER_PRESETS } from '../../../src/shared/resolvers.ts';
import type { Choices, Settings } from '../../../src/shared/settings.ts';
import { ICONS } from '../../../src/ui/verdict-picture.ts';
import { fakeBrowser, forgetEverything, storedSettings, storeSettings } from '../fake-browser/pages.ts';

const QUAD9: Partial<Choices> = { resolver: { kind: 'preset', id: 'quad9' } };

async function open(settings: Partial<Choices> = {}, welcome = false): Promise<void> {
  await storeSettings(settings);
  const first = await readEverything();
  fakeBrowser.storage.local.set.mockClear();
  render(<OptionsPage first={first} welcome={welcome} />);
  await act(async () => {});
}

/** Clicks, and lets storage and permissions answer. */
const click = (element: HTMLElement) =>
  act(async () => {
    fireEvent.click(element);
    await new Promise((resolve) => setTimeout(resolve));
  });
const pick = (name: string) => click(screen.getByRole('radio', { name }));
const press = (name: string) => click(screen.getByRole('button', { name }));
const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const problems = () =>
  screen
    .getAllByRole('alert')
    .map(({ textContent }) => textContent)
    .join('');
const saved = () => storedSettings() as Settings;

beforeEach(forgetEverything);
afterEach(cleanup);

describe('resolver', () => {
  it('offers every known one with its operator, its filter and its policy, and one of the user', async () => {
    await open();
    const group = screen.getByRole('group', { name: 'Resolver' });
    expect(within(group).getAllByRole('radio')).toHaveLength(RESOLVER_PRESETS.length + 1);
    for (const preset of RESOLVER_PRESETS) {
      const { name } = preset;
      const { operator, policyUrl } = operatorOf(preset);
      expect(operator).not.toBe('');
      const radio = within(group).getByRole('radio', { name }) as HTMLInputElement;
      expect(radio.checked).toBe(false);
      expect(document.getElementById(radio.getAttribute('aria-describedby') ?? '')?.textContent).toContain(operator);
      const link = within(group).getByRole('link', { name: `Privacy policy of ${name}` });
      expect(link.getAttribute('href')).toBe(policyUrl);
      expect(policyUrl).toMatch(/^https:\S+$/);
    }
  });

  it('saves a choice at once and says so', async () => {
    await open();
    await pick('Mullvad');
    expect(saved().resolver).toEqual({ kind: 'preset', id: 'mullvad' });
    expect(screen.getByText('Saved').getAttribute('role')).toBe('status');
  });

  it('says that a choice could not be saved, shows what holds, and saves the next', async () => {
    await open(QUAD9);
    fakeBrowser.storage.local.set.mockRejectedValueOnce(new Error('QuotaExceededError'));
    await pick('Mullvad');
    expect(screen.getByText(/its storage is full/).getAttribute('role')).toBe('alert');
    expect((screen.getByRole('radio', { name: 'Quad9' }) as HTMLInputElement).checked).toBe(true);
    await pick('Mullvad');
    expect(screen.queryByText(/its storage is full/)).toBeNull();
    expect(saved().resolver).toEqual({ kind: 'preset', id: 'mullvad' });
  });

  it('keeps the earlier choice until a NextDNS profile is given', async () => {
    await open(QUAD9);
    await pick('NextDNS');
    expect(saved().resolver).toEqual(QUAD9.resolver);
    type('Your NextDNS profile', 'not a profile');
    await press('Use it');
    expect(problems()).toMatch(/1 to 64 letters/);
    type('Your NextDNS profile', ' abc123 ');
    await press('Use it');
    expect(saved().resolver).toEqual({ kind: 'preset', id: 'nextdns', profile: 'abc123' });
  });

  it('keeps a choice that is not complete when settings are read again, and shows an address that was taken elsewhere', async () => {
    const elsewhere = (change: Partial<Choices>) =>
      act(async () => {
        await storeSettings(change);
        await new Promise((resolve) => setTimeout(resolve));
      });
    await open({ resolver: { kind: 'custom', template: 'https://one.example/dns-query' } });
    await elsewhere({ resolver: { kind: 'custom', template: 'https://two.example/dns-query' } });
    const address = screen.getByLabelText('Address of the resolver') as HTMLInputElement;
    expect(address.value).toBe('https://two.example/dns-query');
    const isPicked = (name: string) => (screen.getByRole('radio', { name }) as HTMLInputElement).checked;
    await pick('NextDNS');
    await elsewhere({ privateWindows: true });
    expect(isPicked('NextDNS')).toBe(true);
    await elsewhere(QUAD9);
    expect(isPicked('Quad9')).toBe(true);
  });

  it('keeps a choice that is not complete when the one before is stored only then', async () => {
    await open();
    await act(async () => {
      fireEvent.click(screen.getByRole('radio', { name: 'Quad9' }));
      fireEvent.click(screen.getByRole('radio', { name: 'NextDNS' }));
      await new Promise((resolve) => setTimeout(resolve));
    });
    expect(saved().resolver).toEqual(QUAD9.resolver);
    expect((screen.getByRole('radio', { name: 'NextDNS' }) as HTMLInputElement).checked).toBe(true);
    screen.getByLabelText('Your NextDNS profile');
  });

  it.each([
    ['http://dns.example/dns-query', /must begin with https/],
    ['https://me:secret@dns.example/dns-query', /user name or a password/],
    ['https://dns.example/dns-query#top', /behind #/],
    ['https://dns.example/{name}', /one variable only/],
    ['https://dns.example/?dns=AAAA', /one variable only/],
    ['dns.example', /not an address/],
    ['', /not an address/],
    [`https://dns.example/${'a'.repeat(2000)}`, /too long/],
  ])('refuses %s at the field and keeps the earlier choice', async (text, reason) => {
    await open(QUAD9);
    await pick('Another resolver');
    type('Address of the resolver', text);
    await press('Use it');
    const field = screen.getByLabelText('Address of the resolver');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(problems()).toMatch(reason);
    expect(saved().resolver).toEqual(QUAD9.resolver);
    expect(fakeBrowser.storage.local.set).not.toHaveBeenCalled();
  });

  it('takes a good address of the user', async () => {
    await open(QUAD9);
    await pick('Another resolver');
    type('Address of the resolver', ' HTTPS://DNS.example/dns-query{?dns} ');
    await press('Use it');
    expect(saved().resolver).toEqual({ kind: 'custom', template: 'https://dns.example/dns-query' });
  });

  it('shows a choice that was made elsewhere', async () => {
    await open(QUAD9);
    await act(() => storeSettings({ resolver: { kind: 'preset', id: 'google' } }));
    await waitFor(() => expect((screen.getByRole('radio', { name: 'Google' }) as HTMLInputElement).checked).toBe(true));
  });

  it('shows what is chosen, over the list, which is folded', async () => {
    await open(QUAD9);
    expect(document.querySelector('.in-use')?.textContent).toBe(
      'Quad9 Run by Quad9 Foundation. Blocks known malware sites.',
    );
    const list = screen.getByText('Change').closest('details');
    expect(list?.open).toBe(false);
    expect(list?.querySelectorAll('input[type=radio]')).toHaveLength(RESOLVER_PRESETS.length + 1);
  });

  it('opens the list where nothing is chosen', async () => {
    await open();
    expect(screen.getByText('Change').closest('details')?.open).toBe(true);
    expect(document.querySelector('.in-use')).toBeNull();
  });

  it('shows one of the user’s own by its host', async () => {
    await open({ resolver: { kind: 'custom', template: 'https://one.example/dns-query' } });
    expect(screen.getByRole('group', { name: 'Resolver' }).textContent).toContain('one.example Your own choice.');
  });
});

describe('test of the resolver', () => {
  it('has nothing to test before a choice', async () => {
    await open();
    expect(screen.queryByRole('button', { name: 'Test this resolver' })).toBeNull();
  });

  it('says what it found', async () => {
    fakeBrowser.runtime.sendMessage.mockResolvedValueOnce({
      outcome: 'answered',
      durationMs: 34.4,
      answer: 'ech',
      authenticated: true,
    });
    await open(QUAD9);
    await press('Test this resolver');
    expect(fakeBrowser.runtime.sendMessage).toHaveBeenCalledWith({
      kind: 'test-resolver',
      template: 'https://dns.quad9.net/dns-query',
    });
    expect(document.body.textContent).toContain(
      'Quad9 answers in 34 ms and leaves ECH intact. It says that it validates DNSSEC.',
    );
  });

  it('runs once however often it is pressed, and tells of no resolver what was found about another', async () => {
    const answers: ((found: object) => void)[] = [];
    fakeBrowser.runtime.sendMessage.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
    const answer = (index: number, durationMs: number) =>
      act(async () => answers[index]!({ outcome: 'answered', durationMs, answer: 'ech', authenticated: true }));
    await open(QUAD9);
    await press('Test this resolver');
    expect(answers).toHaveLength(1);
    await answer(0, 11);
    await waitFor(() => expect(document.body.textContent).toContain('Quad9 answers in 11 ms'));
    await press('Test this resolver');
    await pick('Mullvad');
    await answer(1, 33);
    expect(document.body.textContent).not.toMatch(/answers in \d+ ms/);
    fakeBrowser.runtime.sendMessage.mockReset();
  });

  it('says so when it was not run', async () => {
    fakeBrowser.runtime.sendMessage.mockResolvedValueOnce(null);
    await open(QUAD9);
    await press('Test this resolver');
    expect(document.body.textContent).toContain('The test did not run.');
  });
});

describe('other settings', () => {
  it('saves when to ask, and private windows', async () => {
    await open(QUAD9);
    await pick('Only when I click');
    await click(screen.getByRole('checkbox', { name: 'Also look sites up in private windows' }));
    expect(saved()).toMatchObject({ ...QUAD9, ask: 'on-click', privateWindows: true });
  });

  it('adds, refuses and removes expected authorities', async () => {
    await open();
    type('SHA-256 fingerprint', 'AB:CD');
    await press('Add');
    expect(problems()).toMatch(/64 hexadecimal digits/);
    type('SHA-256 fingerprint', Array.from({ length: 32 }, () => 'AB').join(':'));
    type('Name for it', 'Office');
    await press('Add');
    expect(saved().expectedRoots).toEqual([{ sha256: 'ab'.repeat(32), label: 'Office' }]);
    type('SHA-256 fingerprint', 'ab'.repeat(32));
    await press('Add');
    expect(problems()).toMatch(/on the list already/);
    await press('Remove Office');
    expect(saved().expectedRoots).toEqual([]);
  });

  it('loses no authority to two quick removals, nor to the popup’s', async () => {
    const [one, two, popups] = ['aa', 'bb', 'cc'].map((byte) => ({ sha256: byte.repeat(32), label: byte }));
    await open({ expectedRoots: [one!, two!] });
    await act(async () => {
      // The page has not read it yet when the buttons are pressed.
      void storeSettings({ expectedRoots: [one, two, popups] });
      fireEvent.click(screen.getByRole('button', { name: 'Remove aa' }));
      fireEvent.click(screen.getByRole('button', { name: 'Remove bb' }));
      await new Promise((resolve) => setTimeout(resolve));
    });
    expect(saved().expectedRoots).toEqual([popups]);
  });

  it('says that the settings could not be read again, and shows them when they can', async () => {
    await open(QUAD9);
    fakeBrowser.storage.local.get.mockRejectedValueOnce(new Error('An unexpected error occurred'));
    await act(() => storeSettings({ ask: 'on-click' }));
    const said = await screen.findByText(/^The browser couldn’t read your settings/);
    expect(said.getAttribute('role')).toBe('status');
    const radio = (name: string) => screen.getByRole('radio', { name }) as HTMLInputElement;
    expect([radio('Quad9').checked, radio('Only when I click').checked]).toEqual([true, false]);
    await act(() => storeSettings({ ask: 'on-click' }));
    await waitFor(() => expect(radio('Only when I click').checked).toBe(true));
    expect(screen.queryByText(/^The browser couldn’t read/)).toBeNull();
  });

  it('stores nothing when what is stored cannot be read, and says so', async () => {
    const [one, other] = ['aa', 'bb'].map((byte) => ({ sha256: byte.repeat(32), label: byte }));
    await open({ expectedRoots: [one!, other!] });
    fakeBrowser.storage.local.get.mockRejectedValueOnce(new Error('An unexpected error occurred'));
    await press('Remove aa');
    expect(screen.getByText(/^Your browser didn’t save this change/).closest('[role="alert"]')).not.toBeNull();
    expect(fakeBrowser.storage.local.set).not.toHaveBeenCalled();
    await press('Remove aa');
    expect(saved().expectedRoots).toEqual([other]);
  });

  it('keeps a setting that it cannot use, says why, and deletes it on a click', async () => {
    const root = { sha256: 'ab'.repeat(32), label: 'Office' };
    const stored = {
      resolver: { kind: 'custom', template: 'https://r.example/q?k=v{?dns}' },
      ask: 'sometimes',
      privateWindows: 'yes',
      expectedRoots: [root, { sha256: 'AB' }],
      references: [5],
    };
    await open(stored as unknown as Choices);
    const section = within(screen.getByRole('region', { name: 'Settings that can’t be used' }));
    expect(section.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('has a variable that Overheard can’t fill in'),
      expect.stringContaining('asks only when you click'),
      expect.stringContaining('private windows'),
      expect.stringContaining('Entry 2 of your expected authorities'),
      expect.stringContaining('references[0]'),
    ]);
    await pick('Quad9');
    expect(saved()).toEqual({ ...stored, ...QUAD9 });
    await press('Delete what can’t be used');
    expect(saved()).toEqual({ ...QUAD9, ask: null, privateWindows: null, expectedRoots: [root], references: [] });
    expect(screen.queryByRole('region', { name: 'Settings that can’t be used' })).toBeNull();
  });

  it.each([
    ['r.example', /isn’t an address/],
    ['http://r.example/', /doesn’t begin with https/],
    ['https://u:p@r.example/', /user name or a password/],
    ['https://r.example/#x', /part behind #/],
    ['https://r.example/{x}', /variable/],
    [`https://r.example/${'x'.repeat(2000)}`, /too long/],
  ])('says what is wrong with a stored resolver %#', async (template, reason) => {
    await open({ resolver: { kind: 'custom', template } });
    expect(screen.getByRole('region', { name: 'Settings that can’t be used' }).textContent).toMatch(reason);
  });

  it('asks for what is missing in the click itself', async () => {
    fakeBrowser.permissions.contains.mockResolvedValue(false);
    await open();
    fireEvent.click(screen.getByRole('button', { name: 'Allow lookups' }));
    expect(fakeBrowser.permissions.request).toHaveBeenLastCalledWith({ data_collection: ['browsingActivity'] });
    fireEvent.click(screen.getByRole('button', { name: 'Allow access to sites' }));
    expect(fakeBrowser.permissions.request).toHaveBeenLastCalledWith({ origins: ['*://*/*'] });
    fakeBrowser.permissions.contains.mockResolvedValue(true);
  });

  it('gives every field a name', async () => {
    await open({ resolver: { kind: 'custom', template: 'https://dns.example/dns-query' } });
    for (const role of ['radio', 'checkbox', 'textbox', 'button', 'link'] as const) {
      const all = screen.getAllByRole(role);
      expect(screen.getAllByRole(role, { name: /\w/ })).toHaveLength(all.length);
    }
  });
});

describe('first start', () => {
  it('has chosen nothing, stored nothing and asked nobody', async () => {
    await open({}, true);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('See what your network can read');
    const group = screen.getByRole('group', { name: 'Who should look sites up?' });
    expect(within(group).queryByRole('radio', { checked: true })).toBeNull();
    await pick('Quad9');
    await pick('Only when I click');
    expect(fakeBrowser.storage.local.set).not.toHaveBeenCalled();
    expect(fakeBrowser.permissions.request).not.toHaveBeenCalled();
    expect(fakeBrowser.runtime.sendMessage).not.toHaveBeenCalled();
  });

  it('wants a resolver before it starts', async () => {
    await open({}, true);
    await press('Agree and start');
    expect(problems()).toBe('Choose a resolver first.');
    expect(fakeBrowser.permissions.request).not.toHaveBeenCalled();
    expect(fakeBrowser.storage.local.set).not.toHaveBeenCalled();
  });

  it('has not started when the choice could not be stored', async () => {
    await open({}, true);
    await pick('Quad9');
    fakeBrowser.storage.local.set.mockRejectedValueOnce(new Error('QuotaExceededError'));
    await press('Agree and start');
    expect(screen.getByText(/its storage is full/)).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('See what your network can read');
    await press('Agree and start');
    expect(screen.queryByText(/its storage is full/)).toBeNull();
    expect(screen.getByRole('heading', { level: 1 }).textContent).not.toBe('See what your network can read');
  });

  it('stores the choice and asks for consent in the click itself', async () => {
    await open({}, true);
    await pick('Quad9');
    await pick('Only when I click');
    fireEvent.click(screen.getByRole('button', { name: 'Agree and start' }));
    expect(fakeBrowser.permissions.request).toHaveBeenCalledWith({ data_collection: ['browsingActivity'] });
    await waitFor(() => expect(document.body.textContent).toContain('Overheard now looks sites up with Quad9.'));
    expect(saved()).toMatchObject({ ...QUAD9, ask: 'on-click' });
    expect(screen.getByRole('heading', { level: 1 })).toBe(document.activeElement);
    expect(document.activeElement?.textContent).toBe('You’re all set');
  });

  it('ends in what the icons mean, a page to try it on, and the settings', async () => {
    await open({}, true);
    await pick('Quad9');
    await press('Agree and start');
    const rows = [...document.querySelectorAll<HTMLElement>('[data-icon]')];
    expect(rows.map(({ dataset }) => dataset.icon)).toEqual(ICONS);
    expect(new Set(rows.map(({ textContent }) => textContent)).size).toBe(10);
    for (const row of rows) expect(row.querySelector('strong')?.textContent).toMatch(/\w/);
    const link = screen.getByRole('link', { name: 'Open the test page at crypto.cloudflare.com' });
    expect(link.getAttribute('href')).toBe('https://crypto.cloudflare.com/cdn-cgi/trace');
    expect(link.getAttribute('rel')).toBe('noreferrer');
    await press('Show all settings');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Settings');
    expect(document.title).toBe('Settings – Overheard');
  });

  it('lists four resolvers, and all on a button, says in what order, and how to choose', async () => {
    await open({}, true);
    const group = screen.getByRole('group', { name: 'Who should look sites up?' });
    const names = () =>
      within(group)
        .getAllByRole('radio')
        .map((radio) => (radio as HTMLInputElement).labels?.[0]?.textContent);
    expect(names()).toEqual(['Quad9', 'Wikimedia', 'Cloudflare', 'Google', 'Another resolver']);
    await press('Show all 10');
    expect(names()).toHaveLength(11);
    expect(names().slice(0, 6)).toEqual(['Quad9', 'Wikimedia', 'Cloudflare', 'Google', 'AdGuard', 'Control D']);
    // The button is gone: on with the first that was not there.
    expect(document.activeElement?.id).toBe('resolver-adguard');
    expect(group.textContent).toMatch(/non-profit operators.*by name/);
    expect(group.textContent).toMatch(/Tip: choose the one your browser already uses/);
  });

  it('keeps the choice when consent is refused, and says what that means', async () => {
    fakeBrowser.permissions.request.mockResolvedValueOnce(false);
    await open({}, true);
    await pick('Quad9');
    await press('Agree and start');
    expect(saved()).toMatchObject(QUAD9);
    expect(document.body.textContent).toContain('Without your permission Overheard looks nothing up');
  });
});
