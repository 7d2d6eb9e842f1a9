import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SITES } from '../../lab/sites.ts';

it('has every site in its README', () => {
  const readme = readFileSync(new URL('../../lab/README.md', import.meta.url), 'utf8').replace(/ +/g, ' ');
  for (const { url, publishes, serves, expects } of SITES) {
    const outcomes = [...new Set([expects.firefox.outcome, expects.chromium.outcome])].join(' / ');
    expect(readme).toContain(`| ${url} | ${publishes} | ${serves} | ${outcomes} |`);
  }
});
