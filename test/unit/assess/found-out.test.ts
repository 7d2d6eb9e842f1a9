// What the user's clicks have shown, what they are offered, and what was hidden before.

import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import type { Facts } from '../../../src/shared/facts.ts';
import type { Action } from '../../../src/shared/report.ts';
import { textsOf } from '../arguments.ts';
import { echListOf, httpsRdata } from '../builders.ts';
import {
  chromeConnection,
  chromium,
  connection,
  ECH,
  failed,
  firefox,
  HOST,
  lookup,
  MIXED,
  NO_RECORD,
  page,
  records,
  set,
  withEch,
} from './facts-builder.ts';
import { FIXTURES } from './fixtures.ts';
import { hiddenBefore, probes } from './fixtures-beside.ts';

const reportOf = (name: string) => assess(FIXTURES.find((fixture) => fixture.name === name)!.facts);
const shown = connection({ usedEch: false });
const actionsOf = (facts: Facts): Action[] => assess(facts).actions;

describe('findings', () => {
  const findingsOf = (name: string) =>
    reportOf(name).findings.map(({ evidence, finding: { kind, args } }) =>
      [evidence, kind, ...textsOf(args)].join(' '),
    );

  it('tell of each request: the one to the site first', () => {
    expect(findingsOf('not-used-lost-race')).toEqual([
      `measured with-ech-browser ${HOST}`,
      'measured with-ech-browser crypto.cloudflare.com',
      'unknown failed cloudflare-ech.com',
      'measured without-ech-browser tls-ech.dev',
    ]);
    expect(findingsOf('not-used-site-unreported')[0]).toBe(`unknown unreported ${HOST}`);
  });

  it.each([
    ['likely-hidden-traced', `measured with-ech-trace ${HOST}`],
    ['likely-hidden-traced-plain', `measured without-ech-trace ${HOST}`],
    ['second-has-it', `measured second-ech Mullvad ${HOST}`],
    ['second-says-the-same', 'measured second-same Mullvad'],
    ['second-has-less', `measured second-no-record Mullvad ${HOST}`],
    ['second-has-no-ech', `measured second-no-ech Mullvad ${HOST}`],
    ['second-has-damage', `measured second-malformed Mullvad ${HOST}`],
    ['second-pending', 'unknown second-pending Mullvad'],
    ['second-failed', 'unknown second-failed Mullvad'],
  ])('%s: %s', (name, expected) => {
    expect(findingsOf(name)).toEqual([expected]);
  });

  it('never change the verdict or what is seen, and the headline where they tell against it alone', () => {
    const { verdict, evidence, headline, seen, lanes } = reportOf('likely-hidden-cloudflare');
    for (const name of ['likely-hidden-traced', 'likely-hidden-trace-failed'])
      expect(reportOf(name)).toMatchObject({ verdict, evidence, headline, seen, lanes });
    const doubted = { kind: 'likely-hidden-doubted', args: [{ host: HOST }] };
    expect(reportOf('likely-hidden-traced-plain')).toMatchObject({ verdict, evidence, headline: doubted, seen, lanes });
  });
});

describe('why usable ECH was not used', () => {
  const causeOf = (name: string) => {
    const { kind, evidence, detail } = reportOf(name).cause!;
    return [kind, evidence, detail?.kind];
  };

  it.each([
    ['offered-not-used', 'not-yet-known', 'unknown', undefined],
    ['not-used-off-here', 'ech-off-here', 'inferred', 'look-the-same'],
    ['not-used-lost-race', 'lost-race', 'inferred', undefined],
    ['not-used-refused', 'server-refused', 'inferred', undefined],
    ['not-used-too-few', 'not-yet-known', 'unknown', 'too-few'],
    ['not-used-site-unreported', 'not-yet-known', 'unknown', 'site-unreported'],
    ['likely-hidden-traced-plain', 'fresh-without-ech', 'unknown', undefined],
  ])('%s: %s', (name, ...expected) => {
    expect(causeOf(name)).toEqual(expected);
  });

  it('is asked of new requests, which are named, as long as it is not known', () => {
    const offer = {
      kind: 'find-out',
      site: HOST,
      references: ['crypto.cloudflare.com', 'cloudflare-ech.com', 'tls-ech.dev'],
      siteTraces: false,
    };
    for (const name of ['offered-not-used', 'not-used-site-unreported'])
      expect(reportOf(name).actions).toEqual([offer]);
    // Where hardly a reference host told anything, the network check tells more.
    expect(reportOf('not-used-too-few').actions).toEqual([offer, { kind: 'network-check' }]);
    for (const name of ['not-used-refused', 'offered-not-used-mixed']) expect(reportOf(name).actions).toEqual([]);
    expect(reportOf('not-used-lost-race').actions).toEqual([{ kind: 'reload' }]);
    // Where it is off here, the network check tells more.
    expect(reportOf('not-used-off-here').actions).toEqual([{ kind: 'network-check' }]);
  });

  it('what probes show comes after what the records explain', () => {
    const facts = { connection: shown, probes: probes({ kind: 'reported', usedEch: true, by: 'browser' as const }) };
    expect(assess(firefox({ ...facts, lookup: MIXED })).cause?.kind).toBe('mixed-set');
  });
});

describe('the site can be asked', () => {
  const CLOUDFLARE = records(withEch('cloudflare-ech.com'));
  const trace = { kind: 'trace', site: HOST, provider: 'Cloudflare' };

  it('in Chrome, where its public name is Cloudflare’s, until it has told', () => {
    expect(actionsOf(chromium({ lookup: CLOUDFLARE }))).toEqual([trace]);
    expect(reportOf('likely-hidden-trace-failed').actions).toEqual([trace]);
    expect(reportOf('likely-hidden-traced').actions).toEqual([]);
    // It told against what is expected: the network check tells more.
    expect(reportOf('likely-hidden-traced-plain').actions).toEqual([{ kind: 'network-check' }]);
    expect(actionsOf(chromium({ lookup: ECH }))).toEqual([]);
    expect(actionsOf(firefox({ lookup: CLOUDFLARE, connection: connection({ usedEch: null }) }))).toEqual([]);
    expect(actionsOf(chromium({ lookup: CLOUDFLARE, page: page(undefined, { arrival: 'http-cache' }) }))).toEqual([
      { kind: 'reload' },
    ]);
  });
});

describe('of a private window', () => {
  const CLOUDFLARE = records(withEch('cloudflare-ech.com'));
  const here = page(undefined, { private: true });

  it('Chromium’s popup, a page of the ordinary profile, sends nothing to the site', () => {
    const untraced = { ...chromium().tracing!, providers: [] };
    expect(actionsOf(chromium({ lookup: CLOUDFLARE, page: here, tracing: untraced }))).toEqual([]);
    const measured = { ...chromeConnection(), usedEch: false };
    expect(actionsOf(chromium({ lookup: CLOUDFLARE, page: here, connection: measured }))).toEqual([]);
  });

  it('Firefox’s popup is private itself', () => {
    expect(actionsOf(firefox({ lookup: ECH, page: here, connection: shown }))).toMatchObject([{ kind: 'find-out' }]);
  });
});

describe('a second resolver', () => {
  const ask = { kind: 'ask-second', resolver: 'Mullvad' };

  it.each([
    'exposed-no-record',
    'exposed-no-ech',
    'exposed-withheld',
    'exposed-alias-nowhere',
    'exposed-no-service',
    'exposed-set-malformed',
    'exposed-lookup-failed',
    'probably-exposed-no-record',
    'unknown-withheld-15',
    'unknown-timeout',
    'second-failed',
  ])('is offered: %s', (name) => {
    expect(reportOf(name).actions).toContainEqual(ask);
  });

  it.each([
    'exposed-unusable',
    'exposed-private-window',
    'unknown-not-askable',
    'unknown-offline',
    'hidden',
    'unknown-pending',
    'second-has-it',
    'second-pending',
    'hidden-cover-unknown',
  ])('is not: %s', (name) => {
    expect(reportOf(name).actions).not.toContainEqual(ask);
  });

  it('is not where there is none', () => {
    expect(actionsOf(firefox({ connection: shown, lookup: NO_RECORD, secondResolver: null }))).toEqual([
      { kind: 'turn-on' },
    ]);
  });

  it('explains what the chosen one did not give, and nothing else', () => {
    const secondOpinion = { resolver: { name: 'Mullvad', host: 'dns.mullvad.net' }, state: 'ech' as const };
    const { cause } = assess(chromium({ lookup: NO_RECORD, secondOpinion }));
    expect(cause).toMatchObject({
      kind: 'withheld',
      evidence: 'measured',
      why: { kind: 'withheld-here', args: [{ label: 'Quad9' }, { host: HOST }, { label: 'Mullvad' }] },
    });
    expect(assess(firefox({ connection: shown, secondOpinion })).cause?.kind).toBe('not-yet-known');
    expect(assess(firefox({ lookup: NO_RECORD, secondOpinion })).cause).toBeNull();
  });
});

describe('a second resolver that has the record', () => {
  const secondOpinion = { resolver: { name: 'Mullvad', host: 'dns.mullvad.net' }, state: 'ech' as const };
  const causeWith = (facts: Partial<Facts>) => assess(firefox({ secondOpinion, ...facts })).cause;

  it('leaves open why the browser did not use it, which asks a resolver of its own', () => {
    for (const lookup of [NO_RECORD, failed({ kind: 'timeout', timeoutMs: 5_000 })])
      expect(causeWith({ connection: shown, lookup })).toMatchObject({ kind: 'not-yet-known', evidence: 'unknown' });
    const cached = page('https://news.example/', { arrival: 'http-cache' });
    expect(causeWith({ connection: shown, lookup: NO_RECORD, page: cached })?.kind).toBe('not-from-network');
  });

  it('shows nothing withheld by a resolver that failed', () => {
    for (const failure of [
      { kind: 'timeout', timeoutMs: 5_000 },
      { kind: 'offline' },
      { kind: 'dns-rcode', rcode: 2 },
    ] as const) {
      const { cause } = assess(chromium({ secondOpinion, lookup: failed(failure) }));
      expect(cause?.kind).toBe('lookup-failed');
    }
  });
});

describe('the digest of the configuration', () => {
  const digestOf = (facts: Partial<Facts>) => assess(firefox(facts)).published.echDigest;
  const one = withEch('one.example');
  const two = withEch('two.example');

  it('is the same whatever the order of the records, and another for another configuration', () => {
    expect(digestOf({ lookup: records(one, two) })).toBe(digestOf({ lookup: records(two, one) }));
    const digests = [records(one), records(two), records(one, two)].map((found) => digestOf({ lookup: found }));
    expect(new Set(digests).size).toBe(3);
  });

  it('goes by all of the ech values of the first set and by nothing else', () => {
    const ech = echListOf({ publicName: 'one.example' });
    const target = records(httpsRdata(2, 'other.example', { alpn: ['h2'], ech }));
    expect(digestOf({ lookup: target })).toBe(digestOf({ lookup: records(one) }));
    const later = lookup({ kind: 'records', sets: [set([one]), set([two], { owner: 'pool.example' })] });
    expect(digestOf({ lookup: later })).toBe(digestOf({ lookup: records(one) }));
  });

  it('is none without any', () => {
    expect(
      [NO_RECORD, records(httpsRdata(1, '.', {})), records(one, Uint8Array.of(0))].map((found) =>
        digestOf({ lookup: found }),
      ),
    ).toEqual([null, null, null]);
  });
});

describe('what was hidden before', () => {
  const downgradeOf = (change: Partial<Facts>) =>
    assess(firefox({ connection: shown, ...hiddenBefore(), ...change })).downgrade;

  it('is missed where the same configuration is published and this connection is open', () => {
    expect(downgradeOf({})).toEqual({ evidence: 'measured', before: 'measured' });
  });

  it('is inferred where it was then', () => {
    expect(downgradeOf(hiddenBefore('inferred'))).toEqual({
      evidence: 'inferred',
      before: 'inferred',
    });
  });

  it.each<[string, Partial<Facts>]>([
    ['never hidden before', { hiddenBefore: null }],
    ['another configuration', hiddenBefore('measured', 'ffff')],
    ['no record any more', { lookup: NO_RECORD }],
    ['the lookup failed', { lookup: failed({ kind: 'offline' }) }],
    ['hidden still', { connection: connection() }],
    ['partly hidden', { connection: connection({ usedPrivateDns: false }) }],
    ['from the cache', { page: page(undefined, { arrival: 'http-cache' }) }],
    ['from the back-forward cache', { page: page(undefined, { arrival: 'back-forward-cache' }) }],
    ['not told', { connection: connection({ usedEch: null }) }],
    ['not loaded', { page: page(undefined, { failure: 'NS_ERROR_NET_RESET' }), connection: null }],
  ])('is no news: %s', (_, change) => {
    expect(downgradeOf(change)).toBeNull();
  });
});

describe('the connection', () => {
  it('is told as far as the browser tells it', () => {
    expect(assess(firefox()).connection).toEqual({
      tlsVersion: 'TLSv1.3',
      httpVersion: 'HTTP/2.0',
      keyAgreement: 'x25519',
      address: '192.0.2.7',
      proxy: null,
    });
    expect(assess(chromium()).connection).toMatchObject({ tlsVersion: null, address: '192.0.2.7' });
    expect(assess(firefox({ page: page(undefined, { arrival: 'service-worker' }) })).connection).toBeNull();
  });
});
