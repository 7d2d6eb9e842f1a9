// The background stops whenever it idles. Nothing that a person sees may depend on that.

import type { Page } from 'puppeteer-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BROWSERS, look, press, settled } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const lab = withLab();

/** Some number that no tab has. */
const NO_TAB = 990_001;

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);
  let page: Page;
  beforeAll(async () => {
    ({ page } = await overheard.browser.visit('https://hidden.example/'));
    await look(overheard, page);
  });
  beforeEach(() => {
    lab.dns.questions.length = 0;
  });

  const asked = () =>
    lab.dns.questions
      .filter(({ view, type }) => view === 'resolver' && type === 'HTTPS')
      .map((question) => question.name);

  it('the popup of a page seen before: as it was, without a question', async () => {
    await overheard.stopBackground();
    expect((await look(overheard, page)).text).toContain(words('published_ech', 'public.example'));
    expect(asked()).toEqual([]);
  });

  it('the popup paints what is stored, whatever the background does', async () => {
    const tabId = await overheard.tabOf(page);
    // A copy under a number that the background knows nothing of: it can only come from storage.
    await overheard.console.evaluate(
      `browser.storage.session.get('report:${tabId}').then((stored) =>
        browser.storage.session.set({ 'report:${NO_TAB}': stored['report:${tabId}'] }))`,
    );
    await overheard.stopBackground();
    const popup = await overheard.popup(NO_TAB);
    expect((await overheard.read(popup)).networkReads).toBe('public.example');
    await popup.close();
  });

  it('an open popup: gets what happens after the stop', async () => {
    const popup = await overheard.popup(await overheard.tabOf(page));
    await overheard.read(popup, settled);
    await overheard.stopBackground();
    await overheard.browser.visit('https://noech.example/', { page });
    const { verdict } = await overheard.read(popup, (now) => settled(now) && now.text.includes('noech.example'));
    expect(verdict).toBe('exposed');
    expect(asked()).toEqual(['noech.example']);
    await popup.close();
  });

  it('a visit after the stop: right, and asked about', async () => {
    await overheard.stopBackground();
    const visit = await overheard.browser.visit('https://cname.example/');
    expect((await look(overheard, visit.page)).networkReads).toBe('public.example');
    expect(asked()).toEqual(['cname.example']);
  });

  it('a second visit after the stop: not asked about again', async () => {
    await overheard.stopBackground();
    await overheard.browser.visit('https://cname.example/again', { page });
    expect((await look(overheard, page)).networkReads).toBe('public.example');
    expect(asked()).toEqual([]);
  });

  it('a question under way at the stop: asked again, by the next background', async () => {
    lab.dns.views.resolver.setFault({ kind: 'silence' }, 'stale.example');
    await overheard.browser.visit('https://stale.example/', { page });
    await expect.poll(asked).toEqual(['stale.example']);
    // That question stays without an answer; a background that wakes at once gets one.
    lab.dns.views.resolver.clearFault();
    await overheard.stopBackground();
    expect((await look(overheard, page)).text).toContain(words('published_ech', 'public.example'));
    expect(asked()).toEqual(['stale.example', 'stale.example']);
  });

  it('check again after the stop: asks again', async () => {
    const popup = await overheard.popup(await overheard.tabOf(page));
    await overheard.read(popup, settled);
    lab.dns.views.resolver.override('stale.example', { a: [lab.site('stale').address] });
    await overheard.stopBackground();
    await press(popup, words('popup_check_again'));
    await overheard.read(popup, ({ text }) =>
      text.includes(words('published_no_record', new URL(lab.dns.resolvers.resolver.url).hostname)),
    );
    expect(asked()).toEqual(['stale.example']);
    lab.dns.views.resolver.restore('stale.example');
    await popup.close();
  });

  it('settings changed while it was stopped: followed', async () => {
    await overheard.stopBackground();
    await overheard.configure({ ask: 'on-click' });
    await overheard.browser.visit('https://versions.example/', { page });
    expect((await look(overheard, page)).text).toContain(words('unknown_on_click'));
    expect(asked()).toEqual([]);
  });
});
