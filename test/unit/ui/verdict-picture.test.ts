import { expect, it } from 'vitest';
import type { Verdict } from '../../../src/shared/report.ts';
import { pictureOf } from '../../../src/ui/verdict-picture.ts';

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
  const shapes = VERDICTS.map((verdict) => pictureOf({ verdict, crowd: null }).shape);
  expect(new Set(shapes).size).toBe(VERDICTS.length);
});

it.each(VERDICTS)('%s is not green when the public name is of the same owner', (verdict) => {
  expect(pictureOf({ verdict, crowd: 'same-owner' }).tone).not.toBe('green');
});

it('is green for hidden and for nothing else', () => {
  expect(VERDICTS.filter((verdict) => pictureOf({ verdict, crowd: 'unknown' }).tone === 'green')).toEqual(['hidden']);
});
