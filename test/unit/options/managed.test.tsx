// @vitest-environment happy-dom
// The options page where an organisation has decided: what is fixed, what is a default, what is not valid, and what is awaited.

import { act, cleanup, fireEvent, screen, within } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readEverything } from '../../../src/platform/settings.ts';
import type { Choices } from '../../../src/shared/settings.ts';
import { NO_MANIFEST } from '../fake-browser/extension-api.ts';
import { fakeBrowser, forgetEverything, storedSettings, storeSettings, tellPolicy } from '../fake-browser/pages.ts';
import { click, openOptions } from './opened.tsx';

const SHA = 'ab'.repeat(32);
const LOCKED = { lock: true, resolver: { preset: 'mullvad' }, mode: 'on-click', neverAsk: ['*.corp.example'] };
const BY_ORGANISATION = 'Set by your organization';

const open = (policy: Record<string, unknown> | null, settings: Partial<Choices> = {}, welcome = false) =>
  openOptions({ policy, settings, welcome });

const radios = () => screen.getAllByRole('radio') as HTMLInputElement[];
const radio = (name: string) => screen.getByRole('radio', { name }) as HTMLInputElement;
const saved = () => storedSettings() as Choices;

beforeEach(forgetEverything);
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('says nothing of an organisation where there is none', async () => {
  await open(null);
  expect(screen.queryByText('Your organization')).toBeNull();
  expect(screen.queryByText(BY_ORGANISATION)).toBeNull();
  expect(radios().filter(({ disabled }) => disabled)).toEqual([]);
});

describe('under lock', () => {
  it('shows what is decided, and lets nobody change it', async () => {
    await open(LOCKED, { resolver: { kind: 'preset', id: 'quad9' }, ask: 'every-site' });
    expect(radio('Mullvad').checked).toBe(true);
    expect(radio('Only when I click').checked).toBe(true);
    expect(radios().filter(({ disabled }) => !disabled)).toEqual([]);
    expect(within(screen.getByRole('group', { name: 'Resolver' })).getByText(BY_ORGANISATION)).toBeTruthy();
    expect(screen.getAllByText(BY_ORGANISATION)).toHaveLength(2);
    expect(within(screen.getByRole('region', { name: 'Your organization' })).getByText(/corp/).textContent).toBe(
      '*.corp.example',
    );
  });

  it('leaves what policy does not give, and the user’s own choices lie where they were', async () => {
    await open({ lock: true, resolver: { preset: 'mullvad' } }, { resolver: { kind: 'preset', id: 'quad9' } });
    await click(radio('Only when I click'));
    expect(saved()).toEqual({ resolver: { kind: 'preset', id: 'quad9' }, ask: 'on-click' });
  });

  it('still tests the resolver', async () => {
    await open(LOCKED);
    expect((screen.getByRole('button', { name: 'Test this resolver' }) as HTMLButtonElement).disabled).toBe(false);
  });

  it('shows an address that it cannot change', async () => {
    await open({ lock: true, resolver: { template: 'https://r.example/dns-query' } });
    const field = screen.getByLabelText('Address of the resolver') as HTMLInputElement;
    expect({ value: field.value, readOnly: field.readOnly }).toEqual({
      value: 'https://r.example/dns-query',
      readOnly: true,
    });
    expect(screen.queryByRole('button', { name: 'Use it' })).toBeNull();
  });

  it('starts with what is decided, and stores nothing of it as the user’s own', async () => {
    await open(LOCKED, {}, true);
    expect(radio('Mullvad').checked).toBe(true);
    await click(screen.getByRole('button', { name: 'Agree and start' }));
    expect(document.body.textContent).toContain('Overheard now looks sites up with Mullvad.');
    expect(saved()).toEqual({});
  });
});

describe('without lock', () => {
  it('takes policy as a default that the user may change', async () => {
    await open({ resolver: { preset: 'mullvad' } });
    expect(radio('Mullvad').checked).toBe(true);
    expect(screen.queryByText(BY_ORGANISATION)).toBeNull();
    await click(radio('Quad9'));
    expect(radio('Quad9').checked).toBe(true);
    expect(saved()).toEqual({ resolver: { kind: 'preset', id: 'quad9' } });
  });

  it('stores no default as a choice when something else is changed', async () => {
    await open({ resolver: { preset: 'mullvad' } });
    await click(radio('Only when I click'));
    expect(saved()).toEqual({ ask: 'on-click' });
  });
});

it('keeps the organisation’s authorities, and lets go of the user’s', async () => {
  const own = { sha256: 'cd'.repeat(32), label: 'Mine' };
  await open({ expectedRoots: [{ sha256: SHA, label: 'Proxy' }] }, { expectedRoots: [own] });
  expect(screen.getByText('Proxy').closest('li')?.textContent).toContain(BY_ORGANISATION);
  expect(screen.queryByRole('button', { name: 'Remove Proxy' })).toBeNull();
  await click(screen.getByRole('button', { name: 'Remove Mine' }));
  expect(saved().expectedRoots).toEqual([]);
  expect(screen.getByText('Proxy')).toBeTruthy();
});

it('reports what is not valid, field by field', async () => {
  await open({ lock: 'yes', resolver: { preset: 'nobody' }, mode: 'on-click', neverAsk: ['<b>x</b>'], extra: 1 });
  const items = within(screen.getByRole('region', { name: 'Your organization' })).getAllByRole('listitem');
  expect(items.map(({ textContent }) => textContent)).toEqual([
    'extra: there is no such setting.',
    'resolver: no resolver is known by this “preset”.',
    'lock must be true or false.',
    'neverAsk[0] must be a host name, or “*.” and a host name.',
  ]);
  expect(radio('Only when I click').checked).toBe(true);
});

it('says whom the network check asks', async () => {
  await open({ checkResolvers: [{ preset: 'mullvad' }, { template: 'https://r.example/dns-query' }] });
  const items = within(screen.getByRole('region', { name: 'Your organization' })).getAllByRole('listitem');
  expect(items.map(({ textContent }) => textContent)).toEqual(['dns.mullvad.net', 'r.example']);
});

it('follows policy while it is open', async () => {
  await open(null, { resolver: { kind: 'preset', id: 'quad9' } });
  await act(async () => {
    tellPolicy(LOCKED);
    await new Promise((resolve) => setTimeout(resolve));
  });
  expect(radio('Mullvad').checked).toBe(true);
  expect(radio('Mullvad').disabled).toBe(true);
});

describe('a policy that the browser fails to hand out', () => {
  const UNREADABLE = /^The browser couldn’t say whether your organization/;
  beforeEach(() => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    fakeBrowser.storage.local.set.mockClear();
  });
  const failOnce = () =>
    fakeBrowser.storage.managed.get.mockRejectedValueOnce(new Error('An unexpected error occurred'));

  it('is said to be unreadable, and is awaited where it bound before', async () => {
    tellPolicy(LOCKED);
    await readEverything();
    failOnce();
    await open(null, { resolver: { kind: 'preset', id: 'quad9' } });
    expect(screen.getByText(UNREADABLE)).toBeTruthy();
    expect(radio('Quad9').disabled).toBe(true);
    expect(document.body.textContent).toContain('Until they do, Overheard asks nobody');
  });

  it('stays in force on a page that has read it, until a read succeeds', async () => {
    await open(LOCKED);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    failOnce();
    await act(() => storeSettings({ privateWindows: true }));
    await act(() => new Promise<void>((done) => setImmediate(done)));
    expect(screen.getByText(UNREADABLE)).toBeTruthy();
    expect([radio('Mullvad').checked, radio('Mullvad').disabled]).toEqual([true, true]);
    await act(async () => {
      await vi.advanceTimersByTimeAsync(1_000);
    });
    expect(screen.queryByText(UNREADABLE)).toBeNull();
    expect([radio('Mullvad').checked, radio('Mullvad').disabled]).toEqual([true, true]);
  });
});

describe('a policy that bound once and is not heard of', () => {
  beforeEach(async () => {
    tellPolicy(LOCKED);
    await readEverything();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  const release = () => screen.queryByRole('button', { name: 'Go on without my organization' });

  it('is awaited, and the user can let go of it when it takes long', async () => {
    await open({}, { resolver: { kind: 'preset', id: 'quad9' } });
    expect(document.body.textContent).toContain('Until they do, Overheard asks nobody');
    expect(radio('Quad9').checked).toBe(false);
    expect(radio('Quad9').disabled).toBe(true);
    expect(release()).toBeNull();
    await act(() => void vi.runAllTimers());
    vi.useRealTimers();
    await click(release() as HTMLElement);
    expect(radio('Quad9').checked).toBe(true);
    expect(radio('Quad9').disabled).toBe(false);
    expect(screen.queryByText('Your organization')).toBeNull();
  });

  it('is awaited at the first start too, which asks for no choice that cannot be made', async () => {
    await open({}, {}, true);
    fireEvent.click(screen.getByRole('button', { name: 'Agree and start' }));
    const said = await screen.findAllByText(/Until they do, Overheard asks nobody/);
    expect(said.map(({ role }) => role)).toContain('alert');
  });

  it('is awaited no longer where the browser says that there is none', async () => {
    fakeBrowser.storage.managed.get.mockRejectedValue(new Error(NO_MANIFEST));
    await open(null, { resolver: { kind: 'preset', id: 'quad9' } });
    expect(radio('Quad9').checked).toBe(true);
    expect((await readEverything()).policy.isAwaited).toBe(false);
  });

  it('nor where it no longer binds', async () => {
    tellPolicy({ mode: 'on-click' });
    await readEverything();
    await open({}, { resolver: { kind: 'preset', id: 'quad9' } });
    expect(radio('Quad9').disabled).toBe(false);
  });
});
