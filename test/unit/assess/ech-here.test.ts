// What ECH did elsewhere on this network qualifies what is expected of a page, and is never more than that.

import { describe, expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import { describeBasis } from '../../../src/assess/basis-words.ts';
import { exposureOfHost } from '../../../src/assess/exposure.ts';
import { chromium, connection, elsewhere, firefox, HOST, hop, host, visited } from './facts-builder.ts';

const predicted = host('cdn.example', ['unreported'], {
  prediction: { outcome: 'hides', publicName: 'cover.example' },
});

describe('ECH used elsewhere', () => {
  it.each([
    [elsewhere([1, 1]), 'basis_should_hide_tested'],
    [elsewhere([1, 1], [3, 3]), 'basis_should_hide_tested'],
    [elsewhere([0, 0], [1, 1]), 'basis_should_hide_measured_one'],
    [elsewhere([0, 0], [3, 3]), 'basis_should_hide_measured'],
    [elsewhere([1, 2]), 'basis_should_hide_some'],
    [elsewhere([1, 1], [0, 7]), 'basis_should_hide_some'],
    [elsewhere([0, 3], [1, 1]), 'basis_should_hide_some'],
    [elsewhere([0, 1]), 'basis_should_hide_missed'],
    [elsewhere([0, 0], [0, 1]), 'basis_should_hide_missed'],
    [elsewhere([0, 0]), 'basis_should_hide'],
  ])('%j: the verdict stays, on the basis %s', (known, basis) => {
    const report = assess(chromium(known));
    expect(report).toMatchObject({
      verdict: 'likely-hidden',
      evidence: 'inferred',
      icon: 'likely-hidden',
      cause: null,
    });
    expect(describeBasis(report).key).toBe(basis);
  });
});

describe('ECH used nowhere, of two sites or more', () => {
  it.each([
    [elsewhere([0, 2]), { tests: 2, sites: 0 }],
    [elsewhere([0, 3], [0, 4]), { tests: 3, sites: 4 }],
    [elsewhere([0, 1], [0, 1]), { tests: 1, sites: 1 }],
    [elsewhere([0, 0], [0, 2]), { tests: 0, sites: 2 }],
  ])('%j: the page is unknown, with a network check as next step', (known, counts) => {
    const report = assess(chromium(known));
    expect(report).toMatchObject({
      verdict: 'unknown',
      evidence: 'unknown',
      icon: 'unknown',
      basis: { kind: 'unknown', reason: { kind: 'ech-off-here', ...counts } },
      seen: { kind: 'unknown' },
      cause: { kind: 'ech-off-here', evidence: 'inferred', responsible: 'here', advice: 'check-network' },
      exposure: { state: 'unknown' },
    });
    expect(report.actions).toContainEqual({ kind: 'network-check' });
    expect(report.observers.find(({ id }) => id === 'network')?.cells.name.sees).toBe('unknown');
    expect(report.lanes.every(({ applies }) => applies === 'no')).toBe(true);
  });

  it('so are the hosts of the page, and those of the session', () => {
    const facts = chromium({ ...elsewhere([0, 2]), ...visited([predicted]) });
    expect(assess(facts).others?.counts).toEqual({ unknown: 1 });
    expect(exposureOfHost(predicted, facts)).toMatchObject({ state: 'unknown', publicName: null });
    expect(assess(chromium(visited([predicted]))).others?.counts).toEqual({ 'likely-hidden': 1 });
  });

  it('ways in which the name leaked are still said', () => {
    const leaky = visited([hop('go.example', ['cleartext'])]);
    const kinds = assess(chromium({ ...elsewhere([0, 2]), ...leaky })).otherLeaks.map(({ kind }) => kind);
    expect(kinds).toEqual(['cleartext-redirect']);
    expect(assess(chromium(leaky)).otherLeaks).toEqual([]);
  });

  it('what is measured stands', () => {
    for (const usedEch of [true, false]) {
      const facts = firefox({ connection: connection({ usedEch }) });
      expect(assess({ ...facts, ...elsewhere([0, 0], [0, 9]) })).toEqual(assess(facts));
    }
  });

  it('it says nothing of another site’s name', () => {
    expect(JSON.stringify(assess(chromium(elsewhere([0, 2]))).cause)).not.toContain(HOST);
  });
});
