import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Wire } from '../../lab/http3-site.ts';
import { HTTP3_SITES } from '../../lab/http3-sites.ts';
import type { Expectation } from '../../lab/site.ts';
import { SITES } from '../../lab/sites.ts';

const inWords = (expectation: Expectation): string =>
  'leaks' in expectation ? `${expectation.outcome} (${expectation.leaks?.join(', ')})` : expectation.outcome;

const readme = readFileSync(new URL('../../lab/README.md', import.meta.url), 'utf8').replace(/ +/g, ' ');

it('has every site in its README', () => {
  for (const { url, publishes, serves, expects } of SITES) {
    const outcomes = [...new Set([expects.firefox, expects.chromium].map(inWords))].join(' / ');
    expect(readme).toContain(`| ${url} | ${publishes} | ${serves} | ${outcomes} |`);
  }
});

const wireInWords = ({ shows, mayShow = [], hides }: Wire): string =>
  [
    ...shows.map((transport) => `${transport} shows`),
    ...mayShow.map((transport) => `${transport} may show`),
    ...hides.map((transport) => `${transport} hides`),
  ].join(', ') || 'nothing is shown';

it('has every site with HTTP/3 in its README', () => {
  for (const { id, url, publishes, serves, wire, siblings = {} } of HTTP3_SITES) {
    const rows = { [id]: wire, ...siblings };
    for (const [name, of] of Object.entries(rows)) {
      if (of === undefined) continue;
      const { firefox, chromium } = of;
      const what = name === id ? `${publishes} | ${serves}` : `visited after ${new URL(url).hostname} |`;
      expect(readme).toContain(`| ${name} | ${what} | ${wireInWords(firefox)} | ${wireInWords(chromium)} |`);
    }
  }
});
