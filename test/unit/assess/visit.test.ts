// What the network reads of a visit beside the document's own connection: redirects before it, the site's other names on it.

import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import { readPublication } from '../../../src/assess/publication.ts';
import { conclude } from '../../../src/assess/verdict.ts';
import { readVisit } from '../../../src/assess/visit-reading.ts';
import { advisedCause } from '../../../src/assess/words.ts';
import type { Facts, Observation } from '../../../src/shared/facts.ts';
import type { Verdict } from '../../../src/shared/report.ts';
import {
  ADDED_ROOT,
  chromeConnection,
  chromium,
  connection,
  firefox,
  HOST,
  hop,
  host,
  page,
  records,
  visited,
  withEch,
} from './facts-builder.ts';

const SIBLING = `img.${HOST}`;
const STRANGER = 'stranger.org';

const reached = (...list: Observation[]): Partial<Facts> => visited(list);
const redirectedBy = (...list: Observation[]): Partial<Facts> =>
  visited(list.map((one) => ({ ...one, when: 'before' as const })));

/** Hidden by its own record, and sent over a connection that another host had opened without ECH. */
const overPlain = (owner: string): Observation =>
  host(SIBLING, ['unreported'], {
    connection: connection({ usedEch: false, sharedWith: { host: owner, isHidden: false } }),
    prediction: { outcome: 'hides', publicName: 'cover.example' },
  });

describe('a page with ECH', () => {
  it.each<[string, Partial<Facts>, Verdict, string | undefined]>([
    [
      'another name of the site redirected to it without ECH',
      redirectedBy(host(SIBLING, ['exposed'])),
      'partly-hidden',
      'same-site-before',
    ],
    [
      'another name of the site redirected to it with ECH',
      redirectedBy(host(SIBLING, ['hidden'])),
      'hidden',
      undefined,
    ],
    [
      'another name of the site redirected to it, of which Firefox reported no security',
      redirectedBy(host(SIBLING, ['unreported'])),
      'hidden',
      'names-unchecked',
    ],
    [
      'its own host redirected to it, of which Firefox reported no security',
      redirectedBy(host(HOST, ['unreported'])),
      'hidden',
      'cleartext-redirect',
    ],
    [
      'a stranger redirected to it, of which Firefox reported no security',
      redirectedBy(host(STRANGER, ['unreported'])),
      'hidden',
      undefined,
    ],
    [
      'a shortener redirected to it over plain HTTP',
      redirectedBy(hop('go.org', ['cleartext'])),
      'partly-hidden',
      'cleartext-redirect',
    ],
    [
      'a shortener redirected over plain HTTP to another stranger',
      redirectedBy(hop('go.org', ['cleartext'], { names: ['go.org', STRANGER] }), hop(STRANGER, ['exposed'])),
      'hidden',
      undefined,
    ],
    ['it asked its own host again without ECH', reached(host(HOST, ['exposed'])), 'partly-hidden', 'exposed-later'],
    [
      'its own host was resolved in clear for a later request',
      reached(host(HOST, ['hidden', 'unencrypted-dns'])),
      'partly-hidden',
      'unencrypted-dns',
    ],
    [
      'another name of the site came from the cache, which had it without ECH',
      reached(host(SIBLING, ['exposed', 'cached'], { networkTransports: [] })),
      'hidden',
      undefined,
    ],
    ['a stranger redirected to it without ECH', redirectedBy(host(STRANGER, ['exposed'])), 'hidden', undefined],
    [
      'it loads another name of the site without ECH',
      reached(host(SIBLING, ['exposed'])),
      'partly-hidden',
      'same-site-exposed',
    ],
    [
      'it loads another name of the site over plain HTTP',
      reached(host(SIBLING, ['cleartext'])),
      'partly-hidden',
      'same-site-exposed',
    ],
    ['it loads another name of the site with ECH', reached(host(SIBLING, ['hidden'])), 'hidden', undefined],
    [
      'one request for another name of the site hid it, and one went over a connection that shows it beside',
      reached(host(SIBLING, ['unreported', 'hidden'], { prediction: { outcome: 'shows' } })),
      'partly-hidden',
      'same-site-exposed',
    ],
    [
      'one request for another name of the site hid it, and nothing is known of one',
      reached(host(SIBLING, ['unreported', 'hidden'])),
      'hidden',
      'names-unchecked',
    ],
    [
      'another name of the site answered although its record lets nobody connect',
      reached(host(SIBLING, ['unreported'], { prediction: { outcome: 'cannot-connect' } })),
      'hidden',
      'names-unchecked',
    ],
    [
      'another name of the site went over a connection of a third one without ECH',
      reached(overPlain(`shop.${HOST}`)),
      'partly-hidden',
      'same-site-exposed',
    ],
    [
      'its own host was asked again over a connection of another name of the site without ECH',
      reached({ ...overPlain(`shop.${HOST}`), host: HOST }),
      'partly-hidden',
      'exposed-later',
    ],
    [
      'another name of the site went over a stranger’s connection without ECH, and hides by its own record',
      reached(overPlain(STRANGER)),
      'hidden',
      undefined,
    ],
    ['it loads a stranger without ECH', reached(host(STRANGER, ['exposed'])), 'hidden', undefined],
    [
      'another name of the site was resolved in clear',
      reached(host(SIBLING, ['hidden', 'unencrypted-dns'])),
      'partly-hidden',
      'unencrypted-dns',
    ],
    [
      'a proxy was told another name of the site',
      reached(
        host(SIBLING, ['hidden', 'proxied'], {
          connection: connection({ proxy: { type: 'http', host: 'proxy.example', knowsName: true } }),
        }),
      ),
      'partly-hidden',
      'proxy',
    ],
    [
      'a stranger’s connection is intercepted',
      reached(host(STRANGER, ['hidden'], { addedRoot: ADDED_ROOT })),
      'partly-hidden',
      'intercepted-elsewhere',
    ],
    [
      'another name of the site is intercepted',
      reached(host(SIBLING, ['hidden'], { addedRoot: ADDED_ROOT })),
      'intercepted',
      'added-root-name',
    ],
    [
      'a redirect of the site is intercepted',
      redirectedBy(host(SIBLING, ['hidden'], { addedRoot: ADDED_ROOT })),
      'intercepted',
      'added-root-name',
    ],
  ])('where %s', (_, facts, verdict, cause) => {
    const report = assess(firefox(facts));
    expect([report.verdict, report.cause?.kind]).toEqual([verdict, cause]);
  });

  it('names the host that was read, and not the page’s own', () => {
    const { cause, observers } = assess(firefox(reached(host(SIBLING, ['exposed']))));
    expect(cause?.why).toEqual({ kind: 'same-site-exposed', args: [{ host: SIBLING }] });
    expect(observers[0]?.cells.name).toEqual({ sees: 'yes', what: SIBLING, evidence: 'measured' });
  });

  it('is not called hidden for what the user expects either: the authority alone is', () => {
    const expected = { expectedRoots: [ADDED_ROOT.sha256] };
    expect(
      assess(firefox({ ...reached(host(SIBLING, ['hidden'], { addedRoot: ADDED_ROOT })), ...expected })).verdict,
    ).toBe('hidden');
    expect(
      assess(firefox({ ...reached(host(SIBLING, ['exposed'], { addedRoot: ADDED_ROOT })), ...expected })).verdict,
    ).toBe('partly-hidden');
  });
});

it('a page of whose own connection nothing is known is intercepted where another name of the site is', () => {
  const intercepted = reached(host(SIBLING, ['hidden'], { addedRoot: ADDED_ROOT }));
  for (const arrival of ['service-worker', 'back-forward-cache'] as const)
    expect(assess(firefox({ page: page(undefined, { arrival }), connection: null, ...intercepted })).verdict).toBe(
      'intercepted',
    );
});

describe('a page whose name was read in several ways', () => {
  const clearDns = { connection: connection({ usedPrivateDns: false, usedOcsp: true }) };
  const kinds = (facts: Facts) => {
    const report = assess(facts);
    return [report.cause, ...report.otherLeaks].map((leak) => leak?.kind);
  };

  it('has all of them, the worst as its cause', () => {
    expect(kinds(firefox({ ...reached(host(SIBLING, ['exposed'])), ...clearDns }))).toEqual([
      'same-site-exposed',
      'unencrypted-dns',
      'ocsp',
    ]);
    expect(kinds(firefox())).toEqual([undefined]);
  });

  it('is given the advice of the first about which its reader can do something', () => {
    const advice = (facts: Facts) => {
      const report = assess(facts);
      return report.cause && advisedCause(report.cause, report).advice;
    };
    expect(advice(firefox({ ...reached(host(SIBLING, ['exposed'])), ...clearDns }))).toBe('unencrypted-dns');
    expect(advice(firefox({ ...redirectedBy(hop('go.org', ['cleartext'])), ...clearDns }))).toBe('cleartext-redirect');
    expect(
      advice(firefox({ connection: connection({ usedOcsp: true }), ...reached(host(SIBLING, ['exposed'])) })),
    ).toBe('same-site');
  });
});

describe('in Chrome, a page that should be hidden', () => {
  const causeOf = (facts: Partial<Facts>) => {
    const { verdict, cause } = assess(chromium(facts));
    return [verdict, cause?.kind, cause?.evidence];
  };

  it('has what is measured of plain HTTP, and what is published of the rest', () => {
    const connection = { ...chromeConnection(), address: '192.0.2.8' };
    const shows = { prediction: { outcome: 'shows' }, connection } as const;
    expect(causeOf(reached(host(SIBLING, ['cleartext'])))).toEqual(['likely-hidden', 'same-site-exposed', 'measured']);
    expect(causeOf(reached(host(SIBLING, ['unreported'], shows)))).toEqual([
      'likely-hidden',
      'same-site-exposed',
      'inferred',
    ]);
    expect(causeOf(reached(host(SIBLING, ['unreported'], { connection })))).toEqual([
      'likely-hidden',
      'names-unchecked',
      'unknown',
    ]);
    const here = reached(host(SIBLING, ['unreported'], { ...shows, connection: chromeConnection() }));
    expect(causeOf(here)).toEqual(['likely-hidden', 'shared-connection', 'unknown']);
  });
});

it('what was read before the page says first what is certain', () => {
  const facts = firefox({
    connection: connection({ usedPrivateDns: false }),
    ...visited([hop(SIBLING, ['exposed']), hop('go.org', ['cleartext']), host(SIBLING, ['exposed'])]),
  });
  expect(assess(facts).cause?.kind).toBe('cleartext-redirect');
});

describe('adding what was seen', () => {
  const RANK: Verdict[] = [
    'intercepted',
    'cleartext',
    'exposed',
    'offered-not-used',
    'partly-hidden',
    'likely-hidden',
    'hidden',
  ];
  /** By the verdict alone, which takes less time than a report. */
  const ranking = (facts: Facts) => {
    const publication = readPublication(facts);
    return (...observations: Observation[]): number => {
      const more = { ...facts, ...visited(observations) };
      const at = RANK.indexOf(conclude(more, publication, readVisit(more)).verdict);
      return at < 0 ? Number.NaN : at;
    };
  };
  const seen: Observation[] = [SIBLING, STRANGER].flatMap((name) =>
    (['exposed', 'cleartext', 'hidden', 'unreported', 'cached', 'proxied', 'unencrypted-dns'] as const).flatMap(
      (way) => [host(name, [way]), host(name, [way], { addedRoot: ADDED_ROOT })],
    ),
  );

  it('never improves the verdict', () => {
    const pages = [
      firefox(),
      firefox({ connection: connection({ usedEch: false }) }),
      chromium(),
      firefox(redirectedBy(host(SIBLING, ['exposed']))),
    ];
    let compared = 0;
    const improved: Observation[][] = [];
    for (const facts of pages) {
      const rank = ranking(facts);
      for (const other of [undefined, ...seen]) {
        const before = [...facts.visit.observations, ...(other === undefined ? [] : [other])];
        const less = rank(...before);
        for (const one of seen) {
          const after = rank(...before, one);
          const redirected = rank({ ...one, when: 'before' }, ...before);
          if (!(after <= less && redirected <= less)) improved.push([...before, one]);
          compared += 2;
        }
      }
    }
    expect(improved).toEqual([]);
    expect(compared).toBe(4 * 28 * 29 * 2);
  });
});

describe('what is left open of another name of the site', () => {
  const shared = host(SIBLING, ['unreported'], { prediction: { outcome: 'shows' } });

  it('takes the tick away', () => {
    const cloudflare = { lookup: records(withEch('cloudflare-ech.com')) };
    expect(assess(firefox(cloudflare)).icon).toBe('hidden');
    expect(assess(firefox({ ...cloudflare, ...visited([host(SIBLING, ['unreported'])]) })).icon).toBe(
      'hidden-unknown-set',
    );
  });

  it('is as open in the list of other hosts as in the cause', () => {
    const { cause, others } = assess(chromium(visited([shared])));
    expect(cause?.evidence).toBe('unknown');
    expect(others?.hosts.items).toMatchObject([{ state: 'unknown', how: { kind: 'shared' } }]);
  });

  it('never reads as certain where it is only inferred', () => {
    expect(assess(firefox(visited([shared]))).headline.kind).toBe('partly-hidden-leaky');
    expect(assess(firefox(visited([shared]))).cause).toMatchObject({
      evidence: 'inferred',
      why: { kind: 'name-shown' },
    });
  });
});
