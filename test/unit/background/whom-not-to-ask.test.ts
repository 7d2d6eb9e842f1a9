// Pages whose names no resolver hears by themselves: what answered from this device or the network around it, and what came through a
// proxy.

import { describe, expect, it, vi } from 'vitest';
import type { ConnectionFacts } from '../../../src/shared/facts.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { COMMITTED_AT_MS, committed, visit } from './visit.ts';

const INTRANET = 'https://intranet.example/';
const PROXY = { type: 'socks', host: 'proxy.example', knowsName: true };

async function go(browser: FakeBrowser, url: string, told: ConnectionFacts, fromCache = false): Promise<void> {
  browser.tabs.set(1, { url, private: browser.tabs.get(1)?.private ?? false });
  for (const event of visit(url, { connection: told, fromCache })) browser.emit(event);
  await browser.settle();
}

async function watched(browser: FakeBrowser) {
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId: 1 });
  await browser.settle();
  return popup;
}

const TOLD = { firefox: connection, chromium: () => chromeConnection() };
const at = (kind: 'firefox' | 'chromium', address: string | null): ConnectionFacts => ({ ...TOLD[kind](), address });

describe.each(['firefox', 'chromium'] as const)('%s: a page from a local address', (kind) => {
  it.each(['192.168.1.20', '10.0.0.7', '169.254.9.9', '127.0.0.1', '100.64.3.3', 'fd00::7', '::ffff:10.0.0.7'])(
    '%s is not looked up, by no click either, and the popup says why',
    async (address) => {
      const browser = new FakeBrowser(kind);
      await go(browser, INTRANET, at(kind, address));
      expect(browser.report(1)?.published).toMatchObject({ state: 'not-asked', why: 'local-address' });
      const popup = await watched(browser);
      for (const asked of ['check-again', 'ask-second']) popup.ask({ kind: asked });
      await browser.settle();
      const question = {
        kind: 'inspect',
        host: 'intranet.example',
        port: 443,
        private: false,
        bypassCache: true,
        pastProxy: true,
      };
      await expect(browser.request(question)).resolves.toMatchObject({ state: 'not-asked', why: 'local-address' });
      expect(browser.questions).not.toContain('intranet.example');
      expect(JSON.stringify(popup.reports.at(-1))).toContain('"local-address"');
    },
  );

  it.each(['203.0.113.7', '198.18.0.5', '2606:4700::1111'])('%s is looked up', async (address) => {
    const browser = new FakeBrowser(kind);
    await go(browser, INTRANET, at(kind, address));
    expect(browser.questions).toContain('intranet.example');
  });

  it('is remembered when it comes from a cache, in the next background too', async () => {
    const browser = new FakeBrowser(kind);
    await go(browser, INTRANET, at(kind, '192.168.1.20'));
    browser.kill();
    await go(browser, INTRANET, at(kind, null), true);
    expect(browser.questions).not.toContain('intranet.example');
  });

  it('is looked up once it answers from a public address', async () => {
    const browser = new FakeBrowser(kind);
    await go(browser, INTRANET, at(kind, '192.168.1.20'));
    await go(browser, INTRANET, at(kind, '203.0.113.7'));
    expect(browser.questions).toContain('intranet.example');
  });

  it('of a private window is in no storage', async () => {
    const browser = new FakeBrowser(kind);
    browser.changeSettings({ ...(browser.settings as object), privateWindows: true });
    await browser.settle();
    browser.tabs.set(1, { url: INTRANET, private: true });
    await go(browser, INTRANET, at(kind, '192.168.1.20'));
    expect(browser.questions).not.toContain('intranet.example');
    expect(JSON.stringify(browser.session.get('local-hosts') ?? [])).not.toContain('intranet');
  });
});

it('Chrome, other hosts: one at a local address is not looked up, the others are', async () => {
  const browser = new FakeBrowser('chromium');
  await go(browser, 'https://news.example/', chromeConnection());
  browser.see(subresource('printer.example', { connection: at('chromium', '192.168.1.9') }));
  browser.see(subresource('cdn.example', { connection: at('chromium', '203.0.113.9') }));
  const popup = await watched(browser);
  popup.ask({ kind: 'look-up-hosts' });
  await browser.settle();
  expect(browser.questions).toContain('cdn.example');
  expect(browser.questions).not.toContain('printer.example');
});

describe('a tab with a proxy', () => {
  const proxied = connection({ address: '10.0.0.1', proxy: PROXY });

  it('is not looked up by itself; a click that says so does it', async () => {
    const browser = new FakeBrowser();
    await go(browser, 'https://news.example/', proxied);
    expect(browser.questions).not.toContain('news.example');
    const popup = await watched(browser);
    expect(popup.reports.at(-1)?.actions).toContainEqual({ kind: 'ask-past-proxy', resolver: 'resolver.example' });
    expect(browser.questions).not.toContain('news.example');
    for (const kind of ['check-again', 'ask-second']) popup.ask({ kind });
    await browser.settle();
    expect(browser.questions).not.toContain('news.example');
    popup.ask({ kind: 'check-again', pastProxy: true });
    await browser.settle();
    expect(browser.questions).toContain('news.example');
    expect(popup.reports.at(-1)?.published.state).toBe('ech');
  });

  it('is asked past by no click that says nothing of it: neither the mode, the consent nor the inspect page', async () => {
    const browser = new FakeBrowser();
    browser.changeSettings({ ...(browser.settings as object), ask: 'on-click' });
    await browser.settle();
    await go(browser, 'https://news.example/', proxied);
    const popup = await watched(browser);
    expect(popup.reports.at(-1)?.actions.map(({ kind }) => kind)).toEqual(['ask-past-proxy']);
    const question = {
      kind: 'inspect',
      host: 'news.example',
      port: 443,
      private: false,
      bypassCache: false,
      pastProxy: false,
    };
    await expect(browser.request(question)).resolves.toMatchObject({ state: 'not-asked', why: 'proxied' });
    expect(browser.questions).not.toContain('news.example');
    await expect(browser.request({ ...question, bypassCache: true })).resolves.toMatchObject({ why: 'proxied' });
    expect(browser.questions).not.toContain('news.example');
    await expect(browser.request({ ...question, pastProxy: true })).resolves.toMatchObject({ state: 'done' });
  });

  it('goes on to be one for pages from memory, from a worker, and that the proxy did not bring', async () => {
    const browser = new FakeBrowser();
    await go(browser, 'https://a.example/', proxied);
    await go(browser, 'https://b.example/', proxied);
    browser.emit(committed('https://a.example/', { historyMove: true }));
    await browser.settle();
    const [request] = visit('https://worker.example/', { requestId: 'w' });
    for (const event of [request!, committed('https://worker.example/')]) browser.emit(event);
    await browser.settle();
    const [failing] = visit('https://down.example/', { requestId: 'd' });
    const error = 'NS_ERROR_PROXY_CONNECTION_REFUSED';
    const failed = { kind: 'failed', tabId: 1, requestId: 'd', error, timeMs: COMMITTED_AT_MS } as const;
    for (const event of [failing!, failed, committed('https://down.example/')]) browser.emit(event);
    await browser.settle();
    expect(browser.questions).toEqual([]);
    expect(browser.report(1)?.site.host).toBe('down.example');
  });

  it('says nothing of where its sites are', async () => {
    const browser = new FakeBrowser();
    await go(browser, 'https://news.example/', proxied);
    await go(browser, 'https://news.example/', connection());
    expect(browser.questions).toContain('news.example');
  });
});

describe('a host whose address comes late, or not at all', () => {
  it('with a certificate that was refused is looked up on a click alone', async () => {
    const browser = new FakeBrowser();
    const [request] = visit('https://nas.home-example.com/', { requestId: 'n' });
    const error = 'The certificate is not trusted because it is self-signed.';
    const failed = { kind: 'failed', tabId: 1, requestId: 'n', error, timeMs: COMMITTED_AT_MS } as const;
    for (const event of [request!, failed, committed('https://nas.home-example.com/')]) browser.emit(event);
    await browser.settle();
    expect(browser.report(1)?.actions).toContainEqual({ kind: 'ask-now' });
    expect(browser.questions).toEqual([]);
  });

  it('whose failure tells a local address is not looked up at all', async () => {
    const browser = new FakeBrowser('chromium');
    const [request] = visit(INTRANET, { requestId: 'n' });
    const via = { address: '10.0.0.7', proxy: null };
    const failed = {
      kind: 'failed',
      tabId: 1,
      requestId: 'n',
      error: 'net::ERR_CERT_AUTHORITY_INVALID',
      timeMs: 0,
      via,
    } as const;
    const shown = { kind: 'error-page', tabId: 1, url: INTRANET, error: failed.error, timeMs: 1 } as const;
    for (const event of [request!, failed, shown]) browser.emit(event);
    await browser.settle();
    (await watched(browser)).ask({ kind: 'check-again' });
    await browser.settle();
    expect(browser.questions).not.toContain('intranet.example');
  });

  it('is remembered where its response is told after the commit', async () => {
    const browser = new FakeBrowser();
    browser.resolve = () => new Promise(() => {});
    const [request, response, commit] = visit(INTRANET, { connection: at('firefox', '10.1.1.1') });
    for (const event of [request!, commit!]) browser.emit(event);
    await browser.settle();
    browser.emit(response!);
    await browser.settle();
    expect(JSON.stringify(browser.report(1))).toContain('"local-address"');
    expect(JSON.stringify(browser.session.get('local-hosts'))).toContain('intranet.example');
  });

  it('Chrome: a host that has told no address is not looked up in the list, and one local address is enough', async () => {
    const browser = new FakeBrowser('chromium');
    await go(browser, 'https://news.example/', chromeConnection());
    browser.see(subresource('nas.example', { connection: at('chromium', null) }));
    browser.see(subresource('silent.example', { connection: at('chromium', null) }));
    browser.see(subresource('nas.example', { connection: at('chromium', '192.168.1.9') }));
    const popup = await watched(browser);
    popup.ask({ kind: 'look-up-hosts' });
    await browser.settle();
    expect(browser.questions).toEqual(expect.not.arrayContaining(['nas.example', 'silent.example']));
  });
});

it('Chrome behind a proxy on this device: sites of several owners are the proxy’s, and are looked up on a click that says so', async () => {
  const browser = new FakeBrowser('chromium');
  for (const site of ['one.example', 'two.test-example.com', 'three.example.net'])
    await go(browser, `https://${site}/`, at('chromium', '127.0.0.1'));
  const popup = await watched(browser);
  const report = popup.reports.at(-1);
  expect(JSON.stringify(report)).toContain('"local-proxy"');
  expect(report?.actions.map(({ kind }) => kind)).toEqual(['ask-past-proxy']);
  expect(browser.questions.filter((name) => !name.startsWith('use-application'))).toEqual([]);
  popup.ask({ kind: 'check-again', pastProxy: true });
  await browser.settle();
  expect(browser.questions).toContain('three.example.net');
});

it('a browser that does not answer once is asked again, and one that never does is said to', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  for (const [times, state] of [
    [1, 'ech'],
    [1_000, 'not-asked'],
  ] as const) {
    const browser = new FakeBrowser();
    browser.api.failNext('permissions.getAll', { times });
    await go(browser, 'https://news.example/', connection());
    await vi.advanceTimersByTimeAsync(1_000);
    await browser.settle();
    expect(browser.report(1)?.published.state).toBe(state);
  }
  vi.useRealTimers();
  vi.restoreAllMocks();
});
