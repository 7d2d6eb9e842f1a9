// No cell says *sees* or *does not see* without a fact that bears it. The table below is written apart from the code that it
// judges: which facts justify which claim. A claim must have one of its justifications, and must fall when a fact of each of
// them is taken away.

import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import { predictClients } from '../../../src/browsers/rows.ts';
import { isOwnName } from '../../../src/observers/anonymity-set.ts';
import type { ConnectionFacts, Facts, PageFacts } from '../../../src/shared/facts.ts';
import type { Aspect, Cell, ObserverId } from '../../../src/shared/report.ts';
import { HOST, RESOLVER } from '../assess/facts-builder.ts';
import { FIXTURES } from '../assess/fixtures.ts';
import { everyCombination } from '../assess/product.ts';

interface Fact {
  isThere(facts: Facts): boolean;
  without(facts: Facts): Facts;
}

const onPage = (isThere: (page: PageFacts, facts: Facts) => boolean, change: Partial<PageFacts>): Fact => ({
  isThere: (facts) => isThere(facts.page, facts),
  without: (facts) => ({ ...facts, page: { ...facts.page, ...change } }),
});
const told = (isThere: (connection: ConnectionFacts) => boolean, change: Partial<ConnectionFacts>): Fact => ({
  isThere: ({ connection }) => connection !== null && isThere(connection),
  without: (facts) => ({ ...facts, connection: facts.connection && { ...facts.connection, ...change } }),
});
/** By the browser, or by the server at the other end. */
const reported = (usedEch: boolean): Fact => ({
  isThere: ({ connection, trace }) =>
    connection?.usedEch === usedEch || (trace?.state === 'answered' && trace.usedEch === usedEch),
  without: (facts) => ({
    ...facts,
    connection: facts.connection && { ...facts.connection, usedEch: null },
    trace: null,
  }),
});
const answered = (isThere: (facts: Facts) => boolean): Fact => ({
  isThere: (facts) => facts.lookup.state === 'done' && isThere(facts),
  without: (facts) => ({ ...facts, lookup: { state: 'pending', resolver: RESOLVER } }),
});

const rows = new WeakMap<Facts, { row: ReturnType<typeof predictRow> }>();

/** What this browser makes of what is published: worked out once, since many claims are held against it. */
function ownRow(facts: Facts) {
  const known = rows.get(facts) ?? { row: predictRow(facts) };
  rows.set(facts, known);
  return known.row;
}

function predictRow({ browser, page, lookup }: Facts) {
  if (lookup.state !== 'done') return undefined;
  const { outcome } = lookup.lookup;
  const { host, port } = page;
  const hasRecords = outcome.sets?.some(({ rdatas }) => rdatas.length > 0);
  if (outcome.kind === 'failed' && !hasRecords) return undefined;
  return predictClients(outcome, { scheme: page.scheme === 'http' ? 'http' : 'https', host, port }).find(
    ({ client }) => client === browser,
  );
}

const FACTS = {
  network: onPage(
    ({ arrival, failure }, { browser }) =>
      failure === null && (arrival === 'network' || (arrival === 'http-cache' && browser === 'firefox')),
    { arrival: 'unreported' },
  ),
  http: onPage(({ scheme }) => scheme === 'http', { scheme: 'https', port: 443 }),
  namedElsewhere: {
    isThere: ({ visit }) =>
      visit.observations.some(
        ({ host, names, networkTransports: ways }) =>
          [host, ...names].some((name) => name.endsWith(HOST)) &&
          (ways.includes('exposed') || ways.includes('cleartext')),
      ),
    without: (facts) => ({ ...facts, visit: { ...facts.visit, observations: [] } }),
  },
  shared: told(({ sharedWith }) => sharedWith !== null, { sharedWith: null }),
  otherNameShows: {
    isThere: ({ visit }) => visit.observations.some(({ prediction }) => prediction?.outcome === 'shows'),
    without: (facts) => ({ ...facts, visit: { ...facts.visit, observations: [] } }),
  },
  ech: reported(true),
  noEch: reported(false),
  privateDns: told(({ usedPrivateDns }) => usedPrivateDns === true, { usedPrivateDns: null }),
  secure: told(({ security }) => security === 'secure' || security === 'weak', { security: null }),
  shippedRoot: told(({ root }) => root?.builtIn === true, { root: null }),
  addedRoot: told(({ root }) => root?.builtIn === false, { root: null }),
  address: told(({ address }) => address !== null, { address: null }),
  proxy: told(({ proxy }) => proxy !== null, { proxy: null }),
  tlsProxy: told(({ proxy }) => proxy?.type === 'https', { proxy: null }),
  proxyToldName: {
    isThere: ({ connection }) => connection?.proxy?.knowsName === true,
    without: (facts) => {
      const { connection } = facts;
      if (connection === null || connection.proxy === null) return facts;
      return { ...facts, connection: { ...connection, proxy: { ...connection.proxy, knowsName: false } } };
    },
  },
  ocsp: told(({ usedOcsp }) => usedOcsp === true, { usedOcsp: null }),
  publishesEch: answered((facts) => ownRow(facts)?.outcome === 'hides'),
  publishesNone: answered((facts) => ownRow(facts)?.outcome === 'shows'),
  publishesOwnName: answered((facts) => isOwnName(facts.page.host, ownRow(facts)?.publicName ?? null)),
  publishesCloudflare: answered((facts) => ownRow(facts)?.publicName === 'cloudflare-ech.com'),
  answer: answered(() => true),
  second: {
    isThere: ({ secondOpinion }) => secondOpinion !== null,
    without: (facts) => ({ ...facts, secondOpinion: null }),
  },
  secondAnswer: {
    isThere: ({ secondOpinion }) =>
      secondOpinion !== null && secondOpinion.state !== 'pending' && secondOpinion.state !== 'failed',
    without: (facts) => ({
      ...facts,
      secondOpinion: facts.secondOpinion && { ...facts.secondOpinion, state: 'failed' },
    }),
  },
  notSent: {
    isThere: ({ lookup }) =>
      lookup.state === 'not-asked' ||
      lookup.resolver === null ||
      (lookup.state === 'done' &&
        lookup.lookup.outcome.kind === 'failed' &&
        lookup.lookup.outcome.failure.kind === 'not-askable' &&
        lookup.lookup.outcome.failure.name === undefined),
    without: (facts) => ({ ...facts, lookup: { state: 'pending', resolver: RESOLVER } }),
  },
} satisfies Record<string, Fact>;

type FactName = keyof typeof FACTS;
/** One justification: facts that bear a claim together. */
type Together = FactName[];
type Claim = `${'yes' | 'no'} ${'measured' | 'inferred'}`;
type Row = Partial<Record<Aspect, Partial<Record<Claim, Together[]>>>>;

const USED_OR_PUBLISHED: Together[] = [
  ['network', 'ech'],
  ['network', 'publishesEch'],
];
const onTheWay: Row = {
  name: {
    'yes measured': [['http'], ['network', 'noEch'], ['network', 'namedElsewhere']],
    'yes inferred': [
      ['network', 'publishesNone'],
      ['network', 'shared'],
      ['network', 'otherNameShows'],
      ['network', 'publishesOwnName'],
      ['network', 'addedRoot'],
    ],
    'no measured': [['network', 'ech', 'privateDns']],
    'no inferred': [
      ['network', 'ech', 'privateDns'],
      ['network', 'publishesEch', 'privateDns'],
    ],
  },
  provider: { 'yes inferred': [['network']] },
  address: { 'yes inferred': [['network']], 'yes measured': [['network', 'address']] },
  content: {
    'yes measured': [['http']],
    'yes inferred': [['network', 'addedRoot']],
    'no measured': [['network', 'secure', 'shippedRoot']],
  },
  traffic: { 'yes inferred': [['network']] },
};

const NETWORK: Together[] = [['network']];
const JUSTIFIED: Record<ObserverId, Row> = {
  network: {
    ...onTheWay,
    // The way to a proxy over TLS shows the proxy's name and address.
    name: { ...onTheWay.name, 'no inferred': [...(onTheWay.name?.['no inferred'] ?? []), ['network', 'tlsProxy']] },
    address: { ...onTheWay.address, 'no inferred': [['network', 'tlsProxy']] },
  },
  'browser-resolver': {
    name: { 'yes measured': [['network', 'privateDns']], 'yes inferred': NETWORK },
    provider: { 'yes inferred': NETWORK },
    address: { 'yes inferred': NETWORK },
    content: { 'no inferred': NETWORK },
    traffic: { 'yes inferred': NETWORK },
  },
  'overheard-resolver': {
    name: { 'yes measured': [['answer']], 'no measured': [['notSent']] },
    provider: { 'yes inferred': [['answer']], 'no measured': [['notSent']] },
    address: { 'yes inferred': [['answer']], 'no measured': [['notSent']] },
    // Borne by what Overheard sends, a name and nothing else, whatever the facts are.
    content: { 'no measured': [[]] },
    traffic: { 'yes measured': [['answer']], 'no measured': [['notSent']] },
  },
  'second-resolver': {
    name: { 'yes measured': [['secondAnswer']] },
    provider: { 'yes inferred': [['secondAnswer']] },
    address: { 'yes inferred': [['secondAnswer']] },
    content: { 'no measured': [['second']] },
    traffic: { 'yes measured': [['secondAnswer']] },
  },
  proxy: withFact('proxy', {
    ...onTheWay,
    name: {
      ...onTheWay.name,
      'yes measured': [...(onTheWay.name?.['yes measured'] ?? []), ['network', 'proxyToldName']],
    },
  }),
  provider: {
    name: { 'yes inferred': USED_OR_PUBLISHED },
    provider: { 'yes inferred': USED_OR_PUBLISHED },
    address: { 'yes inferred': USED_OR_PUBLISHED },
    content: { 'yes inferred': [['network', 'publishesCloudflare']] },
    traffic: { 'yes inferred': USED_OR_PUBLISHED },
  },
  website: {
    name: { 'yes inferred': NETWORK },
    provider: { 'yes inferred': NETWORK },
    address: { 'yes inferred': NETWORK },
    content: { 'yes inferred': NETWORK },
    traffic: { 'yes inferred': NETWORK },
  },
  'certificate-authority': {
    name: { 'yes inferred': [['network', 'ocsp']] },
    address: { 'yes inferred': [['network', 'ocsp']] },
    content: { 'no inferred': [['network', 'ocsp']] },
    traffic: { 'yes inferred': [['network', 'ocsp']] },
  },
};

function withFact(fact: FactName, row: Row): Row {
  const claims = Object.entries(row).map(([aspect, byClaim]) => [
    aspect,
    Object.fromEntries(Object.entries(byClaim).map(([claim, ways]) => [claim, ways.map((way) => [...way, fact])])),
  ]);
  return Object.fromEntries(claims);
}

interface Claimed {
  id: ObserverId;
  aspect: Aspect;
  claim: Claim;
}

const claimOf = ({ sees, evidence }: Cell) => `${sees} ${evidence}`;

function claimsOf(facts: Facts): Claimed[] {
  return assess(facts).observers.flatMap(({ id, cells }) =>
    Object.entries(cells)
      .filter(([, { sees }]) => sees !== 'unknown')
      .map(([aspect, cell]) => ({ id, aspect: aspect as Aspect, claim: claimOf(cell) as Claim })),
  );
}

const justifications = (facts: Facts, { id, aspect, claim }: Claimed): Together[] =>
  (JUSTIFIED[id][aspect]?.[claim] ?? []).filter((way) => way.every((name) => FACTS[name].isThere(facts)));

/** Every way to take one fact out of each. */
const choices = (ways: Together[]): FactName[][] =>
  ways.reduce<FactName[][]>((sofar, way) => sofar.flatMap((names) => way.map((name) => [...names, name])), [[]]);

function stands(facts: Facts, { id, aspect, claim }: Claimed): boolean {
  const cell = assess(facts).observers.find((row) => row.id === id)?.cells[aspect];
  return cell !== undefined && claimOf(cell) === claim;
}

const words = ({ id, aspect, claim }: Claimed): string => `${id}, ${aspect}: ${claim}`;

describe.each(FIXTURES)('$name', ({ facts }) => {
  it('has a fact for every claim', () => {
    expect(claimsOf(facts).filter((claimed) => justifications(facts, claimed).length === 0)).toEqual([]);
  });

  it('makes no claim whose facts are taken away', () => {
    const unmoved = claimsOf(facts).flatMap((claimed) =>
      choices(justifications(facts, claimed)).flatMap((names) => {
        const less = names.reduce((left, name) => FACTS[name].without(left), facts);
        return names.length > 0 && stands(less, claimed) ? [`${words(claimed)}, without ${names.join(' and ')}`] : [];
      }),
    );
    expect(unmoved).toEqual([]);
  });
});

it('every combination of facts has a fact for every claim', () => {
  const unfounded = new Set<string>();
  for (const facts of everyCombination())
    for (const claimed of claimsOf(facts))
      if (justifications(facts, claimed).length === 0) unfounded.add(words(claimed));
  expect([...unfounded]).toEqual([]);
});
