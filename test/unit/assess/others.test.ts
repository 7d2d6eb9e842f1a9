import { describe, expect, it } from 'vitest';
import { glanceAt } from '../../../src/assess/glance.ts';
import { assessOthers } from '../../../src/assess/others.ts';
import type { Facts, HostFacts, HostPrediction, Transport } from '../../../src/shared/facts.ts';
import type { Verdict } from '../../../src/shared/report.ts';
import { textsOf } from '../arguments.ts';
import { ADDED_ROOT, chromium, firefox, host, hosts, page } from './facts-builder.ts';

const othersOf = (facts: Facts, verdict: Verdict = 'exposed') => assessOthers(facts, verdict);
const inFirefox = (...list: HostFacts[]) => othersOf(firefox(hosts(list)))!;
const inChrome = (...list: HostFacts[]) => othersOf(chromium(hosts(list)))!;

const HIDES: HostPrediction = { outcome: 'hides', publicName: 'cover.example' };

describe('the state of a host', () => {
  it.each<[Transport[], string]>([
    [['clear'], 'clear measured how_clear'],
    [['sealed', 'clear'], 'clear measured how_clear_once'],
    [['named'], 'named measured how_named'],
    [['sealed', 'named'], 'named measured how_named_once'],
    [['named', 'clear-dns', 'proxied'], 'named measured how_named'],
    [['sealed', 'clear-dns'], 'partly-hidden measured how_clear_dns'],
    [['clear-dns', 'proxied', 'sealed'], 'partly-hidden measured how_proxied'],
    [['sealed'], 'hidden measured how_sealed'],
    [['sealed', 'cached'], 'hidden measured how_sealed'],
    [['sealed', 'untold'], 'unknown unknown how_untold'],
    [['untold'], 'unknown unknown how_untold'],
    [['untold', 'clear-dns'], 'unknown unknown how_untold'],
    [['cached'], 'unknown unknown how_cached'],
  ])('by its ways %j: %s', (ways, expected) => {
    const [row] = inFirefox(host('a.example', ways)).hosts.items;
    expect(`${row?.state} ${row?.evidence} ${row?.how.key}`).toBe(expected);
  });

  it.each<[HostPrediction, Transport[], string]>([
    [HIDES, ['untold'], 'likely-hidden inferred how_hides'],
    [{ outcome: 'hides', publicName: null }, ['untold', 'cached'], 'likely-hidden inferred how_hides_unnamed'],
    [{ outcome: 'hides', publicName: 'A.example' }, ['untold'], 'likely-named inferred how_own_name'],
    [{ outcome: 'shows' }, ['untold'], 'likely-named inferred how_shows'],
    [{ outcome: 'unknown' }, ['untold'], 'unknown unknown how_not_learnt'],
    [{ outcome: 'cannot-connect' }, ['untold'], 'unknown unknown how_refuted'],
    [HIDES, ['untold', 'clear-dns'], 'unknown unknown how_untold'],
    // What is published says nothing of a first fetch that nobody saw.
    [HIDES, ['cached'], 'unknown unknown how_cached'],
    [HIDES, ['clear', 'untold'], 'clear measured how_clear_once'],
  ])('by what is published, %j %j: %s', (prediction, ways, expected) => {
    const [row] = inChrome(host('a.example', ways, { prediction })).hosts.items;
    expect(`${row?.state} ${row?.evidence} ${row?.how.key}`).toBe(expected);
  });

  it('behind an added authority is intercepted, unless that is expected', () => {
    const read = host('a.example', ['sealed'], { addedRoot: ADDED_ROOT });
    expect(inFirefox(read).hosts.items[0]).toMatchObject({
      state: 'intercepted',
      how: { args: [{ label: ADDED_ROOT.subject }] },
    });
    const expected = othersOf(firefox({ ...hosts([read]), expectedRoots: [ADDED_ROOT.sha256] }));
    expect(expected?.hosts.items[0]?.state).toBe('hidden');
  });
});

describe('the list', () => {
  it('has the worst first, and the first seen first among equals', () => {
    const { hosts: rows, counts } = inFirefox(
      host('sealed.example', ['sealed']),
      host('z.example', ['named']),
      host('clear.example', ['clear']),
      host('a.example', ['named']),
      host('dns.example', ['sealed', 'clear-dns']),
    );
    expect(rows.items.map((row) => row.host)).toEqual([
      'clear.example',
      'z.example',
      'a.example',
      'dns.example',
      'sealed.example',
    ]);
    expect(counts).toEqual({ clear: 1, named: 2, 'partly-hidden': 1, hidden: 1 });
  });

  it('shows 64 rows and counts them all', () => {
    const many = Array.from({ length: 600 }, (_, n) => host(`h${n}.example`, n % 2 === 0 ? ['sealed'] : ['named']));
    const report = othersOf(firefox(hosts(many, { isCapped: true })))!;
    expect(report).toMatchObject({ total: 600, isCapped: true, counts: { named: 300, hidden: 300 } });
    expect([report.hosts.items.length, report.hosts.more]).toEqual([64, 536]);
    expect(JSON.stringify(report).length).toBeLessThan(24_000);
  });

  it('leaves out what has no name to hide, unless it came in clear', () => {
    const nameless = ['192.0.2.7', '[2001:db8::1]', 'printer.local', 'router', 'x.onion'];
    expect(othersOf(firefox(hosts(nameless.map((name) => host(name, ['named'])))))).toBeNull();
    const clear = [...nameless, '127.0.0.1', 'localhost'].map((name) => host(name, ['clear']));
    expect(inFirefox(...clear).hosts.items.map((row) => row.host)).toEqual(nameless.slice(0, 4));
  });

  it('is none where ECH does not apply or no other host was reached', () => {
    expect(othersOf(firefox(hosts([host('a.example', ['named'])])), 'not-applicable')).toBeNull();
    expect(othersOf(firefox())).toBeNull();
  });

  it('tells the connection in short', () => {
    expect(inFirefox(host('a.example', ['sealed'])).hosts.items[0]?.connection).toEqual({
      tlsVersion: 'TLSv1.3',
      httpVersion: 'HTTP/2.0',
      keyAgreement: 'x25519',
      address: '192.0.2.7',
      proxy: null,
    });
  });
});

describe('the numbers in a sentence', () => {
  const NAMED = host('n.example', ['named']);
  const SEALED = host('s.example', ['sealed']);
  const PARTLY = host('p.example', ['sealed', 'clear-dns']);
  const UNTOLD = host('u.example', ['untold']);
  const SHOWS = host('w.example', ['untold'], { prediction: { outcome: 'shows' } });
  const LIKELY = host('l.example', ['untold'], { prediction: HIDES });
  it.each<[string, HostFacts[]]>([
    ['others_sees 1 2', [NAMED, SEALED]],
    ['others_one_sees', [NAMED]],
    ['others_sees_more 1 3', [NAMED, SEALED, UNTOLD]],
    ['others_probably 2 3', [NAMED, SHOWS, LIKELY]],
    ['others_one_probably', [SHOWS]],
    ['others_probably_more 1 2', [SHOWS, UNTOLD]],
    ['others_unknown 1 2', [LIKELY, UNTOLD]],
    ['others_untold 2', [UNTOLD, UNTOLD]],
    ['others_one_untold', [UNTOLD]],
    ['others_partly 1 2', [PARTLY, SEALED]],
    ['others_unknown 1 2', [PARTLY, LIKELY]],
    ['others_one_partly', [PARTLY]],
    ['others_none 2', [SEALED, SEALED]],
    ['others_one_none', [SEALED]],
    ['others_should_hide 2', [LIKELY, SEALED]],
    ['others_one_should_hide', [LIKELY]],
  ])('%s', (expected, list) => {
    const { statement } = inChrome(...list);
    expect([statement.key, ...textsOf(statement.args)].join(' ')).toBe(expected);
  });

  it.each<[string, HostFacts[]]>([
    ['others_sees_more 1 2', [NAMED, SEALED]],
    ['others_sees_more 1 1', [NAMED]],
    ['others_probably_more 1 2', [SHOWS, LIKELY]],
    ['others_capped 2', [SEALED, SEALED]],
    ['others_capped 2', [LIKELY, SEALED]],
    ['others_capped 1', [PARTLY]],
    ['others_capped 2', [UNTOLD, SEALED]],
  ])('says nothing of all hosts where more were reached than are known: %s', (expected, list) => {
    const { statement } = othersOf(chromium(hosts(list, { isCapped: true })))!;
    expect([statement.key, ...textsOf(statement.args)].join(' ')).toBe(expected);
  });

  it.each<[string, HostFacts[], boolean?]>([
    ['yes glance_count 1 2', [NAMED, SEALED]],
    ['yes glance_count 1 1', [NAMED]],
    ['yes glance_at_least 1 2', [NAMED, UNTOLD]],
    ['yes glance_at_least 1 2', [NAMED, SEALED], true],
    ['yes glance_probably 2 3', [NAMED, SHOWS, LIKELY]],
    ['yes glance_probably_more 1 2', [SHOWS, UNTOLD]],
    ['yes glance_probably_more 1 2', [SHOWS, LIKELY], true],
    ['unknown popup_not_known', [UNTOLD, SEALED]],
    ['unknown popup_not_known', [SEALED, SEALED], true],
    ['unknown glance_perhaps 1 2', [PARTLY, SEALED]],
    ['no glance_count 0 2', [SEALED, SEALED]],
    ['no glance_probably 0 2', [LIKELY, SEALED]],
  ])('at a glance: %s', (expected, list, isCapped = false) => {
    const { sees, count } = glanceAt(othersOf(chromium(hosts(list, { isCapped })))!);
    expect([sees, count.key, ...textsOf(count.args)].join(' ')).toBe(expected);
  });

  it('sets a hidden page against its other hosts, and no other', () => {
    const statement = (verdict: Verdict, ...list: HostFacts[]) => othersOf(firefox(hosts(list)), verdict)?.statement;
    expect(statement('hidden', NAMED, SEALED)).toEqual({
      key: 'others_hidden_sees',
      args: [{ count: 1 }, { count: 2 }],
    });
    expect(statement('hidden', NAMED)?.key).toBe('others_one_hidden_sees');
    expect(statement('hidden', SEALED)?.key).toBe('others_one_none');
    expect(statement('partly-hidden', NAMED)?.key).toBe('others_one_sees');
  });

  it('does not say of Firefox that it does not tell', () => {
    expect(inFirefox(UNTOLD).statement.key).toBe('others_one_unknown');
  });
});

describe('who is asked about them', () => {
  const one = hosts([host('a.example', ['untold'])]);
  it('is told before the list is opened, in Chrome alone', () => {
    expect(othersOf(chromium(one))?.asks).toEqual({ resolver: 'Quad9', state: 'when-opened' });
    expect(othersOf(firefox(one))?.asks).toBeNull();
    const pending = othersOf(chromium(hosts([host('a.example', ['untold'])], { lookUp: 'pending' })));
    expect([pending?.asks?.state, pending?.hosts.items[0]?.how.key]).toEqual(['pending', 'how_pending']);
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
