// How browsers tell of a tab's documents, as events: nothing of an address is kept but what tells it from another.

import { beforeEach, describe, expect, it } from 'vitest';
import { listenToNavigations } from '../../../src/platform/navigation-events.ts';
import type { NavigationEvent } from '../../../src/shared/ports.ts';
import { currentApi, turnTo } from '../fake-browser/current.ts';
import { FakeExtensionApi } from '../fake-browser/extension-api.ts';
import { FakeBrowser } from '../fake-browser/fake-browser.ts';

const fire = (event: string, details: object) =>
  currentApi()
    .event(event)
    .fire({ type: 'main_frame', ...details });

let events: NavigationEvent[];
function listen(kind: 'firefox' | 'chromium', listener?: (event: NavigationEvent) => void): void {
  if (listener === undefined) turnTo(new FakeExtensionApi(kind));
  events = [];
  listenToNavigations(listener ?? ((event) => events.push(event)));
}
beforeEach(() => {
  events = [];
});

/** As both browsers tell of one, one event after the other. */
function navigate(url: string, requestId: string, timeStamp = 1_000): void {
  const incognito = currentApi().kind === 'firefox' || undefined;
  const details = { tabId: 1, requestId, url, timeStamp, fromCache: false, ip: '203.0.113.1', incognito };
  fire('webRequest.onBeforeRequest', details);
  if (currentApi().kind === 'chromium') fire('webRequest.onResponseStarted', details);
  else fire('webRequest.onHeadersReceived', details);
  fire('webNavigation.onCommitted', { ...details, frameId: 0, timeStamp: timeStamp + 10 });
  fire('webRequest.onCompleted', { ...details, timeStamp: timeStamp + 20 });
}

const settle = () => new Promise((done) => setImmediate(done));

describe.each(['firefox', 'chromium'] as const)('%s', (kind) => {
  it('tells request, response, commit and completion of one document under one address', async () => {
    listen(kind);
    navigate('https://news.example/a?b#c', '7');
    await settle();
    expect(events.map((event) => event.kind).sort()).toEqual(['committed', 'completed', 'request', 'response']);
    expect(new Set(events.map((event) => 'url' in event && event.url)).size).toBe(1);
    expect(JSON.stringify(events)).not.toContain('a?b');
    const isPrivate = kind === 'firefox' || undefined;
    expect(events.flatMap((event) => (event.kind === 'response' ? [event.private] : []))).toEqual([isPrivate]);
  });

  it('stores little of eight navigations to addresses of 2 MB', async () => {
    const browser = new FakeBrowser(kind);
    listen(kind, (event) => browser.emit(event));
    let written = 0;
    browser.beforeSession = async () => {
      written = Math.max(written, JSON.stringify([...browser.session]).length);
    };
    for (let count = 0; count < 8; count++) {
      navigate(
        `https://news.example/${count}${'x'.repeat(2_000_000)}#${'y'.repeat(1_000)}`,
        String(count),
        count * 100,
      );
      await browser.settle();
    }
    expect(browser.report(1)?.site.host).toBe('news.example');
    expect(Math.max(written, JSON.stringify([...browser.session]).length)).toBeLessThan(64 * 1024);
  });

  it.each([
    ['behind an address of any length', `http://t.example/?${'x'.repeat(9_000)}`],
    ['behind many other names', `http://t.example/?${Array.from({ length: 40 }, (_, n) => `a${n}.b`).join('&')}`],
  ])('names where a redirect over plain HTTP led, %s', (_, url) => {
    listen(kind);
    fire('webRequest.onBeforeRedirect', {
      tabId: 1,
      requestId: '1',
      url,
      redirectUrl: 'https://news.example/',
      timeStamp: 0,
      ip: '203.0.113.1',
    });
    expect(events.map((event) => event.kind === 'redirect' && event.names.slice(0, 2))).toEqual([
      ['t.example', 'news.example'],
    ]);
  });

  it('says of a redirect whether a server was there', () => {
    listen(kind);
    const redirect = {
      tabId: 1,
      requestId: '1',
      url: 'http://a.example/',
      redirectUrl: 'https://a.example/',
      timeStamp: 0,
    };
    fire('webRequest.onBeforeRedirect', { ...redirect, ip: '203.0.113.1' });
    fire('webRequest.onBeforeRedirect', redirect);
    fire('webRequest.onBeforeRedirect', { ...redirect, ip: '203.0.113.1', fromCache: true });
    expect(events.map((event) => event.kind === 'redirect' && event.contacted)).toEqual([true, false, false]);
  });

  it('does not take an upgrade inside the browser for a server’s redirect, under a proxy neither', () => {
    listen(kind);
    const isChromium = kind === 'chromium';
    const upgrade = {
      tabId: 1,
      requestId: '1',
      url: 'http://a.example/',
      redirectUrl: 'https://a.example/',
      timeStamp: 0,
      fromCache: false,
      // As both browsers report it.
      ...(isChromium ? { statusCode: 307, statusLine: 'HTTP/1.1 307 Internal Redirect' } : { statusCode: 0, ip: null }),
      ...(!isChromium && { proxyInfo: { type: 'socks', host: '198.51.100.90', port: 1080, proxyDNS: false } }),
    };
    const answered = { statusCode: 302, statusLine: 'HTTP/1.1 302 Found' };
    fire('webRequest.onBeforeRedirect', upgrade);
    // The name was left to the proxy.
    fire('webRequest.onBeforeRedirect', { ...upgrade, ...answered, ip: isChromium ? '198.51.100.90' : '0.0.0.0' });
    expect(events.map((event) => event.kind === 'redirect' && event.contacted)).toEqual([false, true]);
  });

  it('leaves out what has no tab, and frames', () => {
    listen(kind);
    fire('webRequest.onBeforeRequest', { tabId: -1, requestId: '1', url: 'https://a.example/', timeStamp: 0 });
    fire('webNavigation.onCommitted', { tabId: 1, frameId: 3, url: 'https://a.example/', timeStamp: 0 });
    fire('webRequest.onBeforeRequest', {
      tabId: 1,
      type: 'image',
      requestId: '1',
      url: 'https://a.example/',
      timeStamp: 0,
    });
    expect(events).toEqual([]);
  });
});

it('Chrome: a prerendered document is told when it is ready, and when it is shown', () => {
  listen('chromium');
  const details = { tabId: 1, url: 'https://a.example/', documentId: 'D', timeStamp: 0 };
  fire('webNavigation.onCommitted', { ...details, frameId: 9, parentFrameId: -1, documentLifecycle: 'prerender' });
  fire('webNavigation.onCommitted', { ...details, frameId: 0, parentFrameId: -1, documentLifecycle: 'active' });
  expect(events.map(({ kind }) => kind)).toEqual(['prerendered', 'committed']);
});

describe('Firefox’s own views of a page', () => {
  const commit = (url: string) =>
    fire('webNavigation.onCommitted', { tabId: 1, url, frameId: 0, timeStamp: 1, transitionType: 'reload' });

  it.each(['view-source:https://news.example/a?b', 'about:reader?url=https%3A%2F%2Fnews.example%2Fa%3Fb'])(
    'have the page’s address, and a reload that says nothing: %s',
    (view) => {
      listen('firefox');
      commit('https://news.example/a?b');
      commit(view);
      const [page, shown] = events;
      expect(page).toMatchObject({ reload: true });
      expect(shown).toEqual({ ...page, reload: false });
    },
  );

  it('are kept from extensions where the page is', () => {
    listen('firefox');
    commit('view-source:https://addons.mozilla.org/');
    expect(events).toMatchObject([{ restricted: true }]);
  });
});

it('Chrome: what the user stopped is no error page', () => {
  listen('chromium');
  const details = { tabId: 1, frameId: 0, url: 'https://a.example/', timeStamp: 0 };
  fire('webNavigation.onErrorOccurred', { ...details, error: 'net::ERR_ABORTED' });
  fire('webNavigation.onErrorOccurred', { ...details, error: 'net::ERR_CONNECTION_RESET' });
  expect(events).toMatchObject([{ kind: 'error-page', error: 'net::ERR_CONNECTION_RESET' }]);
});

describe('Alt-Svc', () => {
  const ALT_SVC = { name: 'Alt-Svc', value: 'h3=":444"; ma=60' };
  const service = { host: 'news.example', port: 444, maxAgeSeconds: 60, isSpare: false };
  const details = {
    tabId: 1,
    requestId: '1',
    url: 'https://news.example/',
    timeStamp: 5,
    fromCache: false,
    ip: '203.0.113.1',
    statusLine: 'HTTP/1.1 200',
    responseHeaders: [{ name: 'Server', value: 'lab' }, ALT_SVC],
  };
  const heard = (change: object = {}) => {
    listen('chromium');
    fire('webRequest.onResponseStarted', { ...details, ...change });
    return events.flatMap((event) => (event.kind === 'response' ? [event.altSvc] : []));
  };

  it('is told with the document in Chromium, and nothing else of its headers', () => {
    expect(heard()).toEqual([{ atMs: 5, replaces: true, services: [service] }]);
    expect(JSON.stringify(events)).not.toContain('lab');
  });

  it.each([
    ['no header', { responseHeaders: [] }],
    ['no headers', { responseHeaders: undefined }],
    ['a page that was not encrypted', { url: 'http://news.example/' }],
    ['one that cannot be read', { responseHeaders: [{ name: 'alt-svc', value: 'garbage' }] }],
  ])('is not told of %s', (_, change) => {
    expect(heard(change)).toEqual([undefined]);
  });

  it('may come in several fields, in bytes, and in any spelling', () => {
    const inBytes = { name: 'ALT-SVC', binaryValue: [...'h3=":445"; x="\u00e9"'].map((one) => one.charCodeAt(0)) };
    const [found] = heard({ responseHeaders: [{ name: 'alt-svc', value: 'h2=":443"' }, inBytes] });
    expect(found).toMatchObject({ replaces: true, services: [{ port: 445 }] });
  });

  it('out of a cache adds, and ends nothing', () => {
    expect(heard({ fromCache: true })).toMatchObject([{ replaces: false, services: [service] }]);
  });

  it('is told with a server’s redirect, of the host that redirects', () => {
    listen('chromium');
    const redirected = { ...details, redirectUrl: 'https://www.news.example/' };
    fire('webRequest.onBeforeRedirect', redirected);
    fire('webRequest.onBeforeRedirect', { ...redirected, ip: undefined });
    expect(events.map((event) => event.kind === 'redirect' && event.altSvc)).toEqual([
      { atMs: 5, replaces: true, services: [service] },
      undefined,
    ]);
  });

  it('is not asked for in Firefox', async () => {
    listen('firefox');
    fire('webRequest.onHeadersReceived', details);
    fire('webRequest.onBeforeRedirect', { ...details, redirectUrl: 'https://www.news.example/' });
    await settle();
    expect(events.map((event) => 'altSvc' in event)).toEqual([false, false]);
  });
});

it('Chromium says HTTP/1.1 of HTTP/3, so that no version is told', () => {
  listen('chromium');
  const details = { tabId: 1, requestId: '1', url: 'https://a.example/', timeStamp: 0, statusLine: 'HTTP/1.1 200' };
  fire('webRequest.onResponseStarted', details);
  fire('webRequest.onCompleted', details);
  expect(events.map((event) => 'connection' in event && event.connection.httpVersion)).toEqual([null, null]);
});
