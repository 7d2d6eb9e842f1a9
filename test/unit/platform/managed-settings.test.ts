// What the browser says of policy, and what it fails to say.

import { beforeEach, expect, it, vi } from 'vitest';
import { onPolicyChanged, readPolicy } from '../../../src/platform/managed-settings.ts';
import { NO_MANIFEST } from '../fake-browser/extension-api.ts';
import { fakeBrowser, forgetEverything, tellPolicy } from '../fake-browser/pages.ts';

const BINDING = { neverAsk: ['*.corp.example'] };
const { local, managed } = fakeBrowser.storage;
const binds = async () => (await local.get('policy-binds'))['policy-binds'];

beforeEach(() => {
  forgetEverything();
  local.set.mockClear();
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

it('Firefox without a policy is told from a browser that fails to say', async () => {
  managed.get.mockRejectedValueOnce(new Error(NO_MANIFEST));
  expect(await readPolicy()).toMatchObject({ hasPolicy: false, isAwaited: false, isUnreadable: false });
  managed.get.mockRejectedValueOnce(new Error('An unexpected error occurred'));
  expect(await readPolicy()).toMatchObject({ hasPolicy: false, isAwaited: false, isUnreadable: true });
});

it('waits for a policy in force when a read fails, and writes nothing', async () => {
  tellPolicy(BINDING);
  await readPolicy();
  expect(await binds()).toBe(true);
  local.set.mockClear();
  managed.get.mockRejectedValueOnce(new Error('An unexpected error occurred'));
  expect(await readPolicy()).toMatchObject({ hasPolicy: false, isAwaited: true, isUnreadable: true });
  expect(await binds()).toBe(true);
  expect(local.set).not.toHaveBeenCalled();
});

it('a policy that Firefox no longer has is forgotten', async () => {
  tellPolicy(BINDING);
  await readPolicy();
  managed.get.mockRejectedValueOnce(new Error(NO_MANIFEST));
  expect(await readPolicy()).toMatchObject({ isAwaited: false, isUnreadable: false });
  expect(await binds()).toBe(false);
});

it('nobody knows whether a policy binds where that cannot be read, so it is awaited', async () => {
  managed.get.mockResolvedValueOnce({});
  local.get.mockRejectedValueOnce(new Error('An unexpected error occurred'));
  expect(await readPolicy()).toMatchObject({ isAwaited: true, isUnreadable: true });
});

it('a policy that was told holds, whether that can be remembered or not', async () => {
  tellPolicy(BINDING);
  local.set.mockRejectedValueOnce(new Error('QuotaExceededError'));
  expect(await readPolicy()).toMatchObject({ hasPolicy: true, isUnreadable: false, policy: BINDING });
});

it('a policy that cannot be read some time after it changed is not gone', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onPolicyChanged(() => {});
  tellPolicy(BINDING);
  await readPolicy();
  managed.get.mockRejectedValue(new Error('An unexpected error occurred'));
  await vi.runAllTimersAsync();
  expect(await binds()).toBe(true);
  managed.get.mockResolvedValue({});
  tellPolicy({});
  await vi.runAllTimersAsync();
  expect(await binds()).toBeUndefined();
  vi.useRealTimers();
});

it('reads no more often for what it writes where it cannot be read back', async () => {
  const heard = vi.fn();
  onPolicyChanged(heard);
  for (const policy of [BINDING, {}]) {
    heard.mockClear();
    tellPolicy(policy);
    heard.mockClear();
    for (let count = 0; count < 3; count++) {
      local.get.mockRejectedValueOnce(new Error('An unexpected error occurred'));
      await readPolicy();
    }
    expect(heard.mock.calls.length).toBeLessThanOrEqual(1);
  }
});
