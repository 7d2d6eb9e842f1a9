// A fresh profile: the welcome page comes by itself, nobody is asked anything before a choice was made and, in Firefox,
// agreed to, and from then on visits are asked about.

import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { CANARY_NAME } from '../lab/dns/zone.ts';
import type { Extension } from '../lab/extension.ts';
import { clickSettings, REFERENCES } from './clicks.ts';
import { BROWSERS, look, press, settled, waitForText } from './looking.ts';
import { withLab, withNewOverheard } from './with-overheard.ts';
import { words } from './words.ts';

const lab = withLab();

/** Names that Overheard asked for: of a resolver that may be chosen, and of the network for the canary. */
const asked = () =>
  lab.dns.questions
    .filter(({ view, name }) => view === 'resolver' || view === 'second' || name === CANARY_NAME)
    .map(({ name }) => name);

/** The tab that shows an address, once there is one. */
function tabAt({ puppeteer }: Extension['browser'], address: string): Promise<Page> {
  return vi.waitFor(
    async () => {
      for (const page of await puppeteer.pages()) {
        if (await page.evaluate((end) => location.href.endsWith(end), address)) return page;
      }
      throw new Error(`no tab shows ${address}`);
    },
    { timeout: 10_000 },
  );
}

describe.each(BROWSERS)('%s', (name) => {
  beforeAll(() => {
    lab.dns.questions.length = 0;
    // With DNS over HTTPS alone Firefox would keep a question for the canary to itself.
  });
  const overheard = withNewOverheard(name, { dns: 'automatic' });
  let welcome: Page;

  it('opens the welcome page', async () => {
    welcome = await tabAt(overheard.browser, 'options.html?welcome');
    await waitForText(welcome, words('options_welcome'));
    expect(await welcome.$$('input[name=resolver]:checked')).toEqual([]);
  });

  it.each([
    [1280, 800],
    [360, 640],
  ])('has the button that starts on the first screen of %i × %i', async (width, height) => {
    const before = welcome.viewport();
    await welcome.bringToFront();
    await welcome.setViewport({ width, height });
    const isShown = () =>
      welcome.$eval('.start button', (button) => {
        const { left, top, right, bottom } = button.getBoundingClientRect();
        const isOnTop = document.elementFromPoint((left + right) / 2, (top + bottom) / 2) === button;
        return isOnTop && top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
      });
    expect(await welcome.evaluate(() => scrollY)).toBe(0);
    expect(await isShown()).toBe(true);
    await welcome.setViewport(before);
  });

  it('asks nobody about visits, says so, and offers the choice', async () => {
    const { page } = await overheard.browser.visit('https://noech.example/');
    await overheard.browser.visit('https://plain.example/', { page });
    const tabId = await overheard.tabOf(page);
    const popup = await overheard.popup(tabId);
    const { text } = await overheard.read(popup, settled);
    expect(text).toContain(words('action_choose_resolver'));
    await press(popup, words('action_choose_resolver'));
    await expect
      .poll(() => popup.evaluate('browser.tabs.query({ active: true }).then(([tab]) => tab.url)'))
      .toMatch(/\/options\.html/);
    expect(asked()).toEqual([]);
  });

  it('wants a resolver before it starts', async () => {
    await welcome.bringToFront();
    await press(welcome, words('options_start'));
    await waitForText(welcome, words('options_start_needs_resolver'));
  });

  if (name === 'firefox') {
    it('sends no query when the user declines Firefox’s consent, and offers it again', async () => {
      await choose(welcome);
      await overheard.browser.answerPrompt(false);
      await waitForText(welcome, words('options_start_declined'));
      const { page } = await overheard.browser.visit('https://noech.example/');
      const popup = await overheard.popup(await overheard.tabOf(page));
      expect((await overheard.read(popup, settled)).text).toContain(words('unknown_no_consent'));
      expect(asked()).toEqual([]);
      await press(popup, words('action_give_consent'));
      await overheard.browser.answerPrompt(true);
      await overheard.read(popup, ({ text }) => text.includes(words('published_no_ech')));
      expect(asked()).toContain('noech.example');
    });
  } else {
    it('starts without a prompt, with the network’s test that it suggests', async () => {
      expect(lab.server.requests.filter(({ seen }) => seen.path === '/cdn-cgi/trace')).toEqual([]);
      await overheard.configure({ references: clickSettings(lab).references });
      overheard.mayContact(REFERENCES[0] ?? '');
      await choose(welcome);
      await waitForText(welcome, words('options_started', 'resolver.example'));
      await press(welcome, words('all_set_settings'));
      expect(await welcome.$eval('#test-network', (box) => (box as HTMLInputElement).checked)).toBe(true);
    });
  }

  it('asks about the next visit, and about the canary', async () => {
    const { page } = await overheard.browser.visit('https://hidden.example/');
    const { text } = await look(overheard, page);
    expect(text).toContain(words('published_ech', 'public.example'));
    await expect.poll(asked).toEqual(expect.arrayContaining(['hidden.example', CANARY_NAME]));
    expect(asked()).not.toContain('plain.example');
    const tested = () => lab.server.requests.filter(({ seen }) => seen.path === '/cdn-cgi/trace').length;
    await expect.poll(tested).toBe(name === 'chromium' ? 1 : 0);
  });

  async function choose(page: Page): Promise<void> {
    await page.bringToFront();
    overheard.mayContact(lab.dns.resolvers.resolver.host);
    // Not by the mouse: what stays in view at the bottom may be over it.
    await page.$eval('#resolver-custom', (radio) => (radio as HTMLInputElement).click());
    await page.type('.resolvers .field input', lab.dns.resolvers.resolver.url);
    await press(page, words('options_start'));
  }
});
