// The inspect page in real browsers: every way to it, what it says of lab sites, keyboard alone, axe, and that no address or title
// ever holds a name.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CANARY_NAME } from '../../../src/network/canary.ts';
import { violations } from '../axe.ts';
import { BROWSERS, press, settled, waitForText } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const pictures = join(import.meta.dirname, '../../../.cache/pictures');
/** More controls than the page has. */
const MANY = 80;
const BOTH_HIDE = words('inspect_summary_hides', 'public.example');

const lab = withLab();
beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
});

describe.each(BROWSERS)('%s', (name) => {
  beforeAll(async () => {
    await lab.reset();
  });
  const overheard = withOverheard(name, lab, { inPrivateWindows: true });
  beforeEach(() => {
    lab.dns.questions.length = 0;
  });

  /** Chrome asks the chosen resolver about the canary, whenever a page is opened. */
  const asked = () =>
    lab.dns.questions
      .filter(({ view, name }) => view === 'resolver' && name !== CANARY_NAME)
      .map((question) => question.name);
  const call = <T>(expression: string) => overheard.console.evaluate(expression) as Promise<T>;
  const tickets = () =>
    call<string[]>(
      'browser.storage.session.get().then((all) => Object.entries(all).filter(([key]) => key.startsWith("inspect:")).map(([, { input }]) => input))',
    );

  /**
   * The inspect page that is opened by what is done. Neither driver can look into a tab that it did not open itself: the page is
   * shown under the same address once more.
   */
  async function openedBy(act: () => Promise<unknown>): Promise<Page> {
    await act();
    const opened = () =>
      call<string | null>(
        'browser.tabs.query({ url: browser.runtime.getURL("inspect.html") + "*" }).then((tabs) => tabs[0]?.url ?? null)',
      );
    await expect.poll(opened, { timeout: 10_000 }).toMatch(/\/inspect\.html#[0-9a-f-]{36}$/);
    const { pathname, hash } = new URL((await opened()) ?? '');
    const page = await overheard.browser.openExtensionPage(`${pathname.slice(1)}${hash}`);
    await page.bringToFront();
    return page;
  }

  /** As its user closes every inspect page: what was wanted goes with them. */
  async function closeAll(): Promise<void> {
    await call(
      'browser.tabs.query({ url: browser.runtime.getURL("inspect.html") + "*" }).then((tabs) => browser.tabs.remove(tabs.map(({ id }) => id)))',
    );
    await expect.poll(tickets).toEqual([]);
  }

  async function open(site: string): Promise<Page> {
    const page = await overheard.browser.openExtensionPage('inspect.html');
    await page.bringToFront();
    await page.waitForSelector('form.site input');
    await page.type('form.site input', site);
    await page.keyboard.press('Enter');
    return page;
  }

  const outcomes = (page: Page) =>
    page.$$eval('[data-client]', (rows) => rows.map((row) => (row as HTMLElement).dataset.outcome));

  const expectNoName = async (page: Page) => {
    const { address, title } = await page.evaluate(() => ({ address: location.href, title: document.title }));
    expect(address).toMatch(/\/inspect\.html(?:#[0-9a-f-]{36})?$/);
    expect(title).toBe(words('inspect_title'));
  };

  it('opens from the popup, for the site of its tab, without asking again', async () => {
    const { page } = await overheard.browser.visit('https://hidden.example/?secret');
    const popup = await overheard.popup(await overheard.tabOf(page));
    await overheard.read(popup, settled);
    const inspect = await openedBy(() => press(popup, words('popup_inspect')));
    await waitForText(inspect, BOTH_HIDE);
    await expectNoName(inspect);
    expect(asked()).toEqual(['hidden.example']);
    expect(await tickets()).toEqual(['https://hidden.example:443']);
    await popup.close();
    await closeAll();
  });

  it('opens from the menu of a link, of which nothing but its host is taken', async () => {
    const { page } = await overheard.browser.visit('https://lab.example/');
    // Of Chromium it has to be awake to be told.
    if (name === 'firefox') await overheard.stopBackground();
    const inspect = await openedBy(() => overheard.browser.chooseInLinkMenu(page, 'a[href^="https://noech.example/"]'));
    await waitForText(inspect, words('inspect_summary_shows', 'noech.example'));
    await expectNoName(inspect);
    expect(asked()).toContain('noech.example');
    expect(await tickets()).toEqual(['https://noech.example']);
    await closeAll();
  });

  it('opens from the address bar', async () => {
    const inspect = await openedBy(() => overheard.browser.enterInAddressBar('hidden.example:8443'));
    await waitForText(inspect, 'hidden.example:8443');
    await waitForText(inspect, BOTH_HIDE);
    await expectNoName(inspect);
    expect(asked()).toEqual(['_8443._https.hidden.example']);
    await closeAll();
  });

  it('redacts what is copied by the Public Suffix List of the package', async () => {
    const page = await open('hidden.example');
    await waitForText(page, BOTH_HIDE);
    // The clipboard belongs to whoever uses the machine.
    await page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => {
        document.title = text;
      };
    });
    await page.locator(`::-p-xpath(//label[normalize-space() = '${words('inspect_blank')}']/input)`).click();
    await press(page, words('inspect_copy_json'));
    await waitForText(page, words('inspect_copied'));
    const { host, sets } = JSON.parse(await page.title());
    expect([host, sets[0].owner]).toEqual(['<host>', '<host>']);
    await closeAll();
  });

  it('shows records beside their bytes, the message as it came, and the wire', async () => {
    const page = await open('hidden.example');
    await press(page, words('inspect_again'));
    await page.waitForSelector('.raw');
    await page.waitForSelector('[role=tab]');
    expect(await page.$eval('.record [role=tree]', (tree) => tree.textContent)).toContain('public.example');
    expect(await page.$eval('.raw pre', (raw) => raw.textContent)).toMatch(/^0000 {2}00 00 8/);
    expect(await outcomes(page)).toEqual(['hides', 'hides', 'hides']);
    expect(await violations(page)).toEqual([]);
    await writeFile(join(pictures, `inspect-hidden.${name}.png`), await page.screenshot({ fullPage: true }));
    await page.setViewport({ width: 1280, height: 900 });
    await overheard.browser.dark(page, true);
    expect(await violations(page)).toEqual([]);
    await writeFile(join(pictures, `inspect-hidden.dark.${name}.png`), await page.screenshot({ fullPage: true }));
    await overheard.browser.dark(page, false);
    await page.close();
  });

  it('tells the owner of a site without ECH how to turn it on', async () => {
    const page = await open('https://noech.example/');
    await waitForText(page, words('inspect_summary_shows', 'noech.example'));
    await waitForText(page, words('turn_on_cloudflare_switch'));
    expect(await outcomes(page)).toEqual(['shows', 'shows', 'shows']);
    expect(await violations(page)).toEqual([]);
    await writeFile(join(pictures, `inspect-noech.${name}.png`), await page.screenshot({ fullPage: true }));
    await press(page, words('inspect_twin_ask'));
    await waitForText(page, words('twin_record_here_only', 'noech.example', 'www.noech.example'));
    expect(asked()).toContain('www.noech.example');
    await page.close();
  });

  it('says that the browsers do not agree on a damaged list, and what to mend', async () => {
    const page = await open('malformed.example');
    await waitForText(page, words('inspect_summary_fails_or_shows', 'Chrome', 'Firefox'));
    expect(await outcomes(page)).toEqual(['shows', 'cannot-connect', 'shows']);
    await page.waitForSelector('.problems .error');
    await page.waitForSelector('.record .issues');
    expect(await violations(page)).toEqual([]);
    await page.setViewport({ width: 360, height: 800 });
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    expect(scrollWidth).toBe(clientWidth);
    await writeFile(join(pictures, `inspect-malformed.narrow.${name}.png`), await page.screenshot({ fullPage: true }));
    await page.close();
  });

  it('takes international names as they are written', async () => {
    const page = await open('Bücher.example');
    await waitForText(page, BOTH_HIDE);
    expect(asked()).toEqual(['xn--bcher-kva.example']);
    await page.close();
  });

  it('asks nobody about names that no resolver should hear', async () => {
    const page = await open('printer.local');
    await waitForText(page, words('inspect_not_asked_local', 'printer.local'));
    expect(asked()).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it('judges what is pasted, and asks nobody', async () => {
    const page = await overheard.browser.openExtensionPage('inspect.html');
    await page.bringToFront();
    await (await page.waitForSelector('.paste summary'))?.click();
    await page.type('.paste textarea', 'pasted.example. 300 IN HTTPS 1 . alpn="h2"');
    await press(page, words('inspect_paste_judge'));
    await waitForText(page, words('inspect_summary_shows', 'pasted.example'));
    expect(asked()).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });

  it('works by keyboard alone: every control is reached, with a focus that can be seen', async () => {
    const page = await overheard.browser.openExtensionPage('inspect.html');
    await page.bringToFront();
    await page.waitForSelector('form.site input');
    await page.keyboard.press('Tab');
    await page.keyboard.type('hidden.example');
    await page.keyboard.press('Enter');
    await waitForText(page, BOTH_HIDE);
    await page.waitForSelector('[role=tab]');
    const reached: string[] = [];
    for (let count = 0; count < MANY; count += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const element = document.activeElement;
        if (!(element instanceof HTMLElement) || element === document.body) return null;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const isVisible = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
        const role = element.role ?? element.localName;
        return { isVisible, what: `${role} ${element.ariaLabel ?? element.textContent}`.slice(0, 60) };
      });
      if (focus === null) break;
      expect(focus).toMatchObject({ isVisible: true });
      reached.push(focus.what);
    }
    for (const control of [
      `button ${words('inspect_go')}`,
      `summary ${words('inspect_paste')}`,
      `button ${words('inspect_twin_ask')}`,
      `button ${words('inspect_again')}`,
      `button ${words('inspect_copy_markdown')}`,
      'treeitem ',
      'slider ',
      'tab ',
    ])
      expect(reached).toContainEqual(expect.stringContaining(control));
    expect(reached.length).toBeLessThan(MANY);
    await page.close();
  });

  it('keeps nothing of a private window, and looks up nothing there without permission', async () => {
    await call('browser.windows.create({ incognito: true })');
    const privateTab = () =>
      call<number | undefined>('browser.tabs.query({}).then((tabs) => tabs.find(({ incognito }) => incognito)?.id)');
    const tabId = Number(await privateTab());
    await call(`browser.tabs.update(${tabId}, { url: 'https://cname.example/' })`);
    await expect
      .poll(() => call(`browser.tabs.get(${tabId}).then(({ url, status }) => [url, status])`), { timeout: 10_000 })
      .toEqual(['https://cname.example/', 'complete']);
    await call(`browser.runtime.sendMessage({ kind: 'inspect-tab', tabId: ${tabId} })`);
    await expect.poll(tickets).toEqual(['https://cname.example:443']);
    expect(asked()).not.toContain('cname.example');
    const windowId = await call(`browser.tabs.get(${tabId}).then(({ windowId }) => windowId)`);
    await call(`browser.windows.remove(${windowId})`);
    await closeAll();
    await expect
      .poll(async () => JSON.stringify(await call('browser.storage.session.get()')))
      .not.toContain('cname.example');
  });
});
