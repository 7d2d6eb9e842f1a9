// Pasted text: what is read from it, what is refused and where, and that it is judged like an answer from a resolver.

import { describe, expect, it } from 'vitest';
import messages from '../../../src/_locales/en/messages.json';
import { predictClients } from '../../../src/browsers/rows.ts';
import { encodeBase64, encodeBase64Url } from '../../../src/bytes/base64.ts';
import { encodeHex } from '../../../src/bytes/hex.ts';
import { type Paste, readPaste } from '../../../src/paste/paste.ts';
import { describePlace } from '../../../src/paste/paste-error.ts';
import { type PastedSite, rowsOf } from '../../../src/paste/pasted-sites.ts';
import type { LookupOutcome } from '../../../src/shared/lookup.ts';
import { echConfigOf, echListOf, httpsRdata } from '../builders.ts';

const list = echListOf();
const ech = encodeBase64(list);
const record = `1 . alpn=h2 ech=${ech}`;
const plainRdata = httpsRdata(1, '.', { alpn: ['h2'], ech: list });

function read(text: string): Paste {
  const result = readPaste(text);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function only(text: string): PastedSite {
  const { sites, errors } = read(text);
  expect(errors).toEqual([]);
  expect(sites).toHaveLength(1);
  return sites[0] as PastedSite;
}

const rdatasOf = ({ outcome }: PastedSite) => (outcome.sets ?? []).map(({ rdatas }) => rdatas);
const keysOf = (site: PastedSite) => site.notes.map(({ key }) => key);

describe('a record', () => {
  const hex = encodeHex(plainRdata);
  const same: [string, string][] = [
    ['a line of a zone file', `www.example. 300 IN HTTPS ${record}`],
    ['class before TTL', `www.example. IN 300 HTTPS ${record}`],
    ['no class', `www.example. 300 HTTPS ${record}`],
    ['a TTL with units', `www.example. 5m IN HTTPS ${record}`],
    ['lower case, tabs and a carriage return', `WWW.example.\t300\tin\thttps\t${record}\r\n`],
    ['a name without its dot', `www.example 300 IN HTTPS ${record}`],
    ['parentheses and comments', `www.example. 300 IN HTTPS ( 1 . ; one ( \n alpn=h2\n ech=${ech} )\n; end`],
    ['parentheses from the start', `www.example. ( 300 IN HTTPS 1 .\n alpn=h2 ech=${ech} )`],
    ['quotes', `www.example. 300 IN HTTPS 1 . alpn="h2" ech="${ech}"`],
    ['the form of RFC 3597', `www.example. 300 IN TYPE65 \\# ${plainRdata.length} ${hex.replace(/(.{8})/g, '$1 ')}`],
    [
      'the form of RFC 3597 over lines',
      `www.example. 300 CLASS1 TYPE65 \\# ${plainRdata.length} (\n${hex.slice(0, 20)}\n${hex.slice(20)} )`,
    ],
    ['$ORIGIN and $TTL', `$ORIGIN example.\n$TTL 300\nwww IN HTTPS ${record}`],
    ['@', `$ORIGIN www.example.\n@ 300 IN HTTPS ${record}`],
    ['the owner of the line before', `www.example. 300 IN A 192.0.2.1\n     300 IN HTTPS ${record}`],
    ['blanks in front', `   www.example. 300 IN HTTPS ${record}`],
    [
      'other records beside it',
      `www.example. 60 IN TXT "a ; b ("\nwww.example. 300 IN HTTPS ${record}\nwww.example. 300 IN RRSIG HTTPS 13 2 300 x`,
    ],
    ['a record twice', `www.example. 300 IN HTTPS ${record}\nwww.example. 300 IN HTTPS ${record}`],
  ];
  it.each(same)('%s', (_, text) => {
    const site = only(text);
    expect(site).toMatchObject({
      host: 'www.example',
      port: 443,
      type: 'HTTPS',
      ttlSeconds: 300,
      leadsTo: null,
      notes: [],
    });
    expect(rdatasOf(site)).toEqual([[encodeBase64(plainRdata)]]);
  });

  it('is judged as one that was looked up', () => {
    const outcome: LookupOutcome = {
      kind: 'records',
      sets: [{ owner: 'www.example', cnames: [], ttlSeconds: 300, rdatas: [encodeBase64(plainRdata)] }],
    };
    const site = only(`www.example. 300 IN HTTPS ${record}`);
    expect(site.outcome).toEqual(outcome);
    expect(rowsOf(site)).toEqual(predictClients(outcome, { scheme: 'https', host: 'www.example', port: 443 }));
    expect(rowsOf(site).map((row) => row.outcome)).toEqual(['hides', 'hides', 'hides']);
  });

  it('of another port is of that port', () => {
    expect(only(`_8443._https.www.example. 300 IN HTTPS ${record}`)).toMatchObject({ host: 'www.example', port: 8443 });
  });

  it('of type SVCB has no rows', () => {
    const site = only(`www.example. 300 IN SVCB ${record}`);
    expect(site.type).toBe('SVCB');
    expect(rowsOf(site)).toEqual([]);
  });

  it('that is at odds with itself, or damaged, is judged all the same', () => {
    const odd = only('a.example. 300 IN HTTPS 1 . no-default-alpn');
    expect(rowsOf(odd)[0]).toMatchObject({ reason: 'inconsistent' });
    const damaged = only('a.example. 300 IN TYPE65 \\# 4 00010000');
    expect(rowsOf(damaged).map(({ reason }) => reason)).toEqual(['set-malformed', 'set-malformed', 'set-malformed']);
  });

  it('without a TTL has none', () => {
    expect(only(`www.example. IN HTTPS ${record}`).ttlSeconds).toBeNull();
    expect(only(`www.example. 4294967295 IN HTTPS ${record}`).ttlSeconds).toBe(0);
  });

  it('whose target has no dot is taken as it stands, with a note', () => {
    const site = only('www.example. 300 IN HTTPS 1 svc.example alpn=h2');
    expect(keysOf(site)).toEqual(['paste_relative_target']);
    expect(rdatasOf(site)).toEqual([[encodeBase64(httpsRdata(1, 'svc.example', { alpn: ['h2'] }))]]);
    const absolute = only('$ORIGIN example.\nwww 300 IN HTTPS 1 svc alpn=h2');
    expect(keysOf(absolute)).toEqual([]);
    expect(rdatasOf(absolute)).toEqual(rdatasOf(site));
  });

  it('of two hosts are two sites', () => {
    const { sites } = read(`example. 60 IN HTTPS ${record}\nwww.example. 60 IN HTTPS 1 . alpn=h2`);
    expect(sites.map(({ host }) => host)).toEqual(['example', 'www.example']);
  });
});

describe('chains', () => {
  it('are followed inside the text', () => {
    const site = only(
      `www.example. 60 IN CNAME a.example.\na.example. 30 IN HTTPS 0 b.example.\nb.example. 300 IN HTTPS ${record}`,
    );
    expect(site).toMatchObject({ host: 'www.example', leadsTo: null, ttlSeconds: 30 });
    expect(site.outcome.sets?.map(({ owner, cnames }) => [owner, cnames])).toEqual([
      ['a.example', ['a.example']],
      ['b.example', []],
    ]);
    expect(rowsOf(site).map(({ outcome }) => outcome)).toEqual(['hides', 'shows', 'shows']);
  });

  it('that leave the text say where to, and nothing of what lies there', () => {
    const site = only('www.example. 60 IN HTTPS 0 cdn.example.');
    expect(site.leadsTo).toBe('cdn.example');
    expect(keysOf(site)).toEqual(['paste_leads_to']);
    expect(rowsOf(site).map(({ client, reason }) => [client, reason])).toEqual([
      ['chromium', 'alias-not-followed'],
      ['firefox', 'alias-not-followed'],
    ]);
  });

  it('end at an alias to nowhere', () => {
    expect(only('www.example. 60 IN HTTPS 0 .').outcome.kind).toBe('no-service');
  });

  it('that go round fail', () => {
    const site = only('a.example. 60 IN HTTPS 0 b.example.\nb.example. 60 IN HTTPS 0 a.example.').outcome;
    expect(site).toMatchObject({ kind: 'failed', failure: { kind: 'alias-loop' } });
  });

  it('beside a CNAME stand without it, and that is said', () => {
    const text = `a.example. 60 IN CNAME b.example.\na.example. 30 IN HTTPS ${record}`;
    expect(only(text).notes).toEqual([{ key: 'paste_cname_beside', args: [{ host: 'a.example' }] }]);
    expect(only(`x.example. 60 IN CNAME a.example.\na.example. 30 IN HTTPS ${record}`).notes).toEqual([]);
  });

  it('of CNAMEs alone are no site', () => {
    expect(readPaste('a.example. 60 IN CNAME b.example.\nb.example. 60 IN CNAME a.example.')).toMatchObject({
      ok: false,
    });
  });

  it('over the limit fail', () => {
    const aliases = Array.from({ length: 12 }, (_, i) => `a${i}.example. 60 IN HTTPS 0 a${i + 1}.example.`);
    expect(read(aliases.join('\n')).sites[0]?.outcome).toMatchObject({ failure: { kind: 'chain-too-long' } });
  });
});

const dig = (answer: string, { status = 'NOERROR', flags = 'qr rd ra', count = 1 } = {}) => `
; <<>> DiG 9.18.28 <<>> HTTPS www.example
;; global options: +cmd
;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: 4242
;; flags: ${flags}; QUERY: 1, ANSWER: ${count}, AUTHORITY: 0, ADDITIONAL: 1

;; OPT PSEUDOSECTION:
; EDNS: version: 0, flags:; udp: 1232
;; QUESTION SECTION:
;www.example.			IN	HTTPS

;; ANSWER SECTION:
${answer}

;; Query time: 10 msec
;; SERVER: 192.0.2.53#53(192.0.2.53) (UDP)
;; WHEN: Mon Jan 01 00:00:00 UTC 2026
;; MSG SIZE  rcvd: 144
`;

describe('dig', () => {
  const answer = `www.example.\t\t300\tIN\tHTTPS\t1 . alpn="h2" ech=${ech}`;

  it('is read with its header', () => {
    expect(only(dig(answer))).toMatchObject({ host: 'www.example', ttlSeconds: 300, authenticated: false, notes: [] });
    expect(only(dig(answer, { flags: 'qr rd ra ad' })).authenticated).toBe(true);
  });

  it('with several records and a CNAME is one set', () => {
    const text = `www.example. 60 IN CNAME a.example.\na.example. 300 IN HTTPS ${record}\na.example. 300 IN HTTPS 2 . alpn=h2`;
    const site = only(dig(text, { count: 3 }));
    expect(site).toMatchObject({ host: 'www.example', ttlSeconds: 60 });
    expect(site.outcome.sets?.[0]?.rdatas).toHaveLength(2);
  });

  it.each<[string, { status?: string; count: number }, LookupOutcome]>([
    ['no record', { count: 0 }, { kind: 'no-data', sets: [] }],
    ['no such name', { status: 'NXDOMAIN', count: 0 }, { kind: 'name-error', sets: [] }],
    [
      'an error',
      { status: 'SERVFAIL', count: 0 },
      { kind: 'failed', failure: { kind: 'dns-rcode', rcode: 2 }, sets: [] },
    ],
  ])('with %s says so', (_, options, outcome) => {
    expect(only(dig('', options)).outcome).toEqual(outcome);
  });

  it('cut off says so', () => {
    expect(keysOf(only(dig(answer, { count: 2 })))).toEqual(['paste_incomplete']);
  });

  it('whose records do not answer a CNAME has no record', () => {
    expect(only(dig('www.example. 60 IN CNAME a.example.')).outcome.kind).toBe('no-data');
  });

  it('of kdig and delv is the same grammar', () => {
    const kdig = `;; ->>HEADER<<- opcode: QUERY; status: NOERROR; id: 1\n;; Flags: qr rd ra ad; QUERY: 1; ANSWER: 1; AUTHORITY: 0\n\n;; QUESTION SECTION:\n;; www.example. \t\tIN\tHTTPS\n\n;; ANSWER SECTION:\n${answer}`;
    expect(only(kdig)).toMatchObject({ host: 'www.example', authenticated: true });
    expect(only(`; fully validated\n${answer}\nwww.example. 300 IN RRSIG HTTPS 13 2 x`).authenticated).toBe(true);
    expect(only(`; unsigned answer\n${answer}`).authenticated).toBe(false);
    expect(only(answer).authenticated).toBeNull();
  });

  it('+short has no owner', () => {
    const site = only(`1 . alpn="h2" ech=${ech}\n2 . alpn="h2"\n`);
    expect(site).toMatchObject({ host: null, ttlSeconds: null });
    expect(keysOf(site)).toEqual(['paste_no_owner']);
    expect(site.outcome.sets?.[0]?.rdatas).toHaveLength(2);
    expect(rowsOf(site)[1]).toMatchObject({ outcome: 'hides' });
  });

  it('+short behind a CNAME has the owner that is printed', () => {
    expect(only(`a.example.\n1 . alpn="h2" ech=${ech}`)).toMatchObject({ host: 'a.example' });
  });

  it('+short with unknown types is generic', () => {
    expect(rdatasOf(only(`\\# ${plainRdata.length} ${encodeHex(plainRdata)}`))).toEqual([[encodeBase64(plainRdata)]]);
  });
});

describe('a list by itself', () => {
  const wrapped = [[encodeBase64(httpsRdata(1, '.', { ech: list }))]];
  it.each([
    ['base64', ech],
    ['base64 over lines', `${ech.slice(0, 30)}\n${ech.slice(30)}\n`],
    ['base64url', encodeBase64Url(list)],
    ['ech=', `ech=${ech}`],
    ['ech= in quotes', `ech="${ech}"`],
    ['hexadecimal', encodeHex(list)],
    ['hexadecimal with 0x', `0x${encodeHex(list)}`],
    ['hexadecimal in pairs', encodeHex(list).replace(/(..)/g, '$1:').slice(0, -1)],
    ['hexadecimal with blanks', encodeHex(list).replace(/(..)/g, '$1 ')],
    ['PEM', `-----BEGIN ECHCONFIG-----\n${ech.slice(0, 64)}\n${ech.slice(64)}\n-----END ECHCONFIG-----\n`],
  ])('in %s is judged in one record', (_, text) => {
    const site = only(text);
    expect(rdatasOf(site)).toEqual(wrapped);
    expect(keysOf(site)).toEqual(['paste_only_list']);
    expect(rowsOf(site).map(({ outcome }) => outcome)).toEqual(['hides', 'hides', 'hides']);
  });

  it('that is damaged is judged too', () => {
    expect(rowsOf(only(encodeBase64(list.subarray(0, 40))))[1]).toMatchObject({ reason: 'list-malformed' });
  });

  it('several in PEM are several', () => {
    const block = `-----BEGIN ECHCONFIG-----\n${ech}\n-----END ECHCONFIG-----\n`;
    expect(read(block + block).sites).toHaveLength(2);
    expect(read(block.repeat(40))).toMatchObject({ sites: { length: 16 }, errors: [{ kind: 'too-many' }] });
  });

  it('and RDATA in hexadecimal is a record', () => {
    expect(rdatasOf(only(encodeHex(plainRdata)))).toEqual([[encodeBase64(plainRdata)]]);
    expect(rowsOf(only('0001000003'))[0]).toMatchObject({ reason: 'set-malformed' });
  });
});

describe('a private key', () => {
  const secret = 'MC4CAQAwBQYDK2VuBCIEIKDi1ZVxXvpaJ0pxp1kTdXRqfXl3dXl3dXl3dXl3dXl3';
  const key = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`;
  const block = `-----BEGIN ECHCONFIG-----\n${ech}\n-----END ECHCONFIG-----\n`;
  it.each([
    ['beside a list', key + block, true],
    ['behind a list', block + key, true],
    ['of an older kind', key.replaceAll('PRIVATE', 'EC PRIVATE') + block, true],
    ['without its end', `${block}-----BEGIN PRIVATE KEY-----\n${secret}`, true],
    ['without its dashes', `${block}BEGIN PRIVATE KEY\n${secret}\nEND PRIVATE KEY`, true],
    ['beside a record', `${key}www.example. 300 IN HTTPS ${record}`, true],
    ['without its frame beside a record', `${secret}\nwww.example. 300 IN HTTPS ${record}`, true],
    [
      'wrapped and without its frame beside a record',
      `www.example. 300 IN HTTPS ${record}\n${secret.slice(0, 32)}\n${secret.slice(32)}\n`,
      true,
    ],
    ['without its frame behind a list', `${ech}\n${secret}`, true],
    ['without its frame before a list', `${secret}\n${ech}`, true],
    ['without its frame, its last line short', `${secret.slice(0, 60)}\n${secret.slice(60)}\n${ech}`, true],
    ['in the place of a list', `${block}-----BEGIN ECHCONFIG-----\n${secret}\n-----END ECHCONFIG-----`, true],
    ['in far too much text', key + ' '.repeat(70_000), false],
    ['alone', key, false],
    ['alone, without its frame', secret, false],
    ['alone, in hexadecimal', `302e020100300506032b656e04220420${'11'.repeat(32)}`, false],
  ])('%s is warned of and given to nobody', (_, text, ok) => {
    const result = readPaste(text);
    expect(result.ok).toBe(ok);
    const { warning, text: shown } = result.ok ? result.value : result.error;
    expect(warning?.key).toBe('paste_private_key');
    const all = JSON.stringify(result);
    expect(all).not.toContain(secret.slice(20));
    expect(all).not.toContain('1111111111');
    expect(shown).not.toContain('PRIVATE');
  });

  it('is not seen where there is none', () => {
    expect(read(block).warning).toBeNull();
    expect(read(`${ech.slice(0, 40)}\n${ech.slice(40)}`).warning).toBeNull();
  });
});

describe('errors', () => {
  const table: [string, string, kind: string, place: [number, number] | null, key: string][] = [
    ['nothing', ' \n ', 'empty', null, 'paste_empty'],
    ['prose', 'is this thing on?', 'not-a-record', [1, 1], 'paste_not_a_record'],
    ['words', 'hello world', 'not-a-record', [1, 1], 'paste_not_a_record'],
    ['too much', 'a'.repeat(65_537), 'too-long', null, 'paste_too_long'],
    ['comments alone', '; a\n;; b', 'nothing-found', null, 'paste_nothing_found'],
    ['other records alone', 'a.example. 60 IN A 192.0.2.1', 'nothing-found', null, 'paste_nothing_found'],
    ['a stray parenthesis', 'a.example. 60 IN HTTPS 1 . )', 'parenthesis', [1, 28], 'paste_parenthesis'],
    ['an open parenthesis', 'a.example. 60 IN HTTPS (\n1 .', 'parenthesis', [1, 24], 'paste_parenthesis'],
    ['an owner that is no name', 'a..b 60 IN HTTPS 1 .', 'owner', [1, 1], 'paste_owner'],
    ['no RDATA', '\na.example. 60 IN HTTPS', 'record', [2, 23], 'damage_truncated'],
    ['no target', 'a.example. 60 IN HTTPS 1', 'record', [1, 25], 'damage_truncated'],
    ['a priority too large', 'a.example. 60 IN HTTPS 70000 .', 'record', [1, 24], 'damage_value'],
    [
      'a parameter unknown',
      '\n\na.example. 60 IN HTTPS 1 . (\n  alpn=h2\n  bogus=1 )',
      'record',
      [5, 3],
      'paste_unknown_key',
    ],
    ['a parameter twice', 'a.example. 60 IN HTTPS 1 . alpn=h2 alpn=h3', 'record', [1, 36], 'damage_duplicate'],
    ['an ech that is no base64', 'a.example. 60 IN HTTPS 1 . ech=AE', 'record', [1, 28], 'paste_ech_not_base64'],
    [
      'the same behind an origin',
      '$ORIGIN example.\na 60 IN HTTPS 1 svc ech=AE',
      'record',
      [2, 21],
      'paste_ech_not_base64',
    ],
    [
      'a target that is no name behind an origin',
      '$ORIGIN e.\na 60 IN HTTPS 1 b..c',
      'record',
      [2, 19],
      'damage_length',
    ],
    [
      'a target that its origin makes too long',
      `$ORIGIN ${'e.'.repeat(126)}\na 60 IN HTTPS 1 bb.c`,
      'record',
      [2, 21],
      'damage_length',
    ],
    ['a length that is wrong', 'a.example. 60 IN TYPE65 \\# 4 000100', 'record', [1, 30], 'damage_length'],
    ['a CNAME to nothing', 'a.example. 60 IN CNAME', 'record', [1, 23], 'damage_value'],
    ['half a base64 text', ech.slice(0, -3), 'not-base64', [1, ech.length - 2], 'paste_not_base64'],
    ['base64 with a foreign sign', `${ech.slice(0, 8)}\n:${ech.slice(8)}`, 'not-base64', [2, 1], 'paste_not_base64'],
    ['half a hexadecimal text', '0x0040fe0d0', 'not-hex', [1, 12], 'paste_not_hex'],
    ['one config, not a list', encodeBase64(echConfigOf()), 'bare-config', [1, 1], 'paste_bare_config'],
    ['other bytes', 'aGVsbG8=', 'not-a-list', [1, 1], 'paste_not_a_list'],
    ['other hexadecimal bytes', 'deadbeefdeadbeef', 'not-a-list', [1, 1], 'paste_not_a_list'],
    ['PEM without its end', `\n-----BEGIN ECHCONFIG-----\n${ech}`, 'pem-unfinished', [2, 1], 'paste_pem_unfinished'],
    [
      'PEM that is no base64',
      '-----BEGIN ECHCONFIG-----\nAE!=\n-----END ECHCONFIG-----',
      'not-base64',
      [2, 3],
      'paste_not_base64',
    ],
    [
      'PEM of another kind',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      'nothing-found',
      null,
      'paste_nothing_found',
    ],
  ];
  it.each(table)('%s', (_, text, kind, place, key) => {
    const result = readPaste(text);
    expect(result.ok).toBe(false);
    const { errors } = result.ok ? result.value : result.error;
    expect(errors[0]).toMatchObject({ kind, sentence: { key } });
    expect(errors[0]?.place).toEqual(place && { line: place[0], column: place[1] });
    expect(messages).toHaveProperty(key);
  });

  it('of one record leave its whole set unjudged, and other sites judged', () => {
    const { sites, errors } = read(
      `a.example. 60 IN HTTPS ${record}\na.example. 60 IN HTTPS 2 . ech=AE\nb.example. 60 IN HTTPS ${record}`,
    );
    expect(sites.map(({ host }) => host)).toEqual(['b.example']);
    expect(errors.map(({ place }) => place)).toEqual([{ line: 2, column: 28 }]);
  });

  it('are few, and so are records', () => {
    const many = Array.from({ length: 300 }, (_, i) => `a${i}.example. 60 IN HTTPS 1 .`).join('\n');
    expect(read(many)).toMatchObject({ sites: { length: 100 }, errors: [{ kind: 'too-many' }] });
    const wrong = readPaste('what is this\n'.repeat(300));
    expect(wrong.ok ? [] : wrong.error.errors).toHaveLength(20);
  });

  it('have a place in words', () => {
    expect(describePlace({ line: 2, column: 7 })).toEqual({ key: 'paste_at', args: [{ count: 2 }, { count: 7 }] });
  });

  it.each([
    ['blanks', ' '.repeat(65_000)],
    ['blanks before a dot', `a${' '.repeat(65_000)}.`],
    ['quotes', '"'.repeat(65_000)],
    ['open quotes', 'a HTTPS 1 . '.concat('a="'.repeat(20_000))],
    ['parentheses', '('.repeat(65_000)],
    ['semicolons', ';'.repeat(65_000)],
    ['lines of semicolons', ';\n'.repeat(32_000)],
    ['backslashes', '\\'.repeat(65_000)],
    ['dashes', '-'.repeat(65_000)],
    ['keys that begin', 'BEGIN PRIVATE KEY'.repeat(3_500)],
    ['a key that never comes', `-----BEGIN ${'A '.repeat(32_000)}`],
    ['blocks that begin', '-----BEGIN ECHCONFIG-----'.repeat(2_600)],
    ['letters', 'A'.repeat(65_536)],
    ['digits', '0'.repeat(65_535)],
    ['dots', '.'.repeat(65_000)],
    ['a header', `;; ->>HEADER<<- ${'status '.repeat(9_000)}`],
    ['commas', `a HTTPS 1 . alpn=${','.repeat(60_000)}`],
    ['units', `${'1s'.repeat(32_000)} HTTPS 1 .`],
  ])(
    'come soon for 64 KiB of %s',
    (_, text) => {
      readPaste(text);
    },
    2_000,
  );
});
