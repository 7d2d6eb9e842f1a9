// One table for all that can become of a visit, continued: how the browser resolves names, the canary, a policy, a proxy.

import { afterAll, describe } from 'vitest';
import { BROWSERS } from '../looking.ts';
import { playAll, Tally } from '../outcomes/play.ts';
import { SURROUNDINGS } from '../outcomes/surroundings.ts';
import { withLab } from '../with-overheard.ts';

const lab = withLab();
const tally = new Tally();
afterAll(() => tally.print());

describe.each(BROWSERS)('%s', (name) => {
  const surroundings = SURROUNDINGS.filter(({ browsers }) => browsers.includes(name));
  describe.each(surroundings)('$name', ({ rows, launch }) => playAll({ name, lab, rows, launch, tally }));
});
