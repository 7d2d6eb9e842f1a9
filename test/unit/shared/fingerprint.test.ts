import { expect, it } from 'vitest';
import { readFingerprint, writeFingerprint } from '../../../src/shared/fingerprint.ts';

const DIGITS = '0123456789abcdef'.repeat(4);

it.each([
  DIGITS,
  DIGITS.toUpperCase(),
  writeFingerprint(DIGITS),
  ` ${writeFingerprint(DIGITS).replaceAll(':', ' ')}\n`,
])('reads %j', (text) => {
  expect(readFingerprint(text)).toBe(DIGITS);
});

it.each(['', DIGITS.slice(1), `${DIGITS}0`, DIGITS.replace('0', 'g'), 'a'.repeat(40)])('refuses %j', (text) => {
  expect(readFingerprint(text)).toBeNull();
});
