// The settings on disk: one entry each, changed from what is stored and never from what was read before, and moved once from the
// one entry in which all of them stood.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SettingsIntent } from '../../../src/shared/settings-intent.ts';

const disk = new Map<string, unknown>();
/** What becomes of the calls to come: each takes one, and those beyond go well. */
const failures: { get: unknown[]; set: unknown[]; remove: unknown[] } = { get: [], set: [], remove: [] };
const fail = (operation: keyof typeof failures) => {
  const failure = failures[operation].shift();
  if (failure !== undefined) throw failure;
};
const tick = () => new Promise((resolve) => setTimeout(resolve));

vi.mock('webextension-polyfill', () => ({
  default: {
    storage: {
      local: {
        get: async (keys: string[]) => {
          const found = keys.filter((key) => disk.has(key)).map((key) => [key, structuredClone(disk.get(key))]);
          await tick();
          fail('get');
          return Object.fromEntries(found);
        },
        set: async (entries: object) => {
          await tick();
          fail('set');
          for (const [key, value] of Object.entries(entries)) disk.set(key, structuredClone(value));
        },
        remove: async (key: string) => {
          await tick();
          fail('remove');
          disk.delete(key);
        },
      },
    },
  },
}));

/** Locks as browsers have them, which all contexts of an origin share; null where there are none. */
let held: Promise<unknown> | null;
const locks = {
  request: async (_name: string, _options: object, work: () => Promise<unknown>) => {
    const turn = (held ?? Promise.resolve()).then(work);
    held = turn.catch(() => {});
    return turn;
  },
};

/** As a page or the background has it: nothing in memory is shared. */
async function context() {
  vi.resetModules();
  return {
    ...(await import('../../../src/platform/change-settings.ts')),
    ...(await import('../../../src/platform/stored-settings.ts')),
  };
}

const rootOf = (byte: string) => ({ sha256: byte.repeat(32), label: byte });
const [ONE, TWO, THREE] = [rootOf('aa'), rootOf('bb'), rootOf('cc')] as const;
const add = (root: typeof ONE): SettingsIntent[] => [{ kind: 'add-root', root }];
const QUAD9 = { kind: 'preset', id: 'quad9' } as const;
const broken = () => new Error('An unexpected error occurred');
const onDisk = () => Object.fromEntries(disk);

beforeEach(() => {
  disk.clear();
  for (const list of Object.values(failures)) list.length = 0;
  held = null;
  vi.stubGlobal('navigator', { locks });
});

describe('a change', () => {
  it('is written to the entry of that setting alone', async () => {
    disk.set('setting:ask', 'on-click').set('setting:expectedRoots', [ONE]);
    const { changeSettings, readStoredSettings } = await context();
    await changeSettings([{ kind: 'choose-resolver', resolver: QUAD9 }]);
    expect(onDisk()).toEqual({ 'setting:ask': 'on-click', 'setting:expectedRoots': [ONE], 'setting:resolver': QUAD9 });
    expect(await readStoredSettings()).toEqual({ ask: 'on-click', expectedRoots: [ONE], resolver: QUAD9 });
  });

  it('rejects and writes nothing when the stored settings cannot be read', async () => {
    disk.set('setting:expectedRoots', [ONE]);
    const { changeSettings } = await context();
    failures.get.push(broken());
    await expect(changeSettings(add(TWO))).rejects.toThrow('unexpected');
    expect(onDisk()).toEqual({ 'setting:expectedRoots': [ONE] });
    await changeSettings(add(TWO));
    expect(onDisk()).toEqual({ 'setting:expectedRoots': [ONE, TWO] });
  });

  it.each([true, false])('by two clicks at once undoes nothing of the other, locks: %s', async (hasLocks) => {
    if (!hasLocks) vi.stubGlobal('navigator', {});
    const { changeSettings } = await context();
    await Promise.all([changeSettings(add(ONE)), changeSettings(add(TWO)), changeSettings(add(THREE))]);
    expect(onDisk()).toEqual({ 'setting:expectedRoots': [ONE, TWO, THREE] });
  });

  it('keeps both changes when a page and the background write at once', async () => {
    const [page, background] = [await context(), await context()];
    await Promise.all([page.changeSettings(add(ONE)), background.changeSettings(add(TWO))]);
    expect(onDisk()).toEqual({ 'setting:expectedRoots': [ONE, TWO] });
  });

  it('is made without the lock where the browser refuses it or another page never lets go of it', async () => {
    vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new DOMException('', 'TimeoutError')) } });
    const { changeSettings } = await context();
    await changeSettings(add(ONE));
    expect(onDisk()).toEqual({ 'setting:expectedRoots': [ONE] });
  });
});

describe('settings in one entry, as they once were', () => {
  const FORMER = { resolver: QUAD9, ask: 'on-click', expectedRoots: [ONE], later: 7 };
  const MOVED = {
    'setting:resolver': QUAD9,
    'setting:ask': 'on-click',
    'setting:expectedRoots': [ONE],
    'setting:later': 7,
  };

  it('are read, and a change of one leaves the others readable', async () => {
    disk.set('settings', FORMER);
    const { changeSettings, readStoredSettings } = await context();
    expect(await readStoredSettings()).toEqual(FORMER);
    await changeSettings(add(TWO));
    expect(await readStoredSettings()).toEqual({ ...FORMER, expectedRoots: [ONE, TWO] });
  });

  it('are moved once, with what is not known of them', async () => {
    disk.set('settings', FORMER).set('policy-binds', true);
    const { readAndMoveSettings } = await context();
    await readAndMoveSettings();
    expect(onDisk()).toEqual({ ...MOVED, 'policy-binds': true });
    await readAndMoveSettings();
    expect(onDisk()).toEqual({ ...MOVED, 'policy-binds': true });
  });

  it.each(['get', 'set', 'remove'] as const)(
    'lose nothing when %s fails, and are moved the next time',
    async (operation) => {
      disk.set('settings', FORMER);
      const { changeSettings, readAndMoveSettings, readStoredSettings } = await context();
      failures[operation].push(broken());
      const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
      // What cannot be read is no settings; what cannot be moved is read all the same.
      if (operation === 'get') await expect(readAndMoveSettings()).rejects.toThrow('unexpected');
      else expect(await readAndMoveSettings()).toEqual(FORMER);
      expect(warn).toHaveBeenCalledTimes(operation === 'get' ? 0 : 1);
      warn.mockRestore();
      expect(await readStoredSettings()).toMatchObject({ resolver: QUAD9, ask: 'on-click', expectedRoots: [ONE] });
      // What the user chooses in between is not undone by the values of before.
      await changeSettings(add(TWO));
      await readAndMoveSettings();
      expect(onDisk()).toEqual({ ...MOVED, 'setting:expectedRoots': [ONE, TWO] });
    },
  );

  it.each([['text'], [7], [null], [[ONE]]])('stay as they are where nobody understands them: %j', async (former) => {
    disk.set('settings', former);
    const { changeSettings, readAndMoveSettings, readStoredSettings } = await context();
    await readAndMoveSettings();
    expect(await readStoredSettings()).toEqual({});
    await changeSettings(add(ONE));
    expect(onDisk()).toEqual({ settings: former, 'setting:expectedRoots': [ONE] });
  });
});
