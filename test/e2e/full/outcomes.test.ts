// The rest of the table of outcomes: kinds that `npm test` has seen once, by other records and other ways.

import { afterAll, describe } from 'vitest';
import { BROWSERS } from '../looking.ts';
import { ARRIVALS_OTHERWISE } from '../outcomes/arrivals.ts';
import { playAll, Tally } from '../outcomes/play.ts';
import { PUBLISHED_OTHERWISE } from '../outcomes/published.ts';
import { RESOLVER_OTHERWISE } from '../outcomes/resolver.ts';
import { withLab } from '../with-overheard.ts';

const lab = withLab();
const tally = new Tally();
afterAll(() => tally.print());

describe.each(BROWSERS)('%s', (name) => {
  const rows = [...PUBLISHED_OTHERWISE, ...RESOLVER_OTHERWISE, ...ARRIVALS_OTHERWISE];
  playAll({ name, lab, rows, launch: {}, tally });
});
