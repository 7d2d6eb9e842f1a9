// Tabs in long use: moved, grouped, discarded, reopened, duplicated, in a container, with a worker's preload, with a PDF document.
// One case of each kind; what else there is of each is in full/long-lived.test.ts.

import { describe, expect, it } from 'vitest';
import { CASES } from './long-lived/cases.ts';
import { call, openBehind, play, type Scene } from './long-lived/tabs.ts';
import { BROWSERS, settled } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';
import { titleWords, words } from './words.ts';

const lab = withLab();

/** Of tabs that are open while the extension is reloaded. */
const URLS = ['https://hidden.example/', 'https://noech.example/', 'http://clear.example/', 'https://127.0.0.1/'];

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);

  const cases = CASES.filter(({ fate }) => fate[name] !== undefined).map((one) => [one.name, one] as const);
  it.each(cases)('%s', (_, one) => play({ name, lab, overheard }, one));

  // Last of all: the tabs of the other cases are closed by now.
  it('gives every open tab its title after the extension was reloaded, as by an update', async () => {
    const scene: Scene = { name, lab, overheard };
    const tabs: number[] = [];
    for (const url of URLS) tabs.push(await openBehind(scene, url));
    await overheard.reload();
    const titleOf = (tabId: number) => call<string>(scene, `browser.action.getTitle({ tabId: ${tabId} })`);
    const titles = () => Promise.all(tabs.map(titleOf));
    // Without a title of its own a tab has the extension's name.
    const without = async () =>
      (await titles()).filter((title) =>
        [words('extension_name'), titleWords('status_pending', words('headline_pending'))].includes(title),
      );
    await expect.poll(without, { timeout: 10_000 }).toEqual([]);
    const toolbar = await titles();
    const popups: (string | null)[] = [];
    for (const tabId of tabs) {
      const popup = await overheard.popup(tabId);
      await overheard.read(popup, settled);
      popups.push(await popup.$eval('[data-verdict] h1', (element) => element.textContent));
      await popup.close();
    }
    for (const [index, status] of popups.entries()) expect(toolbar[index]).toContain(`: ${status}. `);
    const unknown = titleWords('status_unknown', words('headline_unknown'));
    expect(toolbar.slice(0, 2)).toEqual([unknown, unknown]);
  });
});
