// Storage that refuses or dawdles: what the tabs show is the same, and a rejection that nobody took would fail the run.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connection } from '../assess/facts-builder.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { visit } from './visit.ts';

const SECOND = 1_000;
const URLS = ['https://one.example/', 'https://two.example/', 'https://three.example/'];

const refuse = () => Promise.reject(new Error('An unexpected error occurred'));
const dawdle = () => new Promise((done) => setTimeout(done, 3 * SECOND));

type Operation = 'load' | 'put' | 'remove';
const TROUBLES: Record<string, (browser: FakeBrowser) => void> = {
  'nothing can be read': on(['load'], refuse),
  'nothing can be written': on(['put'], refuse),
  'nothing can be removed': on(['remove'], refuse),
  'nothing works': on(['load', 'put', 'remove'], refuse),
  'reading takes long': on(['load'], dawdle),
  'writing takes long': on(['put', 'remove'], dawdle),
  'writing takes long and fails': on(['put'], () => dawdle().then(refuse)),
  'everything takes long': on(['load', 'put', 'remove'], dawdle),
  'every other write fails': alternating(),
  'settings take long': (browser) => {
    browser.settingsDelay = dawdle();
  },
};

function on(operations: Operation[], what: () => Promise<unknown>) {
  return (browser: FakeBrowser): void => {
    browser.beforeSession = async (operation) => {
      if (operations.includes(operation)) await what();
    };
  };
}

function alternating() {
  return (browser: FakeBrowser): void => {
    let count = 0;
    browser.beforeSession = async (operation) => {
      if (operation === 'put' && count++ % 2 === 0) await refuse();
    };
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  vi.spyOn(console, 'error');
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Until what dawdles is through. */
async function pass(browser: FakeBrowser): Promise<void> {
  for (let second = 0; second < 60; second++) {
    await vi.advanceTimersByTimeAsync(SECOND);
    await browser.settle();
  }
}

async function shown(browser: FakeBrowser, tabId: number) {
  const popup = browser.openPopup();
  popup.ask({ kind: 'watch', tabId });
  await pass(browser);
  const { site, verdict, published } = popup.reports.at(-1) ?? {};
  return { host: site?.host, verdict, published: published?.state };
}

describe.each(Object.entries(TROUBLES))('%s', (_what, begin) => {
  /** Three tabs, which a background that just woke hears of. */
  const visited = async (): Promise<FakeBrowser> => {
    const browser = new FakeBrowser();
    browser.kill();
    begin(browser);
    for (const [index, url] of URLS.entries()) {
      const options = { tabId: index, connection: connection({ usedEch: index !== 1 }) };
      browser.tabs.set(index, { url, private: false });
      for (const event of visit(url, options)) browser.emit(event);
    }
    await pass(browser);
    return browser;
  };

  it('every tab has its verdict, icon and popup', async () => {
    const browser = await visited();
    for (const [index, url] of URLS.entries()) {
      const verdict = index === 1 ? 'offered-not-used' : 'hidden';
      expect(browser.icons.get(index)?.verdict).toBe(index === 1 ? verdict : 'hidden-unknown-set');
      expect(await shown(browser, index)).toEqual({ host: new URL(url).host, verdict, published: 'ech' });
    }
    expect(browser.questions).toEqual(URLS.map((url) => new URL(url).host));
    expect(console.error).not.toHaveBeenCalled();
  });

  it('the next background says nothing of another page, and all is well once storage is', async () => {
    const browser = await visited();
    browser.kill();
    const next = 'https://next.example/';
    browser.tabs.set(0, { url: next, private: false });
    for (const event of visit(next, { tabId: 0, connection: connection({ usedEch: false }) })) browser.emit(event);
    await pass(browser);
    expect(await shown(browser, 0)).toMatchObject({ host: 'next.example', verdict: 'offered-not-used' });
    expect(['two.example', undefined]).toContain((await shown(browser, 1)).host);

    browser.beforeSession = null;
    browser.kill();
    browser.tabs.set(2, { url: next, private: false });
    for (const event of visit(next, { tabId: 2 })) browser.emit(event);
    await pass(browser);
    const kept = browser.report(2);
    expect(kept).toMatchObject({ verdict: 'hidden', site: { host: 'next.example' } });
    browser.kill();
    expect(await shown(browser, 2)).toMatchObject({ host: 'next.example', verdict: 'hidden', published: 'ech' });
    expect([...browser.session.keys()].filter((key) => key.startsWith('event:'))).toEqual([]);
    expect(console.error).not.toHaveBeenCalled();
  });
});
