// Every class of answer, by the RFC that it comes from.

import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../src/bytes/base64.ts';
import { classifyAnswer, comparableAnswer } from '../../../src/doh/answer-class.ts';
import type {
  AnswerClass,
  ExtendedError,
  HttpsLookup,
  LookupFailure,
  LookupOutcome,
} from '../../../src/shared/lookup.ts';
import { echListOf, httpsRdata } from '../builders.ts';

const recordsOf = (...rdatas: Uint8Array[]): LookupOutcome => ({
  kind: 'records',
  sets: [{ owner: 'reference.example', cnames: [], ttlSeconds: 300, rdatas: rdatas.map(encodeBase64) }],
});
const lookup = (outcome: LookupOutcome, change: Partial<HttpsLookup> = {}): HttpsLookup => ({
  queryName: 'reference.example',
  outcome,
  authenticated: false,
  extendedErrors: [],
  answeredAtMs: 1,
  durationMs: 23,
  expiresAtMs: 1,
  questions: 1,
  subnetOptOut: 'sent',
  ...change,
});
const failed = (failure: LookupFailure, ...extendedErrors: ExtendedError[]) =>
  lookup({ kind: 'failed', failure }, { extendedErrors });
const rcode = (code: number, ...errors: ExtendedError[]) => failed({ kind: 'dns-rcode', rcode: code }, ...errors);
const error = (code: number, text = ''): ExtendedError => ({ code, text });

const withEch = httpsRdata(1, '.', { alpn: ['h2'], ech: echListOf() });
const withoutEch = httpsRdata(1, '.', { alpn: ['h2'] });

const CASES: [string, HttpsLookup, AnswerClass][] = [
  ['a record with ech', lookup(recordsOf(withEch)), 'ech'],
  ['two records, one with ech', lookup(recordsOf(withoutEch, withEch)), 'ech'],
  ['a record without ech', lookup(recordsOf(withoutEch)), 'no-ech'],
  ['ech of no bytes', lookup(recordsOf(httpsRdata(1, '.', { ech: new Uint8Array() }))), 'malformed'],
  ['ech that is cut short', lookup(recordsOf(httpsRdata(1, '.', { ech: echListOf().slice(0, -1) }))), 'malformed'],
  [
    'ech that no client can use, handed on as it is',
    lookup(recordsOf(httpsRdata(1, '.', { ech: echListOf({ kemId: 0x7777 }) }))),
    'ech',
  ],
  ['a record that is cut short', lookup(recordsOf(withEch.slice(0, -1))), 'malformed'],
  ['no data', lookup({ kind: 'no-data', sets: [] }), 'no-record'],
  ['an alias to nowhere', lookup({ kind: 'no-service', sets: [] }), 'no-record'],
  ['NXDOMAIN', lookup({ kind: 'name-error', sets: [] }), 'name-error'],
  ['REFUSED', rcode(5), 'refused'],
  ['SERVFAIL', rcode(2), 'server-failure'],
  ['NOTIMP', rcode(4), 'server-failure'],
  ['HTTP 503', failed({ kind: 'http-status', status: 503 }), 'server-failure'],
  ['silence', failed({ kind: 'timeout', timeoutMs: 5000 }), 'timed-out'],
  ['no connection', failed({ kind: 'unreachable' }), 'unreachable'],
  [
    'the browser keeps us out of the local network',
    failed({ kind: 'local-network', isDenied: true }),
    'local-network-denied',
  ],
  ['nothing there in the local network', failed({ kind: 'local-network', isDenied: false }), 'local-network'],
  ['no network', failed({ kind: 'offline' }), 'unreachable'],
  ['no DNS message', failed({ kind: 'content-type', contentType: 'text/html' }), 'malformed'],
  ['damage', failed({ kind: 'malformed', error: { kind: 'truncated', field: 'header', offset: 3 } }), 'malformed'],
  ['another question', failed({ kind: 'wrong-question' }), 'malformed'],
  ['TC', failed({ kind: 'truncated' }), 'malformed'],
  ['a loop', failed({ kind: 'alias-loop' }), 'malformed'],
  ['a name that policy keeps', failed({ kind: 'excluded-by-policy', name: 'kept.example' }), 'excluded-by-policy'],
  [
    'no data, and a cause that withholds nothing',
    lookup({ kind: 'no-data', sets: [] }, { extendedErrors: [error(22)] }),
    'no-record',
  ],
  ...[4, 15, 16, 17, 18].flatMap((code): typeof CASES => [
    [`REFUSED with EDE ${code}`, rcode(5, error(code)), 'withheld'],
    [
      `NXDOMAIN with EDE ${code}`,
      lookup({ kind: 'name-error', sets: [] }, { extendedErrors: [error(code)] }),
      'withheld',
    ],
    [`no ech with EDE ${code}`, lookup(recordsOf(withoutEch), { extendedErrors: [error(code)] }), 'withheld'],
    [`intact with EDE ${code}`, lookup(recordsOf(withEch), { extendedErrors: [error(code)] }), 'ech'],
  ]),
];

describe('classifyAnswer', () => {
  it.each(CASES)('%s', (_, answer, expected) => {
    expect(classifyAnswer(answer)).toBe(expected);
  });

  it('is compared with its latency', () => {
    expect(comparableAnswer(lookup(recordsOf(withEch)))).toMatchObject({ class: 'ech', latencyMs: 23 });
  });

  it('of all failures only RCODE 2 is a SERVFAIL', () => {
    const names = CASES.filter(([, answer]) => comparableAnswer(answer).servfail).map(([name]) => name);
    expect(names).toContain('SERVFAIL');
    expect(names.filter((name) => !name.startsWith('SERVFAIL'))).toEqual([]);
  });

  it('keeps the words of the resolver', () => {
    expect(comparableAnswer(rcode(5, error(17, 'by policy'))).extendedErrors).toEqual([error(17, 'by policy')]);
  });

  it('tells AD of an answer, and nothing of it without one', () => {
    expect(comparableAnswer(lookup(recordsOf(withEch), { authenticated: true })).authenticated).toBe(true);
    expect(comparableAnswer(lookup({ kind: 'no-data', sets: [] })).authenticated).toBe(false);
    expect(comparableAnswer(rcode(2)).authenticated).toBeNull();
  });

  it.each([
    [6, true],
    [5, true],
    [12, true],
    [4, false],
    [13, false],
    [22, false],
  ])('SERVFAIL with EDE %i: validation failed, %s', (code, isSo) => {
    expect(comparableAnswer(rcode(2, error(code))).validationFailed).toBe(isSo);
  });

  it('validation fails with SERVFAIL alone', () => {
    expect(comparableAnswer(lookup(recordsOf(withEch), { extendedErrors: [error(6)] })).validationFailed).toBe(false);
  });
});
