// Answers that come when nobody wants them any more: of the resolver that was chosen before, or of the check before this one.

import { describe, expect, it, vi } from 'vitest';
import { chromeConnection } from '../assess/facts-builder.ts';
import { https, httpsRdata, messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { visit } from './visit.ts';

const NEWS = 'https://news.example/';
const OTHER_RESOLVER = { resolver: { kind: 'custom', template: 'https://other.example/dns-query' } };

const withoutEch = (name: string, type: number) =>
  type === 65
    ? dnsResponse(messageOf({ name, type, answers: [https(name, httpsRdata(1, '.', {}))] }))
    : answer(name, type);

/** Queries wait until the test lets them go, each resolver's by itself. */
function holding(browser: FakeBrowser) {
  const waiting: { origin: string; name: string; go: (response: Response) => void }[] = [];
  browser.resolve = (name) =>
    new Promise((resolve) => waiting.push({ origin: browser.asked.at(-1) ?? '', name, go: resolve }));
  return {
    waiting,
    release(origin: string, respond: (name: string, type: number) => Response): void {
      for (const { name, go } of waiting.filter((one) => one.origin === origin))
        go(respond(name, name.startsWith('use-application') ? 1 : 65));
    },
  };
}

async function open(kind: 'firefox' | 'chromium' = 'firefox') {
  const browser = new FakeBrowser(kind);
  browser.tabs.set(1, { url: NEWS, private: false });
  return browser;
}

async function go(browser: FakeBrowser, url = NEWS): Promise<void> {
  for (const event of visit(url, browser.api.kind === 'chromium' ? { connection: chromeConnection() } : {}))
    browser.emit(event);
  await browser.settle();
}

async function watched(browser: FakeBrowser) {
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId: 1 });
  await browser.settle();
  return popup;
}

describe('another resolver is chosen while the first is silent', () => {
  it('asks the new resolver about the page and drops the old one’s late answer', async () => {
    const browser = await open();
    const { release } = holding(browser);
    await go(browser);
    browser.changeSettings(OTHER_RESOLVER);
    await browser.settle();
    release('https://other.example', answer);
    await browser.settle();
    expect(browser.report(1)).toMatchObject({ resolver: { host: 'other.example' }, published: { state: 'ech' } });
    release('https://resolver.example', withoutEch);
    await browser.settle();
    expect(browser.report(1)).toMatchObject({ resolver: { host: 'other.example' }, published: { state: 'ech' } });
  });

  it('shows no answer of the old resolver even when the new one is silent', async () => {
    const browser = await open();
    const { release } = holding(browser);
    await go(browser);
    browser.changeSettings(OTHER_RESOLVER);
    await browser.settle();
    release('https://resolver.example', withoutEch);
    await browser.settle();
    expect(browser.report(1)).toMatchObject({ resolver: { host: 'other.example' }, published: { state: 'pending' } });
  });

  it('has other hosts looked up by the chosen one', async () => {
    const browser = await open('chromium');
    await go(browser);
    browser.see(subresource('cdn.example', { connection: chromeConnection() }));
    const { release, waiting } = holding(browser);
    const popup = await watched(browser);
    popup.ask({ kind: 'look-up-hosts' });
    await browser.settle();
    browser.changeSettings(OTHER_RESOLVER);
    await browser.settle();
    release('https://resolver.example', withoutEch);
    await browser.settle();
    expect(waiting.map(({ origin, name }) => `${origin} ${name}`)).toContain('https://other.example cdn.example');
    release('https://other.example', answer);
    // Other hosts are told of seldom.
    await vi.waitFor(() => expect(JSON.stringify(popup.reports.at(-1)?.others)).toContain('cover.example'));
  });

  it('takes the canary from the chosen one in Chrome', async () => {
    const browser = await open('chromium');
    const { release } = holding(browser);
    await go(browser);
    browser.changeSettings(OTHER_RESOLVER);
    await browser.settle();
    release('https://resolver.example', answer);
    await browser.settle();
    release('https://other.example', answer);
    await browser.settle();
    expect(browser.report(1)?.canary).toMatchObject({ state: 'not-set', asked: { resolver: 'other.example' } });
  });

  it('drops what a second resolver says late, where it is another one by now', async () => {
    const browser = await open();
    await go(browser);
    const { release } = holding(browser);
    const popup = await watched(browser);
    popup.ask({ kind: 'ask-second' });
    await browser.settle();
    browser.changeSettings({
      ...(browser.settings as object),
      secondResolver: { kind: 'custom', template: 'https://third.example/dns-query' },
    });
    await browser.settle();
    popup.ask({ kind: 'ask-second' });
    await browser.settle();
    release('https://third.example', answer);
    await browser.settle();
    release('https://cloudflare-dns.com', withoutEch);
    await browser.settle();
    expect(JSON.stringify(popup.reports.at(-1)?.findings)).toContain('third.example');
  });
});

describe('a check while another runs', () => {
  it('that was clicked is not undone by opening the popup again', async () => {
    const browser = await open();
    browser.changeSettings({ ...(browser.settings as object), ask: 'on-click' });
    await browser.settle();
    const { release } = holding(browser);
    await go(browser);
    const popup = await watched(browser);
    popup.ask({ kind: 'check-again' });
    await browser.settle();
    popup.close();
    const again = await watched(browser);
    expect(again.reports.at(-1)?.published.state).toBe('pending');
    release('https://resolver.example', answer);
    await browser.settle();
    expect(again.reports.at(-1)?.published.state).toBe('ech');
  });
});
