// Storage that is filled to its limit in a real browser: every visit is judged, an open popup says what is true, and once there
// is room again everything is kept as before.

import { beforeAll, describe, expect, it } from 'vitest';
import type { Shown } from '../../lab/extension.ts';
import { BROWSERS, look, settled, waitForText } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const lab = withLab();

/**
 * Halves what it writes until no entry of that many bytes is taken. Resolves to how many were. In Chromium 156 values of a few
 * bytes cost nothing in storage.session.
 */
const fill = (area: 'session' | 'local', smallest: number) => `(async () => {
  let bytes = 0;
  for (let size = 4_000_000, number = 0; size >= ${smallest} && bytes < 50_000_000; number++) {
    try {
      await browser.storage.${area}.set({ ['full:' + number]: 'x'.repeat(size) });
      bytes += size;
    } catch {
      size = Math.floor(size / 2);
    }
  }
  return bytes;
})()`;

const empty = (area: 'session' | 'local') => `browser.storage.${area}.get().then((all) =>
  browser.storage.${area}.remove(Object.keys(all).filter((key) => key.startsWith('full:'))))`;

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);
  beforeAll(async () => {
    const { page } = await overheard.browser.visit('https://hidden.example/');
    await look(overheard, page);
  });

  const keys = () =>
    overheard.console.evaluate('browser.storage.session.get().then((all) => Object.keys(all))') as Promise<string[]>;

  it('has a limit', async () => {
    const bytes = (await overheard.console.evaluate(fill('session', 64))) as number;
    console.log(`${name}: ${bytes} bytes until it was full`);
    expect(bytes).toBeLessThan(11_000_000);
  });

  it.each([
    ['https://noech.example/', 'published_no_ech'],
    ['https://cname.example/', 'published_ech'],
  ] as const)('full: %s is judged, and asked about', async (url, key) => {
    const { page } = await overheard.browser.visit(url);
    // Nothing is stored that the popup could begin with: it waits for the background.
    const shown = await look(overheard, page, (now) => settled(now) && now.published !== undefined);
    expect(shown.text).toContain(new URL(url).host);
    expect(shown.text).toContain(words(key, 'public.example'));
    expect(shown.verdict).not.toBe('unknown');
  });

  it('full, and the background stops: nothing is said that is not so of the page in front', async () => {
    const { page } = await overheard.browser.visit('https://plain.example/');
    await overheard.stopBackground();
    const knowsName = ({ text }: Shown) => text.includes('plain.example');
    const { verdict } = await look(overheard, page, (now) => settled(now) && knowsName(now));
    expect(['exposed', 'unknown']).toContain(verdict);
  });

  it('with room again: everything is kept, and the background may stop', async () => {
    await overheard.console.evaluate(empty('session'));
    const { page } = await overheard.browser.visit('https://mixed.example/');
    const before = await look(overheard, page);
    const tabId = await overheard.tabOf(page);
    expect(await keys()).toEqual(expect.arrayContaining([`tab:${tabId}`, `report:${tabId}`]));
    await overheard.stopBackground();
    // How long ago an answer came goes on counting.
    const timeless = (text: string) => text.replaceAll(/\bnow\b|\b\d+ (?:second|minute)s? ago/g, '…');
    expect(timeless((await look(overheard, page)).text)).toBe(timeless(before.text));
  });

  // Firefox gives storage.local as much as the disk has.
  if (name === 'chromium') {
    it('no room for settings: the choice is not made, and the page says so', async () => {
      await overheard.console.evaluate(fill('local', 1));
      const page = await overheard.browser.openExtensionPage('options.html');
      const isChecked = () => page.$eval('input[value="on-click"]', (radio) => (radio as HTMLInputElement).checked);
      await page.click('input[value="on-click"]');
      await waitForText(page, words('failed_storage_full'));
      expect(await isChecked()).toBe(false);
      await overheard.console.evaluate(empty('local'));
      await page.click('input[value="on-click"]');
      await waitForText(page, words('options_saved'));
      expect(await isChecked()).toBe(true);
    });
  }
});
