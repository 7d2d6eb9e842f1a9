import { expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import type { Icon } from '../../../src/shared/report.ts';
import { pictureOf } from '../../../src/ui/verdict-picture.ts';
import { FIXTURES } from '../assess/fixtures.ts';

const ICONS: Icon[] = [
  'cleartext',
  'not-applicable',
  'intercepted',
  'hidden',
  'hidden-unknown-set',
  'partly-hidden',
  'offered-not-used',
  'exposed',
  'likely-hidden',
  'unknown',
];

it('tells every icon by its shape alone', () => {
  const shapes = ICONS.map((icon) => pictureOf({ icon }).shape);
  expect(new Set(shapes).size).toBe(ICONS.length);
});

it('reassures nobody where the public name is of the same owner', () => {
  const reports = FIXTURES.map(({ facts }) => assess(facts)).filter(
    ({ anonymitySet }) => anonymitySet === 'same-owner',
  );
  expect(new Set(reports.map(({ verdict }) => verdict))).toContain('hidden');
  for (const report of reports) expect(['green', 'teal']).not.toContain(pictureOf(report).tone);
});

it('has a tick only where a known provider’s sites share the public name', () => {
  const ticked = FIXTURES.map(({ facts }) => assess(facts)).filter(
    (report) => pictureOf(report).shape === 'shield-ticked',
  );
  expect(ticked).not.toEqual([]);
  for (const { verdict, anonymitySet } of ticked)
    expect([verdict, anonymitySet]).toEqual(['hidden', 'shared-provider']);
});

it('is green only for the hidden verdict', () => {
  expect(ICONS.filter((icon) => pictureOf({ icon }).tone === 'green')).toEqual(['hidden', 'hidden-unknown-set']);
});
