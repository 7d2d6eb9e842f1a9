// What the inspect page reads: trees cover every octet of anything, and no text that is pasted is too much.

import fc from 'fast-check';
import { describe, it } from 'vitest';
import { readEchListFields } from '../../src/inspect/ech-fields.ts';
import { readPaste } from '../../src/inspect/paste.ts';
import { rowsOf } from '../../src/inspect/pasted-sites.ts';
import { readRecordFields } from '../../src/inspect/record-fields.ts';
import { expectCovered } from '../unit/hello/coverage.ts';
import { nearly, numRuns, timeoutMs } from './mutations.ts';
import { echList, rdata } from './structures.ts';

const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, property), { numRuns });

describe('field trees', { timeout: timeoutMs }, () => {
  it('cover every octet of a record', () => {
    check(nearly(rdata), (bytes) => {
      const { fields, issues } = readRecordFields(bytes);
      expectCovered(fields, bytes.length);
      for (const { offset } of issues) if (offset > bytes.length) throw new Error(`an issue at ${offset}`);
    });
  });

  it('cover every octet of an ECH list, damaged or not', () => {
    check(nearly(echList), (bytes) => {
      const { fields, issues } = readEchListFields(bytes);
      expectCovered(fields, bytes.length);
      const isUnread = JSON.stringify(fields).includes('"unread"');
      if (isUnread && issues.length === 0) throw new Error('unread octets without an issue');
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

  it('is read or refused, with faults inside the text', () => {
    check(text, (pasted) => {
      const result = readPaste(pasted);
      const { faults, text: shown, warning } = result.ok ? result.value : result.error;
      const lines = shown.split('\n');
      for (const { place } of faults)
        if (place && !(place.column <= (lines[place.line - 1] ?? '').length + 1))
          throw new Error(JSON.stringify(place));
      if (!result.ok && faults.length === 0) throw new Error('refused without a fault');
      if (/PRIVATE KEY/.test(shown)) throw new Error('a private key is shown');
      if (pasted.includes('-----BEGIN PRIVATE KEY-----') && !warning) throw new Error('a private key goes unnoticed');
      for (const site of result.ok ? result.value.sites : []) rowsOf(site);
    });
  });
});
