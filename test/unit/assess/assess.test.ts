import { describe, expect, it } from 'vitest';
import messages from '../../../src/_locales/en/messages.json';
import { assess } from '../../../src/assess/assess.ts';
import type { Facts } from '../../../src/shared/facts.ts';
import type { Sentence } from '../../../src/shared/report.ts';
import { ADDED_ROOT, chromium, connection, ECH, firefox, NO_RECORD, page } from './facts-builder.ts';
import { FIXTURES } from './fixtures.ts';
import { sees } from './sees.ts';

/** Every sentence in a report, wherever it stands. */
function sentencesOf(value: unknown): Sentence[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'key' in value && 'args' in value ? [value as Sentence] : [];
  return [...own, ...Object.values(value).flatMap(sentencesOf)];
}

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
      expect({ key, args: args.filter((arg) => arg === '') }).toEqual({ key, args: [] });
    }
  });

  it('claims nothing in a cell that the facts do not bear', () => {
    for (const { id, cells } of report.observers) {
      for (const [aspect, cell] of Object.entries(cells)) {
        expect(`${id} ${aspect}: ${cell.sees === 'unknown'}`).toBe(`${id} ${aspect}: ${cell.evidence === 'unknown'}`);
        if (cell.what !== null) expect(`${id} ${aspect}`).toBe(sees(cell.what, facts) ? `${id} ${aspect}` : 'invented');
      }
    }
  });

  it('says measured of the name only where the browser measured', () => {
    const measurable = facts.page.scheme === 'http' || typeof facts.connection?.usedEch === 'boolean';
    const network = report.observers.find(({ id }) => id === 'network');
    if (network?.cells.name.evidence === 'measured') expect(measurable).toBe(true);
  });
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
    const proxy = { type: 'socks', host: 'proxy.example', toldName: true };
    const report = assess(firefox({ connection: connection({ proxy, usedPrivateDns: false }) }));
    expect(report.headline.key).toBe('headline_partly_hidden_proxy');
  });

  it('a proxy that gets an address only leaves the name hidden', () => {
    const proxy = { type: 'socks', host: 'proxy.example', toldName: false };
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

  it('belongs to a crowd that is known, to the owner, or to nobody knows whom', () => {
    expect(assess(firefox({ lookup: ECH })).crowd).toBe('unknown');
    const crowds = ['hidden-cloudflare', 'hidden-same-owner', 'exposed-no-record'].map(
      (name) => assess(FIXTURES.find((fixture) => fixture.name === name)!.facts).crowd,
    );
    expect(crowds).toEqual(['shared-provider', 'same-owner', null]);
  });
});

describe('why nobody was asked', () => {
  const lookup = { state: 'not-asked', why: 'private-window', resolver: null } as const;

  it('stands with what the site publishes when the verdict was measured all the same', () => {
    expect(assess(firefox({ lookup })).published.statement.key).toBe('unknown_private_window');
  });

  it('stands under the headline alone when it is why nothing is known', () => {
    const { basis, published } = assess(chromium({ lookup }));
    expect([basis.key, published.statement.key]).toEqual(['unknown_private_window', 'published_not_asked']);
  });
});
