// The rows over TCP and over QUIC: those that were measured with servers that speak HTTP/3 (Firefox ESR 153.8, Chromium 156 on Linux),
// and what comes of two transports that differ.

import { describe, expect, it } from 'vitest';
import {
  differingTransports,
  isEchEverywhere,
  type Origin,
  type Prediction,
  predictClient,
  type TransportPrediction,
} from '../../../src/browsers/rows.ts';
import { encodeBase64 } from '../../../src/bytes/base64.ts';
import type { LookupOutcome } from '../../../src/shared/lookup.ts';
import { type BindingParts, echListOf, httpsRdata } from '../builders.ts';

const host = 'www.example';
const origin: Origin = { scheme: 'https', host, port: 443 };
const ech = echListOf({ publicName: 'cover.test' });
const other = echListOf({ publicName: 'other.test' });
const malformed = Uint8Array.of(1);
const unusable = echListOf({ kemId: 16 });

/** Records by rising priority. */
const set = (...parts: BindingParts[]): LookupOutcome => ({
  kind: 'records',
  sets: [
    {
      owner: host,
      cnames: [],
      ttlSeconds: 60,
      rdatas: parts.map((one, at) => encodeBase64(httpsRdata(at + 1, '.', one))),
    },
  ],
});

const h3 = (more: BindingParts = {}): BindingParts => ({ alpn: ['h3'], noDefaultAlpn: true, ...more });
const h2 = (more: BindingParts = {}): BindingParts => ({ alpn: ['h2'], ...more });
const both = (more: BindingParts = {}): BindingParts => ({ alpn: ['h3', 'h2'], ...more });

/** `hides cover.test`, or outcome and reason; then when the connection is opened. */
const inWords = (one: TransportPrediction | null): string =>
  one === null
    ? 'none'
    : `${one.outcome === 'hides' ? `hides ${one.publicName}` : `${one.outcome} ${one.reason}`}, ${one.opens}`;

function told(row: Prediction): Record<string, string> {
  const name = row.ambiguousName ? 'either' : row.publicName;
  return {
    row: `${row.outcome} ${row.reason}${row.outcome === 'hides' ? ` ${name} ${row.onFailure}` : ''}, ${row.basis}`,
    tcp: row.transports ? inWords(row.transports.tcp) : 'not by the set',
    quic: row.transports ? inWords(row.transports.quic) : 'not by the set',
  };
}

const predict = (client: 'chromium' | 'firefox', outcome: LookupOutcome, from = origin) =>
  predictClient(client, outcome, from);

describe('the rows that were measured over QUIC', () => {
  it.each<[string, LookupOutcome, chromium: [string, string, string], firefox: [string, string, string]]>([
    [
      'alpn=h3,h2 ech: both race with ECH; in Firefox TCP joins when QUIC is slow',
      set(both({ ech })),
      ['hides usable-config cover.test does-not, observed', 'hides cover.test, at-once', 'hides cover.test, at-once'],
      ['hides usable-config cover.test does-not, observed', 'hides cover.test, if-slow', 'hides cover.test, at-once'],
    ],
    [
      'alpn=h3,h2: the name over both',
      set(both()),
      ['shows no-ech, observed', 'shows no-ech, at-once', 'shows no-ech, at-once'],
      ['shows no-ech, observed', 'shows no-ech, if-slow', 'shows no-ech, at-once'],
    ],
    [
      'alpn=h2 ech: TCP with ECH, no QUIC at all',
      set(h2({ ech })),
      ['hides usable-config cover.test does-not, observed', 'hides cover.test, at-once', 'none'],
      ['hides usable-config cover.test does-not, observed', 'hides cover.test, at-once', 'none'],
    ],
    [
      'alpn=h3 ech, where http/1.1 is implied',
      set({ alpn: ['h3'], ech }),
      ['hides usable-config cover.test does-not, observed', 'hides cover.test, at-once', 'hides cover.test, at-once'],
      ['hides usable-config cover.test does-not, observed', 'hides cover.test, if-slow', 'hides cover.test, at-once'],
    ],
    [
      'alpn=h3 nda ech: Chromium ignores the set; Firefox hides the name over QUIC, and shows it over TCP after 30 s',
      set(h3({ ech })),
      ['shows no-default-alpn, observed', 'not by the set', 'not by the set'],
      [
        'hides usable-over-quic cover.test falls-back, observed',
        'shows needs-http3, if-failed',
        'hides cover.test, at-once',
      ],
    ],
    [
      '1: alpn=h3 nda ech; 2: alpn=h2 ech',
      set(h3({ ech }), h2({ ech })),
      ['hides usable-config cover.test does-not, observed', 'hides cover.test, at-once', 'hides cover.test, at-once'],
      ['hides usable-config cover.test does-not, observed', 'hides cover.test, if-slow', 'hides cover.test, at-once'],
    ],
    [
      '1: alpn=h3 nda ech; 2: alpn=h2: TCP shows the name in Chromium, and in Firefox after QUIC has failed',
      set(h3({ ech }), h2()),
      ['shows no-ech-tcp, observed', 'shows no-ech-tcp, at-once', 'hides cover.test, at-once'],
      [
        'hides usable-over-quic cover.test falls-back, observed',
        'shows needs-http3, if-failed',
        'hides cover.test, at-once',
      ],
    ],
    [
      '1: alpn=h2 ech; 2: alpn=h3 nda: QUIC shows the name in Chromium, Firefox opens none',
      set(h2({ ech }), h3()),
      ['shows no-ech-quic, observed', 'hides cover.test, at-once', 'shows no-ech-quic, at-once'],
      ['hides usable-config cover.test falls-back, observed', 'hides cover.test, at-once', 'none'],
    ],
    [
      '1: alpn=h3 nda; 2: alpn=h2 ech: the same',
      set(h3(), h2({ ech })),
      ['shows no-ech-quic, observed', 'hides cover.test, at-once', 'shows no-ech-quic, at-once'],
      ['hides usable-config cover.test falls-back, observed', 'hides cover.test, at-once', 'none'],
    ],
  ])('%s', (_, outcome, chromium, firefox) => {
    for (const [client, [row, tcp, quic]] of Object.entries({ chromium, firefox }))
      expect([client, told(predict(client as 'chromium', outcome))]).toEqual([client, { row, tcp, quic }]);
  });

  it('names the record without ech', () => {
    expect(predict('chromium', set(h2({ ech }), h3())).recordIndex).toBe(1);
    expect(predict('chromium', set(h3({ ech }), h2(), h2())).recordIndex).toBe(1);
  });
});

describe('two transports', () => {
  it.each<[string, LookupOutcome, chromium: string, firefox: string]>([
    [
      'with two public names have either',
      set(h3({ ech }), h2({ ech: other })),
      'hides usable-config either does-not, observed',
      'hides usable-config either does-not, observed',
    ],
    [
      'one of which cannot connect in Chromium: the page comes by the other',
      set(h3({ ech: malformed }), h2({ ech })),
      'hides usable-config cover.test does-not, observed',
      'shows list-malformed, inferred',
    ],
    [
      'the other of which cannot connect in Chromium',
      set(h3({ ech }), h2({ ech: malformed })),
      'hides usable-config cover.test does-not, inferred',
      'shows list-malformed, observed',
    ],
    [
      'of which neither can connect in Chromium',
      set(both({ ech: malformed })),
      'cannot-connect list-malformed, observed',
      'shows list-malformed, observed',
    ],
    [
      'one of which has a list of no use',
      set(h3({ ech: unusable }), h2({ ech })),
      'shows no-usable-config, observed',
      'shows no-usable-config, inferred',
    ],
    [
      'of which HTTP/3 alone has a list, of no use',
      set(h3({ ech: unusable }), h2()),
      'shows no-ech-tcp, observed',
      'shows no-usable-config, inferred',
    ],
    [
      'with a record for HTTP/3 without ech before one with it',
      set(h3(), both({ ech })),
      'shows ech-not-first, documented',
      'hides usable-config cover.test falls-back, observed',
    ],
    // Measured over TCP: Firefox 153 joins by the second record, whether or not a third has no ech.
    [
      'with ech for both, and a record without',
      set(h3({ ech }), h2({ ech }), h2()),
      'hides usable-config cover.test does-not, observed',
      'hides usable-config cover.test falls-back, observed',
    ],
  ])('%s', (_, outcome, chromium, firefox) => {
    expect(told(predict('chromium', outcome)).row).toBe(chromium);
    expect(told(predict('firefox', outcome)).row).toBe(firefox);
  });

  it('differ in what they show, not in when they are opened', () => {
    const differing = (client: 'chromium' | 'firefox', outcome: LookupOutcome) =>
      differingTransports(predict(client, outcome)) !== null;
    expect(differing('firefox', set(both({ ech })))).toBe(false);
    expect(differing('firefox', set(h3({ ech })))).toBe(true);
    expect(differing('chromium', set(h3({ ech })))).toBe(false);
    expect(differing('chromium', set(h2({ ech }), h3()))).toBe(true);
    expect(differing('chromium', set(h2({ ech })))).toBe(false);
    expect(differing('chromium', set(h3({ ech }), h2({ ech: other })))).toBe(true);
  });

  it.each<[string, LookupOutcome, boolean]>([
    ['one record for both', set(both({ ech })), true],
    ['TCP alone', set(h2({ ech })), true],
    ['a record for HTTP/3 without', set(h2({ ech }), h3()), false],
    ['a later record without', set(both({ ech }), h2()), false],
    ['a later record without, of another protocol', set(both({ ech }), { alpn: ['x'], noDefaultAlpn: true }), true],
    ['a list of no use for HTTP/3', set(h3({ ech: unusable }), h2({ ech })), false],
    ['a set that is ignored', set(h3({ ech })), false],
    ['no record', { kind: 'no-data', sets: [] }, false],
  ])('have ECH everywhere: %s', (_, outcome, wanted) => {
    expect(isEchEverywhere(predict('chromium', outcome))).toBe(wanted);
  });

  it('are not opened for an http: page that stays one', () => {
    const elsewhere = { ...origin, scheme: 'http', port: 80 } as const;
    const kept: LookupOutcome = {
      kind: 'records',
      sets: [
        {
          owner: host,
          cnames: [],
          ttlSeconds: 60,
          rdatas: [encodeBase64(httpsRdata(1, '.', h2({ mandatory: [700], other: { 700: new Uint8Array() } })))],
        },
      ],
    };
    expect(predict('chromium', kept, elsewhere)).toMatchObject({ outcome: 'shows', upgradesHttp: false });
    expect(predict('chromium', kept, elsewhere).transports).toBeUndefined();
    expect(predict('chromium', set(both({ ech })), elsewhere).transports).toBeDefined();
  });
});
