import { expect, it } from 'vitest';
import { assess } from '../../../src/assess/assess.ts';
import type { Verdict } from '../../../src/shared/report.ts';
import { pictureOf } from '../../../src/ui/verdict-picture.ts';
import { FIXTURES } from '../assess/fixtures.ts';

const VERDICTS: Verdict[] = [
  'cleartext',
  'not-applicable',
  'intercepted',
  'hidden',
  'partly-hidden',
  'offered-not-used',
  'exposed',
  'likely-hidden',
  'unknown',
];

it('tells every verdict by its shape alone', () => {
  const shapes = VERDICTS.map((verdict) => pictureOf({ icon: verdict }).shape);
  expect(new Set(shapes).size).toBe(VERDICTS.length);
});

it('reassures nobody where the public name is of the same owner', () => {
  const reports = FIXTURES.map(({ facts }) => assess(facts)).filter(
    ({ anonymitySet }) => anonymitySet === 'same-owner',
  );
  expect(new Set(reports.map(({ verdict }) => verdict))).toContain('hidden');
  for (const report of reports) expect(['green', 'teal']).not.toContain(pictureOf(report).tone);
});

it('is green only for the hidden verdict', () => {
  expect(VERDICTS.filter((verdict) => pictureOf({ icon: verdict }).tone === 'green')).toEqual(['hidden']);
});
