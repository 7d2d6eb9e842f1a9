// What lies in `data` may lie there: it was composed or captured for this project, or it is an RFC's.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, 'data');
const OWN = /^(?:composed(?: here|$)|captured here|RFC \d+)/;

it.each(readdirSync(folder))('%s has no vector of another project’s suite', (file) => {
  // One source for all, or one for each.
  const { source: ofAll, ...parts } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const vectors = Object.values<unknown>(parts)
    .flat()
    .filter((part) => typeof part === 'object') as { name?: string; source?: string }[];
  expect(vectors.length).toBeGreaterThan(0);
  expect(vectors.filter(({ source = ofAll ?? '' }) => !OWN.test(source)).map(({ name }) => name)).toEqual([]);
});
