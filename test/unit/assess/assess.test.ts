import { describe, expect, it } from 'vitest';
import messages from '../../../src/_locales/en/messages.json';
import { assess } from '../../../src/assess/assess.ts';
import { describeBasis } from '../../../src/assess/basis-words.ts';
import { describePublished } from '../../../src/assess/words.ts';
import type { Facts, Observation } from '../../../src/shared/facts.ts';
import type { Cell, ObserverRow, SiteReport } from '../../../src/shared/report.ts';
import type { Sentence } from '../../../src/shared/sentence.ts';
import { echListOf, httpsRdata } from '../builders.ts';
import {
  ADDED_ROOT,
  AMBIGUOUS,
  chromium,
  connection,
  ECH,
  firefox,
  HOST,
  hop,
  host,
  NO_RECORD,
  page,
  records,
  visited,
  withEch,
} from './facts-builder.ts';
import { FIXTURES } from './fixtures.ts';
import { sentencesOf } from './report-sentences.ts';
import { sees } from './sees.ts';

const reportOf = (name: string) => assess(FIXTURES.find((fixture) => fixture.name === name)!.facts);

/** What the placeholders of the messages are called, by the kind of argument that they take. */
const KIND_OF: Record<string, string> = {
  ...Object.fromEntries(['site', 'host', 'cover', 'target', 'redirect', 'proxy'].map((name) => [name, 'host'])),
  ...Object.fromEntries(['resolver', 'browser', 'second', 'operator', 'root', 'error'].map((name) => [name, 'label'])),
  ...Object.fromEntries(['total', 'exposed', 'unknown', 'partly', 'seconds'].map((name) => [name, 'count'])),
  field: 'field',
};

const placeholderIndex = (key: Sentence['key'], name: string): number => {
  const { placeholders = {} } = messages[key] as { placeholders?: Record<string, { content: string }> };
  return Number(placeholders[name]?.content.slice(1)) - 1;
};

const saidToBeSeen = ({ observers }: SiteReport) =>
  observers.flatMap(({ id, cells }) =>
    Object.entries(cells).flatMap(([aspect, { what }]) => (what === null ? [] : [{ id, aspect, what }])),
  );

const isNameMeasured = ({ observers }: SiteReport): boolean =>
  observers.some(({ id, cells }) => id === 'network' && cells.name.evidence === 'measured');

describe.each(FIXTURES)('$name', ({ facts, verdict, evidence, cause }) => {
  const report = assess(facts);

  it('has the verdict, the evidence and the first cause of the table', () => {
    expect({ verdict: report.verdict, evidence: report.evidence, cause: report.cause?.kind ?? null }).toEqual({
      verdict,
      evidence,
      cause,
    });
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('gives every sentence its arguments, none of them empty', () => {
    for (const { key, args } of sentencesOf(report)) {
      const placeholders = (messages[key] as { placeholders?: object }).placeholders ?? {};
      expect({ key, count: args.length }).toEqual({ key, count: Object.keys(placeholders).length });
      expect({ key, args: args.filter((arg) => Object.values(arg).includes('')) }).toEqual({ key, args: [] });
      // What an argument is decides how it is set, and whether a report may hold it: it has to be what the message calls it.
      const names = Object.keys(placeholders).filter((name) => name in KIND_OF);
      expect({ key, kinds: names.map((name) => Object.keys(args[placeholderIndex(key, name)] ?? {})[0]) }).toEqual({
        key,
        kinds: names.map((name) => KIND_OF[name]),
      });
    }
  });

  it('claims nothing in a cell that the facts do not bear', () => {
    for (const { id, cells } of report.observers) {
      for (const [aspect, cell] of Object.entries(cells)) {
        expect(`${id} ${aspect}: ${cell.sees === 'unknown'}`).toBe(`${id} ${aspect}: ${cell.evidence === 'unknown'}`);
      }
    }
    expect(saidToBeSeen(report).filter(({ what }) => !sees(what, facts))).toEqual([]);
  });

  it('says measured of the name only where the browser or the page’s server reported', () => {
    const { page, visit, connection, trace } = facts;
    const isReadable = ({ networkTransports }: Observation) =>
      networkTransports.includes('exposed') || networkTransports.includes('cleartext');
    const measurable =
      page.scheme === 'http' ||
      visit.observations.some(isReadable) ||
      typeof connection?.usedEch === 'boolean' ||
      trace?.state === 'answered';
    expect(measurable || !isNameMeasured(report)).toBe(true);
  });
});

it('the fixtures say what is seen, and which names were measured, so that there is something to check', () => {
  const reports = FIXTURES.map(({ facts }) => assess(facts));
  expect(reports.flatMap(saidToBeSeen).length).toBeGreaterThan(FIXTURES.length);
  expect(new Set(reports.map(isNameMeasured))).toEqual(new Set([true, false]));
});

describe('order of the rules', () => {
  const verdictOf = (facts: Facts) => assess(facts).verdict;

  it('an added root comes before ECH', () => {
    expect(verdictOf(firefox({ connection: connection({ root: ADDED_ROOT }) }))).toBe('intercepted');
  });

  it('undefined usedEch is never taken for false', () => {
    expect(verdictOf(firefox({ connection: connection({ usedEch: null }) }))).toBe('likely-hidden');
  });

  it('a page from the back-forward cache keeps no old flags', () => {
    expect(verdictOf(firefox({ page: page(undefined, { arrival: 'back-forward-cache' }) }))).toBe('unknown');
  });

  it('a proxy is named before the DNS question', () => {
    const proxy = { type: 'socks', host: 'proxy.example', knowsName: true };
    const report = assess(firefox({ connection: connection({ proxy, usedPrivateDns: false }) }));
    expect(report.headline.kind).toBe('partly-hidden-proxy');
  });

  it('a proxy that gets an address only leaves the name hidden', () => {
    const proxy = { type: 'socks', host: 'proxy.example', knowsName: false };
    expect(verdictOf(firefox({ connection: connection({ proxy }) }))).toBe('hidden');
  });

  it('an http: page on this device is not read by anyone on the way', () => {
    expect(verdictOf(firefox({ page: page('http://localhost:8080/'), lookup: NO_RECORD }))).toBe('not-applicable');
  });

  it('a page that did not load is not called cleartext', () => {
    expect(verdictOf(firefox({ page: page('http://news.example/', { failure: 'NS_ERROR_NET_RESET' }) }))).toBe(
      'unknown',
    );
  });
});

describe('the public name', () => {
  it('is inferred even when ECH was measured', () => {
    expect(assess(firefox()).seen).toEqual({ kind: 'public', name: 'cover.example', evidence: 'inferred' });
  });

  it('is not made up when nothing usable is published', () => {
    expect(assess(firefox({ lookup: NO_RECORD })).seen).toEqual({ kind: 'cover' });
  });

  it('is shared by a known provider’s sites, owned by the site’s owner, or nobody knows', () => {
    expect(assess(firefox({ lookup: ECH })).anonymitySet).toBe('unknown');
    const sets = ['hidden-cloudflare', 'hidden-same-owner', 'exposed-no-record'].map(
      (name) => reportOf(name).anonymitySet,
    );
    expect(sets).toEqual(['shared-provider', 'same-owner', null]);
  });
});

it.each(FIXTURES.filter(({ facts }) => assess(facts).icon === 'partly-hidden'))(
  '$name: what the toolbar shows half hidden is not hidden in the session',
  ({ facts }) => {
    expect(['hidden', 'likely-hidden']).not.toContain(assess(facts).exposure?.state);
  },
);

describe('why nobody was asked', () => {
  const lookup = { state: 'not-asked', why: 'private-window', resolver: null } as const;

  it('stands with what the site publishes when the verdict was measured all the same', () => {
    expect(describePublished(assess(firefox({ lookup }))).key).toBe('unknown_private_window');
  });

  it('stands under the headline alone when it is why nothing is known', () => {
    const report = assess(chromium({ lookup }));
    expect([describeBasis(report).key, describePublished(report).key]).toEqual([
      'unknown_private_window',
      'published_not_asked',
    ]);
  });
});

describe('a public name that is the site is known by', () => {
  it('hides nothing, though ECH was measured: the name is known from DNS', () => {
    const { headline, basis, seen, observers, lanes, cause } = reportOf('exposed-own-name');
    expect([headline.kind, basis.kind, cause?.why?.kind]).toEqual(['probably-exposed', 'own-name', 'own-name']);
    expect(seen).toEqual({ kind: 'site', name: HOST, evidence: 'inferred' });
    expect(observers[0]?.cells.name).toEqual({ sees: 'yes', what: HOST, evidence: 'inferred' });
    expect(lanes.map(({ id, applies }) => `${id} ${applies}`)).toEqual(['with-ech measured', 'without-ech no']);
  });

  it('makes no offer of ECH either', () => {
    expect(reportOf('exposed-own-name-not-used').headline.kind).toBe('exposed');
  });
});

describe('the cover name', () => {
  it('is taken from this browser by its own row only', () => {
    const { seen, headline, lanes, published } = reportOf('hidden-own-row-shows');
    expect(seen).toEqual({ kind: 'cover' });
    expect(headline.kind).toBe('hidden');
    expect(lanes[0]).toEqual({ id: 'with-ech', applies: 'measured', reads: { kind: 'cover' } });
    expect(published).toMatchObject({ state: 'ech', publicName: 'cover.example' });
  });

  it('is what another browser would show where ECH was offered and not used', () => {
    const [, sealed] = reportOf('offered-not-used-alias').lanes;
    expect(sealed?.reads).toEqual({ kind: 'public', name: 'cover.example', evidence: 'inferred' });
  });

  it('of the same owner is said beside a leak too', () => {
    const { headline } = reportOf('partly-hidden-same-owner');
    expect(headline).toEqual({
      kind: 'partly-hidden-same-owner',
      args: [{ host: 'cover.news.example' }, { host: HOST }],
    });
  });

  it('whose records may lead back to a connection without ECH says that first', () => {
    const lookup = records(withEch('cover.news.example'), httpsRdata(2, '.', { alpn: ['h2'] }));
    const { headline, anonymitySet } = assess(firefox({ lookup, connection: connection({ usedEch: null }) }));
    expect(headline).toEqual({ kind: 'likely-hidden-mixed', args: [{ host: 'news.example' }] });
    expect(anonymitySet).toBe('same-owner');
  });
});

describe('the cells of the network', () => {
  const rowOf = (facts: Facts): ObserverRow => assess(facts).observers[0]!;
  const content = (facts: Facts): Cell => rowOf(facts).cells.content!;
  const word = ({ sees, evidence }: Cell) => `${sees} ${evidence}`;

  it('show a public name as inferred, also where ECH was measured', () => {
    expect(rowOf(firefox()).cells.name).toEqual({ sees: 'no', what: 'cover.example', evidence: 'inferred' });
    expect(rowOf(firefox({ lookup: NO_RECORD })).cells.name).toEqual({ sees: 'no', what: null, evidence: 'measured' });
  });

  it.each<[string, Facts, string]>([
    ['a connection that Firefox calls secure, to a root that ships with it', firefox(), 'no measured'],
    ['a weak one', firefox({ connection: connection({ security: 'weak' }) }), 'no measured'],
    [
      'an added root that is expected',
      firefox({ connection: connection({ root: ADDED_ROOT }), expectedRoots: [ADDED_ROOT.sha256] }),
      'unknown unknown',
    ],
    ['a certificate error', firefox({ connection: connection({ security: 'broken' }) }), 'unknown unknown'],
    ['no word on security', firefox({ connection: connection({ security: null }) }), 'unknown unknown'],
    ['no word on the root', firefox({ connection: connection({ root: null }) }), 'unknown unknown'],
    ['Chrome, which tells of no authority', chromium(), 'unknown unknown'],
    ['Chrome, from its cache', chromium({ page: page(undefined, { arrival: 'http-cache' }) }), 'unknown unknown'],
    ['no connection', firefox({ connection: null }), 'unknown unknown'],
    [
      'the back-forward cache',
      firefox({ page: page(undefined, { arrival: 'back-forward-cache' }) }),
      'unknown unknown',
    ],
  ])('tell of the content by what was measured: %s', (_, facts, expected) => {
    expect(word(content(facts))).toBe(expected);
  });

  const leaky = (parts: Parameters<typeof connection>[0]) => ({ connection: connection(parts) });
  const told = { type: 'http', host: 'proxy.example', knowsName: true };
  it.each<[string, ReturnType<typeof leaky>]>([
    ['network-proxy', leaky({ proxy: told, usedPrivateDns: false })],
    ['network-dns', leaky({ usedPrivateDns: false })],
    ['network-dns-unreported', leaky({ usedPrivateDns: null })],
    ['network-ocsp', leaky({ usedOcsp: true })],
  ])('are no stronger where ECH is only expected: %s', (key, facts) => {
    const measured = rowOf(firefox(facts));
    const expected = rowOf(firefox({ ...facts, connection: { ...facts.connection, usedEch: null } }));
    expect([word(measured.cells.name), measured.note.kind]).toEqual(['unknown unknown', key]);
    expect([word(expected.cells.name), expected.note.kind]).toEqual(['unknown unknown', key]);
  });

  it('say nothing of a name in Chrome, which does not tell of its DNS', () => {
    const { cells, note } = rowOf(chromium());
    expect([word(cells.name), note.kind]).toEqual(['unknown unknown', 'network-dns-unreported']);
  });

  const elsewhere: [string, Observation, string][] = [
    ['network-exposed-earlier', hop(HOST, ['exposed']), HOST],
    ['network-exposed-later', host(HOST, ['exposed']), HOST],
    ['network-redirect', hop('go.example', ['cleartext']), HOST],
    ['network-same-site-before', hop(`www.${HOST}`, ['exposed']), `www.${HOST}`],
    ['network-same-site-exposed', host(`img.${HOST}`, ['exposed']), `img.${HOST}`],
  ];
  it.each(elsewhere)('have the name that another connection showed: %s', (key, one, what) => {
    for (const usedEch of [true, null]) {
      const { cells, note } = rowOf(firefox({ ...visited([one]), connection: connection({ usedEch }) }));
      expect(cells.name).toEqual({ sees: 'yes', what, evidence: 'measured' });
      expect(note.kind).toBe(key);
    }
  });

  it.each(elsewhere)('a proxy with an address only reads the page’s own name there too: %s', (_, one, what) => {
    const proxy = { type: 'socks', host: 'proxy.example', knowsName: false };
    const facts = firefox({ ...visited([one]), connection: connection({ proxy }) });
    const row = assess(facts).observers.find(({ id }) => id === 'proxy');
    expect(row?.cells.name).toEqual(
      what === HOST
        ? { sees: 'yes', what: HOST, evidence: 'measured' }
        : { sees: 'unknown', what: null, evidence: 'unknown' },
    );
  });
});

it('a request alone: a service worker’s answer in Firefox, a response that was not heard in Chromium', () => {
  const alone = { page: page(undefined, { arrival: 'service-worker' }), connection: null } as const;
  const said = [firefox(alone), chromium(alone)].map((facts) => {
    const report = assess(facts);
    return [describeBasis(report).key, report.cause?.evidence];
  });
  // That there was no connection is measured where the browser said how the page came, and nowhere else.
  expect(said).toEqual([
    ['unknown_service_worker', 'measured'],
    ['unknown_not_told', 'unknown'],
  ]);
});

describe.each(['service-worker', 'back-forward-cache', 'unreported', 'predates-extension'] as const)(
  'a page that came by %s',
  (arrival) => {
    it('is seen by nobody of whom that is known', () => {
      const { observers } = assess(firefox({ page: page(undefined, { arrival }), connection: null }));
      const rows = observers.filter(({ id }) => ['network', 'browser-resolver', 'website'].includes(id));
      for (const { id, cells } of rows) {
        const { name, address = name, provider = name, traffic = name } = cells;
        expect(`${id} ${[name, address, provider, traffic].map(({ sees }) => sees)}`).toBe(
          `${id} unknown,unknown,unknown,unknown`,
        );
      }
      expect(rows.map(({ note }) => note.kind)).toEqual(['network-unseen', 'browser-resolver-unseen', 'website-maybe']);
    });
  },
);

describe('other observers', () => {
  const cellsOf = (facts: Facts, wanted: ObserverRow['id']) => assess(facts).observers.find(({ id }) => id === wanted);
  const addressed = { type: 'socks', host: 'proxy.example', knowsName: false };

  it('a proxy that is given an address reads the name that stands on the connection', () => {
    const proxyCell = (usedEch: boolean) =>
      cellsOf(firefox({ connection: connection({ usedEch, proxy: addressed }) }), 'proxy')?.cells.name;
    expect(proxyCell(false)).toEqual({ sees: 'yes', what: HOST, evidence: 'measured' });
    expect(proxyCell(true)).toEqual({ sees: 'no', what: 'cover.example', evidence: 'inferred' });
  });

  it('a proxy reads an http: page', () => {
    const facts = firefox({ page: page(`http://${HOST}/`), connection: connection({ proxy: addressed, root: null }) });
    expect(cellsOf(facts, 'proxy')?.cells.content).toEqual({ sees: 'yes', what: null, evidence: 'measured' });
  });

  it('behind a certificate error it may be another than the website', () => {
    const [site] = reportOf('unknown-certificate-error').observers.filter(({ id }) => id === 'website');
    expect([site?.cells.name.sees, site?.note.kind]).toEqual(['unknown', 'website-maybe']);
  });

  it('whoever holds an added authority is named beside the network, expected or not', () => {
    expect(reportOf('hidden-expected-root').observers[0]?.note.kind).toBe('network-expected-root');
  });

  it('no resolver hears of a name that cannot be asked', () => {
    const row = reportOf('unknown-not-askable').observers.find(({ id }) => id === 'overheard-resolver');
    expect([row?.cells.name.sees, row?.note.kind]).toEqual(['no', 'overheard-resolver-not-asked']);
  });

  it('no resolver is asked before one is chosen', () => {
    const facts = chromium({ lookup: { state: 'pending', resolver: null } });
    expect(cellsOf(facts, 'overheard-resolver')).toBeUndefined();
  });

  it('an authority stands there only where the browser says that it asked it', () => {
    expect(cellsOf(firefox(), 'certificate-authority')).toBeUndefined();
    const asked = firefox({ connection: connection({ usedOcsp: true }) });
    expect(cellsOf(asked, 'certificate-authority')?.cells.name.as).toBe('certificate-names');
    expect(assess(asked)).toMatchObject({ verdict: 'partly-hidden', cause: { kind: 'ocsp' } });
  });

  it('a proxy’s address is not given out as the site’s', () => {
    const [network] = assess(firefox({ connection: connection({ proxy: addressed }) })).observers;
    expect(network?.cells.address).toEqual({ sees: 'yes', what: null, evidence: 'inferred' });
  });

  it('an operator is named as what the public name says, since any site can publish it', () => {
    const { label, note } = cellsOf(firefox({ lookup: records(withEch('cloudflare-ech.com')) }), 'provider')!;
    expect([label, note]).toEqual([
      { host: 'cloudflare-ech.com' },
      { kind: 'provider-ends-tls', args: [{ label: 'Cloudflare' }] },
    ]);
  });
});

describe('words that fit', () => {
  it.each([
    ['exposed-set-malformed', 'published_malformed'],
    ['exposed-no-service', 'published_no_service'],
    ['exposed-alias-nowhere', 'published_alias_nowhere'],
    ['exposed-withheld', 'published_name_error'],
    ['unknown-withheld-15', 'published_withheld'],
    ['onion-https', 'published_not_needed'],
  ])('%s: %s', (name, key) => {
    expect(describePublished(reportOf(name)).key).toBe(key);
  });

  it.each([
    ['onion-http', 'basis_onion'],
    ['unknown-certificate-error', 'unknown_certificate_error'],
    ['unknown-no-access-unreported', 'unknown_no_access'],
    ['unknown-withheld', 'unknown_withheld'],
  ])('%s: %s', (name, key) => {
    expect(describeBasis(reportOf(name)).key).toBe(key);
  });

  it('never says of a row that hides the name that this browser cannot use it', () => {
    expect(reportOf('exposed-own-row-hides').cause?.detail).toBeUndefined();
  });
});

it('a report stays small, whatever is published, and says how much is left out', () => {
  const { configs, extendedErrors } = reportOf('more-than-is-shown').published;
  expect([configs.items.length, configs.more]).toEqual([16, 4]);
  expect([extendedErrors.items.length, extendedErrors.more]).toEqual([16, 24]);
  const suites = Array.from({ length: 5000 }, () => ({ kdfId: 1, aeadId: 1 }));
  const alpn = Array.from({ length: 300 }, (_, index) => `h${index}`);
  const hostile = firefox({ lookup: records(httpsRdata(1, '.', { alpn, ech: echListOf({ cipherSuites: suites }) })) });
  expect(JSON.stringify(assess(hostile)).length).toBeLessThan(8000);
});

it('the public name is not told where records of one priority have different ones, and the worst of them counts', () => {
  const hidden = assess(firefox({ lookup: AMBIGUOUS }));
  expect(hidden).toMatchObject({
    verdict: 'hidden',
    headline: { kind: 'hidden-perhaps-same-owner' },
    anonymitySet: 'same-owner',
  });
  expect(hidden.seen).toEqual({ kind: 'cover' });
  const likely = assess(chromium({ lookup: AMBIGUOUS }));
  expect(likely).toMatchObject({ verdict: 'likely-hidden', headline: { kind: 'likely-hidden-perhaps-same-owner' } });
});
