// The session page beside what the lab's server and resolvers wrote down: names that were read, names that were hidden, and every
// question that Overheard sent.

import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceOfState } from '../../../src/shared/host-states.ts';
import type { HostState } from '../../../src/shared/report.ts';
import { CANARY_NAME } from '../../lab/dns/zone.ts';
import { violations } from '../axe.ts';
import { BROWSERS, look, lookAtTab, press } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const lab = withLab();

const COVERS = ['public.example'];

const VISITS = [
  'https://hidden.example/',
  'https://noech.example/',
  'http://clear.example/',
  // Both lead elsewhere, and were themselves read on the way.
  'https://plain.example/redirect?to=https://cname.example/',
  'http://hop.example/',
  'https://intercepted.example/',
  // Frames from four others.
  'https://frames.example/',
];

/** What the server saw: of its own log, nothing of ours. */
function seenByServer() {
  const read = new Set<string>();
  const sealed = new Set<string>();
  for (const entry of lab.server.log) {
    if (entry.event === 'request' && entry.seen.scheme === 'http') read.add(entry.seen.host.replace(/:\d+$/, ''));
    if (entry.event !== 'handshake') continue;
    if (entry.echAccepted) sealed.add(entry.innerName);
    else if (!COVERS.includes(entry.outerName)) read.add(entry.outerName);
  }
  return { read, sealed: new Set([...sealed].filter((name) => !read.has(name))) };
}

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab, { inPrivateWindows: true });
  let session: Page;
  beforeAll(async () => {
    session = await overheard.browser.openExtensionPage('session.html');
    await session.waitForSelector('.headline');
  });
  afterAll(() => {
    lab.dns.questions.length = 0;
    lab.server.log.length = 0;
  });

  const call = <T>(expression: string) => overheard.console.evaluate(expression) as Promise<T>;
  const stored = () => call<Record<string, unknown>>('browser.storage.session.get()');

  /** The page's names in those states. A page behind others paints seldom, or not at all. */
  async function shown(...states: HostState[]): Promise<string[]> {
    const rows = await session.$$eval('[data-host]', (all) =>
      all.map((row) => {
        const { host = '', state = '' } = (row as HTMLElement).dataset;
        return { host, state: state as HostState, pill: row.querySelector('.pill')?.className };
      }),
    );
    // Whose public name it was follows from the record; whether something else revealed a name is not known.
    for (const { state, pill } of rows)
      if (state === 'partly-hidden') expect(['pill unknown', 'pill inferred']).toContain(pill);
      else expect(pill).toBe(`pill ${evidenceOfState(state)}`);
    const within = rows.filter(({ state }) => states.length === 0 || states.includes(state));
    return within.map(({ host }) => host).sort();
  }

  /** Of the ledger on the page, all of it. */
  async function asked(): Promise<{ name: string; to: string }[]> {
    const more = await session.$('.ledger button');
    await more?.evaluate((button) => (button as HTMLButtonElement).click());
    return session.$$eval('[data-asked]', (rows) =>
      rows.map((row) => ({
        name: (row as HTMLElement).dataset.asked ?? '',
        to: row.lastElementChild?.textContent ?? '',
      })),
    );
  }

  const atResolver = () => lab.dns.questions.filter(({ view }) => view === 'resolver').map((question) => question.name);
  const sorted = (texts: Iterable<string>) => [...texts].sort();

  it('begins with nothing', async () => {
    expect(await session.$eval('.headline', ({ textContent }) => textContent)).toBe(words('session_nothing'));
    expect(await shown()).toEqual([]);
  });

  it('tells the names that the server read, and no other as read, while it is open', async () => {
    for (const url of VISITS) {
      const { page } = await overheard.browser.visit(url);
      await look(overheard, page);
      await page.close();
    }
    await session.bringToFront();
    const { read, sealed } = seenByServer();
    expect(read.size).toBeGreaterThan(4);
    expect(sealed.size).toBeGreaterThan(1);
    await expect.poll(() => shown(), { timeout: 8_000 }).toEqual(sorted([...read, ...sealed]));
    if (name === 'firefox') {
      expect(await shown('cleartext', 'intercepted', 'exposed')).toEqual(sorted(read));
      expect(await shown('hidden', 'partly-hidden')).toEqual(sorted(sealed));
      return;
    }
    const said = await shown('cleartext', 'intercepted', 'exposed', 'likely-exposed');
    const open = await shown('unknown', 'partly-hidden');
    const hidden = await shown('likely-hidden', 'hidden');
    expect(said.filter((host) => !read.has(host))).toEqual([]);
    expect(hidden.filter((host) => read.has(host))).toEqual([]);
    expect(said).toEqual(['clear.example', 'hop.example', 'intercepted.example', 'noech.example']);
    expect(open).toContain('plain.example');
    expect(hidden).toContain('frames.example');
  });

  it('has every question that the resolver got in its ledger, and no other', async () => {
    await expect.poll(async () => (await asked()).length).toBeGreaterThan(5);
    const ours = await asked();
    const toResolver = ours.filter(({ to }) => to === 'resolver.example').map((question) => question.name);
    expect(sorted(toResolver)).toEqual(sorted(atResolver()));
    const toSystem = ours.filter(({ to }) => to === words('session_system_resolver')).map((question) => question.name);
    expect(toSystem.length + toResolver.length).toBe(ours.length);
    // Where the browser's own resolver keeps to DoH, what is asked of the network's own never gets there.
    expect(new Set(toSystem)).toEqual(new Set(name === 'firefox' ? [CANARY_NAME, 'firefox.com', 'mozilla.org'] : []));
    expect(await session.$eval('[data-sent]', (line) => (line as HTMLElement).dataset.sent)).toBe(String(ours.length));
  });

  it('goes on when the background was stopped', async () => {
    await overheard.stopBackground();
    const { page } = await overheard.browser.visit('https://owner.example/');
    await look(overheard, page);
    await session.bringToFront();
    await expect.poll(() => shown('hidden', 'likely-hidden', 'partly-hidden')).toContain('owner.example');
    expect((await shown()).length).toBe(seenByServer().read.size + seenByServer().sealed.size);
    expect(sorted((await asked()).map((question) => question.name))).toContain('owner.example');
  });

  it('passes axe, holds no site’s name in address or title, and fits a phone', async () => {
    expect(await violations(session)).toEqual([]);
    expect(await session.evaluate(() => [location.pathname, location.search, location.hash, document.title])).toEqual([
      '/session.html',
      '',
      '',
      words('session_title'),
    ]);
    const before = session.viewport();
    await session.setViewport({ width: 360, height: 640 });
    expect(await session.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await session.setViewport(before);
  });

  it('finds names by keyboard alone', async () => {
    await session.focus('#filter');
    await session.keyboard.type('NOECH');
    await expect.poll(() => shown()).toEqual(['noech.example']);
    for (const _ of 'NOECH') await session.keyboard.press('Backspace');
    await expect.poll(async () => (await shown()).length).toBeGreaterThan(5);
  });

  it('keeps neither names nor queries of a private window', async () => {
    await overheard.configure({ privateWindows: true });
    const [windowId, tabId] = await call<[number, number]>(
      'browser.windows.create({ incognito: true }).then(({ id, tabs }) => [id, tabs[0].id])',
    );
    const url = 'https://stale.example/';
    await call(`browser.tabs.update(${tabId}, { url: ${JSON.stringify(url)} })`);
    const shows = () => call(`browser.tabs.get(${tabId}).then(({ url, status }) => [url, status])`);
    await expect.poll(shows, { timeout: 10_000 }).toEqual([url, 'complete']);
    await lookAtTab(overheard, tabId);
    expect(atResolver()).toContain('stale.example');
    await call(`browser.windows.remove(${windowId})`);
    await expect.poll(async () => JSON.stringify(await stored())).not.toContain('stale.example');
    await session.bringToFront();
    expect(await shown()).not.toContain('stale.example');
    expect((await asked()).map((question) => question.name)).not.toContain('stale.example');
  });

  it('forgets all of it on a click, asks nobody, and counts anew', async () => {
    const before = atResolver().length;
    await press(session, words('session_clear'));
    await expect.poll(() => shown()).toEqual([]);
    expect(await asked()).toEqual([]);
    expect(await session.$eval('.cleared', ({ textContent }) => textContent)).toBe(words('session_cleared'));
    expect(atResolver()).toHaveLength(before);
    expect(Object.keys(await stored()).filter((key) => /^(name|asked|ledger)/.test(key))).toEqual([]);
    const { page } = await overheard.browser.visit('https://versions.example/');
    await look(overheard, page);
    await session.bringToFront();
    await expect.poll(() => shown()).toEqual(['versions.example']);
    expect((await asked()).map((question) => question.name)).toEqual(['versions.example']);
  });
});
