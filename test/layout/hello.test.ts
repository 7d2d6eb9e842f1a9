// HPKE is 20 KB of elliptic curves: one file names it, and what runs on every page load never reaches it.

import { expect, it } from 'vitest';
import { readSources, roomOf, type Source } from './sources.ts';

const sources = readSources('src');
const byPath = new Map(sources.map((source) => [source.path, source]));

function reachableFrom(start: readonly Source[]): Set<string> {
  const reached = new Set<string>();
  const visit = ({ path, imports }: Source): void => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const target of imports) {
      const next = byPath.get(target);
      if (next) visit(next);
    }
  };
  start.forEach(visit);
  return reached;
}

it('hpke-js is imported by one file of src/hello', () => {
  const importers = sources.filter(({ packages }) => packages.includes('hpke-js')).map(({ path }) => path);
  expect(importers).toEqual(['src/hello/hpke.ts']);
});

it('the background, the popup and the options page never reach src/hello', () => {
  const start = sources.filter(({ path }) => ['background', 'popup', 'options'].includes(roomOf(path)));
  const reached = reachableFrom(start);
  expect(reached.size).toBeGreaterThan(50);
  expect([...reached].filter((path) => roomOf(path) === 'hello')).toEqual([]);
});
