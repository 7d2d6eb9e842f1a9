// @vitest-environment happy-dom
// Whether networks are tested: the box at the first start and on the settings page, in Chrome alone.

import { cleanup, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Choices } from '../../../src/shared/settings.ts';
import { turnTo } from '../fake-browser/current.ts';
import { type BrowserKind, FakeExtensionApi } from '../fake-browser/extension-api.ts';
import { fakeBrowser, forgetEverything, storedSettings } from '../fake-browser/pages.ts';
import { click, type Opened, openOptions } from './opened.tsx';

const QUAD9: Partial<Choices> = { resolver: { kind: 'preset', id: 'quad9' } };

async function open({ kind = 'chromium', ...opened }: Opened & { kind?: BrowserKind }): Promise<void> {
  turnTo(new FakeExtensionApi(kind));
  forgetEverything();
  await openOptions(opened);
}

const box = () => screen.queryByRole('checkbox', { name: 'Test each network for ECH' }) as HTMLInputElement | null;
const hint = () => document.getElementById('test-network-hint')?.textContent ?? '';
const choose = () => click(screen.getByRole('radio', { name: 'Quad9' }));
const start = () => click(screen.getByRole('button', { name: 'Agree and start' }));
const tested = () => (storedSettings() as Partial<Choices>).testNetwork;

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('the first start', () => {
  it('has the box ticked, names who is asked, and stores it with Start alone', async () => {
    await open({ welcome: true });
    await choose();
    expect(box()?.checked).toBe(true);
    expect(hint()).toContain('one request to crypto.cloudflare.com, which says how it arrived');
    expect(hint()).toContain('also asks cloudflare-ech.com');
    // It has no way to say how a request arrived.
    expect(hint()).not.toContain('tls-ech.dev');
    expect(fakeBrowser.runtime.sendMessage).not.toHaveBeenCalled();
    expect(tested()).toBeUndefined();
    await start();
    expect(tested()).toBe(true);
  });

  it('ticks nothing for who decided before', async () => {
    await open({ settings: { ...QUAD9, testNetwork: false }, welcome: true });
    expect(box()?.checked).toBe(false);
    await start();
    expect(tested()).toBe(false);
  });

  it('stores that the box was cleared', async () => {
    await open({ welcome: true });
    await choose();
    await click(box() as HTMLElement);
    expect(tested()).toBeUndefined();
    await start();
    expect(tested()).toBe(false);
  });

  it.each([true, false])('shows what policy suggests (%s), and stores what the user changes', async (testNetwork) => {
    await open({ settings: QUAD9, welcome: true, policy: { testNetwork } });
    expect(box()?.checked).toBe(testNetwork);
    await start();
    expect(tested()).toBeUndefined();
    cleanup();
    await open({ settings: QUAD9, welcome: true, policy: { testNetwork } });
    await click(box() as HTMLElement);
    await start();
    expect(tested()).toBe(!testNetwork);
  });

  it.each([true, false])('stores nothing where policy has locked it (%s)', async (testNetwork) => {
    await open({ settings: QUAD9, welcome: true, policy: { lock: true, testNetwork } });
    expect(box()).toMatchObject({ checked: testNetwork, disabled: true });
    expect(hint()).toContain('Set by your organization');
    await start();
    expect(tested()).toBeUndefined();
  });
});

describe('the settings page', () => {
  it('has it off by default, for whoever started before there was a box, and stores a click', async () => {
    await open({ settings: QUAD9 });
    expect(box()?.checked).toBe(false);
    await click(box() as HTMLElement);
    expect(tested()).toBe(true);
    await click(box() as HTMLElement);
    expect(tested()).toBe(false);
  });

  it('says that a click could not be stored', async () => {
    await open({ settings: QUAD9 });
    fakeBrowser.storage.local.set.mockRejectedValueOnce(new Error('QuotaExceededError'));
    await click(box() as HTMLElement);
    expect(screen.getByText(/its storage is full/)).toBeTruthy();
    expect(box()?.checked).toBe(false);
  });

  it('is locked by policy', async () => {
    await open({ settings: { ...QUAD9, testNetwork: false }, policy: { lock: true, testNetwork: true } });
    expect(box()).toMatchObject({ checked: true, disabled: true });
  });

  it.each([
    [['one.example/cdn-cgi/trace'], 'one request to one.example, which says how it arrived. This'],
    [
      ['one.example/cdn-cgi/trace', 'two.example/cdn-cgi/trace', 'three.example/cdn-cgi/trace'],
      'also asks two.example, three.example.',
    ],
    [['one.example'], 'leaves no test site'],
  ])('names the test sites of policy: %j', async (referenceHosts, named) => {
    await open({ settings: QUAD9, policy: { referenceHosts } });
    expect(hint()).toContain(named);
  });

  it('names nobody whom policy keeps', async () => {
    await open({ settings: QUAD9, policy: { neverAsk: ['crypto.cloudflare.com'] } });
    expect(hint()).toContain('one request to cloudflare-ech.com');
    expect(hint()).not.toContain('crypto.cloudflare.com');
  });
});

it.each([true, false])(
  'Firefox, which measures, has no box and stores nothing of it (welcome: %s)',
  async (welcome) => {
    await open({ kind: 'firefox', settings: QUAD9, welcome });
    expect(box()).toBeNull();
    if (welcome) await start();
    expect(tested()).toBeUndefined();
  },
);
