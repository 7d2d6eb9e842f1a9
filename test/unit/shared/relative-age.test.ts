import { expect, it } from 'vitest';
import { ageChangesInMs, relativeAge } from '../../../src/shared/relative-age.ts';

it.each([
  [0, 'now'],
  [2_900, 'now'],
  [12_000, '12 seconds ago'],
  [60_000, '1 minute ago'],
  [3_599_000, '59 minutes ago'],
  [7_200_000, '2 hours ago'],
  [86_400_000, 'yesterday'],
  // A clock that was set back.
  [-5_000, 'now'],
])('after %d ms it reads %s', (elapsedMs, text) => {
  expect(relativeAge(1_000_000, 1_000_000 + elapsedMs, 'en')).toBe(text);
});

it('speaks the language of the browser', () => {
  expect(relativeAge(0, 12_000, 'de')).toBe('vor 12 Sekunden');
});

it('looks again every second only while seconds show', () => {
  expect(ageChangesInMs(0, 30_000)).toBe(1000);
  expect(ageChangesInMs(0, 90_000)).toBeGreaterThan(1000);
});
