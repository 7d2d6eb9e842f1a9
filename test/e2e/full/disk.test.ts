// Nothing about visited sites is on disk when the browser has closed: a day with every page of ours, and then every file that the
// browser left. What a browser itself writes of the sites that were visited is its own, and named here file by file; our storage is
// in none of these, and what they say of our own pages holds no site. What is planted shows that it would be found.

import { beforeAll, describe, expect, it } from 'vitest';
import { type DiskFile, holds, readDisk, textsFrom } from '../../lab/disk.ts';
import { encodeQuery } from '../../lab/dns/ask.ts';
import { CANARY_NAME } from '../../lab/dns/zone.ts';
import { type Extension, launchExtension } from '../../lab/extension.ts';
import type { BrowserName } from '../../lab/site.ts';
import { BROWSERS, look, lookAtTab, press, settled, waitForText } from '../looking.ts';
import { withLab } from '../with-overheard.ts';
import { words } from '../words.ts';

/** Labels that stand nowhere else. */
const VISITED = { hidden: 'qzjvxkwp', named: 'vbkqzxjm', clear: 'wjqpzvkx' };
const INSPECTED = 'xkzqvwbj';
const PRIVATE = 'zvqkwjxp';
/** Put on disk on purpose: in our storage, in the address of a page of ours, in its title. */
const PLANTED = { stored: 'kqxwzjvb', address: 'jzxvqkbw', title: 'pxqzwkvj' };
const NAMES = [...Object.values(VISITED), INSPECTED, PRIVATE];

const REFERENCES = ['cname.example', 'hello-retry.example', 'versions.example'];
const HIDDEN = `${VISITED.hidden}.many.example`;
const NAMED = `${VISITED.named}.noech.many.example`;
const CLEAR = `${VISITED.clear}.example`;

/** History with its icons, the tabs to be restored, and what Chromium counts of visits; no extension can write there. */
const BROWSERS_OWN: Record<BrowserName, RegExp> = {
  firefox: /^profile\/(?:(?:places|favicons)\.sqlite(?:-wal)?|sessionstore\.jsonlz4|sessionstore-backups\/.*)$/,
  chromium:
    /^profile\/(?:Default\/(?:(?:History|Favicons|Top Sites|DIPS)(?:-journal|-wal)?|Preferences|Sessions\/.*)|segmentation_platform\/ukm_db(?:-wal)?)$/,
};

const lab = withLab();

describe.each(BROWSERS)('%s', (name) => {
  let files: DiskFile[];
  let origin: string;
  const resolver = () => lab.dns.resolvers.resolver.url;
  /** A question like ours, which passes by no cache. */
  const cachedQuestion = () => `${resolver()}?dns=${encodeQuery('hidden.example', 'HTTPS').toString('base64url')}`;
  beforeAll(async () => {
    for (const view of Object.values(lab.dns.views)) view.override(CLEAR, { a: [lab.site('cleartext').address] });
    const overheard = await launchExtension(name, lab, {
      inPrivateWindows: true,
      afterwards: async (home) => {
        files = await readDisk(home);
      },
    });
    origin = String(overheard.browser.extensionOrigin);
    await plant(overheard, cachedQuestion());
    await spendTheDay(overheard);
    await closePages(overheard);
    await overheard.close();
  });

  const holding = (word: string) => files.filter((file) => holds(file, word)).map(({ path }) => path);
  /** Addresses of our own pages, with their titles. */
  const ofOurPages = () => files.flatMap((file) => textsFrom(file, `${origin}/`));

  it('leaves names of visited sites only in the browser’s own files', () => {
    const places = Object.values(VISITED).flatMap(holding);
    expect(places.length).toBeGreaterThan(0);
    expect(places.filter((path) => !BROWSERS_OWN[name].test(path))).toEqual([]);
    const [planted] = holding(PLANTED.stored);
    expect(planted).toMatch(name === 'firefox' ? /storage\/default\/moz-extension/ : /Local Extension Settings/);
    expect(planted).not.toMatch(BROWSERS_OWN[name]);
  });

  it('stores no site’s name with the history of its own pages', () => {
    const texts = ofOurPages();
    for (const page of ['popup', 'inspect', 'session', 'options', 'network-check'])
      expect(texts.join('\n')).toContain(`/${page}.html`);
    for (const planted of [PLANTED.address, PLANTED.title]) expect(texts.join('\n')).toContain(planted);
    expect(texts.filter((text) => NAMES.some((word) => text.includes(word)))).toEqual([]);
  });

  if (name === 'chromium')
    it('what the browser’s preferences say of us names no site', () => {
      const file = files.find(({ path }) => path.endsWith('Default/Preferences'));
      const { extensions } = JSON.parse(String(file?.bytes));
      expect(NAMES.filter((word) => JSON.stringify(extensions).includes(word))).toEqual([]);
    });

  it('leaves no trace of inspected names and of private windows', () => {
    expect([...holding(INSPECTED), ...holding(PRIVATE)]).toEqual([]);
  });

  it('leaves no query in a cache', () => {
    const questions = files.flatMap((file) => textsFrom(file, `${resolver()}?`));
    expect(questions.filter((text) => text.startsWith(cachedQuestion())).length).toBeGreaterThan(0);
    expect(questions.filter((text) => !text.startsWith(cachedQuestion()))).toEqual([]);
  });
});

async function spendTheDay(overheard: Extension): Promise<void> {
  const { browser, console: caller } = overheard;
  await overheard.configure({
    references: REFERENCES.map((host) => ({ url: `https://${host}/cdn-cgi/trace` })),
    checkResolvers: [],
    privateWindows: true,
  });
  for (const url of [`https://${HIDDEN}/`, `https://${NAMED}/`, `http://${CLEAR}/`])
    await look(overheard, (await browser.visit(url)).page);

  const { page } = await browser.visit(`https://${HIDDEN}/frame?of=https://${NAMED}/`);
  const popup = await overheard.popup(await overheard.tabOf(page));
  await overheard.read(popup, settled);
  await (await popup.waitForSelector('.others summary'))?.click();
  await press(popup, words('popup_inspect'));

  const inspect = await browser.openExtensionPage('inspect.html');
  await inspect.bringToFront();
  await inspect.type('form.site input', `${INSPECTED}.many.example`);
  await inspect.keyboard.press('Enter');
  await waitForText(inspect, words('inspect_summary_hides', 'public.example'));

  const session = await browser.openExtensionPage('session.html');
  await session.bringToFront();
  await waitForText(session, NAMED);

  overheard.mayContact(...REFERENCES, CANARY_NAME);
  const check = await browser.openExtensionPage('network-check.html');
  await check.bringToFront();
  await press(check, words('check_start'));
  await check.waitForSelector('[data-conclusion]', { timeout: 30_000 });

  const opened = `browser.windows.create({ incognito: true, url: 'https://${PRIVATE}.many.example/' })`;
  const tabId = Number(await caller.evaluate(`${opened}.then(({ tabs }) => tabs[0].id)`));
  await lookAtTab(overheard, tabId, (shown) => settled(shown) && shown.text.includes(PRIVATE));
}

async function plant({ browser, console: caller }: Extension, question: string): Promise<void> {
  await caller.evaluate(`browser.storage.local.set({ planted: '${PLANTED.stored}.example' })`);
  await caller.evaluate((url) => fetch(url).then((answer) => answer.arrayBuffer()), question);
  const page = await browser.openExtensionPage(`session.html?of=${PLANTED.address}`);
  await page.waitForSelector('.headline');
  await page.evaluate((title) => {
    document.title = title;
  }, PLANTED.title);
}

/** All but the one that calls: Firefox keeps addresses of extensions among the tabs that were closed, and nowhere else. */
async function closePages({ console: caller }: Extension): Promise<void> {
  await caller.evaluate(`Promise.all([
    browser.tabs.query({ url: browser.runtime.getURL('*') }), browser.tabs.getCurrent(),
  ]).then(([tabs, own]) => browser.tabs.remove(tabs.map(({ id }) => id).filter((id) => id !== own.id)))`);
}
