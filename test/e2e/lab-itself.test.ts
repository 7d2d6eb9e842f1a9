// The lab proves itself. Without any extension, each site is visited in both real browsers, and the server must have seen
// what the table says; with the probe extension, the drivers do what they promise.

import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../lab/browsers/chromium.ts';
import { launchFirefox } from '../lab/browsers/firefox.ts';
import type { LabBrowser, LaunchOptions, Visit } from '../lab/browsers/lab-browser.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { BrowserName, Expectation, Site } from '../lab/site.ts';
import { SITES } from '../lab/sites.ts';

const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };
const BROWSERS: readonly BrowserName[] = ['firefox', 'chromium'];
const PROBE: LaunchOptions = {
  extension: fileURLToPath(new URL('../lab/probe-extension', import.meta.url)),
  geckoId: 'probe@lab.example',
};

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab?.close());

/** What the test uses of the globals of an extension page. */
type ExtensionPage = Record<
  'browser' | 'chrome',
  {
    runtime: { sendMessage(message: string): Promise<number> };
    permissions: { getAll(): Promise<unknown> };
  }
>;

/** The visit's outcome in the table's words. */
function outcomeOf({ seen }: Visit): Expectation {
  if (!seen) return { outcome: 'fails' };
  if (seen.scheme === 'http') return { outcome: 'cleartext' };
  return { outcome: seen.echAccepted ? 'hides' : 'shows', outerName: seen.outerName };
}

/** The name that the server must have read inside: the host that was asked for; none for an address. */
function innerNameOf(site: Site): string {
  const { hostname } = new URL(SITES.find(({ id }) => id === site.endsAt)?.url ?? site.url);
  return /^[\d.]+$/.test(hostname) ? '' : hostname;
}

describe.each(BROWSERS)('%s, every site', (name) => {
  let browser: LabBrowser;
  beforeAll(async () => {
    browser = await LAUNCH[name]();
  });
  afterAll(() => browser?.close());

  it.each(SITES)('$id: $title', async (site) => {
    const before = lab.server.log.length;
    const visit = await browser.visit(site.url);
    expect({ ...outcomeOf(visit), error: visit.error }).toEqual({
      ...site.expects[name],
      error: site.expects[name].outcome === 'fails' ? expect.any(String) : undefined,
    });
    if (visit.seen) expect(visit.seen.site).toBe(site.endsAt ?? site.id);
    if (visit.seen?.scheme === 'https') expect(visit.seen.innerName).toBe(innerNameOf(site));

    // When the name is hidden, no hello that this site's server saw carries it.
    if (site.expects[name].outcome === 'hides' && site.endsAt === undefined) {
      const handshakes = lab.server.log.slice(before).filter((entry) => entry.event === 'handshake');
      const named = handshakes.filter((entry) => entry.site === site.id && entry.outerName === innerNameOf(site));
      expect(named).toEqual([]);
    }
    await visit.page.close();
  });
});

describe.each(BROWSERS)('%s, switches', (name) => {
  let browser: LabBrowser;
  beforeAll(async () => {
    browser = await LAUNCH[name]();
  });
  afterEach(() => lab.reset());
  afterAll(() => browser?.close());

  it('shows the name when the server switches ECH off, and hides it when it is on again', async () => {
    expect(outcomeOf(await browser.visit('https://hidden.example/'))).toEqual({
      outcome: 'hides',
      outerName: 'public.example',
    });
    await lab.server.change('hidden', { keys: [] });
    await lab.server.drop('hidden');
    expect(outcomeOf(await browser.visit('https://hidden.example/'))).toEqual({
      outcome: 'shows',
      outerName: 'hidden.example',
    });
    await lab.server.reset('hidden');
    expect(outcomeOf(await browser.visit('https://hidden.example/'))).toEqual({
      outcome: 'hides',
      outerName: 'public.example',
    });
  });

  it('shows the name when the resolver has no record any more', async () => {
    const site = lab.site('withheld');
    lab.dns.views.browser.override('withheld.example', { a: [site.address] });
    const { seen } = await browser.visit(site.url);
    expect(seen?.outerName).toBe('withheld.example');
    expect(lab.dns.questions).toContainEqual(
      expect.objectContaining({
        view: 'browser',
        name: 'withheld.example',
        type: 'HTTPS',
        answerCount: 0,
        lengthOctets: 128,
      }),
    );
  });
});

describe.each(BROWSERS)('%s, policies', (name) => {
  it('shows the name when policy switches ECH off', async () => {
    const policies =
      name === 'firefox' ? { DisableEncryptedClientHello: true } : { EncryptedClientHelloEnabled: false };
    const browser = await LAUNCH[name]({ policies });
    try {
      expect(outcomeOf(await browser.visit('https://hidden.example/'))).toEqual({
        outcome: 'shows',
        outerName: 'hidden.example',
      });
    } finally {
      await browser.close();
    }
  });
});

describe.each(BROWSERS)('%s, special pages', (name) => {
  let browser: LabBrowser;
  beforeAll(async () => {
    browser = await LAUNCH[name]();
  });
  afterAll(() => browser?.close());
  const requestsFor = (path: string) => lab.server.requests.filter(({ seen }) => seen.path === path).length;

  it('answers /cacheable from the cache the second time', async () => {
    const { page } = await browser.visit('https://plain.example/cacheable');
    const before = requestsFor('/cacheable');
    await browser.visit('https://plain.example/', { page });
    await browser.visit('https://plain.example/cacheable', { page });
    expect(requestsFor('/cacheable')).toBe(before);
  });

  it('answers /etag with 304 the second time', async () => {
    const { page } = await browser.visit('https://plain.example/etag');
    await browser.visit('https://plain.example/etag', { page });
    const last = lab.server.requests.filter(({ seen }) => seen.path === '/etag').at(-1);
    expect(last?.headers['If-None-Match']).toEqual(['"lab-1"']);
  });

  it('follows /redirect', async () => {
    const { seen } = await browser.visit('https://plain.example/redirect?to=https://hidden.example/there');
    expect(seen).toMatchObject({ site: 'hidden', path: '/there', echAccepted: true });
  });

  it('answers /sw/ from its service worker once that is ready', async () => {
    const { page } = await browser.visit('https://hidden.example/sw/');
    await page.waitForFunction(() => document.querySelector('#worker')?.textContent === 'ready');
    const before = requestsFor('/sw/again');
    const { seen } = await browser.visit('https://hidden.example/sw/again', { page });
    expect(seen?.path).toBe('/sw/kept');
    expect(requestsFor('/sw/again')).toBe(before);
  });

  it('writes the trace page', async () => {
    const { page } = await browser.visit('https://hidden.example/cdn-cgi/trace');
    const lines = (await page.evaluate(() => document.body.textContent))?.trim().split('\n') ?? [];
    expect(lines).toEqual(
      expect.arrayContaining(['h=hidden.example', 'sni=encrypted', 'tls=TLSv1.3', 'http=http/2', 'kex=X25519MLKEM768']),
    );
  });
});

describe.each(BROWSERS)('%s over plain DNS', (name) => {
  let browser: LabBrowser;
  beforeAll(async () => {
    browser = await LAUNCH[name]({ dns: 'plain' });
  });
  afterAll(() => browser?.close());

  it('asks the network, not the DoH resolver', async () => {
    lab.dns.questions.length = 0;
    const { seen } = await browser.visit('https://hidden.example/');
    expect(seen?.innerName).toBe('hidden.example');
    const asked = lab.dns.questions.filter(({ name: asked }) => asked === 'hidden.example');
    expect(new Set(asked.map(({ view }) => view))).toEqual(new Set(['network']));
  });
});

describe.each(BROWSERS)('%s with the probe extension', (name) => {
  let browser: LabBrowser;
  beforeAll(async () => {
    browser = await LAUNCH[name](PROBE);
  });
  afterAll(() => browser?.close());

  const send = (page: Page, message: string) =>
    page.evaluate((sent) => {
      const scope = globalThis as unknown as ExtensionPage;
      return (scope.browser ?? scope.chrome).runtime.sendMessage(sent);
    }, message);
  const granted = (page: Page) =>
    page.evaluate(() => (globalThis as unknown as ExtensionPage).browser.permissions.getAll());

  it('evaluates in the background', async () => {
    expect(await browser.evaluateInBackground('Promise.resolve(probe.startedMs)')).toBeGreaterThan(0);
  });

  it('shows extension pages in light and dark', async () => {
    const page = await browser.openExtensionPage('page.html');
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await browser.dark(page, true);
    expect(await background()).toBe('rgb(17, 17, 17)');
    await browser.dark(page, false);
    expect(await background()).toBe('rgb(255, 255, 255)');
    await page.close();
  });

  it('opens the toolbar popup', async () => {
    const { page } = await browser.visit('https://plain.example/');
    await page.bringToFront();
    const popup = await browser.openToolbarPopup();
    expect(popup.widthPx).toBeGreaterThan(319);
    expect(await popup.evaluate('document.querySelector("h1").textContent')).toBe('Lab probe');
    expect((await popup.picture()).subarray(1, 4).toString()).toBe('PNG');
    await popup.close();
    await page.close();
  });

  it('stops the background, which the next message starts anew', async () => {
    const page = await browser.openExtensionPage('page.html');
    const first = await send(page, 'started');
    await browser.stopBackground();
    const second = await send(page, 'started');
    expect(second).toBeGreaterThan(first);
    await page.close();
  });

  it('collects errors from the background and from pages', async () => {
    const page = await browser.openExtensionPage('page.html');
    await send(page, 'complain').catch(() => {}); // nobody answers this one
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('the page fails');
      });
    });
    await expect
      .poll(async () => (await browser.consoleErrors()).join('\n'), { timeout: 5000 })
      .toMatch(/the page fails/);
    await expect.poll(async () => (await browser.consoleErrors()).join('\n')).toMatch(/the probe complains/);
    await page.close();
  });

  it.runIf(name === 'firefox')('answers permission prompts, grants and revokes', async () => {
    const page = await browser.openExtensionPage('page.html');
    for (const accept of [false, true]) {
      await page.click('#ask');
      await browser.answerPrompt(accept);
      await page.waitForFunction((text) => document.querySelector('#answer')?.textContent === text, {}, `${accept}`);
    }
    await browser.revoke({ permissions: ['bookmarks'], dataCollection: ['browsingActivity'], origins: ['<all_urls>'] });
    expect(await granted(page)).toMatchObject({
      origins: [],
      data_collection: [],
    });
    await browser.grant({ dataCollection: ['browsingActivity'], origins: ['<all_urls>'] });
    expect(await granted(page)).toMatchObject({
      origins: ['<all_urls>'],
      data_collection: ['browsingActivity'],
    });
    await page.close();
  });

  it('asks nobody about anything but the lab', () => {
    const strangers = lab.dns.questions.map(({ name: asked }) => asked).filter((asked) => !asked.endsWith('.example'));
    expect(strangers).toEqual([]);
  });
});
