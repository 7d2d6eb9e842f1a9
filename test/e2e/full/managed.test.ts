// An organisation's policy in both real browsers: the files that the documentation gives, installed as it says; a policy that is
// partly wrong; and, in Chromium, one that changes while the browser runs.

import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MessageKey } from '../../../src/shared/sentence.ts';
import { CANARY_NAME } from '../../lab/dns/zone.ts';
import { type Extension, installExtension } from '../../lab/extension.ts';
import { examplePolicies, policiesOf } from '../../lab/policies.ts';
import { BROWSERS, look, press, settled, waitForText } from '../looking.ts';
import { withLab } from '../with-overheard.ts';
import { words } from '../words.ts';

const lab = withLab();

const isDisabled = (page: Page, selector: string) =>
  page.$eval(selector, (input) => (input as HTMLInputElement).disabled);
const isChecked = (page: Page, selector: string) =>
  page.$eval(selector, (input) => (input as HTMLInputElement).checked);
const contactsOn = (page: Page) => page.$eval('#contacts', (element) => element.textContent ?? '');
const problem = (key: MessageKey, ...args: string[]) => words(key, ...args);

describe.each(BROWSERS)('%s', (name) => {
  let overheard: Extension;
  let options: Page;

  async function start(policies: Record<string, unknown>): Promise<void> {
    await lab.reset();
    overheard = await installExtension(name, { policies });
    await overheard.browser.grant({ dataCollection: ['browsingActivity'] });
    overheard.mayContact(lab.dns.resolvers.resolver.host);
    options = overheard.console;
    await waitForText(options, words('options_policy_heading'));
    lab.dns.questions.length = 0;
  }
  const openCheck = async () => {
    const page = await overheard.browser.openExtensionPage('network-check.html');
    await page.waitForSelector('#contacts');
    await page.bringToFront();
    return page;
  };
  const asked = () =>
    lab.dns.questions
      .filter(({ transport, view, type }) => transport === 'doh' && view !== 'browser' && type === 'HTTPS')
      .map((question) => `${question.view}: ${question.name}`);

  describe('with the example of the documentation', () => {
    beforeAll(() => start(examplePolicies(name)));
    afterAll(() => overheard?.close());

    it('shows what is decided, and lets nobody change it', async () => {
      await waitForText(options, words('options_managed'));
      expect(await isChecked(options, '#resolver-custom')).toBe(true);
      expect(await isDisabled(options, '#resolver-cloudflare')).toBe(true);
      expect(await isChecked(options, '#ask-on-click')).toBe(true);
      expect(await isDisabled(options, '#ask-every-site')).toBe(true);
      for (const text of ['plain.example', '*.many.example', 'tls-ech.dev', 'dns.quad9.net', 'Inspecting proxy'])
        await waitForText(options, text);
      expect(await options.$$('.organisation .problem')).toEqual([]);
    });

    it('says on the network check page what is locked and kept, and whom the check asks', async () => {
      const page = await openCheck();
      expect(await page.$eval('[data-locked]', (list) => (list as HTMLElement).dataset.locked)).toBe(
        'resolver ask measurePages testNetwork references checkResolvers',
      );
      await waitForText(page, words('options_policy_never_ask'));
      await waitForText(page, '*.many.example');
      const contacts = await contactsOn(page);
      for (const text of ['Quad9', 'resolver-two.example', 'tls-ech.dev']) expect(contacts).toContain(text);
      expect(contacts).not.toContain('Google');
      await page.close();
    });

    it('asks on a click alone, and the resolver that policy names', async () => {
      const { page } = await overheard.browser.visit('https://noech.example/');
      const popup = await overheard.popup(await overheard.tabOf(page));
      await overheard.read(popup, settled);
      expect(asked()).toEqual([]);
      await press(popup, words('action_ask_now'));
      await overheard.read(popup, ({ text }) => text.includes(words('published_no_ech')));
      expect(asked()).toEqual(['resolver: noech.example']);
      await popup.close();
    });

    it('asks nobody about a name that policy keeps, on a click either', async () => {
      lab.dns.questions.length = 0;
      for (const host of ['plain.example', 'many.example']) {
        const { page } = await overheard.browser.visit(`https://${host}/`);
        const popup = await overheard.popup(await overheard.tabOf(page));
        const { text } = await overheard.read(popup, settled);
        expect(text).toContain(words('unknown_excluded_by_policy', host));
        await press(popup, words('popup_check_again'));
        await overheard.read(popup, settled);
        await popup.close();
      }
      expect(asked()).toEqual([]);
    });

    it('holds when the background stops, and against what is stored', async () => {
      await overheard.configure({
        resolver: { kind: 'custom', template: lab.dns.resolvers.second.url },
        ask: 'every-site',
      });
      await overheard.stopBackground();
      lab.dns.questions.length = 0;
      const { page } = await overheard.browser.visit('https://hidden.example/');
      const popup = await overheard.popup(await overheard.tabOf(page));
      await overheard.read(popup, settled);
      await press(popup, words('action_ask_now'));
      await expect.poll(asked).toEqual(['resolver: hidden.example']);
      await popup.close();
    });
  });

  describe('with a policy that is partly wrong', () => {
    beforeAll(() =>
      start(
        policiesOf(name, {
          resolver: { preset: 'nobody' },
          mode: 'sometimes',
          referenceHosts: ['http://a.example', 'tls-ech.dev'],
          checkResolvers: [{ template: 'http://r.example/' }, { preset: 'mullvad' }],
          expectedRoots: [{ sha256: 'abcd' }, { sha256: lab.fingerprints.interception, label: 'Lab' }, 5],
          neverAsk: ['https://a.example/', 'plain.example', 'target-of-alias.example'],
          lock: 'yes',
          extra: 1,
        }),
      ),
    );
    afterAll(() => overheard?.close());

    it('says field by field what is wrong', async () => {
      for (const expected of [
        problem('policy_bad_preset', 'resolver'),
        problem('policy_bad_mode', 'mode'),
        problem('policy_bad_reference', 'referenceHosts[0]'),
        problem('policy_template_not_https', 'checkResolvers[0]'),
        problem('policy_bad_name', 'neverAsk[0]'),
      ])
        await waitForText(options, expected);
      const problems = await options.$$eval('.organisation .problem + ul li', (items) =>
        items.map(({ textContent }) => textContent),
      );
      // Chromium keeps to itself values of the wrong type, the whole list of one that is, and fields that are not in the schema.
      const more = [
        problem('policy_unknown_field', 'extra'),
        problem('policy_not_boolean', 'lock'),
        problem('policy_bad_root', 'expectedRoots[0]'),
        problem('policy_bad_root', 'expectedRoots[2]'),
      ];
      for (const one of more) expect(problems.includes(one)).toBe(name === 'firefox');
    });

    it('takes what is right, as a default where there is no lock', async () => {
      expect(await isDisabled(options, '#resolver-cloudflare')).toBe(false);
      await overheard.configure({ resolver: { kind: 'custom', template: lab.dns.resolvers.resolver.url } });
      const { page } = await overheard.browser.visit('https://plain.example/');
      expect((await look(overheard, page)).text).toContain(words('unknown_excluded_by_policy', 'plain.example'));
      const noech = await overheard.browser.visit('https://noech.example/');
      await look(overheard, noech.page);
      expect(asked()).toEqual(['resolver: noech.example']);
    });

    it('takes whom the network check asks, as far as it is right', async () => {
      const page = await openCheck();
      const contacts = await contactsOn(page);
      expect(contacts).toContain('Mullvad');
      for (const text of ['r.example/', 'Quad9', 'Google']) expect(contacts).not.toContain(text);
      await page.close();
    });

    it('asks nobody about a name that policy keeps where an alias leads to it, and says so', async () => {
      lab.dns.questions.length = 0;
      const { page } = await overheard.browser.visit('https://alias.example/');
      const popup = await overheard.popup(await overheard.tabOf(page));
      await overheard.read(popup, settled);
      expect(asked()).toEqual(['resolver: alias.example']);
      await press(popup, words('popup_check_again'));
      await waitForText(popup, words('unknown_excluded_by_policy', 'target-of-alias.example'));
      expect(asked()).toEqual(['resolver: alias.example', 'resolver: alias.example']);
      await popup.close();
    });

    // Chromium tells extensions of no certificate.
    if (name === 'firefox') {
      it('expects the authority that policy names', async () => {
        const { page } = await overheard.browser.visit('https://intercepted.example/');
        expect((await look(overheard, page)).verdict).toBe('exposed');
      });
    }
  });

  describe('the network check', () => {
    const KEPT = 'shared-cover.example';
    beforeAll(() =>
      start(
        policiesOf(name, {
          lock: true,
          resolver: { template: lab.dns.resolvers.resolver.url },
          referenceHosts: ['hidden.example', 'stale.example', KEPT].map((host) => `${host}/cdn-cgi/trace`),
          checkResolvers: [{ template: lab.dns.resolvers.second.url }],
          neverAsk: [KEPT],
        }),
      ),
    );
    afterAll(() => overheard?.close());

    it('asks whom policy names, against what is stored, and has nobody asked about a name that it keeps', async () => {
      await overheard.configure({ checkResolvers: [{ kind: 'preset', id: 'google' }] });
      overheard.mayContact('hidden.example', 'stale.example', lab.dns.resolvers.second.host, CANARY_NAME);
      const page = await openCheck();
      await waitForText(page, words('check_left_out'));
      expect(await contactsOn(page)).not.toContain('Google');
      lab.dns.questions.length = 0;
      await press(page, words('check_start'));
      await page.waitForSelector('[data-conclusion="possible"]', { timeout: 30_000 });
      const views = lab.dns.questions.filter(({ type }) => type === 'HTTPS').map(({ view }) => view);
      expect(views).toEqual(expect.arrayContaining(['resolver', 'second']));
      // The browser's own questions are among these.
      const names = lab.dns.questions.map((question) => question.name);
      expect(names).toEqual(expect.arrayContaining(['hidden.example', 'stale.example']));
      expect(names).not.toContain(KEPT);
      await page.close();
    });
  });
});

describe('chromium, while it runs', () => {
  let overheard: Extension;
  beforeEach(async () => {
    await lab.reset();
    overheard = await installExtension('chromium', {
      policies: policiesOf('chromium', { resolver: { preset: 'mullvad' } }),
    });
    overheard.mayContact('dns.mullvad.net', lab.dns.resolvers.resolver.host);
    // About the canary, before the other policy arrives.
    lab.dns.outside.add('dns.mullvad.net');
    await waitForText(overheard.console, words('options_policy_heading'));
  });
  afterEach(() => overheard?.close());

  it('takes up another policy, and lets go of one that is taken away', async () => {
    const { browser, console: options } = overheard;
    expect(await isChecked(options, '#resolver-mullvad')).toBe(true);
    await browser.changePolicies(
      policiesOf('chromium', { lock: true, resolver: { template: lab.dns.resolvers.resolver.url } }),
    );
    const waits = { timeout: 30_000, polling: 200 };
    await options.waitForFunction(() => document.querySelector<HTMLInputElement>('#resolver-custom')?.disabled, waits);
    lab.dns.questions.length = 0;
    const { page } = await browser.visit('https://noech.example/');
    expect((await look(overheard, page)).text).toContain(words('published_no_ech'));
    expect(lab.dns.questions.some(({ view, name }) => view === 'resolver' && name === 'noech.example')).toBe(true);

    await browser.changePolicies({});
    await waitForText(options, words('options_policy_awaited'), 30_000);
    await options.waitForFunction(() => document.querySelector('.organisation') === null, waits);
    expect(await isDisabled(options, '#resolver-mullvad')).toBe(false);
  });
});
