// The canary domain: Firefox asks the network's own resolver past its DNS over HTTPS, Chromium the chosen one. Each answer is
// asked for afresh by "Check again".

import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CANARY_NAME, type Canary } from '../lab/dns/zone.ts';
import { BROWSERS, press } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';
import { words } from './words.ts';

const lab = withLab();
afterEach(() => lab?.reset());

/** What the popup says of the canary once the question after "Check again" was answered. */
async function checkAgain(popup: Page, expected: string): Promise<void> {
  await press(popup, words('popup_check_again'));
  const says = () => popup.$eval('.canary', (element) => element.textContent);
  await expect.poll(says, { timeout: 10_000 }).toContain(expected);
}

describe.each(BROWSERS)('%s', (name) => {
  const isFirefox = name === 'firefox';
  const view = isFirefox ? 'network' : 'resolver';
  const said = {
    set: isFirefox ? words('canary_firefox_set') : words('canary_chromium_set', 'resolver.example'),
    'not-set': isFirefox ? words('canary_firefox_not_set') : words('canary_chromium_not_set', 'resolver.example'),
    unknown: isFirefox ? words('canary_firefox_controls') : words('canary_chromium_failed', 'resolver.example'),
  };
  const ANSWERS: [Canary, keyof typeof said][] = [
    ['nxdomain', 'set'],
    ['noerror', 'not-set'],
    ['nodata', 'set'],
    // Firefox tells an extension of no difference between this and NXDOMAIN, and takes it for the signal itself.
    ['servfail', isFirefox ? 'set' : 'unknown'],
    ['zero-address', 'set'],
  ];
  const overheard = withOverheard(name, lab, { dns: isFirefox ? 'automatic' : 'doh-only' });
  let popup: Page;
  beforeAll(async () => {
    const { page } = await overheard.browser.visit('https://plain.example/');
    popup = await overheard.popup(await overheard.tabOf(page));
  });
  afterAll(() => {
    lab.dns.questions.length = 0;
  });

  it('asks when the first page is visited', async () => {
    await overheard.read(popup, ({ text }) => text.includes(said['not-set']));
  });

  it.each(ANSWERS)('says what %s means here', async (canary, state) => {
    lab.dns.views[view].canary = canary;
    await checkAgain(popup, said[state]);
    // What the next one has to change.
    lab.dns.views[view].canary = state === 'not-set' ? 'nxdomain' : 'noerror';
    await checkAgain(popup, said[state === 'not-set' ? 'set' : 'not-set']);
  });

  if (isFirefox) {
    it('asks the network with the browser’s DNS over HTTPS off, too', async () => {
      await overheard.browser.changeDnsMode('plain');
      lab.dns.views.network.canary = 'nxdomain';
      await checkAgain(popup, said.set);
    });

    it('does not know where the browser asks by DNS over HTTPS alone', async () => {
      await overheard.browser.changeDnsMode('doh-only');
      await checkAgain(popup, said.unknown);
    });
  }

  it('asked nobody else about it', async () => {
    const asked = lab.dns.questions.filter((question) => question.name === CANARY_NAME);
    expect(new Set(asked.map((question) => question.view))).toEqual(new Set([view]));
  });
});
