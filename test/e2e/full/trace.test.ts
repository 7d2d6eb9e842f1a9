// Twenty visits to each site of the provider whose servers tell how a connection was opened, each on a new connection (Chromium).

import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'puppeteer-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { TRACE_SITES } from '../../lab/trace-sites.ts';
import { visitSite } from '../../lab/visit-site.ts';
import { pressOver } from '../clicks.ts';
import { playTraced } from '../tracing.ts';
import { withLab, withOverheard } from '../with-overheard.ts';
import { words } from '../words.ts';

const VISITS = 20;
const TIMEOUT_MS = 600_000;
/** Since the page was shown. */
const TOO_LATE_MS = 31_000;

/** The page loads on from before it is too late until after, and no longer than a press waits for it. */
async function loadUntilTooLate(page: Page): Promise<void> {
  const beforeMs = 9_000;
  await sleep(TOO_LATE_MS - beforeMs);
  await page.evaluate((loadMs) => {
    document.open();
    setTimeout(() => document.close(), loadMs);
  }, beforeMs);
}

const lab = withLab();

describe('chromium', () => {
  const overheard = withOverheard('chromium', lab);
  beforeAll(() => overheard.browser.grant({ permissions: ['scripting'] }));

  it.each(TRACE_SITES)(
    `$id, ${VISITS} times: $title`,
    async ({ id }) => {
      const failures: unknown[] = [];
      for (let visit = 1; visit <= VISITS; visit += 1)
        await playTraced(overheard, lab, id).catch((error: unknown) => failures.push(`visit ${visit}: ${error}`));
      expect(failures).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it.each([
    ['is there for half a minute', () => sleep(TOO_LATE_MS)],
    ['is still loading then', loadUntilTooLate],
  ])('asks by a new request where the page %s, and measures nothing by that', async (_, wait) => {
    const { page, witnessed } = await visitSite(overheard.browser, lab, lab.site('shared-cover'));
    const document = witnessed().request;
    await wait(page);
    const from = lab.server.log.length;
    overheard.mayContact('shared-cover.example');
    const told = words('found_with_ech_trace', 'shared-cover.example');
    const shown = await pressOver(overheard, page, words('action_trace'), ({ text }) => text.includes(told));
    expect(shown).toMatchObject({ verdict: 'likely-hidden', evidence: 'inferred' });
    const [request, ...more] = lab.server.log.slice(from).filter((entry) => entry.event === 'request');
    expect([request?.seen.path, more]).toEqual(['/cdn-cgi/trace', []]);
    expect([document?.connection, request?.connection]).not.toContain(undefined);
    expect(request?.connection).not.toBe(document?.connection);
  });
});
