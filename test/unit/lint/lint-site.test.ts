// Lints: each finds what is there, finds nothing where it is not, and has its words and its citation.

import { describe, expect, it } from 'vitest';
import messages from '../../../src/_locales/en/messages.json';
import { predictClients } from '../../../src/browsers/rows.ts';
import { encodeBase64 } from '../../../src/bytes/base64.ts';
import { describeFinding } from '../../../src/inspect/finding-words.ts';
import type { Alternative, SiteFacts } from '../../../src/lint/examined.ts';
import { describeRotation } from '../../../src/lint/key-rotation.ts';
import type { Finding } from '../../../src/lint/lint.ts';
import { lintSite } from '../../../src/lint/lint-site.ts';
import { registry } from '../../../src/lint/registry.ts';
import {
  compareWww,
  describeComparison,
  type WwwDifference,
  wwwCounterpart,
} from '../../../src/lint/www-counterpart.ts';
import type { LookupOutcome, RecordSet } from '../../../src/shared/lookup.ts';
import type { Sentence } from '../../../src/shared/sentence.ts';
import { type BindingParts, type EchParts, echConfigOf, echListOf, httpsRdata, publicKey } from '../builders.ts';
import { SUFFIXES } from '../suffixes.ts';

const host = 'www.site.example';

const setOf = (rdatas: Uint8Array[], owner = host, ttlSeconds = 300): RecordSet => ({
  owner,
  cnames: [],
  ttlSeconds,
  rdatas: rdatas.map(encodeBase64),
});

const records = (...rdatas: Uint8Array[]): LookupOutcome => ({ kind: 'records', sets: [setOf(rdatas)] });

const factsOf = (outcome: LookupOutcome, more: Partial<SiteFacts> = {}): SiteFacts => ({
  host,
  port: 443,
  outcome,
  rows: predictClients(outcome, { scheme: 'https', host, port: more.port ?? 443 }),
  authenticated: true,
  ttlSeconds: 300,
  suffixes: SUFFIXES,
  ...more,
});

/** Each sentence exists and gets as many arguments as it takes. */
function expectWords({ key, args }: Sentence): void {
  const { placeholders = {} } = (messages as Record<string, { placeholders?: object }>)[key] ?? {};
  expect({ key, args: args.length }).toEqual({ key, args: Object.keys(placeholders).length });
}

/** Of all findings in this file. */
const everFound = new Set<string>();

function find(outcome: LookupOutcome, more: Partial<SiteFacts> = {}): Finding[] {
  const { items } = lintSite(factsOf(outcome, more));
  for (const finding of items) {
    everFound.add(finding.kind);
    const { what, fix, details } = describeFinding(finding);
    for (const words of [what, fix, ...details]) expectWords(words);
  }
  return items;
}

const told = (findings: Finding[]) => findings.map(({ kind, severity }) => `${severity} ${kind}`);

const service = (parts: BindingParts = {}, priority = 1, target = '.') => httpsRdata(priority, target, parts);
/** A list without anything to say of it. */
const good = echListOf({ maximumNameLength: 64, publicName: 'cover.provider.example' });
const fine: EchParts = { maximumNameLength: 64, publicName: 'cover.provider.example' };
const ech = good;
const empty = new Uint8Array();
const h3: BindingParts = { alpn: ['h3'], noDefaultAlpn: true };
/** A public name under two labels has an owner of its own. */
const elsewhere = 'cover.other';

describe('records', () => {
  const table: [string, Uint8Array[], problems: string[]][] = [
    ['nothing wrong', [service({ ech: listOf({}) })], []],
    ['nothing wrong twice', [service({ ech: listOf({}) }), service({ ech: listOf({}), alpn: ['h2'] }, 2)], []],
    ['no ech', [service({ alpn: ['h2'] })], ['warning no-ech']],
    [
      'a damaged record',
      [service({ ech: listOf({}) }), service({ other: { 3: empty } }, 2)],
      ['error record-malformed'],
    ],
    ['a damaged list', [service({ ech: Uint8Array.of(0, 4, 1) })], ['error list-malformed']],
    ['an empty ech', [service({ ech: empty })], ['warning ech-empty']],
    [
      'an unknown mandatory key',
      [service({ ech: listOf({}), mandatory: [700], other: { 700: empty } })],
      ['error unknown-mandatory'],
    ],
    ['a mandatory key that is absent', [service({ ech: listOf({}), mandatory: [3] })], ['warning inconsistent']],
    ['no-default-alpn alone', [service({ ech: listOf({}), noDefaultAlpn: true })], ['warning inconsistent-alpn']],
    ['another target', [service({ ech: listOf({}) }, 1, 'b.example')], ['error target-elsewhere']],
    ['its own target', [service({ ech: listOf({}) }, 1, host)], []],
    ['another target without ech', [service({}, 1, 'b.example')], ['warning no-ech']],
    ['a port', [service({ ech: listOf({}), port: 8443 })], ['error port-ignored']],
    ['its own port', [service({ ech: listOf({}), port: 443 })], []],
    ['a bad port', [service({ ech: listOf({}), port: 22 })], ['error bad-port']],
    [
      'HTTP/3 alone',
      [service({ ech: listOf({}), alpn: ['h3'], noDefaultAlpn: true })],
      ['error no-default-alpn', 'warning needs-http3'],
    ],
    ['HTTP/3 alone, without ech', [service(h3)], ['warning no-ech', 'note no-default-alpn']],
    ['HTTP/3 first', [service({ ech: listOf({}), alpn: ['h3', 'h2'] })], []],
    ['HTTP/3 and HTTP/2 alone', [service({ ech: listOf({}), ...h3, alpn: ['h3', 'h2'] })], ['error no-default-alpn']],
    ['HTTP/3 with ech beside HTTP/2 with it', [service({ ech, ...h3 }), service({ ech, alpn: ['h2'] }, 2)], []],
    [
      'ech for HTTP/3 but not over TCP',
      [service({ ech, ...h3 }), service({ alpn: ['h2'] }, 2)],
      ['error ech-missing-tcp', 'warning needs-http3'],
    ],
    [
      'ech over TCP but not for HTTP/3',
      [service({ ech, alpn: ['h2'] }), service(h3, 2)],
      ['error ech-missing-quic', 'warning mixed-set'],
    ],
    [
      'a record for both that stands behind ech for TCP',
      [service({ ech, alpn: ['h2'] }), service({ alpn: ['h3', 'h2'] }, 2)],
      ['error ech-missing-quic', 'warning mixed-set'],
    ],
    ['no known protocol', [service({ ech: listOf({}), alpn: ['x'], noDefaultAlpn: true })], ['error alpn-unusable']],
    ['a mixed set', [service({ ech: listOf({}) }), service({}, 2)], ['warning mixed-set']],
    [
      'a mixed set, wrong way round',
      [service(), service({ ech: listOf({}) }, 2)],
      ['error ech-not-first', 'warning mixed-set'],
    ],
    [
      'unusable first',
      [service({ ech: listOf({ kemId: 16, configId: 8 }) }), service({ ech: listOf({}) }, 2)],
      ['error kem-unsupported', 'error unusable-first'],
    ],
    [
      'usable first',
      [service({ ech: listOf({}) }), service({ ech: listOf({ kemId: 16, configId: 8 }) }, 2)],
      ['warning kem-unsupported', 'warning mixed-set'],
    ],
    ['an alias to nowhere', [httpsRdata(0, '.')], ['warning no-service']],
  ];
  it.each(table)('%s', (_, rdatas, problems) => {
    expect(told(find(records(...rdatas)))).toEqual(problems);
  });

  it('behind an alias are not blamed for what browsers would do, who never come to them', () => {
    const there = setOf([service(), service({ ech: listOf({}) }, 2)], 'b.example');
    const sets = [setOf([httpsRdata(0, 'b.example')]), there];
    expect(told(find({ kind: 'records', sets }))).toEqual(['warning alias']);
  });

  function listOf(parts: EchParts) {
    return echListOf({ maximumNameLength: 64, publicName: elsewhere, ...parts });
  }

  it('are pointed at', () => {
    const [problem] = find(
      records(service({ ech: listOf({}) }), service({ ech: listOf({}), alpn: ['h2'], port: 8443 }, 2)),
    );
    expect(problem?.where).toEqual({ setIndex: 0, recordIndex: 1, field: 'SvcParams.port', offset: 14 });
    expect(problem?.args).toEqual([{ count: 2 }, { code: 8443 }]);
  });

  it('that are malformed are pointed at, with what is wrong', () => {
    const [problem] = find(records(service({ other: { 3: Uint8Array.of(1) } })));
    expect(problem?.where).toEqual({ setIndex: 0, recordIndex: 0, field: 'SvcParams.port', offset: 7 });
    expect(problem && describeFinding(problem).details).toEqual([
      { key: 'damage_length', args: [{ field: 'SvcParams.port' }] },
      { key: 'damage_at', args: [{ code: 7 }] },
    ]);
  });

  it('at another port cannot point at themselves with a dot, in Chrome', () => {
    const outcome: LookupOutcome = {
      kind: 'records',
      sets: [setOf([service({ ech: listOf({}) })], `_8443._https.${host}`)],
    };
    expect(told(find(outcome, { port: 8443 }))).toEqual(['error target-dot-port']);
  });

  it('that cannot be there are not looked for', () => {
    expect(told(find({ kind: 'no-data', sets: [] }))).toEqual(['warning no-record']);
    expect(told(find({ kind: 'failed', failure: { kind: 'offline' } }))).toEqual([]);
    expect(told(find({ kind: 'failed', failure: { kind: 'alias-loop' } }))).toEqual(['error alias-loop']);
    expect(told(find({ kind: 'failed', failure: { kind: 'chain-too-long' } }))).toEqual(['error chain-too-long']);
  });

  it('of type SVCB are used by nobody', () => {
    expect(told(find(records(service({ ech: listOf({}) })), { type: 'SVCB', rows: [] }))).toEqual(['error svcb-type']);
  });

  it('are many, and the worst of them told', () => {
    const many = Array.from({ length: 90 }, (_, i) => service({ ech: listOf({}), port: 8443 + i }, i + 1));
    const { items, more } = lintSite(factsOf(records(service({ alpn: ['h2'] }, 900), ...many)));
    expect(items).toHaveLength(32);
    expect(more).toBeGreaterThan(50);
    expect(new Set(items.map(({ severity }) => severity))).toEqual(new Set(['error']));
  });
});

describe('aliases', () => {
  const end = setOf([service({ ech })], 'cdn.example');
  it('hide what they lead to', () => {
    const outcome: LookupOutcome = { kind: 'records', sets: [setOf([httpsRdata(0, 'CDN.example')]), end] };
    const [problem] = find(outcome);
    expect(told(find(outcome))[0]).toBe('error alias');
    expect(problem && describeFinding(problem).fix).toEqual({ key: 'fix_alias', args: [{ host: 'cdn.example' }] });
  });

  it('to a site without ECH are less of a problem', () => {
    const outcome: LookupOutcome = {
      kind: 'records',
      sets: [setOf([httpsRdata(0, 'b.example')]), setOf([service()], 'b.example')],
    };
    expect(told(find(outcome))).toEqual(['warning alias', 'warning no-ech']);
  });

  it('to nothing, and beside other records', () => {
    expect(told(find({ kind: 'no-data', sets: [setOf([httpsRdata(0, 'b.example')])] }))).toEqual([
      'warning alias',
      'warning alias-nowhere',
    ]);
    expect(
      told(find(records(httpsRdata(0, 'b.example'), service({ alpn: ['h2'] })), { leadsTo: 'b.example' })),
    ).toEqual(['warning alias-and-service', 'warning alias']);
  });
});

describe('configurations', () => {
  const extension = (type: number) => ({ type, data: empty });
  const table: [string, EchParts[], problems: string[]][] = [
    ['nothing wrong', [{}], []],
    ['P-256 alone', [{ kemId: 16 }], ['error kem-unsupported']],
    ['P-256 beside X25519', [{ kemId: 16, configId: 8 }, {}], ['note kem-unsupported']],
    ['a suite of nobody', [{ cipherSuites: [{ kdfId: 16, aeadId: 1 }] }], ['error suite-unsupported']],
    ['a suite of Firefox', [{ cipherSuites: [{ kdfId: 2, aeadId: 1 }] }], ['error suite-firefox-only']],
    [
      'a suite of all behind another',
      [
        {
          cipherSuites: [
            { kdfId: 3, aeadId: 1 },
            { kdfId: 1, aeadId: 3 },
          ],
        },
      ],
      [],
    ],
    ['no suites', [{ cipherSuites: [] }], ['error list-malformed-chrome']],
    ['an old version', [{ version: 0xfe0a }], ['error unknown-version']],
    ['an old version beside the current', [{ version: 0xfe0a }, {}], ['note unknown-version']],
    ['a mandatory extension', [{ extensions: [extension(0x8001)] }], ['error mandatory-extension']],
    ['an extension that may be ignored', [{ extensions: [extension(9)] }], []],
    ['an extension twice', [{ extensions: [extension(9), extension(9)] }], ['error duplicate-extension']],
    ['a public name that is none', [{ publicName: 'a..b' }], ['error public-name-both']],
    ['a public name with an underscore', [{ publicName: 'a_b.example' }], ['error public-name-chrome']],
    ['the same beside a good one', [{ publicName: 'a_b.example' }, { configId: 8 }], ['note public-name-chrome']],
    ['an address as public name', [{ publicName: '127.0.0.1' }], ['error public-name-both']],
    ['a number too large for an address', [{ publicName: '256.255.255.255' }], ['error public-name-chrome']],
    ['a key of zeros', [{ publicKey: new Uint8Array(32) }], ['error bad-key']],
    ['a key of 31 bytes', [{ publicKey: publicKey.subarray(1) }], ['error bad-key']],
    ['the name of the site', [{ publicName: 'WWW.site.example' }], ['error public-name-own']],
    ['a name of the owner', [{ publicName: 'ech.site.example' }], ['warning public-name-same-owner']],
    ['a maximum of 0', [{ maximumNameLength: 0 }], ['note name-length-zero']],
    ['a maximum below the name', [{ maximumNameLength: host.length - 1 }], ['note name-length-short']],
    ['a maximum of the name', [{ maximumNameLength: host.length }], []],
    ['two keys with one id', [{}, { publicKey: publicKey.map((byte) => byte ^ 1) }], ['note config-id-twice']],
    ['two keys with two ids', [{}, { configId: 9 }], []],
    ['the same twice', [{}, {}], []],
  ];
  it.each(table)('%s', (_, configs, problems) => {
    const list = echListOf(...configs.map((parts) => ({ maximumNameLength: 64, publicName: elsewhere, ...parts })));
    expect(told(find(records(service({ ech: list }))))).toEqual(problems);
  });

  it('that Firefox alone takes for malformed, since Chrome stops reading at a bad public_name', () => {
    const extensions = [{ type: 9, data: Uint8Array.of(0) }];
    const list = echListOf({ ...fine, publicName: 'a..b', extensions });
    // More data than there is.
    list[list.length - 2] = 5;
    const findings = find(records(service({ ech: list })));
    expect(told(findings)).toEqual(['error list-malformed-firefox', 'error public-name-both']);
    expect(findings[0]?.error?.field).toBe('SvcParams.ech.ECHConfig[0].extensions[0].data');
  });

  it('are pointed at', () => {
    const list = echListOf({ ...fine, publicName: elsewhere }, { ...fine, publicName: 'a..b', configId: 8 });
    const [problem] = find(records(service({ ech: list })));
    expect(problem?.where).toEqual({
      setIndex: 0,
      recordIndex: 0,
      configIndex: 1,
      field: 'SvcParams.ech.ECHConfig[1].public_name',
      offset: 7 + 2 + echConfigOf({ ...fine, publicName: elsewhere }).length,
    });
    expect(problem?.args).toEqual([{ count: 1 }, { count: 2 }, { host: 'a..b' }]);
  });

  it('of a set that lacks ech for one transport point at the record', () => {
    const [problem] = find(records(service({ ech, alpn: ['h2'] }), service(h3, 2)));
    expect(problem).toMatchObject({ args: [{ count: 2 }], where: { setIndex: 0, recordIndex: 1 } });
  });

  it('are judged once where many records have them', () => {
    const list = echListOf({ maximumNameLength: 0, publicName: elsewhere });
    expect(told(find(records(service({ ech: list }), service({ ech: list, alpn: ['h2'] }, 2))))).toEqual([
      'note name-length-zero',
    ]);
  });

  it('say nothing of a host that is not known', () => {
    const list = echListOf({ maximumNameLength: 1, publicName: 'a.example' });
    expect(told(find(records(service({ ech: list })), { host: null }))).toEqual([]);
  });
});

describe('Alt-Svc', () => {
  const outcome = records(service({ ech, alpn: ['h2'] }));
  const findWith = (...altSvc: Alternative[]) => find(outcome, { altSvc });

  it('for another port or host without ECH is an error, although the records hide the name', () => {
    const [port, stranger, ...others] = findWith(
      { host, port: 444, outcome: 'shows' },
      { host: 'alternative.example', port: 443, outcome: 'shows' },
    );
    expect(told([port as Finding, stranger as Finding])).toEqual([
      'error alt-svc-without-ech',
      'error alt-svc-without-ech',
    ]);
    expect(port?.args).toEqual([{ host }, { code: 444 }]);
    expect(port?.fixArgs).toEqual([{ host: `_444._https.${host}` }]);
    expect(stranger?.fixArgs).toEqual([{ host: 'alternative.example' }]);
    expect(others).toEqual([]);
  });

  it.each<[string, Alternative]>([
    ['for the site itself, whose records hold there', { host: host.toUpperCase(), port: 443, outcome: 'shows' }],
    ['with ECH of its own', { host, port: 444, outcome: 'hides' }],
    ['to which nobody connects', { host, port: 444, outcome: 'cannot-connect' }],
    ['that nobody looked up', { host, port: 444, outcome: null }],
  ])('%s is no problem', (_, alternative) => {
    expect(told(findWith(alternative))).toEqual([]);
  });

  it('of a site whose name is not known is not judged', () => {
    expect(told(find(outcome, { host: null, altSvc: [{ host: '', port: 444, outcome: 'shows' }] }))).toEqual([]);
  });
});

describe('the answer', () => {
  const outcome = records(service({ ech: echListOf({ maximumNameLength: 64, publicName: elsewhere }) }));
  it('not validated is a note', () => {
    expect(told(find(outcome, { authenticated: false }))).toEqual(['note not-authenticated']);
    expect(told(find(outcome, { authenticated: null }))).toEqual([]);
  });

  it('that is kept for days is a note', () => {
    expect(told(find(outcome, { ttlSeconds: 86_401 }))).toEqual(['note ttl-long']);
    expect(told(find(outcome, { ttlSeconds: 86_400 }))).toEqual([]);
    expect(told(find(outcome, { ttlSeconds: null }))).toEqual([]);
  });

  const overQuic = records(service({ ech, alpn: ['h3', 'h2'] }));
  const twoKeys = echListOf({ ...fine, configId: 1 }, { ...fine, configId: 2 });

  it('that browsers may have an old key of is a note where Chrome takes no new one', () => {
    expect(told(find(overQuic))).toEqual([]);
    expect(told(find(overQuic, { ttlSeconds: 86_401 }))).toEqual(['note ttl-long', 'note quic-retry']);
    expect(told(find(records(service({ ech: twoKeys, alpn: ['h3', 'h2'] }))))).toEqual(['note quic-retry']);
    expect(told(find(records(service({ ech: twoKeys, alpn: ['h2'] }))))).toEqual([]);
  });

  it('tells whoever changes keys of HTTP/3 where a record with ECH offers it', () => {
    const words = describeRotation(overQuic, 300);
    words.forEach(expectWords);
    expect(words.at(-1)?.key).toBe('rotation_quic');
    const elsewhere = records(service({ ech, alpn: ['h2'] }), service(h3, 2));
    expect(describeRotation(elsewhere, 300).map(({ key }) => key)).not.toContain('rotation_quic');
  });

  it.each([
    [300, ['rotation_keep', 'rotation_order', 'rotation_stale']],
    [0, ['rotation_keep_zero', 'rotation_order', 'rotation_stale']],
    [null, ['rotation_keep_unreported', 'rotation_order', 'rotation_stale']],
  ])('kept for %s s tells how to change keys', (ttlSeconds, keys) => {
    const words = describeRotation(outcome, ttlSeconds);
    words.forEach(expectWords);
    expect(words.map(({ key }) => key)).toEqual(keys);
    expect(words.at(-1)?.args).toEqual([{ host: elsewhere }]);
  });

  it('without ECH has no keys to change', () => {
    expect(describeRotation(records(service()), 300)).toEqual([]);
    expect(describeRotation({ kind: 'no-data', sets: [] }, 300)).toEqual([]);
    expect(describeRotation(records(Uint8Array.of(1)), 300)).toEqual([]);
  });
});

describe('the www counterpart', () => {
  it.each([
    ['site.example', 'www.site.example'],
    ['www.site.example', 'site.example'],
    ['WWW.site.example', 'site.example'],
    ['www.www.example', 'www.example'],
    ['a.b.site.example', 'www.a.b.site.example'],
    ['www.com', null],
    ['localhost', null],
    ['site.local', null],
    ['192.0.2.1', null],
    ['[2001:db8::1]', null],
    [`${'a'.repeat(60)}.`.repeat(4).slice(0, 242), 'www.'.concat(`${'a'.repeat(60)}.`.repeat(4).slice(0, 242))],
    [`${'a'.repeat(62)}.`.repeat(4).slice(0, 251), null],
    ['a..b', null],
  ])('of %s', (name, counterpart) => {
    expect(wwwCounterpart(name)).toBe(counterpart);
  });

  const withEch = records(service({ ech: echListOf({ maximumNameLength: 64, publicName: elsewhere }) }));
  const otherEch = records(service({ ech: echListOf({ maximumNameLength: 64, publicName: elsewhere, configId: 9 }) }));
  const withoutEch = records(service());
  const nothing: LookupOutcome = { kind: 'no-data', sets: [] };
  const failed: LookupOutcome = { kind: 'failed', failure: { kind: 'offline' } };
  const table: [WwwDifference, LookupOutcome, LookupOutcome, problems: string[]][] = [
    ['alike', withEch, withEch, []],
    ['alike', withoutEch, withoutEch, ['warning no-ech']],
    ['neither', nothing, nothing, ['warning no-record']],
    ['configs-differ', withEch, otherEch, ['note twin-differs']],
    ['ech-here-only', withEch, withoutEch, ['warning twin-without-ech']],
    ['ech-here-only', withEch, nothing, ['warning twin-without-ech']],
    ['ech-there-only', nothing, withEch, ['warning no-record', 'warning twin-with-ech']],
    ['record-here-only', withoutEch, nothing, ['warning no-ech', 'note twin-without-record']],
    ['record-there-only', nothing, withoutEch, ['warning no-record', 'note twin-with-record']],
    ['not-known', withEch, failed, []],
    ['not-known', failed, withEch, []],
  ];
  it.each(table)('%s %#', (difference, here, there, problems) => {
    const side = (name: string, outcome: LookupOutcome) => ({
      host: name,
      outcome,
      rows: predictClients(outcome, { scheme: 'https', host: name, port: 443 }),
    });
    const www = compareWww(side(host, here), side('site.example', there));
    expect(www.difference).toBe(difference);
    const words = describeComparison(www);
    expectWords(words);
    expect(words.args).toEqual([{ host }, { host: 'site.example' }]);
    expect(told(find(here, { www }))).toEqual(problems);
  });
});

describe('the registry', () => {
  const lints = Object.values(registry).flatMap((group) =>
    group.map(({ name, citation }: { name: string; citation: string }) => ({ name, citation })),
  );

  it('has each lint once', () => {
    const names = lints.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  it('has a lint for each problem that there are words for', () => {
    const worded = Object.keys(messages).flatMap((key) => /^problem_(.*)$/.exec(key)?.[1] ?? []);
    expect(lints.map(({ name }) => name.replaceAll('-', '_')).sort()).toEqual(worded.sort());
  });

  it.each(lints.map(({ name, citation }) => [name, citation]))('%s cites %s', (_, citation) => {
    expect(citation).toMatch(/^(?:RFC \d{4} §\d+(?:\.\d+)*|(?:Chrome|Firefox) \d+(?:, Firefox \d+)?)$/);
  });

  // Last in this file, so that all of the above has run.
  it('has no lint that finds nothing here', () => {
    expect(lints.map(({ name }) => name).filter((name) => !everFound.has(name))).toEqual([]);
  });
});
