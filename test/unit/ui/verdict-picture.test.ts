import { expect, it } from 'vitest';
import { iconOf } from '../../../src/shared/icon.ts';
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

it.each(VERDICTS)(
  '%s reassures nobody when the public name is of the same owner, and the icon is of the same shape',
  (verdict) => {
    const { tone, shape } = pictureOf({ verdict, crowd: 'same-owner' });
    expect(['green', 'teal']).not.toContain(tone);
    expect(shape).toBe(pictureOf({ verdict: iconOf({ verdict, crowd: 'same-owner' }), crowd: null }).shape);
  },
);

it('is green only for the hidden verdict', () => {
  expect(VERDICTS.filter((verdict) => pictureOf({ verdict, crowd: 'unknown' }).tone === 'green')).toEqual(['hidden']);
});
