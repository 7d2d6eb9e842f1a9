// Questions are sent where the ledger counts them.

import { expect, it } from 'vitest';
import { readSources, roomOf } from './sources.ts';

const sources = readSources('src');
const SENDERS = ['src/doh/lookup.ts', 'src/doh/exchange.ts'];

it('the background alone asks resolvers', () => {
  const asking = sources.filter(({ imports }) => imports.some((target) => SENDERS.includes(target)));
  expect(asking.length).toBeGreaterThan(4);
  expect(asking.map(({ path }) => path).filter((path) => !['doh', 'background'].includes(roomOf(path)))).toEqual([]);
});

it('within it only the ledger holds a plain fetch: the compiler keeps it from everybody else', () => {
  const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  const holders = sources.filter(
    ({ path, text }) => roomOf(path) === 'background' && /\bBrowserPlatform\b/.test(code(text)),
  );
  expect(holders.map(({ path }) => path).sort()).toEqual(['src/background/query-log.ts', 'src/background/start.ts']);
  const bare = sources.filter(
    ({ path, text }) =>
      roomOf(path) === 'background' && /(?<!\.)\bfetch\(|(?:globalThis|self)\.fetch\b/.test(code(text)),
  );
  expect(bare.map(({ path }) => path)).toEqual(['src/background/query-log.ts']);
});
