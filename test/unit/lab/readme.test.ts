import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Expectation } from '../../lab/site.ts';
import { SITES } from '../../lab/sites.ts';

const inWords = (expectation: Expectation): string =>
  'leaks' in expectation ? `${expectation.outcome} (${expectation.leaks?.join(', ')})` : expectation.outcome;

it('has every site in its README', () => {
  const readme = readFileSync(new URL('../../lab/README.md', import.meta.url), 'utf8').replace(/ +/g, ' ');
  for (const { url, publishes, serves, expects } of SITES) {
    const outcomes = [...new Set([expects.firefox, expects.chromium].map(inWords))].join(' / ');
    expect(readme).toContain(`| ${url} | ${publishes} | ${serves} | ${outcomes} |`);
  }
});
