// The lab proves itself: resolvers, switches, special pages; with the probe extension, the drivers do what they promise. Every
// site in turn is in every-site.test.ts, and with the extension in test/lab/compare.ts.

import { Resolver } from 'node:dns/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../lab/browsers/chromium.ts';
import { launchFirefox } from '../../lab/browsers/firefox.ts';
import type { LabBrowser, LaunchOptions, Visit } from '../../lab/browsers/lab-browser.ts';
import { ask, encodeQuery, type RawAnswer } from '../../lab/dns/ask.ts';
import type { Fault } from '../../lab/dns/faults.ts';
import { CANARY_NAME, CONTROL_NAMES } from '../../lab/dns/zone.ts';
import { echConfigList } from '../../lab/ech-config.ts';
import { type Lab, startLab } from '../../lab/lab.ts';
import { PLAIN_DNS_ADDRESS, RESOLVERS } from '../../lab/resolvers.ts';
import type { BrowserName, Expectation } from '../../lab/site.ts';

const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };
const BROWSERS: readonly BrowserName[] = ['firefox', 'chromium'];
const PROBE: LaunchOptions = {
  extension: fileURLToPath(new URL('../../lab/probe-extension', import.meta.url)),
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

describe('resolvers', () => {
  const { resolver } = RESOLVERS;
  const question = encodeQuery('hidden.example', 'HTTPS');
  afterEach(() => lab.reset());

  it.each(['GET', 'POST'] as const)('answer %s with the published ECHConfigList and log it', async (method) => {
    const { status, headers, body } = await ask(resolver, question, { method });
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'application/dns-message',
      'max-age=60',
    ]);
    expect(body.includes(echConfigList({ configs: [lab.site('hidden').published.fields] }))).toBe(true);
    expect(lab.dns.questions.at(-1)).toMatchObject({
      view: 'resolver',
      transport: 'doh',
      name: 'hidden.example',
      type: 'HTTPS',
      lengthOctets: question.length,
      http: { method, headers: { host: 'resolver.example' } },
    });
  });

  it('have views of their own', async () => {
    const seenBy = async (view: 'browser' | 'resolver' | 'second', name: string) =>
      (await ask(RESOLVERS[view], encodeQuery(name, 'HTTPS'))).body.includes('public.example');
    expect(await seenBy('browser', 'stripped.example')).toBe(false);
    expect(await seenBy('resolver', 'stripped.example')).toBe(true);
    expect(await seenBy('resolver', 'withheld.example')).toBe(false);
    expect(await seenBy('second', 'withheld.example')).toBe(true);
  });

  it('include plain DNS over UDP and TCP', async () => {
    const plain = new Resolver({ timeout: 1000, tries: 1 });
    plain.setServers([PLAIN_DNS_ADDRESS]);
    expect(await plain.resolve4('hidden.example')).toEqual([lab.site('hidden').address]);
    await expect(plain.resolve4('gone.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    lab.dns.views.network.setFault({ kind: 'truncated' }, 'plain.example');
    expect(await plain.resolve4('plain.example')).toEqual([lab.site('plain').address]);
    expect(lab.dns.questions.slice(-2).map(({ transport }) => transport)).toEqual(['udp', 'tcp']);
  });

  it.each([
    ['nxdomain', 'ENOTFOUND'],
    ['nodata', 'ENODATA'],
    ['servfail', 'ESERVFAIL'],
    ['refused', 'EREFUSED'],
    ['zero-address', ['0.0.0.0']],
    ['noerror', ['192.0.2.53']],
  ] as const)('answer the canary with %s', async (canary, expected) => {
    lab.dns.views.network.canary = canary;
    const plain = new Resolver({ timeout: 1000, tries: 1 });
    plain.setServers([PLAIN_DNS_ADDRESS]);
    const answer = await plain.resolve4(CANARY_NAME).catch(({ code }: { code: string }) => code);
    expect(answer).toEqual(expected);
  });

  /** Flags and RCODE are in the third and fourth octet of a message. */
  const faults: [Fault, (answer: RawAnswer) => unknown, unknown][] = [
    [{ kind: 'http-status', status: 500 }, ({ status }) => status, 500],
    [
      { kind: 'http-status', status: 429, headers: { 'retry-after': '7' } },
      ({ status, headers }) => [status, headers['retry-after']],
      [429, '7'],
    ],
    [
      { kind: 'redirect', location: 'https://plain.example/' },
      ({ status, headers }) => [status, headers.location],
      [307, 'https://plain.example/'],
    ],
    [{ kind: 'content-type', contentType: 'text/html' }, ({ headers }) => headers['content-type'], 'text/html'],
    [{ kind: 'oversize', lengthOctets: 70_000 }, ({ body }) => body.length, 70_000],
    [{ kind: 'oversize', lengthOctets: 10_000_000 }, ({ body }) => body.length, 10_000_000],
    [{ kind: 'garbage' }, ({ body }) => body.toString(), 'This is not a DNS message.'],
    [{ kind: 'other-answer' }, ({ body }) => [body.includes('other'), body.includes('hidden')], [true, false]],
    [{ kind: 'rcode', rcode: 'SERVFAIL' }, ({ body }) => body.readUInt8(3) & 15, 2],
    [
      { kind: 'rcode', rcode: 'REFUSED', extendedError: { code: 17, text: 'filtered by the lab' } },
      ({ body }) => [body.readUInt8(3) & 15, body.includes('\0\x11filtered by the lab')],
      [5, true],
    ],
    [{ kind: 'truncated' }, ({ body }) => [body.readUInt8(2) & 2, body.readUInt16BE(6)], [2, 0]],
  ];
  it.each(faults)('can fail with %o', async (fault, observe, expected) => {
    lab.dns.views.resolver.setFault(fault, 'hidden.example');
    expect(observe(await ask(resolver, question))).toEqual(expected);
    expect((await ask(resolver, encodeQuery('plain.example', 'A'))).body.readUInt8(3) & 15).toBe(0);
  });

  it('can break off, stay silent, and be slow', async () => {
    const view = lab.dns.views.resolver;
    view.setFault({ kind: 'reset-mid-body' });
    await expect(ask(resolver, question)).rejects.toThrow('aborted');
    for (const fault of [{ kind: 'silence' }, { kind: 'slow-octets', intervalMs: 1000 }] as const) {
      view.setFault(fault);
      await expect(ask(resolver, question, { timeoutMs: 300 })).rejects.toThrow('aborted');
    }
    view.setFault({ kind: 'delay', delayMs: 300 });
    const before = performance.now();
    await ask(resolver, question);
    expect(performance.now() - before).toBeGreaterThan(290);
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

  it('lets the background ask a resolver', async () => {
    const url = `${RESOLVERS.resolver.url}?dns=${encodeQuery('hidden.example', 'HTTPS').toString('base64url')}`;
    const length = `fetch(${JSON.stringify(url)}).then((answer) => answer.arrayBuffer()).then((body) => body.byteLength)`;
    expect(await browser.evaluateInBackground(length)).toBeGreaterThan(100);
    const headers = lab.dns.questions.findLast(({ view }) => view === 'resolver')?.http?.headers;
    expect(headers).not.toHaveProperty('origin');
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
    await browser.stopBackground();
    const popup = await browser.openToolbarPopup(page);
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

  // Chromium shows its prompts to no driver.
  if (name === 'firefox')
    it('answers permission prompts, grants and revokes', async () => {
      const page = await browser.openExtensionPage('page.html');
      for (const accept of [false, true]) {
        await page.click('#ask');
        await browser.answerPrompt(accept);
        await page.waitForFunction((text) => document.querySelector('#answer')?.textContent === text, {}, `${accept}`);
      }
      await browser.revoke({
        permissions: ['bookmarks'],
        dataCollection: ['browsingActivity'],
        origins: ['<all_urls>'],
      });
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
    const probe = 'www.gstatic.com'; // what Chromium asks a DoH resolver to see whether it works
    const names = lab.dns.questions.map(({ name: asked }) => asked);
    const strangers = names.filter(
      (asked) => !asked.endsWith('.example') && !CONTROL_NAMES.includes(asked) && asked !== probe,
    );
    expect(strangers).toEqual([]);
  });
});
