// The rest of the table of outcomes: kinds that `npm test` has seen once, by other records and other ways. Then all of the table once
// more in a Firefox that reads ahead as it ships: connections that nobody asked for change no outcome.

import { afterAll, describe } from 'vitest';
import { BROWSERS } from '../looking.ts';
import { ARRIVALS, ARRIVALS_OTHERWISE } from '../outcomes/arrivals.ts';
import { playAll, Tally } from '../outcomes/play.ts';
import { PUBLISHED, PUBLISHED_OTHERWISE } from '../outcomes/published.ts';
import { RESOLVER, RESOLVER_OTHERWISE } from '../outcomes/resolver.ts';
import { withLab } from '../with-overheard.ts';

const lab = withLab();
const tally = new Tally();
afterAll(() => tally.print());

describe.each(BROWSERS)('%s', (name) => {
  const rows = [...PUBLISHED_OTHERWISE, ...RESOLVER_OTHERWISE, ...ARRIVALS_OTHERWISE];
  playAll({ name, lab, rows, launch: {}, tally });
});

describe.each(BROWSERS.filter((name) => name === 'firefox'))('%s, reading ahead', (name) => {
  const rows = [
    ...PUBLISHED,
    ...PUBLISHED_OTHERWISE,
    ...RESOLVER,
    ...RESOLVER_OTHERWISE,
    ...ARRIVALS,
    ...ARRIVALS_OTHERWISE,
  ];
  playAll({ name, lab, rows, launch: { readsAhead: true }, tally });
});
