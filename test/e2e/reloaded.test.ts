// The extension is loaded anew, as by an update, while tabs are open: each has the right icon without being reloaded.

import { describe, expect, it } from 'vitest';
import { call, openBehind, type Scene } from './long-lived/tabs.ts';
import { BROWSERS, settled } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';
import { words } from './words.ts';

const URLS = ['https://hidden.example/', 'https://noech.example/', 'http://clear.example/', 'https://127.0.0.1/'];

const lab = withLab();

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);

  it('says of every open tab what its popup says', async () => {
    const scene: Scene = { name, lab, overheard };
    const tabs: number[] = [];
    for (const url of URLS) tabs.push(await openBehind(scene, url));
    await overheard.reload();
    const titleOf = (tabId: number) => call<string>(scene, `browser.action.getTitle({ tabId: ${tabId} })`);
    const titles = () => Promise.all(tabs.map(titleOf));
    // Without a title of its own a tab has the extension's name.
    const without = async () =>
      (await titles()).filter((title) => [words('extension_name'), words('headline_pending')].includes(title));
    await expect.poll(without, { timeout: 10_000 }).toEqual([]);
    const toolbar = await titles();
    const popups: (string | null)[] = [];
    for (const tabId of tabs) {
      const popup = await overheard.popup(tabId);
      await overheard.read(popup, settled);
      popups.push(await popup.$eval('[data-verdict] h1', (element) => element.textContent));
      await popup.close();
    }
    expect(popups).toEqual(toolbar);
    expect(toolbar.slice(0, 2)).toEqual([words('headline_unknown'), words('headline_unknown')]);
  });
});
