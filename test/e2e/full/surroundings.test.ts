// One table for all that can become of a visit, continued: how the browser resolves names, the canary, a policy, a proxy.

import { afterAll, beforeAll, describe } from 'vitest';
import { type Lab, startLab } from '../../lab/lab.ts';
import { BROWSERS } from '../looking.ts';
import { playAll, Tally } from '../outcomes/play.ts';
import { SURROUNDINGS } from '../outcomes/surroundings.ts';

let lab: Lab;
const tally = new Tally();
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => {
  lab?.close();
  tally.print();
});

describe.each(BROWSERS)('%s', (name) => {
  const surroundings = SURROUNDINGS.filter(({ browsers }) => browsers.includes(name));
  describe.each(surroundings)('$name', ({ rows, launch }) => playAll({ name, lab: () => lab, rows, launch, tally }));
});
