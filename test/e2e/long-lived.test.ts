// Tabs in long use: moved, grouped, discarded, reopened, duplicated, in a container, with a worker's preload, with a PDF document.
// One case of each kind; what else there is of each is in full/long-lived.test.ts.

import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Extension, launchExtension } from '../lab/extension.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { CASES } from './long-lived/cases.ts';
import { play } from './long-lived/tabs.ts';
import { BROWSERS } from './looking.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab?.close());

describe.each(BROWSERS)('%s', (name) => {
  let overheard: Extension;
  beforeAll(async () => {
    overheard = await launchExtension(name, lab);
  });
  afterAll(() => overheard?.close());

  const cases = CASES.filter(({ fate }) => fate[name] !== undefined).map((one) => [one.name, one] as const);
  it.each(cases)('%s', (_, one) => play({ name, lab, overheard }, one));
});
