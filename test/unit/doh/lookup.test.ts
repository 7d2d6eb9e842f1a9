import { describe, expect, it, vi } from 'vitest';
import { encodeBase64 } from '../../../src/bytes/base64.ts';
import type { Resolver } from '../../../src/doh/exchange.ts';
import { lookUpHttps as lookUp, lookUpAddress } from '../../../src/doh/lookup.ts';
import { cname, extendedError, https, httpsRdata, messageOf, opt, soa } from '../builders.ts';
import { type FakeAnswer, fakeResolver, nowMs } from './fake-resolver.ts';

/** As on the inspect page. */
const lookUpHttps = (host: string, port: number, resolver: Resolver) =>
  lookUp(host, port, resolver, { follow: 'aliases' });

const host = 'www.example.com';
const rdata = httpsRdata(1, '.', { alpn: ['h2'] });
const alias = (target: string) => httpsRdata(0, target);

/** `flags` with AD. */
const authentic = 0x81a0;
const nameError = 0x8183;

async function look(answers: Record<string, FakeAnswer | (() => Promise<Response>)>, port = 443) {
  const resolver = fakeResolver(answers);
  const lookup = await lookUpHttps(host, port, resolver);
  return { lookup, asked: resolver.asked, lastsFor: (lookup.expiresAtMs - nowMs) / 1000 };
}

describe('lookUpHttps', () => {
  it('finds the records of a host', async () => {
    const { lookup, lastsFor } = await look({
      [host]: { flags: authentic, answers: [https('WWW.Example.com', rdata, 60)] },
    });
    expect(lookup).toEqual({
      queryName: host,
      outcome: { kind: 'records', sets: [{ owner: host, cnames: [], ttlSeconds: 60, rdatas: [encodeBase64(rdata)] }] },
      authenticated: true,
      extendedErrors: [],
      answeredAtMs: nowMs,
      durationMs: 0,
      expiresAtMs: nowMs + 60_000,
      questions: 1,
      subnetOptOut: 'sent',
    });
    expect(lastsFor).toBe(60);
  });

  it('asks for the prefixed name of another port (RFC 9460 §9.1)', async () => {
    const { lookup, asked } = await look({ [`_8443._https.${host}`]: {} }, 8443);
    expect(lookup).toMatchObject({ queryName: `_8443._https.${host}`, outcome: { kind: 'no-data' } });
    expect(asked).toEqual([`_8443._https.${host}`]);
  });

  it('follows CNAMEs within an answer in any order, with the smallest TTL', async () => {
    const answers = [
      https('c.example', rdata, 500),
      cname('B.example', 'c.example', 90),
      cname(host, 'b.example', 100),
    ];
    const { lookup, asked, lastsFor } = await look({ [host]: { answers } });
    expect(lookup.outcome).toMatchObject({
      kind: 'records',
      sets: [{ owner: 'c.example', cnames: ['b.example', 'c.example'], ttlSeconds: 500 }],
    });
    expect([asked, lastsFor]).toEqual([[host], 90]);
  });

  it('asks again for a CNAME target that the resolver left out', async () => {
    const { lookup, asked, lastsFor } = await look({
      [host]: { flags: authentic, answers: [cname(host, 'b.example', 30)] },
      'b.example': { answers: [https('b.example', rdata)] },
    });
    expect(lookup).toMatchObject({
      outcome: { kind: 'records', sets: [{ owner: 'b.example', cnames: ['b.example'] }] },
      questions: 2,
      authenticated: false,
    });
    expect([asked, lastsFor]).toEqual([[host, 'b.example'], 30]);
  });

  it('does not ask again when an SOA says that there is nothing', async () => {
    const { lookup, asked, lastsFor } = await look({
      [host]: { answers: [cname(host, 'b.example')], authorities: [soa('example', 900, 20)] },
    });
    expect(lookup.outcome).toEqual({ kind: 'no-data', sets: [] });
    expect([asked, lastsFor]).toEqual([[host], 20]);
  });

  it('follows AliasMode and keeps every set on the way', async () => {
    const { lookup, asked, lastsFor } = await look({
      [host]: { answers: [https(host, alias('A.example'), 40)] },
      'a.example': { answers: [cname('a.example', 'b.example', 70), https('b.example', rdata, 50)] },
    });
    expect(lookup.outcome).toMatchObject({
      kind: 'records',
      sets: [
        { owner: host, cnames: [] },
        { owner: 'b.example', cnames: ['b.example'] },
      ],
    });
    expect([asked, lastsFor]).toEqual([[host, 'a.example'], 40]);
  });

  it('keeps the alias when its target has no records', async () => {
    const { lookup } = await look({
      [host]: { answers: [https(host, alias('a.example'))] },
      'a.example': { authorities: [soa('example', 5, 5)] },
    });
    expect(lookup.outcome).toMatchObject({ kind: 'no-data', sets: [{ owner: host }] });
  });

  it('keeps the alias when its target cannot be asked', async () => {
    const { lookup } = await look({ [host]: { answers: [https(host, alias('a.example'))] } });
    expect(lookup).toMatchObject({
      outcome: { kind: 'failed', failure: { kind: 'unreachable' }, sets: [{ owner: host }] },
      questions: 2,
    });
  });

  it.each([
    ['AliasMode', { answers: [https(host, alias('Kept.example'))] }, [{ owner: host }]],
    ['a CNAME', { answers: [cname(host, 'kept.example')] }, undefined],
  ])('does not ask about a name behind %s that policy keeps', async (_, answer, sets) => {
    const resolver = fakeResolver({ [host]: answer, 'kept.example': {} }, { bars: (name) => name === 'kept.example' });
    const lookup = await lookUpHttps(host, 443, resolver);
    expect(lookup.outcome).toMatchObject({
      kind: 'failed',
      failure: { kind: 'excluded-by-policy', name: 'kept.example' },
    });
    expect(lookup.outcome.sets?.map(({ owner }) => ({ owner }))).toEqual(sets);
    expect([lookup.questions, resolver.asked]).toEqual([1, [host]]);
  });

  it('takes "." for no service (RFC 9460 §2.5.1)', async () => {
    const { lookup } = await look({ [host]: { answers: [https(host, alias('.'))] } });
    expect(lookup.outcome).toMatchObject({ kind: 'no-service', sets: [{ owner: host }] });
  });

  it('does not follow an alias of a malformed set', async () => {
    const { lookup, asked } = await look({
      [host]: { answers: [https(host, alias('a.example')), https(host, Uint8Array.of(0))] },
    });
    expect(lookup.outcome).toMatchObject({ kind: 'records', sets: [{ rdatas: { length: 2 } }] });
    expect(asked).toEqual([host]);
  });

  it.each([
    ['an alias of itself', { [host]: { answers: [https(host, alias(host))] } }],
    [
      'two aliases',
      {
        [host]: { answers: [https(host, alias('a.example'))] },
        'a.example': { answers: [https('a.example', alias(host))] },
      },
    ],
    ['CNAMEs in an answer', { [host]: { answers: [cname(host, 'a.example'), cname('a.example', host)] } }],
    [
      'CNAMEs in an answer, not back to the start',
      {
        [host]: {
          answers: [cname(host, 'a.example'), cname('a.example', 'b.example'), cname('b.example', 'a.example')],
        },
      },
    ],
    [
      'CNAMEs over answers',
      { [host]: { answers: [cname(host, 'a.example')] }, 'a.example': { answers: [cname('a.example', host)] } },
    ],
    [
      'an alias and a CNAME',
      { [host]: { answers: [https(host, alias('a.example'))] }, 'a.example': { answers: [cname('a.example', host)] } },
    ],
  ])('finds the loop in %s', async (_, answers) => {
    const { lookup } = await look(answers);
    expect(lookup.outcome).toMatchObject({ kind: 'failed', failure: { kind: 'alias-loop' } });
  });

  it.each([
    ['takes the records behind eight steps', 8, { kind: 'records' }],
    ['gives up at the ninth step', 9, { kind: 'failed', failure: { kind: 'chain-too-long' } }],
  ])('%s, by aliases and by CNAMEs', async (_, steps, outcome) => {
    const name = (i: number) => (i === 0 ? host : `n${i}.example`);
    const byAlias = Object.fromEntries(
      Array.from({ length: steps + 1 }, (_, i) => [
        name(i),
        { answers: [https(name(i), i === steps ? rdata : alias(name(i + 1)))] },
      ]),
    );
    const byCname = {
      [host]: {
        answers: [...Array.from({ length: steps }, (_, i) => cname(name(i), name(i + 1))), https(name(steps), rdata)],
      },
    };
    for (const answers of [byAlias, byCname]) {
      const { lookup } = await look(answers);
      expect(lookup.outcome).toMatchObject(outcome);
    }
  });

  it('refuses one name with two CNAMEs (RFC 2181 §10.1)', async () => {
    const { lookup } = await look({ [host]: { answers: [cname(host, 'a.example'), cname(host, 'b.example')] } });
    expect(lookup.outcome).toMatchObject({
      failure: { kind: 'malformed', error: { kind: 'duplicate', field: 'answer.CNAME' } },
    });
    const same = await look({
      [host]: { answers: [cname(host, 'a.example'), cname(host, 'A.example'), https('a.example', rdata)] },
    });
    expect(same.lookup.outcome.kind).toBe('records');
  });

  it.each([
    ['NXDOMAIN', { flags: nameError, authorities: [soa('a.example', 900, 300)] }, 'name-error', 300],
    ['NXDOMAIN without SOA', { flags: nameError }, 'name-error', 0],
    [
      'NXDOMAIN behind a CNAME',
      { flags: nameError, answers: [cname(host, 'b.example', 10)], authorities: [soa('a.example', 900, 300)] },
      'name-error',
      10,
    ],
    ['NODATA', { authorities: [soa('a.example', 60, 300)] }, 'no-data', 60],
    ['NODATA, two SOAs', { authorities: [soa('a.example', 60, 300), soa('a.example', 900, 20)] }, 'no-data', 20],
    ['NODATA without SOA', {}, 'no-data', 0],
    ['NODATA, aged', { authorities: [soa('a.example', 60, 300)], headers: { age: '45' } }, 'no-data', 15],
    [
      'records of another class',
      { answers: [{ ...https(host, rdata), class: 3 }], authorities: [soa('a.example', 60, 300)] },
      'no-data',
      60,
    ],
    [
      'records of another name',
      { answers: [https('b.example', rdata)], authorities: [soa('a.example', 60, 300)] },
      'no-data',
      60,
    ],
    ['records, aged', { answers: [https(host, rdata, 100)], headers: { age: '30' } }, 'records', 70],
    ['records, aged too long', { answers: [https(host, rdata, 100)], headers: { age: '300' } }, 'records', 0],
    ['the lowest TTL of a set', { answers: [https(host, rdata, 100), https(host, alias('.'), 9)] }, 'no-service', 9],
    ['a TTL with the top bit', { answers: [https(host, rdata, 0x80000000)] }, 'records', 0],
    ['SERVFAIL', { flags: 0x8182 }, 'failed', 30],
    // RFC 9520 §3.2: at most five minutes, whatever the resolver asks for.
    ['status 429', { status: 429, headers: { 'retry-after': '120' } }, 'failed', 120],
    ['status 429 for a day', { status: 429, headers: { 'retry-after': '86400' } }, 'failed', 300],
    ['status 429 for a second', { status: 429, headers: { 'retry-after': '1' } }, 'failed', 30],
    ['BADVERS', { additionals: [opt(undefined, 0x01000000)] }, 'failed', 30],
    ['TC', { flags: 0x8380, answers: [https(host, rdata, 100)] }, 'failed', 30],
  ] as [string, FakeAnswer, string, number][])('%s lasts', async (_, answer, kind, seconds) => {
    const { lookup, lastsFor } = await look({ [host]: answer });
    expect([lookup.outcome.kind, lastsFor]).toEqual([kind, seconds]);
  });

  it('tells RCODEs, extended ones included', async () => {
    const { lookup } = await look({ [host]: { flags: 0x8185, additionals: [opt(undefined, 0x01000000)] } });
    expect(lookup.outcome).toEqual({ kind: 'failed', failure: { kind: 'dns-rcode', rcode: 21 } });
  });

  it('keeps what a truncated answer held', async () => {
    const { lookup } = await look({ [host]: { flags: 0x8380, answers: [https(host, rdata)] } });
    expect(lookup.outcome).toMatchObject({ failure: { kind: 'truncated' }, sets: [{ owner: host }] });
  });

  it('collects extended errors, each once, also of failures', async () => {
    const blocked = extendedError(15, 'blocked');
    const { lookup } = await look({
      [host]: {
        answers: [https(host, alias('a.example'))],
        additionals: [opt(Uint8Array.of(...blocked, ...extendedError(3, '')))],
      },
      'a.example': { flags: 0x8182, additionals: [opt(blocked)] },
    });
    expect(lookup.extendedErrors).toEqual([
      { code: 15, text: 'blocked' },
      { code: 3, text: '' },
    ]);
  });

  it('leaves out repeated records (RFC 2181 §5)', async () => {
    const { lookup } = await look({ [host]: { answers: [https(host, rdata), https(host, rdata)] } });
    expect(lookup.outcome).toMatchObject({ sets: [{ rdatas: { length: 1 } }] });
  });

  it('waits little when offline', async () => {
    const resolver = fakeResolver({}, { online: () => false });
    expect(await lookUpHttps(host, 443, resolver)).toMatchObject({
      outcome: { kind: 'failed', failure: { kind: 'offline' } },
      expiresAtMs: nowMs + 1_000,
    });
  });

  it('is plain JSON', async () => {
    const { lookup } = await look({ [host]: { answers: [https(host, rdata)] } });
    expect(JSON.parse(JSON.stringify(lookup))).toEqual(lookup);
  });
});

describe('lookUpHttps, where only CNAMEs are followed', () => {
  const onVisit = async (answers: Record<string, FakeAnswer>, port = 443) => {
    const resolver = fakeResolver(answers);
    return { lookup: await lookUp(host, port, resolver, { follow: 'cnames' }), asked: resolver.asked };
  };

  it('keeps an alias and says where it points', async () => {
    const { lookup, asked } = await onVisit({
      [host]: { answers: [https(host, alias('Pool.example'), 40)] },
      'pool.example': { answers: [https('pool.example', rdata)] },
    });
    expect(lookup).toMatchObject({
      outcome: { kind: 'alias', target: 'pool.example', sets: [{ owner: host }] },
      questions: 1,
      expiresAtMs: nowMs + 40_000,
    });
    expect(asked).toEqual([host]);
  });

  it('still takes "." for no service', async () => {
    const { lookup } = await onVisit({ [host]: { answers: [https(host, alias('.'))] } });
    expect(lookup.outcome.kind).toBe('no-service');
  });

  it('asks for the target of a CNAME that the resolver left out', async () => {
    const { lookup, asked } = await onVisit({
      [host]: { answers: [cname(host, 'b.example')] },
      'b.example': { answers: [https('b.example', alias('c.example'))] },
    });
    expect(lookup.outcome).toMatchObject({ kind: 'alias', target: 'c.example' });
    expect(asked).toEqual([host, 'b.example']);
  });

  it('sends one query for a zone that aliases to itself and nine for an endless CNAME chain', async () => {
    const names = Array.from({ length: 50 }, (_, i) => (i === 0 ? host : `n${i}.example`));
    const chain = (link: (name: string, target: string) => FakeAnswer) =>
      Object.fromEntries(names.slice(1).map((target, i) => [names[i] as string, link(names[i] as string, target)]));
    const aliases = chain((name, target) => ({ answers: [https(name, alias(target))] }));
    const cnames = chain((name, target) => ({ answers: [cname(name, target)] }));
    expect((await onVisit({ [host]: { answers: [https(host, alias(host))] } })).asked).toHaveLength(1);
    expect((await onVisit(aliases)).asked).toHaveLength(1);
    expect((await onVisit(cnames)).asked).toHaveLength(9);
    // On a click too there is an end.
    expect((await look(aliases)).asked).toHaveLength(9);
  });
});

describe('a chain that leads to a name for no resolver', () => {
  const LOCAL = [
    'printer.local',
    'router',
    'wiki.internal',
    'x.onion',
    'NAS.lan',
    'fritz.box',
    '1.168.192.in-addr.arpa',
  ];

  it.each([...LOCAL, '_443._https._8443._https.printer.local'])('ends at %s', async (name) => {
    const local = { kind: 'local-name', name: name.toLowerCase() };
    const byAlias = await look({ [host]: { answers: [https(host, alias(name))] } });
    expect(byAlias.lookup.outcome).toMatchObject({ kind: 'failed', failure: local, sets: [{ owner: host }] });
    const byCname = await look({ [host]: { answers: [cname(host, name)] } });
    expect(byCname.lookup.outcome).toEqual({ kind: 'failed', failure: local });
    expect([byAlias.asked, byCname.asked]).toEqual([[host], [host]]);
  });

  it('ends at an address', async () => {
    const { lookup, asked } = await look({ [host]: { answers: [cname(host, '192.168.1.1')] } });
    expect(lookup.outcome).toEqual({ kind: 'failed', failure: { kind: 'not-askable', name: '192.168.1.1' } });
    expect(asked).toEqual([host]);
  });

  it('follows a chain to a public name that only resembles a local one', async () => {
    const { asked } = await look({
      [host]: { answers: [cname(host, 'local.example')] },
      'local.example': { answers: [https('local.example', alias('notlan.example'))] },
      'notlan.example': {},
    });
    expect(asked).toEqual([host, 'local.example', 'notlan.example']);
  });
});

it('counts and tells the second query of a resolver that refuses the Client Subnet option', async () => {
  const formatError = { flags: 0x8181 };
  const withOption = (query: Uint8Array) => [...query].join().includes('0,8,0,4,0,1,0,0');
  const reply = (name: string, parts: object) =>
    new Response(messageOf({ name, type: 65, ...parts }), { headers: { 'content-type': 'application/dns-message' } });
  const resolver = fakeResolver({
    [host]: async (query) => reply(host, withOption(query) ? formatError : { answers: [https(host, rdata)] }),
  });
  expect(await lookUpHttps(host, 443, resolver)).toMatchObject({
    outcome: { kind: 'records' },
    questions: 2,
    subnetOptOut: 'refused',
  });
});

describe('what a hostile resolver or name can do', () => {
  it('a host with characters that zone files escape finds its records', async () => {
    const odd = 'a\\$b\\(c\\)\\;\\".example';
    const answers = [cname(odd, 'X\\$.example'), https('x\\$.example', rdata)];
    const resolver = fakeResolver({ [odd]: { answers } });
    expect(await lookUpHttps('A$b(c);".example', 443, resolver)).toMatchObject({
      queryName: odd,
      outcome: { kind: 'records', sets: [{ owner: 'x\\$.example' }] },
    });
    const prefixed = fakeResolver({ [`_8443._https.${odd}`]: {} });
    expect((await lookUpHttps('a$b(c);".example', 8443, prefixed)).outcome.kind).toBe('no-data');
  });

  it('a name that DNS has no room for is asked of nobody', async () => {
    const long = `${'a.'.repeat(122)}example`;
    const resolver = fakeResolver({});
    expect(await lookUpHttps(long, 8443, resolver)).toMatchObject({
      outcome: { kind: 'failed', failure: { kind: 'not-askable' } },
      questions: 0,
    });
    expect(resolver.asked).toEqual([]);
  });

  it.each([
    ['records', { answers: [https(host, rdata, 0x7fffffff)] }, 86_400],
    ['records, aged', { answers: [https(host, rdata, 0x7fffffff)], headers: { age: '400' } }, 86_000],
    ['NODATA', { authorities: [soa('a.example', 90_000, 90_000)] }, 10_800],
    ['NXDOMAIN', { flags: nameError, authorities: [soa('a.example', 90_000, 90_000)] }, 10_800],
    ['NODATA with an endless age', { headers: { age: '9'.repeat(400) } }, 0],
  ] as [string, FakeAnswer, number][])('keeps %s for a day at most', async (_, answer, seconds) => {
    expect((await look({ [host]: answer })).lastsFor).toBe(seconds);
  });

  it('keeps at most 64 KiB of records from a chain', async () => {
    const large = (target: string) =>
      httpsRdata(0, target, { other: { 700: new Uint8Array(target === '.' ? 20_000 : 30_000) } });
    const { lookup } = await look({
      [host]: { answers: [https(host, large('a.example'))] },
      'a.example': { answers: [https('a.example', large('b.example'))] },
      'b.example': { answers: [https('b.example', large('.'))] },
    });
    expect(lookup.outcome).toMatchObject({ kind: 'failed', failure: { kind: 'too-large' }, sets: { length: 2 } });
  });

  /** What a resolver says of a chain with so many CNAMEs, which it breaks off after each of `perAnswer`. */
  function chainOf(perAnswer: number[], end: (name: string) => NonNullable<FakeAnswer['answers']>[number]) {
    const answers: Record<string, FakeAnswer> = {};
    let [name, steps] = [host, 0];
    for (const [i, count] of perAnswer.entries()) {
      const asked = name;
      const records = Array.from({ length: count }, () => {
        const owner = name;
        name = `n${++steps}.example`;
        return cname(owner, name);
      });
      answers[asked] = { answers: i === perAnswer.length - 1 ? [...records, end(name)] : records };
    }
    return answers;
  }

  it.each([
    ['one answer', [8]],
    ['two answers', [7, 1]],
    ['several answers', [3, 3, 2]],
  ])('follows eight CNAMEs across %s (RFC 9460 §10.2)', async (_, perAnswer) => {
    const { lookup, asked } = await look(chainOf(perAnswer, (name) => https(name, rdata)));
    const cnames = Array.from({ length: 8 }, (_, i) => `n${i + 1}.example`);
    expect(lookup.outcome).toMatchObject({ kind: 'records', sets: [{ owner: 'n8.example', cnames }] });
    expect(asked.length).toBe(perAnswer.length);
  });

  it.each([
    ['one answer', [9]],
    ['two answers', [8, 1]],
    ['several answers', [3, 3, 3]],
    ['one answer, a hundred of them', [100]],
  ])('does not follow a ninth CNAME across %s', async (_, perAnswer) => {
    const { lookup, asked } = await look(chainOf(perAnswer, (name) => https(name, rdata)));
    expect(lookup.outcome).toEqual({ kind: 'failed', failure: { kind: 'chain-too-long' } });
    expect(asked.length).toBe(perAnswer.length);
  });

  it('follows eight CNAMEs to an address, and not nine', async () => {
    const address = (name: string) => ({ name, type: 1, rdata: Uint8Array.of(192, 0, 2, 1) });
    const outcomeOf = async (count: number) =>
      (await lookUpAddress(host, fakeResolver(chainOf([count], address)))).outcome;
    expect(await outcomeOf(8)).toEqual({ kind: 'addresses', addresses: ['192.0.2.1'] });
    expect(await outcomeOf(9)).toEqual({ kind: 'failed', failure: { kind: 'chain-too-long' } });
  });

  it('gives up on a whole chain after ten seconds', async () => {
    vi.useFakeTimers();
    let elapsedMs = 0;
    const slow = (answer: () => Response) => async () => {
      await new Promise((done) => setTimeout(done, 4_000));
      elapsedMs += 4_000;
      return answer();
    };
    const link = (name: string, target: string) =>
      slow(
        () =>
          new Response(messageOf({ name, answers: [https(name, alias(target))] }), {
            headers: { 'content-type': 'application/dns-message' },
          }),
      );
    const resolver = fakeResolver(
      {
        [host]: link(host, 'a.example'),
        'a.example': link('a.example', 'b.example'),
        'b.example': link('b.example', 'c.example'),
        'c.example': link('c.example', 'd.example'),
      },
      { now: () => nowMs + elapsedMs },
    );
    const lookup = lookUpHttps(host, 443, resolver);
    await vi.advanceTimersByTimeAsync(9_999);
    let isOver = false;
    void lookup.then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(0);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect((await lookup).outcome).toMatchObject({ failure: { kind: 'timeout', timeoutMs: 10_000 } });
    expect(resolver.asked).toEqual([host, 'a.example', 'b.example']);
    vi.useRealTimers();
  });
});

describe('lookUpAddress', () => {
  const canary = 'use-application-dns.net';
  const address = (name: string, ...bytes: number[]) => ({ name, type: 1, rdata: Uint8Array.from(bytes) });
  it.each([
    [
      'addresses',
      { answers: [address(canary, 192, 0, 2, 1), address(canary, 192, 0, 2, 2)] },
      { kind: 'addresses', addresses: ['192.0.2.1', '192.0.2.2'] },
    ],
    [
      'addresses behind a CNAME',
      { answers: [address('a.example', 192, 0, 2, 1), cname(canary, 'a.example')] },
      { kind: 'addresses', addresses: ['192.0.2.1'] },
    ],
    ['no data', { authorities: [soa('net', 1, 1)] }, { kind: 'no-data' }],
    ['NXDOMAIN', { flags: nameError }, { kind: 'name-error' }],
    ['REFUSED', { flags: 0x8185 }, { kind: 'failed', failure: { kind: 'dns-rcode', rcode: 5 } }],
    ['TC', { flags: 0x8380 }, { kind: 'failed', failure: { kind: 'truncated' } }],
    [
      'a loop',
      { answers: [cname(canary, 'a.example'), cname('a.example', canary)] },
      { kind: 'failed', failure: { kind: 'alias-loop' } },
    ],
  ] as [string, FakeAnswer, unknown][])('tells %s', async (_, answer, outcome) => {
    const lookup = await lookUpAddress(canary, fakeResolver({ [canary]: answer }));
    expect(lookup).toEqual({ outcome, extendedErrors: [], answeredAtMs: nowMs });
  });

  it('tells of a resolver that cannot be reached', async () => {
    expect(await lookUpAddress(`${canary}.`, fakeResolver({}))).toMatchObject({
      outcome: { kind: 'failed', failure: { kind: 'unreachable' } },
    });
  });

  it('passes on why', async () => {
    const answer = { flags: nameError, additionals: [opt(extendedError(17, ''))] };
    const lookup = await lookUpAddress(canary, fakeResolver({ [canary]: answer }));
    expect(lookup.extendedErrors).toEqual([{ code: 17, text: '' }]);
  });
});
