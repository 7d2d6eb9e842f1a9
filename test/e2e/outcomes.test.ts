// A table of what can become of a visit, each kind once in both browsers: after each, server log and popup are as the row says. More
// of each kind is in full/outcomes.test.ts, what stands round the browser (DNS, policy, proxy) in full/surroundings.test.ts.

import { afterAll, describe } from 'vitest';
import { BROWSERS } from './looking.ts';
import { ARRIVALS, PRIVATE } from './outcomes/arrivals.ts';
import { playAll, Tally } from './outcomes/play.ts';
import { PUBLISHED } from './outcomes/published.ts';
import { RESOLVER } from './outcomes/resolver.ts';
import { withLab } from './with-overheard.ts';

const lab = withLab();
const tally = new Tally();
afterAll(() => tally.print());

describe.each(BROWSERS)('%s', (name) => {
  const rows = [...PUBLISHED, ...RESOLVER, ...ARRIVALS, ...PRIVATE];
  playAll({ name, lab, rows, launch: { inPrivateWindows: true }, tally });
});
