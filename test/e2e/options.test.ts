// The settings page in a real browser: what it refuses, what it finds out, and what its settings do.

import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageKey } from '../../src/shared/sentence.ts';
import { BROWSERS, look, press, settled, waitForText } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';
import { words } from './words.ts';

const lab = withLab();

const FIELD = '.resolvers .field input';
/** What the resolver test asks for. */
const REFERENCE = 'crypto.cloudflare.com';
const NO_ADDRESSES: [string, MessageKey][] = [
  ['http://resolver.example/dns-query', 'options_template_not_https'],
  ['https://user:secret@resolver.example/dns-query', 'options_template_credentials'],
  ['https://resolver.example/dns-query#part', 'options_template_fragment'],
  ['no address', 'options_template_not_a_url'],
  ['https://resolver.example/dns-query{?x}', 'options_template_variable'],
];

/** What is said behind the number of milliseconds, which nobody can know. */
const outcome = (key: MessageKey): string => words(key, 'resolver.example', '|').split('|')[1] as string;

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);
  let options: Page;
  beforeAll(async () => {
    options = await overheard.browser.openExtensionPage('options.html');
    await unfold();
  });
  afterAll(() => lab.reset());

  const asked = () =>
    lab.dns.questions
      .filter(({ view, type }) => view === 'resolver' && type === 'HTTPS')
      .map((question) => question.name);
  /** The list is folded under the resolver that is chosen. */
  const unfold = async () => {
    await options.bringToFront();
    await (await options.waitForSelector('.resolvers summary'))?.click();
  };
  async function reload(): Promise<void> {
    await overheard.browser.openExtensionPage('options.html', options);
    await unfold();
  }

  async function enter(address: string): Promise<void> {
    await options.bringToFront();
    await options.click(FIELD, { count: 3 });
    await options.type(FIELD, address);
    await options.keyboard.press('Enter');
  }

  it.each(NO_ADDRESSES)('rejects %s at the field and says why', async (address, reason) => {
    await enter(address);
    const problem = () => options.$eval('.resolvers .field [role=alert]', (alert) => alert.textContent);
    await expect.poll(problem).toBe(words(reason));
    expect(await options.$eval(FIELD, (input) => input.getAttribute('aria-invalid'))).toBe('true');
  });

  it('keeps the earlier choice through all that', async () => {
    await reload();
    await options.waitForFunction(
      (field, value) => document.querySelector<HTMLInputElement>(field)?.value === value,
      {},
      FIELD,
      lab.dns.resolvers.resolver.url,
    );
  });

  it('tells what the test of a resolver found', async () => {
    const { resolver } = lab.dns.views;
    lab.dns.outside.add(REFERENCE);
    resolver.override(REFERENCE, lab.site('hidden').records(lab.site('hidden'))['hidden.example']);
    await press(options, words('options_test'));
    await waitForText(options, outcome('options_test_kept'));
    await waitForText(options, words('options_test_not_authenticated'));
    resolver.override(REFERENCE, { https: [{ alpn: ['h2'] }] });
    await press(options, words('options_test'));
    await waitForText(options, outcome('options_test_stripped'));
    resolver.setFault({ kind: 'http-status', status: 503 });
    await press(options, words('options_test'));
    await waitForText(options, words('failure_http_status', 'resolver.example', '503'));
    resolver.reset();
  });

  it('asks nothing until a click when told so', async () => {
    await options.click('#ask-on-click');
    await waitForText(options, words('options_saved'));
    lab.dns.questions.length = 0;
    const { page } = await overheard.browser.visit('https://noech.example/');
    const popup = await overheard.popup(await overheard.tabOf(page));
    await overheard.read(popup, settled);
    expect(asked()).toEqual([]);
    await press(popup, words('action_ask_now'));
    await overheard.read(popup, ({ text }) => text.includes(words('published_no_ech')));
    expect(asked()).toEqual(['noech.example']);
    await popup.close();
  });

  it('keeps its settings when the background stops', async () => {
    await overheard.stopBackground();
    lab.dns.questions.length = 0;
    const { page } = await overheard.browser.visit('https://plain.example/');
    await look(overheard, page, ({ text }) => text.includes(words('unknown_on_click')));
    await reload();
    await options.waitForFunction(() => document.querySelector<HTMLInputElement>('#ask-on-click')?.checked);
    expect(asked()).toEqual([]);
  });

  // Chromium tells extensions of no certificate, so that there is no authority to expect.
  if (name === 'firefox') {
    it('takes an authority from the popup onto its list, and off it again', async () => {
      const { page } = await overheard.browser.visit('https://intercepted.example/');
      const popup = await overheard.popup(await overheard.tabOf(page));
      await overheard.read(popup, ({ verdict }) => verdict === 'intercepted');
      await press(popup, words('action_expect_root'));
      await overheard.read(popup, ({ verdict }) => verdict === 'exposed');
      await waitForText(options, lab.fingerprints.interception);
      const remove = 'ul.roots li:last-child button';
      await options.bringToFront();
      await options.click(remove);
      await options.waitForFunction(() => document.querySelectorAll('ul.roots li').length === 1);
      await overheard.read(popup, ({ verdict }) => verdict === 'intercepted');
      await popup.close();
    });
  }
});
