// Settings and policy that the browser fails to hand out: nothing that was known is forgotten, nothing is asked that the user may
// have declined, and nothing is written that was not read.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describePublished } from '../../../src/assess/words.ts';
import { connection } from '../assess/facts-builder.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';
import { visit } from './visit.ts';

const rootOf = (byte: string) => ({ sha256: byte.repeat(32), label: byte });
const [OFFICE, SCANNER] = [rootOf('aa'), rootOf('bb')] as const;
const expectRoot = (root: typeof OFFICE) => ({ kind: 'expect-root', ...root });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A background that starts with what `prepare` makes of the browser. */
async function open(prepare: (browser: FakeBrowser) => void, name: 'firefox' | 'chromium' = 'firefox') {
  const browser = new FakeBrowser(name);
  browser.kill();
  prepare(browser);
  browser.start();
  await browser.settle();
  return browser;
}

async function go(browser: FakeBrowser, url: string, root = OFFICE): Promise<void> {
  const reached = connection({ root: { sha256: root.sha256, subject: root.label, builtIn: false } });
  for (const event of visit(url, { connection: reached })) browser.emit(event);
  await browser.settle();
}

const why = (browser: FakeBrowser) => {
  const report = browser.report(1);
  return report && describePublished(report).key;
};

/** The browser says that settings or policy changed. */
async function tellOfChange(browser: FakeBrowser): Promise<void> {
  browser.changeSettings(browser.settings);
  await browser.settle();
}

describe('a list of authorities', () => {
  const withOffice = (browser: FakeBrowser) => {
    browser.settings = { ...(browser.settings as object), expectedRoots: [OFFICE] };
  };

  it('survives a background that could not read it and a click in its popup', async () => {
    const browser = await open((one) => {
      withOffice(one);
      one.loseSettings();
    });
    await expect(browser.request(expectRoot(SCANNER))).rejects.toThrow('storage.local');
    expect(browser.settings).toMatchObject({ expectedRoots: [OFFICE] });
    browser.findSettings();
    await expect(browser.request(expectRoot(SCANNER))).resolves.toBe(true);
    expect(browser.settings).toMatchObject({ expectedRoots: [OFFICE, SCANNER] });
  });

  it('stays in force when a later read fails', async () => {
    const browser = await open(withOffice);
    browser.loseSettings();
    await tellOfChange(browser);
    await go(browser, 'https://site.example/');
    expect(browser.report(1)?.verdict).toBe('hidden');
    expect(browser.questions).toContain('site.example');
  });
});

describe('settings that were never read', () => {
  const unreadable = (browser: FakeBrowser) => {
    browser.loseSettings();
  };

  it.each(['firefox', 'chromium'] as const)('sends no query and says why in the popup: %s', async (name) => {
    const browser = await open(unreadable, name);
    await go(browser, 'https://site.example/');
    // Chrome may tell of a policy for ten seconds, and whether one bound before cannot be read either.
    await vi.advanceTimersByTimeAsync(10_000);
    await browser.settle();
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    for (const kind of ['check-again', 'look-up-hosts', 'ask-second'] as const) popup.ask({ kind });
    await browser.settle();
    const template = 'https://r.example/dns-query';
    for (const request of [
      { kind: 'test-resolver', template },
      { kind: 'test-canary', template },
      { kind: 'check-canary', template: null, private: false },
    ])
      await expect(browser.request(request)).resolves.toBeNull();
    const host = 'site.example';
    await expect(
      browser.request({ kind: 'inspect', host, port: 443, private: false, bypassCache: true, pastProxy: false }),
    ).resolves.toMatchObject({ state: 'not-asked', why: 'settings-unreadable' });
    expect([...browser.questions, ...browser.systemQuestions]).toEqual([]);
    expect(why(browser)).toBe('unknown_settings_unreadable');
  });

  it('are read again at the next need, and then asked by', async () => {
    const browser = await open(unreadable);
    await go(browser, 'https://before.example/');
    browser.findSettings();
    await go(browser, 'https://site.example/');
    expect(browser.questions).toContain('site.example');
    expect(browser.systemQuestions).toContain('use-application-dns.net.');
  });

  it('are read again by themselves, and the page that waited is asked about', async () => {
    const browser = await open(unreadable);
    await go(browser, 'https://site.example/');
    browser.findSettings();
    await vi.runAllTimersAsync();
    await browser.settle();
    expect(browser.questions).toContain('site.example');
    expect(why(browser)).toBe('published_ech');
  });

  it('are not read again for ever', async () => {
    await open(unreadable);
    await vi.runAllTimersAsync();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a policy that keeps names', () => {
  const NEVER = { neverAsk: ['*.corp.example'] };
  const refuse = (browser: FakeBrowser) => browser.api.failNext('storage.managed.get', { times: 1_000 });

  it.each([true, false])('stays in force when a later read fails, remembered on disk: %s', async (isAwaited) => {
    const browser = await open((one) => {
      one.api.policy = NEVER;
    }, 'chromium');
    if (!isAwaited) browser.api.local.data.delete('policy-binds');
    refuse(browser);
    await tellOfChange(browser);
    await go(browser, 'https://intranet.corp.example/');
    expect(why(browser)).toBe('unknown_excluded_by_policy');
    await go(browser, 'https://public.example/');
    expect(browser.questions).toContain('public.example');
    expect(browser.questions).not.toContain('intranet.corp.example');
  });

  it('is awaited where the first read fails and it bound before, and is taken up when it is read', async () => {
    const browser = await open((one) => {
      one.awaitPolicy();
      refuse(one);
    }, 'chromium');
    await go(browser, 'https://public.example/');
    expect(browser.questions).toEqual([]);
    browser.api.policy = NEVER;
    browser.api.stopFailing('storage.managed.get');
    await vi.advanceTimersByTimeAsync(1_000);
    await browser.settle();
    expect(browser.questions).toContain('public.example');
    await go(browser, 'https://intranet.corp.example/');
    expect(why(browser)).toBe('unknown_excluded_by_policy');
  });

  it('is let go of when the browser says that there is none', async () => {
    const browser = await open((one) => {
      one.api.policy = NEVER;
    });
    browser.api.policy = undefined;
    await tellOfChange(browser);
    await go(browser, 'https://intranet.corp.example/');
    expect(browser.questions).toContain('intranet.corp.example');
  });
});
