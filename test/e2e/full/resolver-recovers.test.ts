// Pages that were visited while the resolver was out of reach: visited again once it is back, they are as if it had never been
// away, within half a minute, which is for how long a failure is kept (RFC 9520).

import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Trouble } from '../../lab/dns/doh-server.ts';
import { BROWSERS, look } from '../looking.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const KEPT_MS = 30_000;
const TROUBLES: [Trouble, string][] = [
  ['refused', 'https://hidden.example/'],
  ['expired-certificate', 'https://cname.example/'],
];

const lab = withLab();

describe.each(BROWSERS)('%s', (name) => {
  const overheard = withOverheard(name, lab);
  beforeAll(() => {
    lab.dns.questions.length = 0;
  });

  const pages = new Map<string, Page>();
  it.each(TROUBLES)('%s: %s', async (trouble, url) => {
    await lab.dns.servers.resolver.setTrouble(trouble);
    const { page } = await overheard.browser.visit(url);
    pages.set(url, page);
    expect((await look(overheard, page)).text).toContain(words('failure_unreachable', 'resolver.example'));
    await lab.dns.servers.resolver.setTrouble(undefined);
  });

  it.each(TROUBLES)('after %s: %s is asked about once', async (_trouble, url) => {
    const page = pages.get(url) as Page;
    const published = async () => {
      await overheard.browser.visit(url, { page });
      return (await look(overheard, page)).published;
    };
    await expect.poll(published, { timeout: KEPT_MS + 10_000, interval: 3_000 }).toBe('ech');
    const asked = lab.dns.questions.filter(({ view, type }) => view === 'resolver' && type === 'HTTPS');
    expect(asked.filter((question) => question.name === new URL(url).host)).toHaveLength(1);
  });
});
