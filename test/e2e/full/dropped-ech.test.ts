// ECH that a server drops while a page goes on, twenty times in a row.

import { describe, it } from 'vitest';
import { dropEch } from '../dropping.ts';
import { BROWSERS } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';

const RUNS = 20;

const lab = withLab();

describe.each(BROWSERS.filter((name) => name === 'firefox'))('%s', (name) => {
  const overheard = withOverheard(name, lab);

  it.each(Array.from({ length: RUNS }, (_, index) => index + 1))('is seen, run %i', async (run) => {
    const afterMs = await dropEch(overheard, lab);
    console.log(`${name}, run ${run}: said so ${afterMs} ms after the first response without ECH`);
  });
});
