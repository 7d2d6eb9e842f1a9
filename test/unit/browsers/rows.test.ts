import { describe, expect, it } from 'vitest';
import { type Origin, type Prediction, predictClient, predictClients } from '../../../src/browsers/rows.ts';
import { judgeList } from '../../../src/browsers/tls-policies.ts';
import { encodeBase64 } from '../../../src/bytes/base64.ts';
import { ByteWriter } from '../../../src/bytes/byte-writer.ts';
import type { LookupFailure, LookupOutcome, RecordSet } from '../../../src/shared/lookup.ts';
import { echConfigOf, echListOf, httpsRdata, publicKey } from '../builders.ts';

const host = 'www.example';
const origin: Origin = { scheme: 'https', host, port: 443 };
const ech = echListOf();
const empty = new Uint8Array();

const setOf = (rdatas: Uint8Array[], more: Partial<RecordSet> = {}): RecordSet => ({
  owner: host,
  cnames: [],
  ttlSeconds: 60,
  rdatas: rdatas.map(encodeBase64),
  ...more,
});

const records = (...rdatas: Uint8Array[]): LookupOutcome => ({ kind: 'records', sets: [setOf(rdatas)] });

/** `outcome reason onFailure`, for all three. */
const words = ({ outcome, reason, onFailure }: Prediction) => `${outcome} ${reason} ${onFailure}`;
const rowsOf = (outcome: LookupOutcome, from: Origin = origin) => predictClients(outcome, from).map(words);

const na = 'not-applicable';
const hides = 'hides usable-config does-not';

describe('predictClients', () => {
  const service = (parts = {}, priority = 1, target = '.') => httpsRdata(priority, target, parts);
  const table: [string, Uint8Array[], rfc: string, chromium: string, firefox: string][] = [
    ['one record with ech', [service({ ech })], hides, hides, hides],
    ['TargetName is the owner', [service({ ech }, 1, 'WWW.example')], hides, hides, hides],
    [
      'TargetName is another host',
      [service({ ech }, 1, 'b.example')],
      hides,
      `shows target-name-differs ${na}`,
      `shows target-name-differs ${na}`,
    ],
    ['no ech', [service({ alpn: ['h2'] })], `shows no-ech ${na}`, `shows no-ech ${na}`, `shows no-ech ${na}`],
    [
      'an empty ech',
      [service({ ech: empty })],
      `shows list-malformed ${na}`,
      `shows no-ech ${na}`,
      `shows list-malformed ${na}`,
    ],
    [
      'a malformed ech',
      [service({ ech: Uint8Array.of(1) })],
      `shows list-malformed ${na}`,
      `cannot-connect list-malformed ${na}`,
      `shows list-malformed ${na}`,
    ],
    [
      'an unusable ech',
      [service({ ech: echListOf({ kemId: 16 }) })],
      `shows no-usable-config ${na}`,
      `shows no-usable-config ${na}`,
      `shows no-usable-config ${na}`,
    ],
    [
      'a key of low order',
      [service({ ech: echListOf({ publicKey: new Uint8Array(32) }) })],
      `cannot-connect bad-key ${na}`,
      `cannot-connect bad-key ${na}`,
      `cannot-connect bad-key ${na}`,
    ],
    [
      'a key of 31 bytes',
      [service({ ech: echListOf({ publicKey: new Uint8Array(31) }) })],
      `shows no-usable-config ${na}`,
      `cannot-connect bad-key ${na}`,
      `cannot-connect bad-key ${na}`,
    ],
    [
      'a malformed record',
      [service({ ech }), service({ other: { 3: empty } })],
      `shows set-malformed ${na}`,
      `shows set-malformed ${na}`,
      `shows set-malformed ${na}`,
    ],
    [
      'an alias beside a service',
      [service({ ech }), httpsRdata(0, 'b')],
      `shows no-record ${na}`,
      `shows alias-not-followed ${na}`,
      `shows alias-not-followed ${na}`,
    ],
    [
      'an unknown mandatory key in one record',
      [service({ mandatory: [700], other: { 700: empty } }), service({ ech }, 2)],
      hides,
      hides,
      `shows unknown-mandatory ${na}`,
    ],
    [
      'an unknown mandatory key in all',
      [service({ ech, mandatory: [700], other: { 700: empty } })],
      `shows unknown-mandatory ${na}`,
      `shows unknown-mandatory ${na}`,
      `shows unknown-mandatory ${na}`,
    ],
    ['a mandatory key that is absent', [service({ ech, mandatory: [3] })], `shows inconsistent ${na}`, hides, hides],
    ['another port', [service({ ech, port: 8443 })], hides, `shows port-ignored ${na}`, hides],
    ['its own port', [service({ ech, port: 443 })], hides, hides, hides],
    [
      'a bad port',
      [service({ ech, port: 22 })],
      `shows bad-port ${na}`,
      `shows port-ignored ${na}`,
      `shows bad-port ${na}`,
    ],
    [
      'HTTP/3 alone',
      [service({ ech, alpn: ['h3'], noDefaultAlpn: true })],
      hides,
      `shows no-default-alpn ${na}`,
      'hides usable-over-quic falls-back',
    ],
    [
      'an unknown protocol alone',
      [service({ ech, alpn: ['x'], noDefaultAlpn: true })],
      `shows alpn-unusable ${na}`,
      `shows alpn-unusable ${na}`,
      `shows alpn-unusable ${na}`,
    ],
    ['an unknown protocol and the default', [service({ ech, alpn: ['x'] })], hides, hides, hides],
    [
      'ech first, then without',
      [service({ ech }), service({}, 2)],
      'hides usable-config falls-back',
      hides,
      'hides usable-config falls-back',
    ],
    [
      'without first, then ech',
      [service({}), service({ ech }, 2)],
      `shows ech-not-first ${na}`,
      `shows ech-not-first ${na}`,
      'hides usable-config falls-back',
    ],
    [
      'with and without at one priority',
      [service({ ech }), service({ alpn: ['h2'] })],
      `shows ech-not-first ${na}`,
      `shows ech-not-first ${na}`,
      'hides usable-config falls-back',
    ],
    [
      'an unusable ech, then a good one',
      [service({ ech: echListOf({ kemId: 16 }) }), service({ ech }, 2)],
      `shows no-usable-config ${na}`,
      `shows no-usable-config ${na}`,
      `shows no-usable-config ${na}`,
    ],
  ];

  it.each(table)('%s', (_, rdatas, ...wanted) => {
    expect(rowsOf(records(...rdatas))).toEqual(wanted);
  });

  it('tells which record and config decided', () => {
    const list = echListOf({ version: 1 }, { configId: 9, publicName: 'cover.test' });
    const rdatas = [service({ ech: list }, 5), service({ ech }, 7)];
    for (const row of predictClients(records(...rdatas), origin)) {
      expect(row).toMatchObject({ setIndex: 0, recordIndex: 0, configIndex: 1, configId: 9, publicName: 'cover.test' });
    }
  });

  const named = (publicName: string, more: Record<string, unknown> = {}) =>
    service({ ech: echListOf({ publicName, ...more }) });

  it.each([
    [
      'two public names',
      [named('b.test'), named('a.test')],
      { outcome: 'hides', publicName: 'a.test', ambiguousName: true },
    ],
    ['one public name', [named('a.test'), named('A.test', { configId: 9 })], { outcome: 'hides' }],
    [
      'a good and an unusable list',
      [named('a.test'), named('b.test', { kemId: 16 })],
      { outcome: 'shows', reason: 'no-usable-config' },
    ],
  ])('%s at one priority: the order of the answer decides nothing', (_, rdatas, wanted) => {
    const backwards = rdatas.toReversed();
    for (const row of [
      ...predictClients(records(...rdatas), origin),
      ...predictClients(records(...backwards), origin),
    ]) {
      expect(row).toMatchObject(wanted);
      if (!('ambiguousName' in wanted)) expect(row.ambiguousName).toBeUndefined();
    }
  });

  it('Firefox alone passes over a bad key, whichever comes first', () => {
    const rdatas = [named('a.test'), named('b.test', { publicKey: new Uint8Array(32) })];
    for (const order of [rdatas, rdatas.toReversed()]) {
      expect(rowsOf(records(...order))).toEqual([
        `cannot-connect bad-key ${na}`,
        `cannot-connect bad-key ${na}`,
        hides,
      ]);
    }
  });

  it('knows the name when only a later record has another', () => {
    const later = service({ ech: echListOf({ publicName: 'a.test' }) }, 2);
    for (const row of predictClients(records(named('b.test'), later), origin)) {
      expect(row).toMatchObject({ outcome: 'hides', publicName: 'b.test' });
      expect(row.ambiguousName).toBeUndefined();
    }
  });

  it('follows an alias by the RFC alone', () => {
    const sets = [setOf([httpsRdata(0, 'b.example')]), setOf([service({ ech })], { owner: 'b.example' })];
    const outcome: LookupOutcome = { kind: 'records', sets };
    expect(rowsOf(outcome)).toEqual([hides, `shows alias-not-followed ${na}`, `shows alias-not-followed ${na}`]);
    expect(predictClient('rfc', outcome, origin).setIndex).toBe(1);
    expect(
      predictClients(outcome, { ...origin, scheme: 'http', port: 80 }).map(({ upgradesHttp }) => upgradesHttp),
    ).toEqual([true, true, false]);
  });

  it('uses the record at the end of CNAMEs', () => {
    const sets = [setOf([service({ ech }, 1, 'c.example')], { owner: 'c.example', cnames: ['c.example'] })];
    expect(rowsOf({ kind: 'records', sets })).toEqual([hides, hides, hides]);
    const back = [setOf([service({ ech }, 1, host)], { owner: 'c.example', cnames: ['c.example'] })];
    expect(rowsOf({ kind: 'records', sets: back }).slice(1)).toEqual([
      `shows target-name-differs ${na}`,
      `shows target-name-differs ${na}`,
    ]);
  });

  it('takes the host for the target of a prefixed name', () => {
    const at = (target: string): LookupOutcome => ({
      kind: 'records',
      sets: [setOf([service({ ech }, 1, target)], { owner: `_8443._https.${host}` })],
    });
    const from = { ...origin, port: 8443 };
    expect(rowsOf(at(host), from)).toEqual([hides, hides, hides]);
    expect(rowsOf(at('.'), from)).toEqual([hides, `shows target-name-differs ${na}`, hides]);
  });

  it.each([
    ['no-data', { kind: 'no-data', sets: [] }, `shows no-record ${na}`],
    ['name-error', { kind: 'name-error', sets: [] }, `shows no-record ${na}`],
    ['no-service', { kind: 'no-service', sets: [setOf([httpsRdata(0, '.')])] }, `shows no-service ${na}`],
  ] as [string, LookupOutcome, string][])('%s', (_, outcome, wanted) => {
    expect(rowsOf(outcome)[0]).toBe(wanted);
    expect(predictClients(outcome, origin).every((row) => row.outcome === 'shows')).toBe(true);
  });

  it.each([
    [{ kind: 'dns-rcode', rcode: 2 }, 'cannot-connect lookup-failed', 'shows lookup-failed', 'observed'],
    [{ kind: 'http-status', status: 500 }, 'cannot-connect lookup-failed', 'shows lookup-failed', 'observed'],
    [{ kind: 'timeout', timeoutMs: 1 }, 'cannot-connect lookup-failed', 'shows lookup-failed', 'inferred'],
    [{ kind: 'chain-too-long' }, 'shows chain-too-long', 'shows chain-too-long', 'inferred'],
  ] as [LookupFailure, string, string, string][])('a failed lookup: %j', (failure, rfc, browser, basis) => {
    expect(rowsOf({ kind: 'failed', failure })).toEqual([`${rfc} ${na}`, `${browser} ${na}`, `${browser} ${na}`]);
    expect(predictClient('chromium', { kind: 'failed', failure }, origin).basis).toBe(basis);
  });

  it.each([
    { kind: 'alias', target: 'pool.example', sets: [setOf([httpsRdata(0, 'pool.example')])] },
    ...[
      { kind: 'excluded-by-policy', name: 'kept.example' } as const,
      { kind: 'local-name', name: 'printer.local' } as const,
      { kind: 'not-askable', name: '192.168.1.1' } as const,
    ].map((failure) => ({ kind: 'failed', failure, sets: [setOf([httpsRdata(0, 'pool.example')])] }) as const),
  ] as LookupOutcome[])('has no row of the RFCs where the chain goes on unseen: $kind', (outcome) => {
    const rows = predictClients(outcome, origin);
    expect(rows.map(({ client, reason }) => `${client} ${reason}`)).toEqual([
      'chromium alias-not-followed',
      'firefox alias-not-followed',
    ]);
  });

  it('uses what a truncated answer held, as browsers do', () => {
    const outcome: LookupOutcome = {
      kind: 'failed',
      failure: { kind: 'truncated' },
      sets: [setOf([service({ ech })])],
    };
    expect(rowsOf(outcome)).toEqual([`cannot-connect lookup-failed ${na}`, hides, hides]);
  });

  it('knows that hints do not replace an address', () => {
    expect(rowsOf(records(service({ ech })), { ...origin, hasAddress: false })).toEqual(
      new Array(3).fill(`cannot-connect no-address ${na}`),
    );
    const rows = predictClients(records(service({ ech })), { ...origin, hasAddress: false });
    expect(rows.map(({ basis }) => basis)).toEqual(['documented', 'observed', 'observed']);
  });

  it.each([
    ['a service', [service({})], [true, true, true]],
    ['none', [], [false, false, false]],
    ['an unknown mandatory key', [service({ mandatory: [700], other: { 700: empty } })], [false, false, false]],
    ['a malformed record', [service({ other: { 3: empty } })], [false, false, false]],
    ['another target', [service({}, 1, 'b')], [true, true, false]],
  ])('http: is upgraded by %s', (_, rdatas, wanted) => {
    const outcome: LookupOutcome = rdatas.length > 0 ? records(...rdatas) : { kind: 'no-data', sets: [] };
    const rows = predictClients(outcome, { scheme: 'http', host, port: 80 });
    expect(rows.map(({ upgradesHttp }) => upgradesHttp)).toEqual(wanted);
    expect(rows.every((row) => row.outcome === 'shows')).toBe(true);
  });

  it('survives RDATA that is not base64', () => {
    const set = { ...setOf([]), rdatas: ['%'] };
    expect(rowsOf({ kind: 'records', sets: [set] })).toEqual(new Array(3).fill(`shows set-malformed ${na}`));
  });
});

describe('judgeList', () => {
  const duplicate = [
    { type: 1, data: empty },
    { type: 1, data: empty },
  ];
  const mandatory = [{ type: 0x8000, data: empty }];
  const suite384 = [{ kdfId: 2, aeadId: 1 }];
  /** A list whose one config ends in extensions that overrun. */
  const overrun = (name: string, extensions: number[]) => {
    const good = echConfigOf({ publicName: name });
    const contents = [...good.subarray(4, -2), extensions.length >> 8, extensions.length & 255, ...extensions];
    return new ByteWriter()
      .prefixed16((list) => list.u16(0xfe0d).prefixed16((config) => config.bytes(contents)))
      .toBytes();
  };

  it.each([
    ['a good list', ech, 'usable', 'usable', 'usable'],
    ['an underscore in the name', echListOf({ publicName: 'a_b.test' }), 'none', 'none', 'usable'],
    ['a space in the name, then a good config', echListOf({ publicName: 'a b' }, {}), 'usable', 'usable', 'malformed'],
    [
      'an IPv4 address, then a good config',
      echListOf({ publicName: '127.0.0.1' }, {}),
      'usable',
      'usable',
      'malformed',
    ],
    ['an overflowing look-alike', echListOf({ publicName: '256.255.255.255' }), 'none', 'none', 'usable'],
    ['five zeros', echListOf({ publicName: '0.0.0.0.0' }), 'none', 'none', 'usable'],
    ['a type twice', echListOf({ extensions: duplicate }), 'none', 'usable', 'malformed'],
    ['a good config, then a type twice', echListOf({}, { extensions: duplicate }), 'usable', 'usable', 'malformed'],
    ['empty suites, then a good config', echListOf({ cipherSuites: [] }, {}), 'malformed', 'malformed', 'usable'],
    ['an empty key, then a good config', echListOf({ publicKey: empty }, {}), 'malformed', 'malformed', 'bad-key'],
    [
      'a mandatory extension, then a good config',
      echListOf({ extensions: mandatory }, {}),
      'usable',
      'usable',
      'usable',
    ],
    ['HKDF-SHA384', echListOf({ cipherSuites: suite384 }), 'none', 'none', 'usable'],
    ['HKDF-SHA512', echListOf({ cipherSuites: [{ kdfId: 3, aeadId: 1 }] }), 'none', 'none', 'usable'],
    ['P-256 with any key', echListOf({ kemId: 16, publicKey: new Uint8Array(65) }), 'none', 'none', 'none'],
    ['a good config, then a bad key', echListOf({}, { publicKey: new Uint8Array(31) }), 'usable', 'usable', 'usable'],
    ['a bad key, then a good config', echListOf({ publicKey: new Uint8Array(31) }, {}), 'usable', 'bad-key', 'bad-key'],
    [
      'an overrun behind a mandatory extension',
      overrun('a.test', [0x80, 0, 0, 0, 0, 1, 0, 9]),
      'malformed',
      'malformed',
      'malformed',
    ],
    ['an overrun behind a bad name', overrun('a_b', [0, 1, 0, 9]), 'malformed', 'none', 'malformed'],
    ['an overrun', overrun('a.test', [0, 1, 0, 9]), 'malformed', 'malformed', 'malformed'],
    ['bytes behind the list', Uint8Array.of(...ech, 0), 'malformed', 'malformed', 'malformed'],
  ])('%s', (_, list, rfc, chromium, firefox) => {
    expect((['rfc', 'chromium', 'firefox'] as const).map((client) => judgeList(client, list).kind)).toEqual([
      rfc,
      chromium,
      firefox,
    ]);
  });

  // RFC 7748 §6.1, with the top bit, which X25519 ignores.
  it.each([0, 0x80])('knows keys of low order, top bit %i', (top) => {
    const one = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : i === 31 ? top : 0));
    expect(judgeList('chromium', echListOf({ publicKey: one })).kind).toBe('bad-key');
    const p = new Uint8Array(32).fill(255);
    p.set([0xed], 0);
    p.set([0x7f | top], 31);
    expect(judgeList('chromium', echListOf({ publicKey: p })).kind).toBe('bad-key');
    expect(judgeList('chromium', echListOf({ publicKey })).kind).toBe('usable');
  });
});
