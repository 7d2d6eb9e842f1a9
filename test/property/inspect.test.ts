// What the inspect page reads: trees cover every byte of anything, and no text that is pasted is too much.

import fc from 'fast-check';
import { describe, it } from 'vitest';
import { predictClients } from '../../src/browsers/rows.ts';
import { encodeBase64 } from '../../src/bytes/base64.ts';
import { encodeHex } from '../../src/bytes/hex.ts';
import type { FieldNode } from '../../src/dissect/field-tree.ts';
import { readRecordFields } from '../../src/dissect/record-fields.ts';
import { exportJson } from '../../src/inspect/copy-report.tsx';
import { exportMarkdown } from '../../src/inspect/export-markdown.ts';
import { reportOf } from '../../src/inspect/export-report.ts';
import { lintSite } from '../../src/lint/lint-site.ts';
import { readPaste } from '../../src/paste/paste.ts';
import { rowsOf } from '../../src/paste/pasted-sites.ts';
import { suffixList } from '../../src/platform/suffix-list.ts';
import type { Sentence } from '../../src/shared/sentence.ts';
import { readEchListFields } from '../helpers/ech-list-fields.ts';
import { httpsRdata, nameBytes } from '../unit/builders.ts';
import { expectCovered } from '../unit/hello/coverage.ts';
import { nearly, numRuns, timeoutMs } from './mutations.ts';
import { echList, rdata } from './structures.ts';

const suffixes = await suffixList();

const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, property), { numRuns });

const hasUnread = (fields: readonly FieldNode[]): boolean =>
  fields.some(({ name, children = [] }) => name === 'unread' || hasUnread(children));

describe('field trees', { timeout: timeoutMs }, () => {
  it('cover every byte of a record', () => {
    check(nearly(rdata), (bytes) => {
      const { fields, issues } = readRecordFields(bytes);
      expectCovered(fields, bytes.length);
      if (hasUnread(fields) && issues.length === 0) throw new Error('unread bytes without an issue');
      for (const { offset } of issues) if (offset > bytes.length) throw new Error(`an issue at ${offset}`);
    });
  });

  it('cover every byte of an ECH list, well-formed or not', () => {
    check(nearly(echList), (bytes) => {
      const { fields, issues } = readEchListFields(bytes);
      expectCovered(fields, bytes.length);
      if (hasUnread(fields) && issues.length === 0) throw new Error('unread bytes without an issue');
    });
  });
});

const word = fc.constantFrom(
  ...[
    'a.example.',
    'b.example',
    '@',
    '_8443._https.a.',
    '300',
    '1h',
    'IN',
    'HTTPS',
    'SVCB',
    'TYPE65',
    'CNAME',
    'A',
    '\\#',
  ],
  ...[
    '0',
    '1',
    '.',
    'alpn=h2',
    'ech=AAAA',
    'key7',
    'mandatory=alpn',
    '"',
    '\\',
    '(',
    ')',
    ';',
    '\n',
    '\n',
    ' ',
    '3',
    '000100',
  ],
  ...['$ORIGIN', '$TTL', ';; flags: qr ad; ANSWER: 1', ';a.example. IN HTTPS', ';; ->>HEADER<<- status: NXDOMAIN'],
  ...[
    '-----BEGIN ECHCONFIG-----',
    '-----END ECHCONFIG-----',
    '-----BEGIN PRIVATE KEY-----',
    'AEX+DQ==',
    'fe0d',
    ':',
    '0x',
  ],
);

describe('pasted text', { timeout: timeoutMs }, () => {
  const text = fc.oneof(
    fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
    fc.array(word, { maxLength: 20 }).map((words) => words.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );

  it('accepts or rejects any pasted text, with error positions inside it', () => {
    check(text, (pasted) => {
      const result = readPaste(pasted);
      const { errors, text: shown, warning } = result.ok ? result.value : result.error;
      const lines = shown.split('\n');
      for (const { place } of errors)
        if (place && !(place.column <= (lines[place.line - 1] ?? '').length + 1))
          throw new Error(JSON.stringify(place));
      if (!result.ok && errors.length === 0) throw new Error('refused without an error');
      if (/PRIVATE KEY/.test(shown)) throw new Error('a private key is shown');
      if (pasted.includes('-----BEGIN PRIVATE KEY-----') && !warning) throw new Error('a private key goes unnoticed');
      for (const site of result.ok ? result.value.sites : []) lintSite({ ...site, rows: rowsOf(site), suffixes });
    });
  });
});

describe('reports', { timeout: timeoutMs }, () => {
  const translate = ({ args }: Sentence) => args.join(' ');

  it('hold nothing of a host that is blanked, in text, hexadecimal or base64', () => {
    const host = fc
      .tuple(fc.stringMatching(/^[a-z][a-z0-9]{5,9}$/), fc.constantFrom('', 'www.', 'a.b.'))
      .map(([label, prefix]) => `${prefix}${label}.example`);
    const formsOf = (name: string) => [new TextEncoder().encode(name), nameBytes(name).subarray(0, -1)];
    check(
      fc.tuple(host, nearly(rdata), fc.nat(1), fc.double({ min: 0, max: 1, noNaN: true })),
      ([name, bytes, form, at]) => {
        const place = Math.floor(at * bytes.length);
        const inside = formsOf(name)[form] as Uint8Array;
        const holding = Uint8Array.of(...bytes.subarray(0, place), ...inside, ...bytes.subarray(place));
        const param = httpsRdata(1, '.', { ech: holding, other: { 700: holding } });
        const rdatas = [bytes, holding, param].map(encodeBase64);
        const outcome = { kind: 'records' as const, sets: [{ owner: name, cnames: [name], ttlSeconds: 1, rdatas }] };
        const rows = predictClients(outcome, { scheme: 'https', host: name, port: 443 });
        const examined = { host: name, port: 443, outcome, rows, authenticated: false, ttlSeconds: 1 };
        const report = reportOf(
          {
            ...examined,
            type: 'HTTPS',
            resolver: null,
            atMs: 0,
            extendedErrors: [],
            findings: lintSite({ ...examined, suffixes }),
            remarks: [],
          },
          { suffixes, translate },
        );
        const bare = name.replace(/^www\./, '');
        const base64 = encodeBase64(new TextEncoder().encode(bare)).slice(0, -4);
        for (const text of [exportJson(report), exportMarkdown(report, translate)].map((one) => one.toLowerCase()))
          for (const found of [bare, ...formsOf(bare).map(encodeHex), base64.toLowerCase()])
            if (text.includes(found)) throw new Error(`${found} in ${text}`);
      },
    );
  });
});
