// The toolbar button: its title is status and headline of the tab's page, and its popup fits.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MessageKey } from '../../src/shared/sentence.ts';
import { ROOT_NAMES } from '../lab/pki.ts';
import type { BrowserName } from '../lab/site.ts';
import { BROWSERS } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';
import { titleWords, words } from './words.ts';

const pictures = join(import.meta.dirname, '../../.cache/pictures');
const WIDTH_PX = 360;
/** Firefox takes it out of the width; headless Chromium 156 adds it, twice, and then hides the scrollbar. */
const ROOM_FOR_SCROLLBARS_PX = { firefox: 0, chromium: 30 };

const lab = withLab();

type Said = [status: MessageKey, headline: string];

const SAID: Record<BrowserName, Record<string, Said>> = {
  firefox: {
    'hidden.example': ['status_hidden_unknown_set', words('headline_hidden', 'hidden.example')],
    'noech.example': ['status_exposed', words('headline_exposed', 'noech.example')],
    'intercepted.example': ['status_intercepted', words('headline_intercepted', ROOT_NAMES.interception)],
  },
  chromium: {
    'hidden.example': ['status_likely_hidden', words('headline_likely_hidden', 'hidden.example')],
    'noech.example': ['status_probably_exposed', words('headline_probably_exposed', 'noech.example')],
    'intercepted.example': ['status_probably_exposed', words('headline_probably_exposed', 'intercepted.example')],
  },
};

describe.each(BROWSERS)('%s', (name) => {
  beforeAll(() => {
    tabs.length = 0;
  });
  const overheard = withOverheard(name, lab);
  const tabs: { page: Page; tabId: number; said: Said }[] = [];

  const titleOf = (tabId: number) => overheard.console.evaluate(`browser.action.getTitle({ tabId: ${tabId} })`);
  const expectTitle = (tabId: number, said: Said) =>
    expect.poll(() => titleOf(tabId), { timeout: 10_000 }).toBe(titleWords(...said));

  it('has each tab’s status and headline as its title', async () => {
    for (const [host, said] of Object.entries(SAID[name])) {
      const { page } = await overheard.browser.visit(`https://${host}/`);
      const tabId = await overheard.tabOf(page);
      await expectTitle(tabId, said);
      tabs.push({ page, tabId, said });
    }
    const { page } = await overheard.browser.visit('http://clear.example/');
    await expectTitle(await overheard.tabOf(page), ['status_cleartext', words('headline_cleartext')]);
  });

  it('keeps the titles when tabs are switched', async () => {
    for (const { page } of tabs) await page.bringToFront();
    expect(await Promise.all(tabs.map(({ tabId }) => titleOf(tabId)))).toEqual(
      tabs.map(({ said }) => titleWords(...said)),
    );
  });

  it('changes the title when the tab goes elsewhere, and back', async () => {
    const [first, second] = tabs as [(typeof tabs)[0], (typeof tabs)[0]];
    await overheard.browser.visit('https://noech.example/elsewhere', { page: first.page });
    await expectTitle(first.tabId, second.said);
    await overheard.browser.visit('https://hidden.example/', { page: first.page });
    await expectTitle(first.tabId, first.said);
  });

  it('opens a popup about the tab in front, no wider than it should be', async () => {
    const [{ page, said }] = tabs as [(typeof tabs)[0]];
    const popup = await overheard.browser.openToolbarPopup(page);
    const shown = () =>
      popup.evaluate<string[]>('[...document.querySelectorAll("[data-verdict] h1")].map((h) => h.textContent)');
    await expect.poll(shown).toEqual([words(said[0])]);
    expect(await popup.evaluate('document.querySelectorAll("[data-verdict]").length')).toBe(1);
    // Chromium's panel grows with its page in steps.
    await expect.poll(() => popup.evaluate('innerWidth')).toBeGreaterThanOrEqual(WIDTH_PX);
    const { panel, body, overflow } = await popup.evaluate<Record<'panel' | 'body' | 'overflow', number>>(
      `({ panel: innerWidth, body: document.body.offsetWidth,
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth })`,
    );
    expect(panel).toBeLessThanOrEqual(WIDTH_PX + ROOM_FOR_SCROLLBARS_PX[name]);
    expect(body).toBeLessThanOrEqual(WIDTH_PX);
    expect(overflow).toBe(0);
    await mkdir(pictures, { recursive: true });
    await writeFile(join(pictures, `toolbar-${name}.png`), await popup.picture());
    await popup.close();
  });
});
