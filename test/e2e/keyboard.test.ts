// Popup and settings by keyboard alone: every control is reached by Tab in the order of the page, with a focus that can be
// seen, and works by Enter or Space. axe reads the same pages, live; the gallery shows it every report there can be.

import type { Page } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import { CANARY_NAME } from '../lab/dns/zone.ts';
import { violations } from './axe.ts';
import { clickSettings, REFERENCES } from './clicks.ts';
import { BROWSERS, settled } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';
import { words } from './words.ts';

/** More controls than any page has. */
const MANY = 60;

const lab = withLab();

interface Focused {
  /** Its aria-label, or its label's, or its own text. */
  name: string;
  /** Something is drawn around it. */
  isVisible: boolean;
}

/** What has the focus; undefined when nothing of the page has. */
const focused = (page: Page): Promise<Focused | undefined> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return undefined;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const [label] = element instanceof HTMLInputElement ? (element.labels ?? []) : [];
    return {
      name: element.ariaLabel ?? (label ?? element).textContent ?? '',
      isVisible: element.matches(':focus-visible') && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1,
    };
  });

/** Names of everything that Tab reaches from the top of the page to its end, in order. */
async function tabThrough(page: Page): Promise<string[]> {
  const names: string[] = [];
  while (names.length < MANY) {
    await page.keyboard.press('Tab');
    const control = await focused(page);
    if (control === undefined) return names;
    expect(control).toMatchObject({ isVisible: true });
    names.push(control.name);
  }
  throw new Error('Tab comes to no end');
}

/** Presses Tab, or Shift and Tab, until the control has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let count = 0; count < MANY; count += 1) {
    if ((await focused(page))?.name.startsWith(name)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${name}`);
}

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);
  let popup: Page;

  async function popupOver(url: string): Promise<Page> {
    const { page } = await overheard.browser.visit(url);
    const popup = await overheard.popup(await overheard.tabOf(page));
    await overheard.read(popup, settled);
    await popup.bringToFront();
    return popup;
  }

  async function settingsPage(search = ''): Promise<Page> {
    const page = await overheard.browser.openExtensionPage(`options.html${search}`);
    await page.waitForSelector('main');
    await page.bringToFront();
    return page;
  }

  it('popup: Tab reaches every control, from top to bottom', async () => {
    popup = await popupOver('https://hidden.example/');
    expect(await tabThrough(popup)).toEqual(
      [
        name === 'firefox' ? words('evidence_measured_by', 'Firefox') : words('evidence_not_measured'),
        words('popup_more'),
        words('popup_inspect'),
        words('popup_session'),
        words('popup_network_check'),
        words('popup_settings'),
      ].map((control) => expect.stringContaining(control)),
    );
    expect(await violations(popup)).toEqual([]);
    await popup.close();
  });

  it('popup: Enter and Space open and close what is folded', async () => {
    // Another one: behind the last control the focus went to the browser's own.
    popup = await popupOver('https://hidden.example/');
    const meaning = () => popup.$eval('[aria-expanded]', (button) => button.getAttribute('aria-expanded'));
    const isOpen = (selector: string) => popup.$eval(selector, (element) => (element as HTMLDetailsElement).open);
    await tabTo(popup, name === 'firefox' ? words('evidence_measured_by', 'Firefox') : words('evidence_not_measured'));
    await popup.keyboard.press('Enter');
    await expect.poll(meaning).toBe('true');
    await popup.keyboard.press(' ');
    await expect.poll(meaning).toBe('false');
    await tabTo(popup, words('popup_more'));
    await popup.keyboard.press('Enter');
    await expect.poll(() => isOpen('.details > details')).toBe(true);
    await tabTo(popup, words('popup_published'));
    await popup.keyboard.press(' ');
    await expect.poll(() => isOpen('.published details')).toBe(true);
    await popup.keyboard.press('Enter');
    await expect.poll(() => isOpen('.published details')).toBe(false);
  });

  it('popup: "check again" asks again', async () => {
    lab.dns.questions.length = 0;
    await tabTo(popup, words('popup_check_again'));
    await popup.keyboard.press('Enter');
    const asked = () => lab.dns.questions.filter(({ view }) => view === 'resolver').map((question) => question.name);
    await expect.poll(asked).toContain('hidden.example');
    await popup.close();
  });

  if (name === 'firefox') {
    it('popup: the focus is at the reason once "find out" has found it', async () => {
      await overheard.configure(clickSettings(lab));
      overheard.mayContact('off.example', ...REFERENCES);
      const asking = await popupOver('https://off.example/');
      await tabTo(asking, words('action_find_out'));
      await asking.keyboard.press('Enter');
      await asking.waitForSelector('[data-cause="server-refused"]');
      await expect.poll(async () => (await focused(asking))?.name).toBe(words('responsible_site_likely'));
      await asking.close();
    });
  }

  // Every report there can be passes axe in the gallery.
  it.each(['noech', 'gone'])('popup over %s: nothing for axe to complain about', async (id) => {
    const popup = await popupOver(lab.site(id).url);
    expect(await violations(popup)).toEqual([]);
    await popup.close();
  });

  it('settings: Tab reaches every control, from top to bottom', async () => {
    const page = await settingsPage();
    expect(await tabThrough(page)).toEqual([
      words('options_ask_every_site'),
      ...(name === 'chromium' ? [words('options_measure_on_click'), words('options_test_network')] : []),
      words('options_private'),
      words('options_change'),
      words('options_test'),
      words('options_compare'),
      words('check_heading'),
      words('legend_title'),
      words('options_advanced'),
      words('options_root_remove_named', 'Lab'),
      ...(name === 'firefox'
        ? [words('options_root_fingerprint'), words('options_root_label'), words('options_root_add')]
        : []),
    ]);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it('settings: Enter unfolds the resolvers, and Tab reaches each part of them', async () => {
    const page = await settingsPage();
    await tabTo(page, words('options_change'));
    await page.keyboard.press('Enter');
    for (const control of [words('options_custom'), words('options_template'), words('options_use')])
      await tabTo(page, control);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it('settings: arrows choose, Space ticks, and both are kept', async () => {
    const page = await settingsPage();
    await tabTo(page, words('options_ask_every_site'));
    await page.keyboard.press('ArrowDown');
    await tabTo(page, words('options_private'));
    await page.keyboard.press(' ');
    const stored = () => page.evaluate('browser.storage.local.get(["setting:ask", "setting:privateWindows"])');
    await expect.poll(stored).toEqual({ 'setting:ask': 'on-click', 'setting:privateWindows': true });
    await page.close();
  });

  it('network check: Tab reaches every control, and Enter runs it', async () => {
    const hosts = ['hidden.example', 'cname.example', 'hello-retry.example'];
    await overheard.configure({
      references: hosts.map((host) => ({ url: `https://${host}/cdn-cgi/trace` })),
      checkResolvers: [{ kind: 'custom', template: lab.dns.resolvers.second.url }],
    });
    overheard.mayContact(...hosts, lab.dns.resolvers.second.host, CANARY_NAME);
    const page = await overheard.browser.openExtensionPage('network-check.html');
    await page.waitForSelector('main');
    await page.bringToFront();
    await tabTo(page, words('check_start'));
    expect(await focused(page)).toMatchObject({ isVisible: true });
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-conclusion="possible"][data-evidence="measured"]');
    // The focus stays where it was.
    expect((await focused(page))?.name).toBe(words('check_again'));
    expect(await tabThrough(page)).toEqual(
      [words('inspect_copy_markdown'), words('inspect_copy_json'), words('check_answers'), words('check_admin')].map(
        (name) => expect.stringContaining(name),
      ),
    );
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it('welcome: choose, type and start without a mouse', async () => {
    await overheard.configure({ resolver: null });
    const page = await settingsPage('?welcome');
    expect(await violations(page)).toEqual([]);
    await tabTo(page, 'Quad9');
    await page.keyboard.press('ArrowUp'); // from the first to the last
    await tabTo(page, words('options_template'));
    await page.keyboard.type(lab.dns.resolvers.second.url);
    await tabTo(page, words('options_start'));
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      (expected: string) => document.body.textContent?.includes(expected),
      {},
      words('options_started', 'resolver-two.example'),
    );
    // On with what the icons mean.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(words('all_set'));
    expect(await page.$$('[data-icon]')).toHaveLength(10);
    expect(await violations(page)).toEqual([]);
    await tabTo(page, words('all_set_settings'));
    await page.keyboard.press('Enter');
    await page.waitForSelector('.in-use');
    expect(await page.title()).toBe(words('options_title'));
    await page.close();
  });
});
