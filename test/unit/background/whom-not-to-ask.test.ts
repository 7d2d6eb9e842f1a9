// Pages whose names no resolver hears by themselves: what answered from this device or the network around it, and what came through a
// proxy.

import { describe, expect, it } from 'vitest';
import type { ConnectionFacts } from '../../../src/shared/facts.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { sighting } from './sighting.ts';
import { visit } from './visit.ts';

const INTRANET = 'https://intranet.example/';
const PROXY = { type: 'socks', host: 'proxy.example', toldName: true };

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
      expect(browser.report(1)?.published.statement).toMatchObject({
        key: expect.stringMatching(/local_address|not_asked/),
      });
      const popup = await watched(browser);
      for (const asked of ['check-again', 'ask-second']) popup.ask({ kind: asked });
      await browser.settle();
      const question = { kind: 'inspect', host: 'intranet.example', port: 443, private: false, again: true };
      await expect(browser.request(question)).resolves.toMatchObject({ state: 'not-asked', why: 'local-address' });
      expect(browser.questions).not.toContain('intranet.example');
      expect(JSON.stringify(popup.reports.at(-1))).toContain('_local_address');
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
  browser.see(sighting('printer.example', { connection: at('chromium', '192.168.1.9') }));
  browser.see(sighting('cdn.example', { connection: at('chromium', '203.0.113.9') }));
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
    popup.ask({ kind: 'check-again' });
    await browser.settle();
    expect(browser.questions).toContain('news.example');
    expect(popup.reports.at(-1)?.published.state).toBe('ech');
  });

  it('says nothing of where its sites are', async () => {
    const browser = new FakeBrowser();
    await go(browser, 'https://news.example/', proxied);
    await go(browser, 'https://news.example/', connection());
    expect(browser.questions).toContain('news.example');
  });
});
