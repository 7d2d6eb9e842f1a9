import { expect, it } from 'vitest';
import { standing, type Watched } from '../../bench/drawn-icons.ts';

const TAB = 3;
const watched = (committedMs: number[], drawn: string): Watched => ({
  commits: committedMs.map((atMs) => ({ tabId: TAB, atMs })),
  drawn: drawn.split(', ').map((call) => {
    const [icon = '', atMs] = call.split(' at ');
    return { tabId: TAB, icon, atMs: Number(atMs) };
  }),
});

it('an icon stands from the first time that it was drawn and stayed', () => {
  const icons = watched([10], 'unknown at 11, hidden at 12, hidden at 15');
  expect(standing(icons, 5, 'hidden')).toEqual({ committedMs: 10, stoodMs: 12 });
});

it('what was drawn before the commit is gone with it', () => {
  expect(standing(watched([10], 'hidden at 9'), 5, 'hidden')).toBeUndefined();
  expect(standing(watched([10], 'hidden at 9, hidden at 11'), 5, 'hidden')).toMatchObject({ stoodMs: 11 });
});

it('what stood for an earlier navigation is not what is asked for', () => {
  expect(standing(watched([10], 'hidden at 12'), 15, 'hidden')).toBeUndefined();
  expect(standing(watched([10, 20], 'hidden at 12'), 15, 'hidden')).toBeUndefined();
  const both = watched([10, 20], 'hidden at 12, hidden at 22');
  expect(standing(both, 15, 'hidden')).toEqual({ committedMs: 20, stoodMs: 22 });
});

it('an icon that another replaced does not stand', () => {
  const replaced = watched([10], 'hidden at 11, exposed at 12');
  expect(standing(replaced, 5, 'hidden')).toBeUndefined();
  expect(standing(replaced, 5, 'exposed')).toEqual({ committedMs: 10, stoodMs: 12 });
});

it('other tabs are other tabs', () => {
  const other = { commits: [{ tabId: TAB, atMs: 10 }], drawn: [{ tabId: TAB + 1, icon: 'hidden', atMs: 11 }] };
  expect(standing(other, 5, 'hidden')).toBeUndefined();
});
