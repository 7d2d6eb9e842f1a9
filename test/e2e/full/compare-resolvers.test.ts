// The comparison of resolvers in both real browsers, among known ones that the lab's stand for: one that strips ECH and filters the
// canary, one that is slow and pads, one that validates. The others cannot be reached.

import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QUESTIONS } from '../../../src/options/candidates.ts';
import { type Extension, launchExtension } from '../../lab/extension.ts';
import { KNOWN_RESOLVERS, REFERENCES, standForKnownResolvers } from '../../lab/networks.ts';
import { violations } from '../axe.ts';
import { BROWSERS, press, waitForText } from '../looking.ts';
import { withLab } from '../with-overheard.ts';
import { words } from '../words.ts';

const CANARY = 'use-application-dns.net';
const YES = words('options_compare_yes');
const NO = words('options_compare_no');
const NOT_SAID = words('options_compare_not_said');

const lab = withLab();

describe.each(BROWSERS)('%s', (name) => {
  let overheard: Extension;
  let options: Page;

  beforeAll(async () => {
    await lab.reset();
    standForKnownResolvers(lab);
    overheard = await launchExtension(name, lab);
    await overheard.configure({ resolver: { kind: 'preset', id: 'quad9' } });
    options = await overheard.browser.openExtensionPage('options.html');
    await waitForText(options, words('options_compare'));
    overheard.mayContact(...KNOWN_RESOLVERS);
    lab.dns.questions.length = 0;
  });
  afterAll(() => overheard?.close());

  const cells = (resolver: string) =>
    options.$$eval(`[data-resolver="${resolver}"] td`, (all) => all.map(({ textContent }) => textContent ?? ''));
  const milliseconds = (cell = '') => [...cell.matchAll(/(\d+) ms/g)].map(([, digits]) => Number(digits));
  const askedOf = (view: string) =>
    lab.dns.questions.filter((question) => question.view === view && [...REFERENCES, CANARY].includes(question.name));

  it('says whom it asks, and asks nobody before the click', async () => {
    const text = await options.$eval('[aria-labelledby=compare]', (section) => section.textContent ?? '');
    for (const asked of ['Quad9', 'Mullvad', 'Wikimedia', ...REFERENCES, CANARY]) expect(text).toContain(asked);
    expect(askedOf('second')).toEqual([]);
  });

  it('finds out how each of them answers', async () => {
    await press(options, words('options_compare'));
    await waitForText(
      options,
      words('options_compare_progress', String(KNOWN_RESOLVERS.length), String(KNOWN_RESOLVERS.length)),
      60_000,
    );
    const all = words('options_compare_some', '3', '3');
    const none = words('options_compare_some', '0', '3');
    const isSet = words('options_canary_set');
    const isNotSet = words('options_canary_not_set');
    expect((await cells('Quad9')).slice(0, 5)).toEqual([YES, none, NOT_SAID, NO, isSet]);
    expect((await cells('Mullvad')).slice(0, 5)).toEqual([YES, all, NOT_SAID, YES, isNotSet]);
    expect((await cells('Wikimedia')).slice(0, 5)).toEqual([YES, all, YES, NO, isNotSet]);
    expect(await cells('Google')).toEqual([words('options_compare_no_answer')]);
    await waitForText(options, words('options_compare_chosen_none', 'Quad9'));
    const rows = await options.$$eval('[data-resolver]', (all) =>
      all.map((row) => (row as HTMLElement).dataset.resolver),
    );
    // Both leave ECH intact, and one of them checks DNSSEC as well.
    expect(rows.slice(0, 3)).toEqual(['Wikimedia', 'Mullvad', 'Quad9']);
  });

  it('tells the slow one from the others', async () => {
    const [quick] = milliseconds((await cells('Quad9'))[5]);
    const [slow] = milliseconds((await cells('Mullvad'))[5]);
    expect(slow).toBeGreaterThanOrEqual(150);
    expect(slow).toBeGreaterThan(quick ?? Number.POSITIVE_INFINITY);
  });

  it('looks up only the reference hosts and the canary, as often as announced', () => {
    for (const view of ['resolver', 'second']) {
      const asked = lab.dns.questions.filter((question) => question.view === view).map((question) => question.name);
      // Chrome looks at the canary by the chosen resolver besides.
      const others = asked.filter((asks) => ![...REFERENCES, CANARY].includes(asks));
      expect(others).toEqual([]);
      expect(asked.filter((asks) => asks !== CANARY)).toHaveLength(QUESTIONS - 1);
    }
  });

  it('counts its questions in the ledger', async () => {
    type Counts = { to: string; purpose: string; count: number }[];
    const counts = (await options.evaluate(
      'browser.storage.session.get("ledger").then(({ ledger }) => ledger.counts)',
    )) as Counts;
    const tested = counts.filter(({ purpose }) => purpose === 'test');
    expect(tested.find(({ to }) => to === 'dns.mullvad.net')?.count).toBe(QUESTIONS);
    expect(tested).toHaveLength(KNOWN_RESOLVERS.length);
  });

  it('lets one be chosen', async () => {
    await press(options, words('options_compare_use_named', 'Mullvad'));
    await options.waitForFunction(() => document.querySelector<HTMLInputElement>('#resolver-mullvad')?.checked);
    const chosen = await options.$eval('[data-resolver="Mullvad"] th', ({ textContent }) => textContent);
    expect(chosen).toContain(words('options_compare_chosen'));
  });

  it.each([360, 1000])('fits %i pixels and is accessible', async (width) => {
    await options.setViewport({ width, height: 900 });
    expect(await options.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await violations(options)).toEqual([]);
  });
});
