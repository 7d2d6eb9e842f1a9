// The wire on the inspect page of the built extension: a record is pasted whose key the test has, and what the page sealed in
// either browser opens with it. Nothing is looked up, and no browser but the one that seals takes part.

import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeHex } from '../../../src/bytes/hex.ts';
import { decodeEchConfigList } from '../../../src/ech/config-list.ts';
import { clientHelloOf } from '../../helpers/client-hello-records.ts';
import { openClientHello } from '../../helpers/ech-server.ts';
import { echConfigList, generateEchKey } from '../../lab/ech-config.ts';
import { violations } from '../axe.ts';
import { BROWSERS, press } from '../looking.ts';
import { withNewOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const HOST = 'secret-of-mine.example';
const key = generateEchKey('cover.example', 77);
const list = echConfigList({ configs: [key.fields] });

function okValue<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withNewOverheard(name);
  let page: Page;
  beforeAll(async () => {
    // It comes by itself, and would come before what is looked at here.
    await vi.waitUntil(async () => (await welcomePages()) === 1, { timeout: 20_000 });
    page = await overheard.browser.openExtensionPage('inspect.html');
    await page.setViewport({ width: 1280, height: 900 });
    await page.waitForSelector('.paste summary');
    await page.click('.paste summary');
    await page.type('.paste textarea', `${HOST}. 300 IN HTTPS 1 . alpn=h2 ech=${list.toString('base64')}`);
    await press(page, words('inspect_paste_judge'));
    await page.waitForSelector('.wire [role=slider]');
  });

  const welcomePages = () =>
    overheard.console.evaluate(
      `browser.tabs.query({}).then((tabs) => tabs.filter(({ url }) => url?.endsWith('?welcome')).length)`,
    );
  const textOf = (selector: string) =>
    page.$$eval(`.wire ${selector}`, (all) => all.map(({ textContent }) => textContent).join(''));
  const bytes = async () => okValue(decodeHex((await textOf('.hex')).replaceAll(' ', '')));
  const choose = async (tab: 'wire_hello_plain' | 'wire_hello_outer' | 'wire_hello_inner') => {
    await press(page, words(tab));
    await page.waitForFunction(
      (title: string) => document.querySelector('[role=tab][aria-selected=true]')?.textContent === title,
      { polling: 50 },
      words(tab),
    );
  };

  it('seals the name to the site’s key, and nowhere else is the name', async () => {
    await choose('wire_hello_outer');
    const record = await bytes();
    expect(Buffer.from(record).toString('latin1')).not.toContain('secret-of-mine');
    expect(await textOf('.text .readable-name')).toBe('cover.example');
    const [config] = okValue(decodeEchConfigList(new Uint8Array(list))).configs;
    if (!config?.contents) throw new Error('no config');
    const serverKey = { config: { raw: config.raw, contents: config.contents }, privateKey: key.privateKey };
    const opened = okValue(await openClientHello(okValue(clientHelloOf(record)), [serverKey]));
    await choose('wire_hello_inner');
    expect(Buffer.from(await bytes())).toEqual(Buffer.from(opened.encodedInner));
    expect(await textOf('.text .sealed-name')).toBe(HOST);
  });

  it('without ECH the name is what is lit', async () => {
    await choose('wire_hello_plain');
    expect(await textOf('.text .readable-name')).toBe(HOST);
  });

  it('lights bytes and fields together, by keyboard and by pointer', async () => {
    await page.focus('.wire [role=slider]');
    await page.keyboard.press('End');
    expect(await textOf('.hex .lit')).toMatch(/^([0-9a-f]{2} ?){32,}$/);
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate(() => document.activeElement?.querySelector('.field-name')?.textContent);
    await expect.poll(focused).toBe('opaque');
    await page.keyboard.press('Home');
    await expect.poll(focused).toBe('type');
    await expect.poll(() => textOf('.hex .lit')).toBe('16');
    await page.hover('.wire .text .readable-name');
    await expect.poll(() => textOf('.text .lit')).toBe(HOST);
    expect(await textOf('.field.lit')).toContain('HostName');
  });

  it('axe finds nothing, and nothing is wider than a phone, in either direction', async () => {
    expect(await violations(page)).toEqual([]);
    await page.setViewport({ width: 360, height: 640 });
    for (const direction of ['ltr', 'rtl']) {
      await page.evaluate((dir) => document.documentElement.setAttribute('dir', dir), direction);
      const beyond = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
      expect(await page.evaluate(beyond)).toBe(0);
    }
  });
});
