import { describe, expect, it } from 'vitest';
import { afterEvent } from '../../../src/background/navigation.ts';
import {
  afterSubresource,
  type HostRecord,
  isTelling,
  isToBeLookedUp,
  isWorse,
  pagesOf,
} from '../../../src/background/page-hosts.ts';
import { newTab, type TabRecord } from '../../../src/background/tab-record.ts';
import type { ConnectionFacts, HostPrediction, Transport } from '../../../src/shared/facts.ts';
import type { NavigationEvent, SubresourceResponse } from '../../../src/shared/ports.ts';
import { ADDED_ROOT, chromeConnection, connection } from '../assess/facts-builder.ts';
import { subresource } from './subresource.ts';
import { COMMITTED_AT_MS, committed, completed, visit } from './visit.ts';

const recordOf = (...subresources: SubresourceResponse[]): HostRecord =>
  subresources.reduce<HostRecord | undefined>((known, one) => afterSubresource(known, one), undefined)!;

const insecure: ConnectionFacts = { ...chromeConnection(), security: 'insecure' };
const proxy = { type: 'http', host: 'proxy.example', knowsName: true };
const tls = { type: 'https', host: 'proxy.example', knowsName: true };
const masque = { ...tls, type: 'masque' };
const onDevice = { type: 'socks', host: '127.0.0.1', knowsName: true };
const socks = { type: 'socks', host: 'proxy.example', knowsName: false };

describe('the way of a subresource', () => {
  it.each<[string, Partial<SubresourceResponse>, Transport[]]>([
    ['with ECH', {}, ['hidden']],
    ['without ECH', { connection: connection({ usedEch: false }) }, ['exposed']],
    ['that Chrome tells of', { connection: chromeConnection() }, ['unreported']],
    ['past a certificate error', { connection: { ...chromeConnection(), security: 'broken' } }, ['unreported']],
    ['in clear', { scheme: 'http', connection: insecure }, ['cleartext']],
    ['from a cache that tells of the first fetch', { fromCache: true }, ['hidden']],
    ['from a cache that tells nothing', { fromCache: true, connection: chromeConnection() }, ['cached']],
    ['in clear, from a cache', { scheme: 'http', fromCache: true, connection: insecure }, ['cached']],
    ['after a question in clear', { connection: connection({ usedPrivateDns: false }) }, ['hidden', 'unencrypted-dns']],
    [
      'through a proxy that is told',
      { connection: connection({ usedPrivateDns: false, proxy }) },
      ['hidden', 'proxied'],
    ],
    ['through a proxy over TLS', { connection: connection({ proxy: tls }) }, ['hidden', 'tls-proxy']],
    ['… without ECH', { connection: connection({ usedEch: false, proxy: tls }) }, ['tls-proxy']],
    ['… and past a certificate error', { connection: connection({ usedEch: null, proxy: masque }) }, ['tls-proxy']],
    ['… in clear', { scheme: 'http', connection: { ...insecure, proxy: tls } }, ['cleartext-proxied', 'tls-proxy']],
    [
      '… from a cache',
      { fromCache: true, connection: connection({ usedEch: false, proxy: tls }) },
      ['exposed', 'proxied'],
    ],
    ['through a proxy of this device', { connection: connection({ proxy: onDevice }) }, ['hidden', 'device-proxy']],
    [
      '… without ECH',
      { connection: connection({ usedEch: false, proxy: { ...onDevice, host: '::1' } }) },
      ['device-proxy'],
    ],
    [
      '… that is told no name, after a question in clear',
      {
        connection: connection({ usedPrivateDns: false, proxy: { ...onDevice, host: 'localhost', knowsName: false } }),
      },
      ['hidden', 'device-proxy', 'unencrypted-dns'],
    ],
    [
      '… by a socket',
      { connection: connection({ usedEch: false, proxy: { ...onDevice, host: 'file:///run/tor/socks' } }) },
      ['device-proxy'],
    ],
    [
      'through one that is not',
      { connection: connection({ usedPrivateDns: false, proxy: socks }) },
      ['hidden', 'unencrypted-dns'],
    ],
  ])('%s', (_, change, transports) => {
    expect(recordOf(subresource('cdn.example', change)).transports).toEqual(transports);
  });

  it('asked no question for an address', () => {
    const open = { connection: connection({ usedEch: false, usedPrivateDns: false }) };
    expect(recordOf(subresource('192.0.2.1', open)).transports).toEqual(['exposed']);
    expect(recordOf(subresource('localhost', open)).transports).toEqual(['exposed']);
  });
});

describe('a host that is seen again', () => {
  const sealed = subresource('cdn.example', { connection: connection({ address: '192.0.2.1' }) });
  const named = subresource('cdn.example', { connection: connection({ usedEch: false, address: '192.0.2.2' }) });

  it('in the same way is the same record', () => {
    const known = recordOf(sealed);
    expect(afterSubresource(known, { ...sealed, timeMs: COMMITTED_AT_MS + 5_000, port: 8443 })).toBe(known);
  });

  it('without ECH after all has both ways and the worse connection', () => {
    expect(recordOf(sealed, named)).toMatchObject({
      transports: ['hidden', 'exposed'],
      connection: { address: '192.0.2.2' },
    });
  });

  it('with ECH after all keeps the worse connection', () => {
    expect(recordOf(named, sealed)).toMatchObject({
      transports: ['exposed', 'hidden'],
      connection: { address: '192.0.2.2' },
    });
  });

  it.each<[string, boolean | null, boolean]>([
    ['hid another name', true, false],
    ['held another name', null, false],
    ['showed another name', false, true],
  ])(
    'over a connection that %s, and over its own, has the facts of that by which more can be read',
    (_, isHidden, isKept) => {
      const own = subresource('cdn.example', { connection: chromeConnection() });
      const sharedWith = { host: 'www.example', isHidden };
      const shared = subresource('cdn.example', { connection: { ...chromeConnection(), sharedWith } });
      const expected = isKept ? sharedWith : null;
      for (const record of [recordOf(shared, own), recordOf(own, shared)])
        expect(record).toMatchObject({ transports: ['unreported'], connection: { sharedWith: expected } });
      expect([isWorse(recordOf(shared), recordOf(shared, own)), isWorse(recordOf(own), recordOf(own, shared))]).toEqual(
        [!isKept, isKept],
      );
    },
  );

  it('keeps the first added root, and none in its connection', () => {
    const added = { sha256: 'a'.repeat(64), subject: 'CN=Company', builtIn: false };
    const intercepted = subresource('cdn.example', { connection: connection({ root: added }) });
    expect(recordOf(sealed).addedRoot).toBeNull();
    const record = recordOf(sealed, intercepted, sealed);
    expect(record).toMatchObject({ addedRoot: added, transports: ['hidden'], connection: { root: null } });
    expect(afterSubresource(record, intercepted)).toBe(record);
  });

  it('keeps what the resolver said', () => {
    const known: HostRecord = {
      ...recordOf(subresource('cdn.example', { connection: chromeConnection() })),
      prediction: { outcome: 'shows' },
    };
    const again = afterSubresource(known, subresource('cdn.example', { scheme: 'http', connection: insecure }));
    expect(again).toMatchObject({ transports: ['unreported', 'cleartext'], prediction: { outcome: 'shows' } });
  });

  it.each<[string, HostPrediction | null, Partial<SubresourceResponse>, HostPrediction | null]>([
    ['is past predicting', { outcome: 'hides', publicName: 'cover.example' }, { port: 8443 }, { outcome: 'unknown' }],
    ['is not asked about', null, { port: 8443 }, { outcome: 'unknown' }],
    ['is named all the same', { outcome: 'shows' }, { port: 8443 }, { outcome: 'shows' }],
    ['of the other scheme keeps what was said', null, { port: 80, scheme: 'http' }, null],
  ])('at another port, where nobody measured, %s', (_, prediction, change, expected) => {
    const unreported = { connection: chromeConnection() };
    const known = { ...recordOf(subresource('cdn.example', unreported)), prediction };
    expect(afterSubresource(known, subresource('cdn.example', { ...unreported, ...change })).prediction).toEqual(
      expected,
    );
  });
});

describe('a question about a host', () => {
  const unreported = { connection: chromeConnection() };

  it('is for what nobody measured over https:', () => {
    expect(isToBeLookedUp(recordOf(subresource('a.example', unreported)))).toBe(true);
    expect(isToBeLookedUp(recordOf(subresource('a.example', { ...unreported, fromCache: true })))).toBe(true);
    expect(isToBeLookedUp(recordOf(subresource('a.example')))).toBe(false);
    expect(isToBeLookedUp(recordOf(subresource('a.example', { scheme: 'http', connection: insecure })))).toBe(false);
    expect(
      isToBeLookedUp({ ...recordOf(subresource('a.example', unreported)), prediction: { outcome: 'unknown' } }),
    ).toBe(false);
    const failed = { connection: { ...chromeConnection(), address: null } };
    expect(isToBeLookedUp(recordOf(subresource('a.example', failed)))).toBe(false);
    expect(isToBeLookedUp(recordOf(subresource('a.example', failed), subresource('a.example', unreported)))).toBe(true);
  });
});

describe('a request to the page’s own host tells more than the document’s', () => {
  it.each<[string, Partial<SubresourceResponse>, boolean]>([
    ['without ECH', { connection: connection({ usedEch: false }) }, true],
    ['through a proxy that is given the name', { connection: connection({ proxy }) }, true],
    ['looked up in clear', { connection: connection({ usedPrivateDns: false }) }, true],
    ['intercepted', { connection: connection({ root: ADDED_ROOT }) }, true],
    ['in clear', { scheme: 'http', connection: insecure }, true],
    ['with ECH', {}, false],
    ['unreported', { connection: chromeConnection() }, false],
    ['from the cache', { fromCache: true, connection: connection({ usedEch: false }) }, false],
    ['on this device', { scheme: 'http', host: 'localhost', connection: insecure }, false],
  ])('%s', (_, change, told) => {
    const response = subresource('news.example', change);
    expect(isTelling(response, response.host)).toBe(told);
    expect(isTelling(response, 'other.example')).toBe(true);
  });
});

describe('whose a subresource is', () => {
  const NOW = COMMITTED_AT_MS + 60_000;
  const played = (events: NavigationEvent[], tab: TabRecord = newTab(1)): TabRecord =>
    events.reduce((record, event) => afterEvent(record, event as Parameters<typeof afterEvent>[1]), tab);
  const shown = played(visit('https://news.example/'));
  const whose = (tab: TabRecord, change: Partial<SubresourceResponse> = {}, nowMs = NOW) =>
    pagesOf(tab, subresource('cdn.example', change), nowMs).map(({ navigationId, host }) => [navigationId, host]);

  it('after the commit: the shown page’s', () => {
    expect(whose(shown)).toEqual([['1.1', 'news.example']]);
    expect(whose(shown, { topHost: null })).toEqual([['1.1', 'news.example']]);
  });

  it('before the commit, after a page of the same host: nobody’s, the page before is over', () => {
    const again = played(visit('https://news.example/second'), shown);
    expect(whose(again, { timeMs: COMMITTED_AT_MS - 1 })).toEqual([]);
  });

  it('before the commit, and under a host that the page before did not have: its own all the same', () => {
    expect(whose(shown, { timeMs: COMMITTED_AT_MS - 1 })).toEqual([['1.1', 'news.example']]);
    expect(whose(shown, { timeMs: COMMITTED_AT_MS - 1, topHost: null })).toEqual([]);
  });

  it('before a commit that lies in the future: the shown page’s, the clock was set back', () => {
    expect(whose(shown, { timeMs: COMMITTED_AT_MS - 3_600_000 }, COMMITTED_AT_MS - 3_599_000)).toEqual([
      ['1.1', 'news.example'],
    ]);
  });

  it('under another host’s document: nobody’s, as a beacon of a page that was left', () => {
    expect(whose(shown, { topHost: 'old.example' })).toEqual([]);
  });

  it('in a tab that shows no page, or none of the web', () => {
    expect(whose(newTab(1))).toEqual([]);
    expect(whose(played([committed('about:blank')]), { topHost: null })).toEqual([]);
  });

  it('while another document has answered: perhaps the one of that, too', () => {
    const [request, response] = visit('https://next.example/', { requestId: 'n' });
    const coming = played([request!, response!], shown);
    expect(whose(coming, { topHost: null })).toEqual([
      ['1.1', 'news.example'],
      ['1.2', 'next.example'],
    ]);
    expect(whose(coming, { topHost: 'next.example' })).toEqual([['1.2', 'next.example']]);
    expect(whose(coming)).toEqual([['1.1', 'news.example']]);
    const download = played([completed('https://next.example/', 'n')], coming);
    expect(whose(download, { topHost: null, timeMs: COMMITTED_AT_MS + 60_000 })).toEqual([['1.1', 'news.example']]);
  });

  it('while a document waits out of sight: not its', () => {
    const [request, response] = visit('https://next.example/', { requestId: 'n' });
    const ready: NavigationEvent = { kind: 'prerendered', tabId: 1, url: 'https://next.example/', documentId: 'D' };
    expect(whose(played([request!, response!, ready], shown), { topHost: null })).toEqual([['1.1', 'news.example']]);
  });
});
