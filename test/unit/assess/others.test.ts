import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import { assessOthers } from '../../../src/assess/others.ts';
import { describeOthers } from '../../../src/assess/words.ts';
import { translate } from '../../../src/platform/words.ts';
import type { Facts, HostPrediction, Observation, Transport } from '../../../src/shared/facts.ts';
import type { Verdict } from '../../../src/shared/report.ts';
import { textsOf } from '../arguments.ts';
import {
  ADDED_ROOT,
  chromeConnection,
  chromium,
  connection,
  firefox,
  HOST,
  host,
  page,
  records,
  TLS_PROXY,
  visited,
  withEch,
} from './facts-builder.ts';

const othersOf = (facts: Facts, verdict: Verdict = 'exposed') => assessOthers(facts, verdict);
const inFirefox = (...list: Observation[]) => othersOf(firefox(visited(list)))!;
const inChrome = (...list: Observation[]) => othersOf(chromium(visited(list)))!;

const HIDES: HostPrediction = { outcome: 'hides', publicName: 'cover.example' };

describe('the state of a host', () => {
  it.each<[Transport[], string]>([
    [['cleartext'], 'cleartext measured cleartext'],
    [['hidden', 'cleartext'], 'cleartext measured cleartext-once'],
    [['exposed'], 'exposed measured exposed'],
    [['hidden', 'exposed'], 'exposed measured exposed-once'],
    [['exposed', 'unencrypted-dns', 'proxied'], 'exposed measured exposed'],
    [['hidden', 'unencrypted-dns'], 'partly-hidden measured unencrypted-dns'],
    [['unencrypted-dns', 'proxied', 'hidden'], 'partly-hidden measured proxied'],
    [['tls-proxy'], 'partly-hidden measured tls-proxy'],
    [['hidden', 'tls-proxy'], 'partly-hidden measured tls-proxy'],
    [['unreported', 'tls-proxy'], 'unknown unknown unreported'],
    [['exposed', 'tls-proxy'], 'exposed measured exposed'],
    [['device-proxy'], 'unknown unknown device-proxy'],
    [['hidden', 'device-proxy'], 'partly-hidden measured device-proxy'],
    [['cleartext-proxied', 'tls-proxy'], 'cleartext measured cleartext-proxied'],
    [['hidden'], 'hidden measured hidden'],
    [['hidden', 'cached'], 'hidden measured hidden'],
    [['hidden', 'unreported'], 'unknown unknown unreported'],
    [['unreported'], 'unknown unknown unreported'],
    [['unreported', 'unencrypted-dns'], 'unknown unknown unreported'],
    [['cached'], 'unknown unknown cached'],
  ])('by its ways %j: %s', (ways, expected) => {
    const [row] = inFirefox(host('a.example', ways)).hosts.items;
    expect(`${row?.state} ${row?.evidence} ${row?.how.kind}`).toBe(expected);
  });

  it.each<[boolean | null, HostPrediction, string]>([
    [true, { outcome: 'shows' }, 'unknown unknown shared'],
    [null, { outcome: 'shows' }, 'unknown unknown shared'],
    [true, { outcome: 'hides', publicName: 'a.example' }, 'unknown unknown shared'],
    [true, HIDES, 'likely-hidden inferred hides'],
    [false, { outcome: 'shows' }, 'likely-exposed inferred shows'],
  ])('in Chrome, over a connection of another host that is hidden: %s, %j: %s', (isHidden, prediction, expected) => {
    const sharing = { connection: { ...chromeConnection(), sharedWith: { host: 'b.example', isHidden } }, prediction };
    const [row] = inChrome(host('a.example', ['unreported'], sharing)).hosts.items;
    expect(`${row?.state} ${row?.evidence} ${row?.how.kind}`).toBe(expected);
  });

  it.each<[HostPrediction, Transport[], string]>([
    [HIDES, ['unreported'], 'likely-hidden inferred hides'],
    [{ outcome: 'hides', publicName: null }, ['unreported', 'cached'], 'likely-hidden inferred hides-unnamed'],
    [{ outcome: 'hides', publicName: 'A.example' }, ['unreported'], 'likely-exposed inferred own-name'],
    [{ outcome: 'shows' }, ['unreported'], 'likely-exposed inferred shows'],
    [{ outcome: 'unknown' }, ['unreported'], 'unknown unknown not-learnt'],
    [{ outcome: 'cannot-connect' }, ['unreported'], 'unknown unknown refuted'],
    [HIDES, ['unreported', 'unencrypted-dns'], 'unknown unknown unreported'],
    // What is published says nothing of a first fetch that nobody saw.
    [HIDES, ['cached'], 'unknown unknown cached'],
    [HIDES, ['cleartext', 'unreported'], 'cleartext measured cleartext-once'],
  ])('by what is published, %j %j: %s', (prediction, ways, expected) => {
    const [row] = inChrome(host('a.example', ways, { prediction })).hosts.items;
    expect(`${row?.state} ${row?.evidence} ${row?.how.kind}`).toBe(expected);
  });

  it('behind an added authority is intercepted, unless that is expected', () => {
    const read = host('a.example', ['hidden'], { addedRoot: ADDED_ROOT });
    expect(inFirefox(read).hosts.items[0]).toMatchObject({
      state: 'intercepted',
      how: { args: [{ label: ADDED_ROOT.subject }] },
    });
    const expected = othersOf(firefox({ ...visited([read]), expectedRoots: [ADDED_ROOT.sha256] }));
    expect(expected?.hosts.items[0]?.state).toBe('hidden');
  });
});

describe('the list', () => {
  it('has the worst first, and the first seen first among equals', () => {
    const { hosts: rows, counts } = inFirefox(
      host('sealed.example', ['hidden']),
      host('z.example', ['exposed']),
      host('clear.example', ['cleartext']),
      host('a.example', ['exposed']),
      host('dns.example', ['hidden', 'unencrypted-dns']),
    );
    expect(rows.items.map((row) => row.host)).toEqual([
      'clear.example',
      'z.example',
      'a.example',
      'dns.example',
      'sealed.example',
    ]);
    expect(counts).toEqual({ cleartext: 1, exposed: 2, 'partly-hidden': 1, hidden: 1 });
  });

  it('shows 64 rows and counts them all', () => {
    const many = Array.from({ length: 600 }, (_, n) => host(`h${n}.example`, n % 2 === 0 ? ['hidden'] : ['exposed']));
    const report = othersOf(firefox(visited(many, { isCapped: true })))!;
    expect(report).toMatchObject({ total: 600, isCapped: true, counts: { exposed: 300, hidden: 300 } });
    expect([report.hosts.items.length, report.hosts.more]).toEqual([64, 536]);
    expect(JSON.stringify(report).length).toBeLessThan(24_000);
  });

  it('leaves out what has no name to hide, unless it came in clear', () => {
    const nameless = ['192.0.2.7', '[2001:db8::1]', 'printer.local', 'router', 'x.onion'];
    expect(othersOf(firefox(visited(nameless.map((name) => host(name, ['exposed'])))))).toBeNull();
    const clear = [...nameless, '127.0.0.1', 'localhost'].map((name) => host(name, ['cleartext']));
    const rows = inFirefox(...clear).hosts.items;
    expect(rows.map((row) => row.host)).toEqual(nameless.slice(0, 4));
    // The connections' address is a public one.
    expect(rows.map((row) => row.how.kind)).toEqual(['cleartext', 'cleartext', 'cleartext', 'cleartext']);
    const router = host('192.168.1.1', ['cleartext'], { connection: connection({ address: '192.168.1.1' }) });
    expect(inFirefox(router).hosts.items[0]?.how.kind).toBe('cleartext-local');
  });

  it('is none where ECH does not apply or no other host was reached', () => {
    expect(othersOf(firefox(visited([host('a.example', ['exposed'])])), 'not-applicable')).toBeNull();
    expect(othersOf(firefox())).toBeNull();
  });

  it('tells the connection in short', () => {
    expect(inFirefox(host('a.example', ['hidden'])).hosts.items[0]?.connection).toEqual({
      tlsVersion: 'TLSv1.3',
      httpVersion: 'HTTP/2.0',
      keyAgreement: 'x25519',
      address: '192.0.2.7',
      proxy: null,
    });
  });
});

describe('the numbers in a sentence', () => {
  const NAMED = host('n.example', ['exposed']);
  const SEALED = host('s.example', ['hidden']);
  const PARTLY = host('p.example', ['hidden', 'unencrypted-dns']);
  const UNREPORTED = host('u.example', ['unreported']);
  const SHOWS = host('w.example', ['unreported'], { prediction: { outcome: 'shows' } });
  const LIKELY = host('l.example', ['unreported'], { prediction: HIDES });
  it.each<[string, Observation[]]>([
    ['sees 1 2', [NAMED, SEALED]],
    ['one-sees', [NAMED]],
    ['sees-more 1 3', [NAMED, SEALED, UNREPORTED]],
    ['probably 2 3', [NAMED, SHOWS, LIKELY]],
    ['one-probably', [SHOWS]],
    ['probably-more 1 2', [SHOWS, UNREPORTED]],
    ['unknown 1 2', [LIKELY, UNREPORTED]],
    ['unreported 2', [UNREPORTED, UNREPORTED]],
    ['one-unreported', [UNREPORTED]],
    ['partly 1 2', [PARTLY, SEALED]],
    ['unknown 1 2', [PARTLY, LIKELY]],
    ['one-partly', [PARTLY]],
    ['none 2 Chrome', [SEALED, SEALED]],
    ['one-none Chrome', [SEALED]],
    ['should-hide 2 Chrome', [LIKELY, SEALED]],
    ['one-should-hide Chrome', [LIKELY]],
  ])('%s', (expected, list) => {
    const { statement } = inChrome(...list);
    expect([statement.kind, ...textsOf(statement.args)].join(' ')).toBe(expected);
  });

  it.each<[string, Observation[]]>([
    ['sees-more 1 2', [NAMED, SEALED]],
    ['sees-more 1 1', [NAMED]],
    ['probably-more 1 2', [SHOWS, LIKELY]],
    ['capped 2', [SEALED, SEALED]],
    ['capped 2', [LIKELY, SEALED]],
    ['capped 1', [PARTLY]],
    ['capped 2', [UNREPORTED, SEALED]],
  ])('says nothing of all hosts where more were reached than are known: %s', (expected, list) => {
    const { statement } = othersOf(chromium(visited(list, { isCapped: true })))!;
    expect([statement.kind, ...textsOf(statement.args)].join(' ')).toBe(expected);
  });

  it.each<[string, Observation[], boolean?]>([
    ['yes count 1 2', [NAMED, SEALED]],
    ['yes count 1 1', [NAMED]],
    ['yes at-least 1 2', [NAMED, UNREPORTED]],
    ['yes at-least 1 2', [NAMED, SEALED], true],
    ['yes probably 2 3', [NAMED, SHOWS, LIKELY]],
    ['yes probably-more 1 2', [SHOWS, UNREPORTED]],
    ['yes probably-more 1 2', [SHOWS, LIKELY], true],
    ['unknown not-known', [UNREPORTED, SEALED]],
    ['unknown not-known', [SEALED, SEALED], true],
    ['unknown perhaps 1 2', [PARTLY, SEALED]],
    ['no none 2 Chrome', [SEALED, SEALED]],
    ['no probably-none 2 Chrome', [LIKELY, SEALED]],
  ])('at a glance: %s', (expected, list, isCapped = false) => {
    const { sees, count } = othersOf(chromium(visited(list, { isCapped })))!.glance;
    expect([sees, count.kind, ...textsOf(count.args)].join(' ')).toBe(expected);
  });

  it('sets a hidden page against its other hosts, and no other', () => {
    const statement = (verdict: Verdict, ...list: Observation[]) =>
      othersOf(firefox(visited(list)), verdict)?.statement;
    expect(statement('hidden', NAMED, SEALED)).toEqual({
      kind: 'hidden-sees',
      args: [{ count: 1 }, { count: 2 }],
    });
    expect(statement('hidden', NAMED)?.kind).toBe('one-hidden-sees');
    expect(statement('hidden', SEALED)?.kind).toBe('one-none');
    expect(statement('partly-hidden', NAMED)?.kind).toBe('one-sees');
  });

  it('says none of those alone that the browser reported', () => {
    expect(translate(describeOthers(inFirefox(SEALED, host('t.example', ['hidden']))))).toBe(
      'Your network can’t read the name of any of the 2 other hosts that Firefox reported.',
    );
    expect(translate(describeOthers(inChrome(LIKELY)))).toBe(
      'Your network probably can’t read the name of the one other host that Chrome reported.',
    );
  });

  it('does not say of Firefox that it does not tell', () => {
    expect(inFirefox(UNREPORTED).statement.kind).toBe('one-unknown');
  });
});

describe('who is asked about them', () => {
  const one = visited([host('a.example', ['unreported'])]);
  it('is told before the list is opened, in Chrome alone', () => {
    expect(othersOf(chromium(one))?.asks).toEqual({ resolver: 'Quad9', state: 'when-opened' });
    expect(othersOf(firefox(one))?.asks).toBeNull();
    const pending = othersOf(chromium(visited([host('a.example', ['unreported'])], { lookUp: 'pending' })));
    expect([pending?.asks?.state, pending?.hosts.items[0]?.how.kind]).toEqual(['pending', 'pending']);
  });

  it.each(['no-resolver', 'no-consent', 'no-access', 'private-window'] as const)('is nobody: %s', (why) => {
    const resolver = why === 'no-resolver' ? null : { name: 'Quad9', host: 'dns.quad9.net' };
    expect(othersOf(chromium({ ...one, lookup: { state: 'not-asked', why, resolver } }))?.asks).toBeNull();
  });

  it('may be the resolver where the page itself was not asked about', () => {
    const facts = chromium({
      ...one,
      page: page('http://192.0.2.7/'),
      lookup: { state: 'not-asked', why: 'not-needed', resolver: { name: 'Quad9', host: 'dns.quad9.net' } },
    });
    expect(othersOf(facts)?.asks?.state).toBe('when-opened');
  });
});

describe('the requests to the page’s own host', () => {
  const own = (requests: number, checked: number, change: Partial<Facts> = {}) =>
    assess(firefox({ ...visited([], { own: { requests, checked } }), ...change })).ownRequests;

  it('are told of where there were several, with the document’s own', () => {
    expect(own(0, 0)).toBeNull();
    expect(own(4, 4)).toEqual({ kind: 'all', args: [{ count: 5 }] });
    expect(own(4, 0)).toEqual({ kind: 'one-checked', args: [{ count: 5 }] });
    expect(own(199, 8)).toEqual({ kind: 'checked', args: [{ count: 9 }, { count: 200 }] });
    const cached = { page: page(undefined, { arrival: 'http-cache' }) };
    expect(own(4, 2, cached)).toEqual({ kind: 'checked', args: [{ count: 2 }, { count: 4 }] });
    expect(own(4, 0, cached)).toBeNull();
  });

  it.each<[string, Facts]>([
    ['one of them showed the name', firefox(visited([host(HOST, ['exposed'])], { own: { requests: 4, checked: 4 } }))],
    ['the document showed it', firefox({ connection: connection({ usedEch: false }) })],
    ['a proxy hid it', firefox({ connection: connection({ proxy: TLS_PROXY }) })],
    ['nothing is measured', chromium()],
  ])('are not where %s', (_, facts) => {
    const visit = { ...facts.visit, own: { requests: 4, checked: 4 } };
    expect(assess({ ...facts, visit }).ownRequests).toBeNull();
  });
});

it('another name of the site of which no request was checked changes no verdict, and takes the tick away', () => {
  const { verdict, icon, cause } = assess(
    firefox({ lookup: records(withEch('cloudflare-ech.com')), ...visited([host(`img.${HOST}`, [])]) }),
  );
  expect([verdict, icon, cause?.kind]).toEqual(['hidden', 'hidden-unknown-set', 'names-unchecked']);
});
