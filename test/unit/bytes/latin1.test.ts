import { expect, it } from 'vitest';
import { latin1, latin1Bytes } from '../../../src/bytes/latin1.ts';

const allBytes = Uint8Array.from({ length: 256 }, (_, i) => i);

it('gives each byte the character of its number, and back', () => {
  expect(Array.from(latin1(allBytes), (character) => character.charCodeAt(0))).toEqual([...allBytes]);
  expect(latin1Bytes(latin1(allBytes))).toEqual(allBytes);
});

it('reads the longest message', () => {
  const bytes = new Uint8Array(65_535).map((_, i) => i % 251);
  expect(latin1Bytes(latin1(bytes))).toEqual(bytes);
});
