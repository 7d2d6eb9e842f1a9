// The canary domain: Firefox asks the network's own resolver past its DNS over HTTPS, Chromium the chosen one. Each answer is
// asked for afresh by "Check again".

import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DnsMode } from '../lab/browsers/lab-browser.ts';
import { CANARY_NAME, type Canary } from '../lab/dns/zone.ts';
import { type Extension, launchExtension } from '../lab/extension.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { BrowserName } from '../lab/site.ts';
import { words } from './words.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab?.close());
afterEach(() => lab?.reset());

async function popupOverPage(overheard: Extension): Promise<Page> {
  const { page } = await overheard.browser.visit('https://plain.example/');
  return overheard.popup(await overheard.tabOf(page));
}

/** What the popup says of the canary once the question after "Check again" was answered. */
async function checkAgain(popup: Page, expected: string): Promise<void> {
  await popup.locator(`button[aria-label="${words('popup_check_again')}"]`).click();
  const says = () => popup.$eval('.canary', (element) => element.textContent);
  await expect.poll(says, { timeout: 10_000 }).toContain(expected);
}

const MODES: [BrowserName, DnsMode][] = [
  ['firefox', 'automatic'],
  ['firefox', 'plain'],
  ['chromium', 'doh-only'],
];

describe.each(MODES)('%s, %s', (name, dns) => {
  const view = name === 'firefox' ? 'network' : 'resolver';
  const said = {
    set: name === 'firefox' ? words('canary_firefox_set') : words('canary_chromium_set', 'resolver.example'),
    'not-set':
      name === 'firefox' ? words('canary_firefox_not_set') : words('canary_chromium_not_set', 'resolver.example'),
    unknown: words('canary_chromium_failed', 'resolver.example'),
  };
  const ANSWERS: [Canary, keyof typeof said][] = [
    ['nxdomain', 'set'],
    ['noerror', 'not-set'],
    ['nodata', 'set'],
    // Firefox tells an extension of no difference between this and NXDOMAIN, and takes it for the signal itself.
    ['servfail', name === 'firefox' ? 'set' : 'unknown'],
    ['zero-address', 'set'],
  ];

  it('says what each answer means here', async () => {
    const overheard = await launchExtension(name, lab, { dns });
    try {
      const popup = await popupOverPage(overheard);
      await overheard.read(popup, ({ text }) => text.includes(said['not-set']));
      for (const [canary, state] of ANSWERS) {
        lab.dns.views[view].canary = canary;
        await checkAgain(popup, said[state]);
      }
      const views = lab.dns.questions
        .filter(({ name: asked }) => asked === CANARY_NAME)
        .map((question) => question.view);
      expect(new Set(views)).toEqual(new Set([view]));
      expect(await overheard.browser.consoleErrors()).toEqual([]);
    } finally {
      lab.dns.questions.length = 0;
      await overheard.browser.close();
    }
  });
});

it('is not known where Firefox asks by DNS over HTTPS alone', async () => {
  lab.dns.views.network.canary = 'nxdomain';
  const overheard = await launchExtension('firefox', lab, { dns: 'doh-only' });
  try {
    const popup = await popupOverPage(overheard);
    await overheard.read(popup, ({ text }) => text.includes(words('canary_firefox_controls')));
    expect(await popup.$eval('.canary', (element) => element.getAttribute('data-canary'))).toBe('unknown');
    expect(lab.dns.questions.filter(({ name: asked }) => asked === CANARY_NAME)).toEqual([]);
  } finally {
    await overheard.browser.close();
  }
});
