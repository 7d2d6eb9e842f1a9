import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import type { Cause } from '../../../src/shared/report.ts';
import type { ResponsibleParty } from '../../../src/shared/report-kinds.ts';
import { textsOf } from '../arguments.ts';
import { canary, connection, firefox, lookup, page } from './facts-builder.ts';
import { FIXTURES } from './fixtures.ts';
import { everyCombination } from './product.ts';

function causeOf(name: string): Cause | null {
  const fixture = FIXTURES.find((one) => one.name === name);
  if (fixture === undefined) throw new Error(`no fixture ${name}`);
  return assess(fixture.facts).cause;
}

describe('who is responsible', () => {
  it.each<[string, ResponsibleParty | null]>([
    ['offered-not-used', 'unknown'],
    ['not-used-refused', 'site-likely'],
    ['exposed-no-record', 'site-likely'],
    // ECH was seen here before: the site may have taken it out, or another resolver leaves it out.
    ['published-before', null],
    // The resolver itself says that this is not what the zone holds.
    ['exposed-forged', null],
    ['likely-hidden-traced-plain', 'unknown'],
    ['intercepted', 'device'],
    ['cleartext', 'address'],
    ['partly-hidden-dns', 'here'],
    // What the browser does not say is nobody's.
    ['hidden-dns-unreported', null],
    ['unknown-load-failed', null],
    ['unknown-no-resolver', null],
    // Names that lead nowhere may be a resolver's doing; one that DNS has no room for may not.
    ['unknown-alias-loop', null],
    ['probably-exposed-alias-loop', null],
    ['unknown-not-askable', 'site'],
    ['unknown-local-name', null],
    ['exposed-local-name', null],
    ['exposed-alias', 'site-likely'],
    ['unknown-timeout', null],
  ])('%s: %s', (name, party) => {
    expect(causeOf(name)?.responsible).toBe(party);
  });

  it('of a page that was there before anybody looked is nobody’s, and nothing of it is measured', () => {
    expect(causeOf('unknown-unseen')).toMatchObject({
      kind: 'not-from-network',
      evidence: 'unknown',
      responsible: null,
    });
  });

  it('is not sought elsewhere where the resolver itself says that it forged the answer', () => {
    const { facts } = FIXTURES.find(({ name }) => name === 'exposed-forged')!;
    const { cause } = assess({ ...facts, hiddenBefore: { evidence: 'measured', echDigest: 'abc', atMs: 1 } });
    expect(cause).toMatchObject({ responsible: null, advice: 'withheld' });
    expect(cause?.detail).toBeUndefined();
  });

  it('of clear DNS is never the browser’s alone: a network can block its resolver without setting the canary', () => {
    const facts = { connection: connection({ usedPrivateDns: false }) };
    expect(assess(firefox({ ...facts, canary: canary({ state: 'set' }) })).cause?.responsible).toBe('here');
    expect(assess(firefox({ ...facts, canary: canary({ state: 'not-set' }) })).cause?.responsible).toBe('here');
  });

  it('is the address’s where the page did not load and the resolver says that there is no such name', () => {
    const { cause } = assess(
      firefox({
        page: { ...page(), failure: 'NS_ERROR_UNKNOWN_HOST' },
        lookup: lookup({ kind: 'name-error', sets: [] }),
      }),
    );
    expect(cause).toMatchObject({
      kind: 'load-failed',
      evidence: 'inferred',
      responsible: 'address-likely',
      // By the name of who says so.
      detail: { kind: 'name-error', args: [{ label: 'Quad9' }] },
    });
  });
});

describe('in every combination of facts', () => {
  const unsure = new Set<string>();
  const sure = new Set<string>();
  /** What the resolver alone says, by the kind of cause, and whether it is said in its name. */
  const said: Record<string, Set<boolean>> = {};
  for (const facts of everyCombination()) {
    const { cause } = assess(facts);
    if (cause === null) continue;
    (cause.evidence === 'unknown' ? unsure : sure).add(String(cause.responsible));
    if (cause.responsible !== 'site-likely' || cause.kind === 'server-refused') continue;
    said[cause.kind] ??= new Set();
    said[cause.kind]?.add(
      cause.why !== null &&
        'args' in cause.why &&
        textsOf(cause.why.args).join() === `${facts.lookup.resolver?.name},${facts.page.host}`,
    );
  }

  it('nobody is blamed for sure where the cause is not known, and somebody or nobody where it is', () => {
    expect([...unsure].sort()).toEqual(['null', 'unknown']);
    expect(sure).not.toContain('unknown');
    expect(sure.size).toBeGreaterThan(3);
  });

  it('what only the resolver says of the site is said in its name', () => {
    const inItsName = new Set([true]);
    const kinds = ['alias', 'alias-nowhere', 'malformed', 'no-ech', 'no-record', 'no-service'];
    expect(said).toEqual(Object.fromEntries(kinds.map((kind) => [kind, inItsName])));
  });
});
