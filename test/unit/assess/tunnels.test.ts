// What the network at hand reads of a visit that goes through a proxy over TLS, or through one of this device. Each connection of a
// visit has a proxy of its own, or none.

import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import { HiddenHosts } from '../../../src/background/hidden-hosts.ts';
import { hop as hopOf } from '../../../src/background/transport.ts';
import type { Facts, Observation, ProxyFacts } from '../../../src/shared/facts.ts';
import { siteAddress } from '../../../src/shared/site-address.ts';
import {
  chromium,
  connection,
  DEVICE_PROXY,
  ECH,
  firefox,
  HOST,
  hop,
  host,
  NO_RECORD,
  page,
  records,
  TLS_PROXY,
  visited,
  withEch,
} from './facts-builder.ts';

const SIBLING = `img.${HOST}`;
const PLAIN_PROXY = { type: 'http', host: 'proxy.example', knowsName: true };
const UNNAMED: ProxyFacts = { ...DEVICE_PROXY, knowsName: false };

const via = (proxy: ProxyFacts, usedEch: boolean | null, change: Partial<Facts> = {}) =>
  firefox({ connection: connection({ proxy, usedEch }), ...change });
const http = (proxy: ProxyFacts | null, change: Partial<Facts> = {}) =>
  firefox({
    page: page(`http://${HOST}/`),
    connection: connection({ security: 'insecure', usedEch: null, usedPrivateDns: null, root: null, proxy }),
    ...change,
  });
const concluded = (facts: Facts) => {
  const { verdict, cause, headline } = assess(facts);
  return [verdict, cause?.kind ?? null, headline.kind];
};
const nameFor = (facts: Facts, id: string) => assess(facts).observers.find((row) => row.id === id)?.cells.name;
const reached = (proxy: ProxyFacts, ways: Observation['transports']) =>
  host(SIBLING, ways, { connection: connection({ proxy, root: null }) });

describe('a proxy over TLS', () => {
  it.each([
    ['with ECH', via(TLS_PROXY, true)],
    ['without', via(TLS_PROXY, false)],
    ['without, where none is offered', via(TLS_PROXY, false, { lookup: NO_RECORD })],
    ['where that is not reported', via(TLS_PROXY, null)],
    [
      'where nothing was looked up',
      via(TLS_PROXY, null, { lookup: { state: 'not-asked', why: 'proxied', resolver: null } }),
    ],
    ['with a public name of the same owner', via(TLS_PROXY, true, { lookup: records(withEch(`cover.${HOST}`)) })],
    ['with the site’s own name as public name', via(TLS_PROXY, true, { lookup: records(withEch(HOST)) })],
  ])('is what the network sees, %s', (_, facts) => {
    expect(concluded(facts)).toEqual(['partly-hidden', 'tls-proxy', 'partly-hidden-tls-proxy']);
    expect(assess(facts)).toMatchObject({ lanes: [], seen: { kind: 'unknown' }, anonymitySet: null });
    expect(nameFor(facts, 'network')).toEqual({ sees: 'no', what: 'proxy.example', evidence: 'inferred' });
    expect(nameFor(facts, 'proxy')).toEqual({ sees: 'yes', what: HOST, evidence: 'measured' });
  });

  it('has the server that opens ECH behind it where ECH was used, and no other', () => {
    expect(nameFor(via(TLS_PROXY, true), 'provider')?.sees).toBe('yes');
    expect(nameFor(via(TLS_PROXY, false), 'provider')).toBeUndefined();
  });

  it('changes nothing of a page from the cache, which may have come another way', () => {
    const cached = { page: page(undefined, { arrival: 'http-cache' }), lookup: NO_RECORD };
    expect(assess(via(TLS_PROXY, false, cached)).verdict).toBe('exposed');
  });

  it('does not make a page one that ECH hid earlier', () => {
    const stored: Record<string, unknown>[] = [];
    const putSoon = (_tabId: number, entry: Record<string, unknown>) => void stored.push(entry);
    const hidden = new HiddenHosts({ putSoon } as never);
    hidden.remember(assess(via(TLS_PROXY, false)), false, 1);
    expect(stored).toEqual([]);
    hidden.remember(assess(firefox()), false, 1);
    expect(stored).toHaveLength(1);
  });

  it('lets everyone behind it read a page over http:', () => {
    expect(concluded(http(TLS_PROXY))).toEqual(['cleartext', 'cleartext', 'cleartext-proxied']);
    expect(nameFor(http(TLS_PROXY), 'network')).toEqual({ sees: 'no', what: 'proxy.example', evidence: 'inferred' });
    expect(assess(http(TLS_PROXY)).observers.find(({ id }) => id === 'proxy')?.cells).toMatchObject({
      name: { sees: 'yes' },
      content: { sees: 'yes' },
    });
  });
});

describe('a proxy of this device', () => {
  it.each([DEVICE_PROXY, UNNAMED, { ...DEVICE_PROXY, type: 'https' }])('leaves open what leaves it: %j', (proxy) => {
    expect(concluded(via(proxy, true))).toEqual(['partly-hidden', 'device-proxy', 'partly-hidden-device-proxy']);
    for (const used of [false, null])
      expect(concluded(via(proxy, used))).toEqual(['unknown', 'device-proxy', 'unknown']);
    expect(concluded(http(proxy))).toEqual(['cleartext', 'cleartext', 'cleartext-proxied']);
    for (const facts of [via(proxy, true), via(proxy, false), http(proxy)])
      for (const aspect of ['name', 'provider', 'address', 'traffic'] as const)
        expect(assess(facts).observers.find(({ id }) => id === 'network')?.cells[aspect]?.sees).toBe('unknown');
  });

  it('says in the network’s row why that is so', () => {
    for (const facts of [via(DEVICE_PROXY, true), via(DEVICE_PROXY, false), http(DEVICE_PROXY)])
      expect(assess(facts).observers[0]?.note.kind).toBe('network-device-proxy');
  });

  it('hides nothing by a public name that is the site’s own', () => {
    expect(assess(via(DEVICE_PROXY, true, { lookup: records(withEch(HOST)) })).verdict).toBe('unknown');
  });

  it('reads what stands on the connection, told the name or not', () => {
    expect(nameFor(via(UNNAMED, false), 'proxy')).toEqual({ sees: 'yes', what: HOST, evidence: 'measured' });
    expect(nameFor(http(UNNAMED), 'proxy')?.sees).toBe('yes');
    expect(nameFor(via(UNNAMED, true), 'proxy')?.sees).toBe('unknown');
  });
});

it('a plain proxy elsewhere is on the network, as it was', () => {
  expect(concluded(via(PLAIN_PROXY, true))).toEqual(['partly-hidden', 'proxy', 'partly-hidden-proxy']);
  expect(concluded(via(PLAIN_PROXY, false))).toEqual(['offered-not-used', 'proxy', 'offered-not-used']);
  expect(concluded(http(PLAIN_PROXY))).toEqual(['cleartext', 'cleartext', 'cleartext']);
});

describe('a proxy belongs to a connection', () => {
  it.each<[string, Facts, string[], string]>([
    [
      'a sibling through TLS',
      firefox(visited([reached(TLS_PROXY, ['tls-proxy'])])),
      ['partly-hidden', 'tls-proxy'],
      'no',
    ],
    [
      'a sibling through the device’s',
      firefox(visited([reached(DEVICE_PROXY, ['device-proxy'])])),
      ['partly-hidden', 'device-proxy'],
      'unknown',
    ],
    [
      'a sibling past the proxy',
      via(TLS_PROXY, false, visited([host(SIBLING, ['exposed'])])),
      ['partly-hidden', 'same-site-exposed'],
      'yes',
    ],
    [
      'an unencrypted redirect past the proxy',
      via(TLS_PROXY, false, visited([hop('go.example', ['cleartext'])])),
      ['partly-hidden', 'cleartext-redirect'],
      'yes',
    ],
    [
      'a page over http: with a sibling past the proxy',
      http(TLS_PROXY, visited([host(SIBLING, ['exposed'])])),
      ['cleartext', 'cleartext'],
      'yes',
    ],
  ])('%s', (_, facts, expected, sees) => {
    expect(concluded(facts).slice(0, 2)).toEqual(expected);
    expect(nameFor(facts, 'network')?.sees).toBe(sees);
  });

  it('also that of an unencrypted redirect with the site’s name in it', () => {
    const reported = connection({ security: 'insecure', usedEch: null, proxy: TLS_PROXY });
    const redirect = hopOf(siteAddress('http://go.example/'), reported, { names: ['go.example', HOST] });
    const facts = firefox(visited([redirect]));
    expect(concluded(facts)).toEqual(['partly-hidden', 'tls-proxy', 'partly-hidden-tls-proxy']);
    expect(nameFor(facts, 'network')).toMatchObject({ sees: 'no', what: 'cover.example' });
  });

  it('and a later one never improves the verdict', () => {
    const RANK = ['cleartext', 'exposed', 'offered-not-used', 'partly-hidden', 'likely-hidden', 'hidden'];
    const rank = (facts: Facts) => RANK.indexOf(assess(facts).verdict);
    const others = (['exposed', 'hidden', 'proxied', 'unencrypted-dns', 'unreported'] as const).map((way) =>
      host(SIBLING, [way]),
    );
    const tunneled = [TLS_PROXY, DEVICE_PROXY].flatMap((proxy) => {
      const way = proxy === TLS_PROXY ? 'tls-proxy' : 'device-proxy';
      return [reached(proxy, [way]), reached(proxy, ['hidden', way]), reached(proxy, ['cleartext-proxied', way])];
    });
    for (const facts of [firefox(), via(TLS_PROXY, false), via(DEVICE_PROXY, true), chromium({ lookup: ECH })])
      for (const one of tunneled)
        for (const other of [[], ...others.map((one) => [one])])
          expect(rank({ ...facts, ...visited([...other, one]) })).toBeLessThanOrEqual(
            rank({ ...facts, ...visited(other) }),
          );
  });
});

describe('a page over http: in the local network', () => {
  it.each([
    ['http://192.168.1.1/', '192.168.1.1'],
    ['http://printer.local/', '192.168.1.9'],
    ['http://printer.local/', null],
    ['http://[fe80::1]/', '[fe80::1]'],
  ])('is read by everyone in it, and not by the provider: %s', (url, address) => {
    for (const browser of [firefox, chromium]) {
      const facts = browser({ page: page(url), connection: { ...http(null).connection!, address } });
      expect(concluded(facts)).toEqual(['cleartext', 'cleartext', 'cleartext-local']);
      expect(assess(facts).observers[0]?.note.kind).toBe('network-local');
    }
  });

  it.each([
    ['http://192.168.1.1/', PLAIN_PROXY, 'cleartext'],
    ['http://192.168.1.1/', TLS_PROXY, 'cleartext-proxied'],
    ['http://intranet/', null, 'cleartext'],
    [`http://${HOST}/`, null, 'cleartext'],
  ])('is another where a proxy or a public address is reported: %s %j', (url, proxy, headline) => {
    const facts = firefox({ page: page(url), connection: http(proxy).connection });
    expect(assess(facts).headline.kind).toBe(headline);
  });

  it.each(['http://0.0.0.0/', 'http://[::ffff:127.0.0.1]/'])('is not what stays on this device: %s', (url) => {
    expect(assess(firefox({ page: page(url) })).verdict).toBe('not-applicable');
  });
});
