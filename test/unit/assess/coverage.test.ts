// The fixtures, of which the gallery makes its pictures, hold every pair of verdict and first cause that can occur: every one
// that comes of the product of facts; and every sentence of the kinds that a leak or a cause needs.

import { expect, it } from 'vitest';
import messages from '../../../src/_locales/en/messages.json';
import { assess } from '../../../src/assess/assess.ts';
import type { Facts } from '../../../src/shared/facts.ts';
import { FIXTURES } from './fixtures.ts';
import { everyCombination } from './product.ts';
import { sentencesOf } from './report-sentences.ts';

function pairOf(facts: Facts): string {
  const { verdict, cause } = assess(facts);
  return `${verdict}, ${cause?.kind ?? 'no cause'}`;
}

const shown = new Set(FIXTURES.map(({ facts }) => pairOf(facts)));
const possible = new Set<string>();
for (const facts of everyCombination()) possible.add(pairOf(facts));

it('there is a fixture for every verdict and first cause that can occur', () => {
  expect([...possible].filter((pair) => !shown.has(pair))).toEqual([]);
});

it('the product of facts comes to every pair that a fixture has, so that it can find a missing one', () => {
  expect([...shown].filter((pair) => !possible.has(pair))).toEqual([]);
});

it('there is a fixture for every headline, note, cause and advice', () => {
  const said = new Set<string>(FIXTURES.flatMap(({ facts }) => sentencesOf(assess(facts))).map(({ key }) => key));
  const worded = Object.keys(messages).filter((key) => /^(?:headline|note|cause|advice)_/.test(key));
  expect(worded.filter((key) => !said.has(key))).toEqual([]);
});
