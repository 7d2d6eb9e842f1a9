import { expect, it, vi } from 'vitest';
import { Announcer } from '../../../src/background/announcer.ts';

it('announces in the order of the listeners, and past one that fails', () => {
  const heard: string[] = [];
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const announcer = new Announcer<string>();
  announcer.listen((news) => heard.push(`first ${news}`));
  announcer.listen(() => {
    throw new Error('no room');
  });
  announcer.listen((news) => heard.push(`last ${news}`));
  announcer.announce('news');
  expect(heard).toEqual(['first news', 'last news']);
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
});
