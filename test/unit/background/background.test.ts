import { describe, expect, it, vi } from 'vitest';
import { describeBasis } from '../../../src/assess/basis-words.ts';
import type { NavigationEvent } from '../../../src/shared/ports.ts';
import { RequestFailure } from '../../../src/shared/request-failure.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { getMessage } from '../fake-browser/messages.ts';
import { COMMITTED_AT_MS, redirectedVisit, visit } from './visit.ts';

const basisOf = (browser: FakeBrowser) => {
  const report = browser.report(1);
  return report && describeBasis(report);
};

const NEWS = 'https://news.example/';
const OTHER = 'https://other.example/';

async function play(browser: FakeBrowser, events: ReturnType<typeof visit>): Promise<void> {
  for (const event of events) browser.emit(event);
  await browser.settle();
}

/** An answer that comes when the test says so. */
function held(): { promise: Promise<Response>; release: (response: Response) => void } {
  let release: (response: Response) => void = () => {};
  const promise = new Promise<Response>((resolve) => {
    release = resolve;
  });
  return { promise, release };
}

describe('a visit', () => {
  it('asks once, concludes, draws the icon and keeps the report', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    expect(browser.questions).toEqual(['news.example']);
    expect(browser.report(1)).toMatchObject({ verdict: 'hidden', evidence: 'measured', published: { state: 'ech' } });
    expect(browser.icons.get(1)).toEqual({
      verdict: 'hidden-unknown-set',
      title: `Overheard: Hidden. ${getMessage('headline_hidden', ['news.example'])}`,
    });
  });

  it('shows what is told of its request after the commit and the answer', async () => {
    const browser = new FakeBrowser();
    const [request, response, commit] = visit(NEWS) as [NavigationEvent, NavigationEvent, NavigationEvent];
    await play(browser, [commit]);
    expect(basisOf(browser)?.key).toBe('unknown_not_told');
    await play(browser, [request]);
    expect(basisOf(browser)?.key).toBe('unknown_service_worker');
    await play(browser, [response]);
    expect(browser.report(1)?.verdict).toBe('hidden');
  });

  it('shows a failure that is told after the commit of the error page', async () => {
    const browser = new FakeBrowser();
    const [request, , commit] = visit(NEWS, { requestId: 'late' }) as [
      NavigationEvent,
      NavigationEvent,
      NavigationEvent,
    ];
    const error = 'NS_ERROR_UNKNOWN_HOST';
    await play(browser, [commit, request]);
    await play(browser, [{ kind: 'failed', tabId: 1, requestId: 'late', error, timeMs: COMMITTED_AT_MS }]);
    expect(browser.report(1)?.basis).toEqual({ kind: 'unknown', reason: { kind: 'load-failed', error } });
  });

  it('is only inferred in Chrome', async () => {
    const browser = new FakeBrowser('chromium');
    await play(browser, visit(NEWS, { connection: chromeConnection() }));
    expect(browser.report(1)).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
  });

  it('asks nothing again within the TTL, and again after it', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    await play(browser, visit(NEWS, { tabId: 2 }));
    expect(browser.questions).toEqual(['news.example']);
    browser.nowMs += 301_000;
    await play(browser, visit(NEWS));
    expect(browser.questions).toEqual(['news.example', 'news.example']);
  });

  it('has one question in flight for a name, whatever the tabs', async () => {
    const browser = new FakeBrowser();
    const { promise, release } = held();
    browser.resolve = () => promise;
    await play(browser, [...visit(NEWS, { tabId: 1 }), ...visit(NEWS, { tabId: 2 })]);
    release(answer('news.example', 65));
    await browser.settle();
    expect(browser.questions).toEqual(['news.example']);
    expect([browser.report(1)?.verdict, browser.report(2)?.verdict]).toEqual(['hidden', 'hidden']);
  });

  it('asks for a port by its own name, and for http: as for https:', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit('https://news.example:8443/'));
    await play(browser, visit('http://plain.example/'));
    await play(browser, visit('http://plain.example:8080/'));
    expect(browser.questions).toEqual(['_8443._https.news.example', 'plain.example', '_8080._https.plain.example']);
  });

  it('through a redirect asks for the page alone', async () => {
    const browser = new FakeBrowser();
    await play(browser, redirectedVisit('http://go.example/', NEWS));
    expect(browser.questions).toEqual(['news.example']);
    expect(browser.report(1)).toMatchObject({ verdict: 'partly-hidden', cause: { kind: 'cleartext-redirect' } });
  });

  it('drops an answer that comes after the tab went on', async () => {
    const browser = new FakeBrowser();
    const { promise, release } = held();
    browser.resolve = (name, type) => (name === 'news.example' ? promise : Promise.resolve(answer(name, type)));
    await play(browser, visit(NEWS));
    await play(browser, visit(OTHER));
    const before = browser.report(1);
    release(dnsResponse(new Uint8Array([1])));
    await browser.settle();
    expect(browser.report(1)).toEqual(before);
    expect(browser.report(1)?.site.host).toBe('other.example');
  });

  it('forgets a tab that is closed', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    await play(browser, [{ kind: 'closed', tabId: 1 }]);
    expect([...browser.session.keys()].filter((key) => /^(tab|report):1$/.test(key))).toEqual([]);
  });

  it('keeps nothing of a response that is told after the tab was closed', async () => {
    const browser = new FakeBrowser();
    const [request, response] = visit(NEWS);
    await play(browser, [request!, { kind: 'closed', tabId: 1 }, response!]);
    expect([...browser.session.keys()].filter((key) => key.startsWith('tab:'))).toEqual([]);
  });

  it('remembers the latest thousand closed tabs and no more', async () => {
    const browser = new FakeBrowser();
    await browser.settle();
    for (let tabId = 1; tabId <= 1_001; tabId++) browser.emit({ kind: 'closed', tabId });
    const late = [1, 2].map((tabId) => visit(NEWS, { tabId })[1] as NavigationEvent);
    await play(browser, late);
    expect([...browser.session.keys()].filter((key) => key.startsWith('tab:'))).toEqual(['tab:1']);
  });

  it('drops an answer that comes after the tab was closed, and keeps nothing of the tab', async () => {
    const browser = new FakeBrowser();
    const { promise, release } = held();
    browser.resolve = () => promise;
    await play(browser, visit(NEWS));
    browser.goneTabs.add(1);
    await play(browser, [{ kind: 'closed', tabId: 1 }]);
    const icons = structuredClone(browser.icons);
    release(answer('news.example', 65));
    await browser.settle();
    expect([...browser.session.keys()].filter((key) => /^(tab|report|host):/.test(key))).toEqual([]);
    expect(browser.icons).toEqual(icons);
  });

  it('moves with a tab that is replaced', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS, { tabId: 5 }));
    await play(browser, [{ kind: 'replaced', tabId: 6, oldTabId: 5 }]);
    expect(browser.report(6)).toMatchObject({ tabId: 6, verdict: 'hidden' });
    expect(browser.report(5)).toBeUndefined();
  });
});

describe('a background that is killed', () => {
  const events = redirectedVisit('http://go.example/', NEWS);

  it.each(events.map((_, index) => index + 1))('after event %i ends with the same report', async (count) => {
    const undisturbed = new FakeBrowser();
    await play(undisturbed, events);
    const browser = new FakeBrowser();
    await play(browser, events.slice(0, count));
    browser.kill();
    browser.start();
    await play(browser, events.slice(count));
    expect(browser.report(1)).toEqual(undisturbed.report(1));
  });

  it('while its question is under way asks again when it wakes', async () => {
    const browser = new FakeBrowser();
    browser.resolve = () => new Promise(() => {});
    await play(browser, visit(NEWS));
    browser.kill();
    browser.resolve = async (name, type) => answer(name, type);
    browser.start();
    await browser.settle();
    expect(browser.report(1)?.published.state).toBe('ech');
  });

  it('still knows its answers', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    browser.kill();
    browser.start();
    await play(browser, visit(NEWS));
    expect(browser.questions).toEqual(['news.example']);
  });
});

describe('nobody is asked', () => {
  it.each([
    ['without a chosen resolver', { settings: undefined }, 'no-resolver'],
    ['without consent', { consent: false }, 'no-consent'],
    ['without host access', { siteAccess: false }, 'no-access'],
    [
      'when asking on a click',
      { settings: { resolver: { kind: 'preset', id: 'quad9' }, ask: 'on-click' } },
      'on-click',
    ],
  ])('%s', async (_, change, why) => {
    const browser = Object.assign(new FakeBrowser(), change);
    browser.kill();
    browser.start();
    await play(browser, visit(NEWS, { connection: connection({ usedEch: null }) }));
    expect(browser.questions).toEqual([]);
    expect(browser.report(1)?.basis).toEqual({ kind: 'unknown', reason: { kind: 'not-asked', why } });
  });

  it('about a private window, unless the user allows it, and then nothing is kept', async () => {
    const browser = new FakeBrowser();
    browser.tabs.set(1, { url: NEWS, private: true });
    await play(browser, visit(NEWS));
    expect(browser.questions).toEqual([]);
    expect(browser.report(1)).toMatchObject({ verdict: 'hidden', published: { state: 'not-asked' } });

    browser.changeSettings({ ...(browser.settings as object), privateWindows: true });
    await browser.settle();
    await play(browser, visit(NEWS));
    expect(browser.questions).toEqual(['news.example']);
    expect([...browser.session.keys()].filter((key) => key.startsWith('lookup:'))).toEqual([]);
  });

  it('about a tab that is gone, since it may have been a private one', async () => {
    const browser = new FakeBrowser();
    browser.goneTabs.add(1);
    await play(browser, visit(NEWS));
    expect(browser.questions).toEqual([]);
  });

  it.each([
    'https://192.0.2.1/',
    'https://[2001:db8::1]/',
    'https://intranet/',
    'https://localhost/',
    'https://printer.local/',
    'https://db.internal/',
    'https://a.test/',
    'https://a.onion/',
    'https://router.home.arpa/',
    'https://a.invalid/',
    'https://a.alt/',
    'about:blank',
    'file:///etc/hosts',
  ])('about %s', async (url) => {
    const browser = new FakeBrowser();
    await play(browser, visit(url));
    expect(browser.questions).toEqual([]);
    expect(browser.report(1)?.verdict).toBe('not-applicable');
  });

  it('before the first choice, not even the canary', async () => {
    const browser = Object.assign(new FakeBrowser(), { settings: undefined });
    browser.kill();
    browser.start();
    browser.install();
    await play(browser, visit(NEWS));
    expect(browser.welcomes).toBe(1);
    expect([...browser.questions, ...browser.systemQuestions]).toEqual([]);
  });
});

describe('a resolver in trouble', () => {
  it.each([
    ['unreachable', async () => Promise.reject(new TypeError('NetworkError'))],
    ['http-status', async () => new Response('', { status: 503 })],
    ['content-type', async () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['malformed', async () => dnsResponse(new Uint8Array(5))],
    ['wrong-question', async () => answer('evil.example', 65)],
    ['too-large', async () => dnsResponse(new Uint8Array(70_000))],
  ])('%s is said, and the next visit is not harmed', async (kind, resolve) => {
    const browser = new FakeBrowser('chromium');
    browser.resolve = resolve;
    await play(browser, visit(NEWS, { connection: chromeConnection() }));
    expect(browser.report(1)).toMatchObject({
      verdict: 'unknown',
      basis: { reason: { kind: 'lookup-failed', failure: { kind } } },
    });
    browser.resolve = async (name, type) => answer(name, type);
    await play(browser, visit(OTHER, { connection: chromeConnection() }));
    expect(browser.report(1)?.verdict).toBe('likely-hidden');
  });

  it('names the permission where the browser keeps the resolver in the local network from us', async () => {
    const browser = new FakeBrowser('chromium');
    browser.resolve = () =>
      Promise.reject(new RequestFailure('local-network-denied', new TypeError('Failed to fetch')));
    await play(browser, visit(NEWS, { connection: chromeConnection() }));
    expect(browser.report(1)).toMatchObject({
      verdict: 'unknown',
      basis: { reason: { failure: { kind: 'local-network', isDenied: true } } },
      cause: { kind: 'lookup-failed', advice: 'local-network' },
    });
  });

  it('leaves a measured verdict as it is', async () => {
    const browser = new FakeBrowser();
    browser.resolve = async () => new Response('', { status: 500 });
    await play(browser, visit(NEWS, { connection: connection({ usedEch: false }) }));
    expect(browser.report(1)).toMatchObject({
      verdict: 'exposed',
      evidence: 'measured',
      cause: { kind: 'lookup-failed' },
      published: { state: 'failed', failure: { kind: 'http-status' } },
    });
  });

  it('does not harm an answer that is still good', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    browser.resolve = async () => new Response('', { status: 500 });
    popup.ask({ kind: 'check-again' });
    await browser.settle();
    expect(popup.reports.at(-1)?.published.state).toBe('failed');
    await play(browser, visit(NEWS));
    expect(browser.report(1)?.published.state).toBe('ech');
  });
});

describe('a popup', () => {
  it('gets the report at once and each change after it', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    expect(popup.reports.map(({ verdict }) => verdict)).toEqual(['hidden']);
    await play(browser, visit(OTHER, { connection: connection({ usedEch: false }) }));
    expect(popup.reports.at(-1)).toMatchObject({ verdict: 'offered-not-used', site: { host: 'other.example' } });
    popup.close();
    const seen = popup.reports.length;
    await play(browser, visit(NEWS));
    expect(popup.reports.length).toBe(seen);
  });

  it('over a tab that was never seen says so', async () => {
    const browser = new FakeBrowser();
    browser.tabs.set(9, { url: NEWS, private: false });
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 9 });
    await browser.settle();
    expect(popup.reports.at(-1)).toMatchObject({
      verdict: 'unknown',
      basis: { reason: { kind: 'arrival', arrival: 'predates-extension' } },
    });
  });

  it.each([
    ['another host', 'https://other.example/'],
    ['another scheme', 'http://news.example/'],
    ['another port', 'https://news.example:8443/'],
  ])('over a tab that shows %s than its record does not show the record', async (_, url) => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    const popup = browser.openPopup();
    browser.tabs.set(1, { url: `${NEWS}another/path`, private: false });
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    expect(popup.reports.at(-1)?.verdict).toBe('hidden');
    browser.tabs.set(1, { url, private: false });
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    expect(popup.reports.at(-1)?.verdict).not.toBe('hidden');
  });

  it('that opens just before a commit is told does not spoil the page', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    const [request, response, commit] = visit(OTHER);
    await play(browser, [request!, response!]);
    browser.tabs.set(1, { url: OTHER, private: false });
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await play(browser, [commit!]);
    expect(popup.reports.at(-1)).toMatchObject({ verdict: 'hidden', site: { host: 'other.example' } });
  });

  it('asks when told to, past the cache and past asking on a click', async () => {
    const browser = new FakeBrowser();
    browser.changeSettings({ resolver: { kind: 'preset', id: 'quad9' }, ask: 'on-click' });
    await browser.settle();
    await play(browser, visit(NEWS));
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    expect(popup.reports.at(-1)?.actions).toEqual([{ kind: 'ask-now' }]);
    popup.ask({ kind: 'check-again' });
    await browser.settle();
    popup.ask({ kind: 'check-again' });
    await browser.settle();
    expect(browser.questions).toEqual(['news.example', 'news.example']);
    expect(popup.reports.at(-1)?.published.state).toBe('ech');
  });

  it('that a prompt closed has its page asked about once the user agreed', async () => {
    const browser = Object.assign(new FakeBrowser(), { consent: false });
    await play(browser, visit(OTHER, { tabId: 2 }));
    await play(browser, visit(NEWS));
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    expect(popup.reports.at(-1)?.actions).toEqual([{ kind: 'give-consent' }]);
    popup.close();
    browser.grantConsent();
    await browser.settle();
    expect(browser.questions).toEqual(['news.example']);
    expect(browser.report(1)?.published.state).toBe('ech');
  });

  it('can have an added root expected', async () => {
    const root = { sha256: 'ab'.repeat(32), subject: 'CN=Corp', builtIn: false };
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS, { connection: connection({ root }) }));
    expect(browser.icons.get(1)?.verdict).toBe('intercepted');
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    const request = { kind: 'expect-root', sha256: root.sha256, label: root.subject };
    await expect(browser.request(request)).resolves.toBe(true);
    await browser.settle();
    expect(popup.reports.at(-1)?.verdict).toBe('hidden');
    expect(browser.settings).toMatchObject({ expectedRoots: [{ sha256: root.sha256, label: 'CN=Corp' }] });
  });

  it.each([
    {},
    { kind: 'watch', tabId: -1 },
    { kind: 'watch', tabId: '1' },
    { kind: 'expect-root', sha256: 'zz', label: '' },
    { kind: 'nonsense' },
  ])('ignores a popup that sends %j', async (request) => {
    const browser = new FakeBrowser();
    const popup = browser.openPopup();
    popup.ask(request);
    await browser.settle();
    expect(popup.reports).toEqual([]);
  });
});

describe('the canary', () => {
  it('is asked of the network once in Firefox, and again when the network changes', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    await play(browser, visit(OTHER));
    expect(browser.systemQuestions).toEqual(['use-application-dns.net.']);
    browser.systemAnswer = (name) =>
      name.startsWith('use-application') ? { kind: 'failed' } : { kind: 'addresses', addresses: ['192.0.2.1'] };
    browser.changeNetwork();
    await browser.settle();
    expect(browser.report(1)?.canary).toMatchObject({ state: 'set', asked: 'system-resolver' });
  });

  it('is asked of the chosen resolver in Chrome', async () => {
    const browser = new FakeBrowser('chromium');
    browser.resolve = async (name, type) =>
      type === 1 ? dnsResponse(messageOf({ name, type, flags: 0x8183 })) : answer(name, type);
    await play(browser, visit(NEWS, { connection: chromeConnection() }));
    expect(browser.questions.toSorted()).toEqual(['news.example', 'use-application-dns.net']);
    expect(browser.report(1)?.canary).toMatchObject({ state: 'set', asked: { resolver: 'resolver.example' } });
  });

  it.each([
    [119_000, 1],
    [121_000, 2],
  ])('is checked again when a popup opens after %i ms: %i queries in all', async (laterMs, count) => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    browser.nowMs += laterMs;
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    expect(browser.systemQuestions).toHaveLength(count);
    expect(popup.reports.at(-1)?.canary.checkedAtMs).toBe(1_000_000 + (count - 1) * laterMs);
  });

  it('is remembered when the background is killed', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    browser.kill();
    browser.start();
    await play(browser, visit(OTHER));
    expect(browser.systemQuestions).toEqual(['use-application-dns.net.']);
  });
});

describe('the canary, later', () => {
  const canaries = (browser: FakeBrowser) =>
    browser.systemQuestions.filter((name) => name.startsWith('use-application')).length;

  it('is asked again by a new page after an hour', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    browser.nowMs += 3_599_000;
    await play(browser, visit(NEWS));
    expect(canaries(browser)).toBe(1);
    browser.nowMs += 1_000;
    await play(browser, visit(NEWS));
    expect(canaries(browser)).toBe(2);
  });

  it('is asked once more when the network changed during the question', async () => {
    const browser = new FakeBrowser();
    for (const event of visit(NEWS)) browser.emit(event);
    const { promise, release } = held();
    browser.systemDelay = promise;
    await browser.settle();
    browser.changeNetwork();
    browser.changeNetwork();
    await browser.settle();
    expect(canaries(browser)).toBe(1);
    release(new Response());
    await browser.settle();
    expect(canaries(browser)).toBe(2);
  });

  it('tells when it was checked, and nothing else, when its answer is the same', async () => {
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    const sent = popup.reports.length;
    const before = popup.reports.at(-1);
    browser.nowMs += 1_000;
    browser.changeNetwork();
    await browser.settle();
    expect([canaries(browser), popup.reports.length]).toEqual([2, sent + 1]);
    expect(popup.reports.at(-1)).toEqual({ ...before, canary: { ...before?.canary, checkedAtMs: browser.nowMs } });
  });

  it('is not asked of the chosen resolver without host access', async () => {
    const browser = Object.assign(new FakeBrowser('chromium'), { siteAccess: false });
    await play(browser, visit(NEWS, { connection: chromeConnection() }));
    expect(browser.questions).toEqual([]);
  });
});

describe('storage that is full', () => {
  it('costs no verdict, and says so', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const browser = new FakeBrowser();
    browser.api.session.isFull = true;
    const popup = browser.openPopup();
    await play(browser, visit(NEWS));
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    expect(popup.reports.at(-1)?.verdict).toBe('hidden');
    expect(warn).toHaveBeenCalled();
    warn.mockRestore();
  });

  it('leaves no older page behind for the next background', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const browser = new FakeBrowser();
    await play(browser, visit(NEWS));
    browser.api.session.isFull = true;
    await play(browser, visit(OTHER, { connection: connection({ usedEch: false }) }));
    expect([...browser.session.keys()].filter((key) => /^(tab|report):1$/.test(key))).toEqual([]);
    browser.kill();
    browser.start();
    browser.tabs.set(1, { url: OTHER, private: false });
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    expect(popup.reports.at(-1)).toMatchObject({ verdict: 'unknown', site: { host: 'other.example' } });
    warn.mockRestore();
  });

  it('gives up the kept answers for the page', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const browser = new FakeBrowser();
    for (const n of [1, 2, 3, 4]) await play(browser, visit(`https://before-${n}.example/`));
    await play(browser, visit(NEWS));
    browser.api.session.maxEntries = browser.session.size;
    await play(browser, visit(OTHER, { tabId: 2, connection: connection({ usedEch: false }) }));
    expect(browser.report(2)?.verdict).toBe('offered-not-used');
    expect(browser.report(1)?.verdict).toBe('hidden');
    expect([...browser.session.keys()].filter((key) => /^lookup:.*(before|news)/.test(key))).toEqual([]);
    warn.mockRestore();
  });
});

describe('a write that is refused once', () => {
  it('does not come after a later one', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const browser = new FakeBrowser();
    await browser.settle();
    const { promise, release } = held();
    browser.refusal = promise;
    await play(browser, visit(NEWS));
    expect(browser.refusal).toBeNull();
    release(new Response());
    await browser.settle();
    expect(browser.session.get('tab:1')).toMatchObject({ attempts: [], page: { lookup: { state: 'done' } } });
    browser.kill();
    browser.start();
    browser.tabs.set(1, { url: NEWS, private: false });
    const popup = browser.openPopup();
    popup.ask({ kind: 'watch', tabId: 1 });
    await browser.settle();
    expect(popup.reports.at(-1)?.verdict).toBe('hidden');
    warn.mockRestore();
  });
});

describe('settings that cannot be read', () => {
  it('are the defaults, and the background lives', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const browser = new FakeBrowser();
    browser.kill();
    browser.api.failNext('storage.local.get', { times: 100 });
    browser.start();
    await play(browser, visit(NEWS));
    expect(browser.report(1)?.verdict).toBe('hidden');
    expect(browser.questions).toEqual([]);
    warn.mockRestore();
  });

  it.each(['https://', 'https://[', 'https://r example/'])('a template %s asks nobody', async (template) => {
    const browser = Object.assign(new FakeBrowser(), { settings: { resolver: { kind: 'custom', template } } });
    browser.kill();
    browser.start();
    await play(browser, visit(NEWS));
    expect(browser.report(1)).toMatchObject({ verdict: 'hidden', published: { state: 'not-asked' } });
  });
});

describe('a test of a resolver', () => {
  it('tells that it keeps ECH', async () => {
    const browser = new FakeBrowser();
    await expect(
      browser.request({ kind: 'test-resolver', template: 'https://r.example/dns-query' }),
    ).resolves.toMatchObject({
      outcome: 'answered',
      answer: 'ech',
      authenticated: false,
    });
  });

  it('asks for the reference host of that place, and for nothing else', async () => {
    const browser = new FakeBrowser();
    browser.changeSettings({ references: [{ url: 'https://one.example/x' }, { url: 'https://two.example:8443/' }] });
    await browser.settle();
    const template = 'https://r.example/dns-query';
    await browser.request({ kind: 'test-resolver', template, reference: 1 });
    await browser.request({ kind: 'test-resolver', template });
    await expect(browser.request({ kind: 'test-resolver', template, reference: 2 })).resolves.toBeNull();
    await browser.request({ kind: 'test-canary', template });
    expect(browser.questions).toEqual(['_8443._https.two.example', 'one.example', 'use-application-dns.net']);
    expect(new Set(browser.asked)).toEqual(new Set(['https://r.example']));
  });

  it('tells what went wrong', async () => {
    const browser = new FakeBrowser();
    browser.resolve = async () => new Response('', { status: 404 });
    await expect(browser.request({ kind: 'test-resolver', template: 'https://r.example/' })).resolves.toEqual({
      outcome: 'failed',
      failure: { kind: 'http-status', status: 404 },
    });
  });

  it('does not run without host access', async () => {
    const browser = Object.assign(new FakeBrowser(), { siteAccess: false });
    await expect(browser.request({ kind: 'test-resolver', template: 'https://r.example/' })).resolves.toBeNull();
    expect(browser.questions).toEqual([]);
  });

  it('answers only valid requests', () => {
    expect(new FakeBrowser().request({ kind: 'test-resolver', template: 'http://r.example/' })).toBeUndefined();
  });
});
