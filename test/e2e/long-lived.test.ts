// Tabs in long use: moved, grouped, discarded, reopened, duplicated, in a container, with a worker's preload, with a PDF document.
// One case of each kind; what else there is of each is in full/long-lived.test.ts.

import { describe, it } from 'vitest';
import { CASES } from './long-lived/cases.ts';
import { play } from './long-lived/tabs.ts';
import { BROWSERS } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';

const lab = withLab();

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);

  const cases = CASES.filter(({ fate }) => fate[name] !== undefined).map((one) => [one.name, one] as const);
  it.each(cases)('%s', (_, one) => play({ name, lab, overheard }, one));
});
