// Connections that were opened for another host: what the browser reports of them is about that host (measured in test/lab).

import { describe, expect, it } from 'vitest';
import type { ConnectionFacts } from '../../../src/shared/facts.ts';
import type { NavigationEvent, SubresourceResponse } from '../../../src/shared/ports.ts';
import type { NameRecord } from '../../../src/shared/session-names.ts';
import { chromeConnection, connection } from '../assess/facts-builder.ts';
import { messageOf } from '../builders.ts';
import { answer, dnsResponse, FakeBrowser } from '../fake-browser/fake-browser.ts';
import { subresource } from './subresource.ts';
import { at, COMMITTED_AT_MS, visit } from './visit.ts';

const CERTIFICATE = 'ee'.repeat(32);
const WWW = 'https://www.news.example/';
const SHOP = 'https://shop.news.example/';
const IMG = 'img.news.example';

const shareable = (change: Partial<ConnectionFacts> = {}) => connection({ certificate: CERTIFICATE, ...change });

async function play(browser: FakeBrowser, events: NavigationEvent[], responses: SubresourceResponse[] = []) {
  for (const event of events) browser.emit(event);
  for (const one of responses) browser.see(one);
  for (let turn = 0; turn < 3; turn++) await browser.settle();
}

/** Who publishes ECH. */
function browserOf(kind: 'firefox' | 'chromium', ...hides: string[]): FakeBrowser {
  const browser = new FakeBrowser(kind);
  browser.resolve = async (name, type) =>
    hides.includes(name) ? answer(name, type) : dnsResponse(messageOf({ name, type }));
  return browser;
}
const image = (change: Partial<ConnectionFacts>, timeMs = COMMITTED_AT_MS + 50) =>
  subresource(IMG, { connection: shareable(change), topHost: 'www.news.example', timeMs });
const conclusion = (browser: FakeBrowser) => {
  const { verdict, evidence, cause } = browser.report(1)!;
  return [verdict, evidence, cause?.kind];
};

describe('Firefox, an image of the site over the page’s connection', () => {
  it('hides by its own record, which is looked up', async () => {
    const browser = browserOf('firefox', 'www.news.example', IMG);
    await play(browser, visit(WWW, { connection: shareable() }), [image({})]);
    expect(conclusion(browser)).toEqual(['hidden', 'measured', undefined]);
    expect(browser.questions).toContain(IMG);
  });

  // As Firefox 153 reports it over QUIC.
  it.each(['HTTP/2.0', 'HTTP/3.0'])('shows its name beside it without one, over %s', async (httpVersion) => {
    const browser = browserOf('firefox', 'www.news.example');
    await play(browser, visit(WWW, { connection: shareable({ httpVersion }) }), [image({ httpVersion })]);
    expect(conclusion(browser)).toEqual(['partly-hidden', 'measured', 'same-site-exposed']);
  });

  it.each<[string, Partial<ConnectionFacts>, number]>([
    ['with another certificate', { certificate: 'dd'.repeat(32) }, 50],
    ['at another address', { address: '192.0.2.8' }, 50],
    ['of which the browser says otherwise', { usedEch: false }, 50],
    ['over HTTP/1.1', { httpVersion: 'HTTP/1.1' }, 50],
    ['after the connection was idle for too long', {}, 200_000],
  ])('%s has its own', async (_, change, laterMs) => {
    const browser = browserOf('firefox', 'www.news.example');
    await play(browser, visit(WWW, { connection: shareable() }), [image(change, COMMITTED_AT_MS + laterMs)]);
    const isShown = change.usedEch === false;
    expect(conclusion(browser)).toEqual([
      isShown ? 'partly-hidden' : 'hidden',
      'measured',
      isShown ? 'same-site-exposed' : undefined,
    ]);
    expect(browser.report(1)?.cause?.evidence).toBe(isShown ? 'measured' : undefined);
  });

  it('is told apart after the background was killed, too', async () => {
    const browser = browserOf('firefox', 'www.news.example');
    await play(browser, visit(WWW, { connection: shareable() }));
    browser.kill();
    browser.start();
    await play(browser, [], [image({})]);
    expect(conclusion(browser)).toEqual(['partly-hidden', 'measured', 'same-site-exposed']);
  });

  it('and a stranger is not known', async () => {
    const browser = browserOf('firefox', 'www.news.example');
    const stranger = subresource('cdn.example', { connection: shareable(), topHost: 'www.news.example' });
    await play(browser, visit(WWW, { connection: shareable() }), [stranger]);
    expect(browser.report(1)?.others?.hosts.items).toMatchObject([
      { host: 'cdn.example', state: 'unknown', how: { kind: 'shared', args: [{ host: 'www.news.example' }] } },
    ]);
    expect(browser.questions).not.toContain('cdn.example');
  });
});

describe('in Firefox, a connection of a private window', () => {
  const inPrivate = (isPrivate: boolean, events: NavigationEvent[]): NavigationEvent[] =>
    events.map((event) => (event.kind === 'response' ? { ...event, private: isPrivate } : event));

  it('is shared with no other window', async () => {
    const browser = browserOf('firefox');
    browser.tabs.set(2, { url: SHOP, private: true });
    const plain = shareable({ usedEch: false });
    await play(browser, inPrivate(true, visit(SHOP, { tabId: 2, connection: plain })));
    await play(browser, at(inPrivate(false, visit(WWW, { connection: plain })), 5_000));
    expect(conclusion(browser)).toEqual(['exposed', 'measured', 'no-record']);
  });

  it('is never stored', async () => {
    const browser = browserOf('firefox');
    const [request, response] = inPrivate(true, visit(SHOP, { tabId: 2, connection: shareable() }));
    await play(browser, [request!, response!]);
    expect([...browser.session.keys()].filter((key) => key.startsWith('connection'))).toEqual([]);
  });
});

describe('in Firefox, whose connection it is', () => {
  const names = (browser: FakeBrowser) =>
    JSON.stringify([...browser.session].filter(([key]) => /^connection/.test(key)));

  it('does not depend on what a host without ECH had beside it', async () => {
    const browser = browserOf('firefox', 'www.news.example', IMG);
    const plain = { usedEch: false };
    const other = subresource('cdn.org', { connection: shareable(plain), topHost: 'www.news.example' });
    await play(browser, visit(WWW, { connection: shareable() }), [other, image(plain)]);
    expect(conclusion(browser)).toEqual(['hidden', 'measured', undefined]);
  });

  it('is forgotten in another network, by the next background too', async () => {
    const browser = browserOf('firefox');
    await play(browser, visit(SHOP, { tabId: 2, connection: shareable({ usedEch: false }) }));
    expect(names(browser)).toContain('shop.news.example');
    browser.changeNetwork();
    await browser.settle();
    expect(names(browser)).toBe('[]');
  });

  it('is known to the next background, whenever this one was killed', async () => {
    const browser = browserOf('firefox', 'www.news.example');
    const stranger = subresource('cdn.org', { connection: shareable({ usedEch: false }), topHost: 'www.news.example' });
    await play(browser, visit(WWW, { connection: shareable() }), [stranger]);
    browser.kill();
    await play(browser, [], [image({ usedEch: false })]);
    expect(browser.report(1)?.cause?.evidence).toBe('inferred');
  });

  it('is not stored of a private window that is gone, whatever page of the site another window shows', async () => {
    const browser = browserOf('firefox');
    browser.tabs.set(2, { url: SHOP, private: true });
    await play(browser, visit(SHOP, { tabId: 2, connection: shareable({ usedEch: false }) }));
    await play(browser, visit(WWW, { connection: shareable({ address: '192.0.2.8' }) }));
    browser.emit({ kind: 'closed', tabId: 2 });
    await play(browser, [], [image({ usedEch: false })]);
    expect(JSON.stringify([...browser.session].filter(([key]) => !/^(host|tab|report)/.test(key)))).not.toContain(
      'shop.',
    );
  });

  it('of a public suffix of two labels is known to the next background at its first event', async () => {
    const browser = browserOf('firefox', 'www.news.co.uk');
    await play(browser, visit('https://www.news.co.uk/', { connection: shareable() }));
    browser.kill();
    await play(browser, [], [subresource('img.news.co.uk', { connection: shareable(), topHost: 'www.news.co.uk' })]);
    expect(conclusion(browser)).toEqual(['partly-hidden', 'measured', 'same-site-exposed']);
  });
});

it('in Chrome, no page comes over a connection of plain HTTP', async () => {
  const browser = browserOf('chromium');
  await play(browser, visit('http://news.example/', { connection: chromeConnection() }));
  await play(browser, at(visit(WWW, { connection: chromeConnection() }), 5_000));
  expect(conclusion(browser)).toEqual(['exposed', 'inferred', 'no-record']);
});

describe('the next page over the connection of the page before', () => {
  const next = (change: Partial<ConnectionFacts>) => at(visit(SHOP, { connection: shareable(change) }), 5_000);

  it.each<[string, boolean, string[], (string | undefined)[]]>([
    ['both with ECH', true, ['www.news.example', 'shop.news.example'], ['hidden', 'measured', undefined]],
    ['that one alone with ECH', true, ['www.news.example'], ['exposed', 'inferred', 'shared-connection']],
    ['neither with ECH', false, [], ['exposed', 'inferred', 'shared-connection']],
    ['this one alone with ECH', false, ['shop.news.example'], ['exposed', 'inferred', 'shared-connection']],
  ])('in Firefox, %s', async (_, usedEch, hides, expected) => {
    const browser = browserOf('firefox', ...hides);
    await play(browser, visit(WWW, { connection: shareable({ usedEch }) }));
    await play(browser, next({ usedEch }));
    expect(conclusion(browser)).toEqual(expected);
  });

  it.each<[string, string[], (string | undefined)[]]>([
    ['both with ECH', ['www.news.example', 'shop.news.example'], ['likely-hidden', 'inferred', undefined]],
    ['that one alone with ECH', ['www.news.example'], ['unknown', 'unknown', 'shared-connection']],
    ['neither with ECH', [], ['exposed', 'inferred', 'shared-connection']],
    ['this one alone with ECH', ['shop.news.example'], ['exposed', 'inferred', 'shared-connection']],
  ])('in Chrome, %s', async (_, hides, expected) => {
    const browser = browserOf('chromium', ...hides);
    await play(browser, visit(WWW, { connection: chromeConnection() }));
    await play(browser, at(visit(SHOP, { connection: chromeConnection() }), 5_000));
    expect(conclusion(browser)).toEqual(expected);
  });

  it('in Chrome, is told by what was known of that one before it was opened again, and left at once', async () => {
    const browser = browserOf('chromium');
    const again = at(visit(WWW, { connection: chromeConnection(), tabId: 2 }), 4_000);
    await play(browser, visit(WWW, { connection: chromeConnection(), tabId: 2 }));
    const { resolve } = browser;
    browser.resolve = () => new Promise(() => {});
    // The answer of before is too old.
    browser.nowMs += 10_000_000;
    await play(browser, again);
    expect(browser.report(2)?.published.state).toBe('pending');
    browser.resolve = resolve;
    await play(browser, at(visit(SHOP, { connection: chromeConnection() }), 5_000));
    expect(conclusion(browser)).toEqual(['exposed', 'inferred', 'shared-connection']);
  });

  it('of another site never comes over it', async () => {
    const browser = browserOf('firefox');
    await play(browser, visit(WWW, { connection: shareable({ usedEch: false }) }));
    await play(browser, at(visit('https://other.example/', { connection: shareable({ usedEch: false }) }), 5_000));
    expect(conclusion(browser)).toEqual(['exposed', 'measured', 'no-record']);
  });
});

it('Chrome, an image of the site at the page’s own address, without ECH: whether its name went out is not known', async () => {
  const browser = browserOf('chromium', 'www.news.example');
  const here = subresource(IMG, { connection: chromeConnection(), topHost: 'www.news.example' });
  await play(browser, visit(WWW, { connection: chromeConnection() }), [here]);
  const { exposures } = browser.session.get(`name:${IMG}`) as NameRecord;
  expect(exposures).toMatchObject({ unknown: { how: { statement: { kind: 'shared' } } } });
  expect(browser.report(1)).toMatchObject({
    verdict: 'likely-hidden',
    icon: 'likely-hidden',
    cause: { kind: 'shared-connection', evidence: 'unknown', why: { kind: 'name-shared', args: [{ host: IMG }] } },
  });
});

it.each([
  ['first', 0],
  ['later', 100],
])('Chrome, an image of the site that %s had a connection of its own without ECH', async (_, ownMs) => {
  const browser = browserOf('chromium', 'www.news.example');
  const at = (address: string, afterMs: number) =>
    subresource(IMG, {
      connection: { ...chromeConnection(), address },
      topHost: 'www.news.example',
      timeMs: COMMITTED_AT_MS + 50 + afterMs,
    });
  const { address } = chromeConnection();
  const responses = [at(address!, 50), at('192.0.2.88', ownMs)].sort((one, other) => one.timeMs - other.timeMs);
  await play(browser, visit(WWW, { connection: chromeConnection() }), responses);
  expect(browser.report(1)).toMatchObject({
    verdict: 'likely-hidden',
    cause: { kind: 'same-site-exposed', evidence: 'inferred', why: { args: [{ host: IMG }] } },
  });
});
