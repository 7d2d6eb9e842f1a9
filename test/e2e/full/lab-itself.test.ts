// The lab proves itself: resolvers, switches, special pages; with the probe extension, the drivers do what they promise. Every
// site in turn is in every-site.test.ts, and with the extension in test/lab/compare.ts.

import { Resolver } from 'node:dns/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CANARY_ADDRESS, PLAIN_DNS_ADDRESS } from '../../lab/addresses.mjs';
import { launchChromium } from '../../lab/browsers/chromium.ts';
import { launchFirefox } from '../../lab/browsers/firefox.ts';
import type { LabBrowser, LaunchOptions, ProxyUse, Visit } from '../../lab/browsers/lab-browser.ts';
import { ask, encodeQuery, type RawAnswer } from '../../lab/dns/ask.ts';
import type { Fault } from '../../lab/dns/faults.ts';
import { CANARY_NAME } from '../../lab/dns/zone.ts';
import { echConfigList } from '../../lab/ech-config.ts';
import type { PageRequest } from '../../lab/echd-process.ts';
import { RESOLVERS } from '../../lab/resolvers.ts';
import type { BrowserName, Expectation } from '../../lab/site.ts';
import { withLab } from '../with-overheard.ts';

const LAUNCH = { firefox: launchFirefox, chromium: launchChromium };
const BROWSERS: readonly BrowserName[] = ['firefox', 'chromium'];
const PROBE: LaunchOptions = {
  extension: fileURLToPath(new URL('../../lab/probe-extension', import.meta.url)),
  geckoId: 'probe@lab.example',
};

const lab = withLab();

/** What the test uses of the globals of an extension page. */
type ExtensionPage = Record<
  'browser' | 'chrome',
  {
    runtime: { sendMessage(message: string): Promise<number> };
    permissions: { getAll(): Promise<unknown> };
    tabs: { create(tab: { url: string }): Promise<unknown> };
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
      lengthBytes: question.length,
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

  /** Every outcome that a resolver can have for a name, and its RCODE; undefined: no answer. */
  const outcomes: [string, () => void, number | undefined][] = [
    ['no data', () => lab.dns.views.resolver.override('hidden.example', {}), 0],
    [
      'an address but no record',
      () => lab.dns.views.resolver.override('hidden.example', { a: [lab.site('hidden').address] }),
      0,
    ],
    ['no such name', () => lab.dns.views.resolver.override('hidden.example', undefined), 3],
    ['a failure', () => lab.dns.views.resolver.setFault({ kind: 'rcode', rcode: 'SERVFAIL' }, 'hidden.example'), 2],
    ['a refusal', () => lab.dns.views.resolver.setFault({ kind: 'rcode', rcode: 'REFUSED' }, 'hidden.example'), 5],
    ['silence', () => lab.dns.views.resolver.setFault({ kind: 'silence' }, 'hidden.example'), undefined],
  ];
  it.each(outcomes)('can have for a name: %s', async (_, arrange, rcode) => {
    arrange();
    const answer = await ask(resolver, question, { timeoutMs: 500 }).catch(() => undefined);
    expect(answer && answer.body.readUInt8(3) & 15).toBe(rcode);
    expect(answer?.body.readUInt16BE(6) ?? 0).toBe(0);
    // The other resolvers know nothing of it.
    expect((await ask(RESOLVERS.second, question)).body.readUInt16BE(6)).toBe(1);
  });

  it('can answer FORMERR to a subnet option, one view at a time, and log what it said', async () => {
    lab.dns.views.resolver.refusesClientSubnet = true;
    const subnet = { family: 1, sourcePrefix: 0, scopePrefix: 0, address: [] };
    const rcodeOf = async (view: 'resolver' | 'second', message = question) =>
      (await ask(RESOLVERS[view], message)).body.readUInt8(3) & 15;
    expect(await rcodeOf('resolver')).toBe(1);
    expect(lab.dns.questions.at(-1)).toMatchObject({ rcode: 'FORMERR', edns: { clientSubnet: subnet } });
    expect(await rcodeOf('second')).toBe(0);
    const without = encodeQuery('hidden.example', 'HTTPS', Buffer.alloc(0));
    expect(await rcodeOf('resolver', without)).toBe(0);
    expect(lab.dns.questions.at(-1)).toMatchObject({ rcode: 'NOERROR', lengthBytes: without.length });
    expect(lab.dns.questions.at(-1)?.edns).toEqual({ dnssecOk: false, options: [], clientSubnet: undefined });
  });

  it('know every name below a wildcard, and the closest wildcard wins', async () => {
    const { fields } = lab.site('many').published;
    const publishes = async (name: string) =>
      (await ask(resolver, encodeQuery(name, 'HTTPS'))).body.includes(echConfigList({ configs: [fields] }));
    expect(await publishes('h1.many.example')).toBe(true);
    expect(await publishes('h2.noech.many.example')).toBe(false);
    lab.dns.views.resolver.setFault({ kind: 'rcode', rcode: 'SERVFAIL' }, '*.many.example');
    expect((await ask(resolver, encodeQuery('h1.many.example', 'HTTPS'))).body.readUInt8(3) & 15).toBe(2);
    expect((await ask(resolver, encodeQuery('many.example', 'HTTPS'))).body.readUInt8(3) & 15).toBe(0);
    lab.dns.views.resolver.override('h3.many.example', undefined);
    lab.dns.views.resolver.clearFault();
    expect((await ask(resolver, encodeQuery('h3.many.example', 'A'))).body.readUInt8(3) & 15).toBe(3);
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
    ['noerror', [CANARY_ADDRESS]],
  ] as const)('answer the canary with %s', async (canary, expected) => {
    lab.dns.views.network.canary = canary;
    const plain = new Resolver({ timeout: 1000, tries: 1 });
    plain.setServers([PLAIN_DNS_ADDRESS]);
    const answer = await plain.resolve4(CANARY_NAME).catch(({ code }: { code: string }) => code);
    expect(answer).toEqual(expected);
  });

  /** Flags and RCODE are in the third and fourth byte of a message. */
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
    [{ kind: 'oversize', lengthBytes: 70_000 }, ({ body }) => body.length, 70_000],
    [{ kind: 'oversize', lengthBytes: 10_000_000 }, ({ body }) => body.length, 10_000_000],
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
    for (const fault of [{ kind: 'silence' }, { kind: 'slow-bytes', intervalMs: 1000 }] as const) {
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
        lengthBytes: 128,
      }),
    );
  });
});

describe.each(BROWSERS)('%s on a network that stops ECH', (name) => {
  const { outerName, how } = { outerName: 'cloudflare-ech.com', how: 'silence' } as const;
  let browser: LabBrowser;
  beforeAll(async () => {
    browser = await LAUNCH[name]();
  });
  afterEach(() => lab.reset());
  afterAll(() => browser?.close());
  const stopped = (from: number) =>
    lab.server.handshakes.filter((entry) => entry.site === 'blocked' && lab.server.log.indexOf(entry) >= from);

  it('gives up after a reset, and never says the real name', async () => {
    const before = lab.server.log.length;
    const { error } = await browser.visit('https://blocked.example/');
    expect(error).toContain(name === 'firefox' ? 'NS_ERROR_NET_RESET' : 'net::ERR_CONNECTION_RESET');
    expect(new Set(stopped(before).map((entry) => `${entry.outerName}: ${entry.error}`))).toEqual(
      new Set([`${outerName}: the lab reset it`]),
    );
  });

  it('waits long when nothing comes back', async () => {
    await lab.server.change('blocked', { block: { outerName, how } });
    const before = lab.server.log.length;
    const { error } = await browser.visit('https://blocked.example/', { timeoutMs: 5000 });
    expect(error).toContain('timeout');
    expect(new Set(stopped(before).map((entry) => entry.error))).toEqual(new Set(['the lab kept silent']));
  });

  it('gets through without ECH', async () => {
    lab.dns.views.browser.override('blocked.example', { a: [lab.site('blocked').address] });
    const fresh = await LAUNCH[name](); // this one keeps the record that it was given
    try {
      expect(outcomeOf(await fresh.visit('https://blocked.example/'))).toEqual({
        outcome: 'shows',
        outerName: 'blocked.example',
      });
    } finally {
      await fresh.close();
    }
  });

  it('gets through when nobody is stopped', async () => {
    await lab.server.change('blocked', { block: undefined });
    expect(outcomeOf(await browser.visit('https://blocked.example/'))).toEqual({ outcome: 'hides', outerName });
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

/** Hosts that got a request since the log had that length. */
const hostsSince = (from: number) =>
  new Set(lab.server.log.slice(from).flatMap((entry) => (entry.event === 'request' ? [entry.seen.host] : [])));

describe.each(BROWSERS)('%s, pages with other hosts', (name) => {
  let browser: LabBrowser;
  beforeAll(async () => {
    browser = await LAUNCH[name]({ readsAhead: true });
  });
  afterAll(() => browser?.close());
  const done = (page: Page) => page.waitForFunction(() => document.title === 'done', { timeout: 50_000 });

  it('loads frames, and a frame in a frame', async () => {
    const before = lab.server.log.length;
    const { page } = await browser.visit('https://frames.example/');
    const hosts = ['frames', 'hidden', 'noech', 'cname', 'plain'].map((id) => `${id}.example`);
    expect(hostsSince(before)).toEqual(new Set(hosts));
    expect(page.frames().map((frame) => new URL(frame.url()).host)).toEqual(expect.arrayContaining(hosts));
  });

  it('asks other hosts in every way', async () => {
    const before = lab.server.log.length;
    const asked = lab.dns.questions.length;
    const { page } = await browser.visit('https://others.example/');
    await done(page);
    const requested = ['others', 'hello-retry', 'noech', 'mandatory', 'hidden', 'cname', 'versions', 'stale', 'plain'];
    await expect
      .poll(() => hostsSince(before), { timeout: 10_000 })
      .toEqual(new Set(requested.map((id) => `${id}.example`)));
    const socket = lab.server.requests.findLast(({ seen }) => seen.path === '/ws');
    // Firefox opens WebSockets without ECH.
    expect(socket?.seen).toMatchObject({
      host: 'cname.example',
      proto: 'HTTP/1.1',
      echAccepted: name === 'chromium',
      outerName: name === 'chromium' ? 'public.example' : 'cname.example',
    });
    // A preconnect is a handshake without a request, a dns-prefetch only a question.
    expect(lab.server.handshakes.some(({ site }) => site === 'target')).toBe(true);
    expect(lab.dns.questions.slice(asked).some(({ name: asked }) => asked === 'alias.example')).toBe(true);
    await page.close();
  });

  it('gets a message over WebSocket', async () => {
    const { page } = await browser.visit('https://plain.example/');
    const said = await page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const socket = new WebSocket('wss://noech.example/ws');
          socket.onmessage = ({ data }) => {
            socket.onclose = ({ code }) => resolve(`${code} ${data}`);
          };
        }),
    );
    expect(said).toMatch(/^1000 \{"site":"noech"/);
    await page.close();
  });

  it('loads many requests from many hosts, each with its own connection', async () => {
    const before = lab.server.log.length;
    const { page } = await browser.visit('https://many.example/?hosts=30&requests=90');
    await done(page);
    expect(await page.evaluate(() => document.documentElement.dataset.failures)).toBe('0');
    const requests = lab.server.log.slice(before).flatMap((entry) => (entry.event === 'request' ? [entry.seen] : []));
    expect(requests).toHaveLength(91);
    expect(hostsSince(before).size).toBe(31);
    for (const { host, innerName, echAccepted, outerName } of requests) {
      const hidden = !host.includes('noech');
      expect({ innerName, echAccepted, outerName }).toEqual({
        innerName: host,
        echAccepted: hidden,
        outerName: hidden ? 'public.example' : host,
      });
    }
    await page.close();
  });

  it('loads nothing from many.example without being told', async () => {
    const before = lab.server.log.length;
    await browser.visit('https://many.example/');
    expect(lab.server.log.slice(before).filter(({ event }) => event === 'request')).toHaveLength(1);
  });

  it('has loaded 200 resources at the load event', async () => {
    const before = lab.server.log.length;
    const { page } = await browser.visit('https://hidden.example/resources?count=200');
    const loaded = await page.evaluate(() => ({
      images: [...document.images].filter(({ naturalWidth }) => naturalWidth > 0).length,
      scripts: (globalThis as { scripts?: number }).scripts,
    }));
    expect(loaded).toEqual({ images: 100, scripts: 100 });
    expect(hostsSince(before).size).toBe(9);
    await page.close();
  });

  it('finds the shared cover name and a truthful trace page', async () => {
    const { page, seen } = await browser.visit('https://shared-cover.example/');
    expect(seen).toMatchObject({ outerName: 'cloudflare-ech.com', innerName: 'shared-cover.example' });
    await browser.visit('https://shared-cover.example/cdn-cgi/trace', { page });
    expect(await page.evaluate(() => document.body.textContent)).toContain('sni=encrypted');
    lab.dns.outside.add('cloudflare-ech.com');
    await browser.visit('https://cloudflare-ech.com/cdn-cgi/trace', { page });
    expect(await page.evaluate(() => document.body.textContent)).toContain('sni=plaintext');
    await page.close();
  });

  if (name === 'chromium')
    it('loads a page ahead of time', async () => {
      const before = lab.server.log.length;
      const { page } = await browser.visit('https://hidden.example/prerender');
      const { headers } = await lab.server.waitFor(
        (entry): entry is PageRequest => entry.event === 'request' && entry.seen.path === '/cacheable',
        { from: before },
      );
      expect(headers['Sec-Purpose']).toEqual(['prefetch;prerender']);
      await page.close();
    });
});

describe.each(BROWSERS)('%s behind a proxy', (name) => {
  const both: readonly ProxyUse[] = ['http', 'https', 'socks', 'socks-loopback'];
  const uses = name === 'firefox' ? [...both, 'socks-address' as const] : both;
  it.each(uses)('%s', async (proxy) => {
    const browser = await LAUNCH[name]({ proxy });
    const before = [lab.proxied.length, lab.dns.questions.length] as const;
    try {
      // Whoever leaves the name to the proxy asks nobody about it, so that there is no key to hide it with.
      const resolves = proxy === 'socks-address';
      expect(outcomeOf(await browser.visit('https://hidden.example/'))).toEqual(
        resolves
          ? { outcome: 'hides', outerName: 'public.example' }
          : { outcome: 'shows', outerName: 'hidden.example' },
      );
      expect((await browser.visit('http://clear.example/')).seen?.scheme).toBe('http');
      expect((await browser.visit('https://127.0.0.1/')).error).toBeUndefined();
      const told = lab.proxied.slice(before[0]).map(({ told }) => told);
      const hosts = resolves
        ? [lab.site('hidden').address, lab.site('cleartext').address]
        : ['hidden.example', 'clear.example'];
      expect(told).toEqual(expect.arrayContaining([...hosts, '127.0.0.1']));
      const asked = lab.dns.questions.slice(before[1]).map(({ name }) => name);
      expect(asked.includes('hidden.example')).toBe(resolves);
    } finally {
      await browser.close();
    }
  });
});

describe('firefox with a proxy for containers', () => {
  it.each(['http', 'socks', 'socks-address'] as const)('%s', async (containerProxy) => {
    const browser = await launchFirefox({ containerProxy });
    const before = lab.proxied.length;
    const toldOf = () => lab.proxied.slice(before).map(({ told }) => told);
    try {
      const hides = { outcome: 'hides', outerName: 'public.example' };
      expect(outcomeOf(await browser.visit('https://hidden.example/'))).toEqual(hides);
      expect(toldOf()).toEqual([]);

      const container = await browser.puppeteer.createBrowserContext();
      const visit = await browser.visit('https://shared-cover.example/', { page: await container.newPage() });
      const resolves = containerProxy === 'socks-address';
      expect(outcomeOf(visit)).toEqual(
        resolves
          ? { outcome: 'hides', outerName: 'cloudflare-ech.com' }
          : { outcome: 'shows', outerName: 'shared-cover.example' },
      );
      expect(new Set(toldOf())).toEqual(
        new Set([resolves ? lab.site('shared-cover').address : 'shared-cover.example']),
      );
    } finally {
      await browser.close();
    }
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
    await send(page, 'reject').catch(() => {});
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('the page fails');
      });
    });
    await expect
      .poll(async () => (await browser.consoleErrors()).join('\n'), { timeout: 5000 })
      .toMatch(/the page fails/);
    for (const complaint of ['the probe complains', 'the probe is rejected'])
      await expect.poll(async () => (await browser.consoleErrors()).join('\n')).toContain(complaint);
    await page.close();
  });

  it('tells whom the extension asked, and nothing of what pages load, when it closes', async () => {
    const another = await LAUNCH[name](PROBE);
    const page = await another.openExtensionPage('page.html');
    await another.visit('https://busy.example/');
    await page.evaluate(async (url) => {
      await fetch(url);
      await fetch('https://gone.example/').catch(() => {});
      const scope = globalThis as unknown as ExtensionPage;
      await (scope.browser ?? scope.chrome).tabs.create({ url: 'https://owner.example/' });
    }, 'https://plain.example/redirect?to=https://hidden.example:8443/');
    await lab.server.waitFor((entry) => entry.event === 'request' && entry.site === 'owner');
    const { contacts } = await another.close();
    expect(contacts.sort()).toEqual(['gone.example', 'hidden.example:8443', 'plain.example']);
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
});
