// Visits a site of the provider whose servers tell how a connection was opened, asks it by the popup's button, and holds what the popup
// says then against the server's log.

import type { Page } from 'puppeteer-core';
import { expect } from 'vitest';
import type { MessageKey } from '../../src/shared/sentence.ts';
import { judgeVisit } from '../lab/agreement.ts';
import { askTheSite, canAskTheSite } from '../lab/ask-site.ts';
import type { Extension, Shown } from '../lab/extension.ts';
import type { Lab } from '../lab/lab.ts';
import { TRACE_PATH } from '../lab/site.ts';
import { visitSite } from '../lab/visit-site.ts';
import { words } from './words.ts';

/** What becomes of a press: a measurement, a reason why there is none, or no button to press. */
export type Told = { verdict: string; evidence: string; why?: MessageKey; isAsked?: false };

const measured = (verdict: string): Told => ({ verdict, evidence: 'measured' });
const inferred = (why: MessageKey): Told => ({ verdict: 'likely-hidden', evidence: 'inferred', why });
const unasked = (verdict = 'likely-hidden'): Told => ({ verdict, evidence: 'inferred', isAsked: false });

/** By site of trace-sites.ts, all of them. */
export const TOLD: Record<string, Told> = {
  traced: measured('hidden'),
  'traced-stale': measured('hidden'),
  'traced-off': measured('offered-not-used'),
  'traced-tls12': measured('offered-not-used'),
  'traced-stripped': measured('offered-not-used'),
  // Whose public name it is, the chosen resolver does not say.
  'traced-withheld': unasked('exposed'),
  'traced-retry': measured('hidden'),
  'traced-http1': inferred('found_trace_http1'),
  // A connection by the other record may have shown the name and lost the race.
  'traced-mixed': unasked(),
  'traced-hop': measured('partly-hidden'),
  'traced-base': measured('hidden'),
  'traced-frames': measured('hidden'),
  'traced-policy': measured('hidden'),
  'traced-sandbox': inferred('found_trace_failed'),
  'traced-worker': measured('offered-not-used'),
  // No record; and a connection that was opened for the other name.
  'traced-www': unasked('exposed'),
  'traced-shop': unasked('exposed'),
  'trace-twice': inferred('found_trace_no_trace'),
  'trace-nothing': inferred('found_trace_no_trace'),
  'trace-other-host': inferred('found_trace_another_connection'),
  'trace-other-http': inferred('found_trace_another_connection'),
  'trace-silence': inferred('found_trace_timed_out'),
  'trace-stall': inferred('found_trace_timed_out'),
  'trace-redirect': inferred('found_trace_redirected'),
  'trace-huge': inferred('found_trace_no_trace'),
  'trace-missing': inferred('found_trace_no_trace'),
  'trace-error': inferred('found_trace_no_trace'),
  'trace-page': inferred('found_trace_no_trace'),
  'forged-off': unasked(),
  'forged-never': unasked(),
};

/** What Chromium itself writes on a page's console for a request that failed, whoever sent it. */
const FAILED_LOAD = /^Failed to load resource: /;

/** Errors on a page's console but those, from now on. */
function watchConsole(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !FAILED_LOAD.test(message.text())) errors.push(message.text());
  });
  page.on('pageerror', (error) => void errors.push(String(error)));
  return errors;
}

/** Opens the popup of a page and presses the button, if it has one. */
export async function askOver(
  overheard: Extension,
  page: Page,
): Promise<{ atFirst: Shown; shown: Shown; isAsked: boolean; findings: string[] }> {
  const popup = await overheard.popup(await overheard.tabOf(page));
  try {
    const atFirst = await overheard.read(popup);
    const isAsked = await canAskTheSite(popup);
    const shown = isAsked ? await askTheSite(overheard, popup) : atFirst;
    const findings = await popup.$$eval('.findings li', (items) => items.map(({ textContent }) => textContent ?? ''));
    return { atFirst, shown, isAsked, findings };
  } finally {
    await popup.close();
  }
}

/** The next visit is to be the first one for the site's worker, too. */
async function forgetWorkers(page: Page): Promise<void> {
  const { origin } = new URL(page.url());
  const session = await page.createCDPSession();
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'service_workers' });
}

/** One visit on a new connection, and all that has to hold of it. */
export async function playTraced(overheard: Extension, lab: Lab, id: string): Promise<void> {
  const site = lab.site(id);
  const told = TOLD[id];
  const serverId = site.endsAt ?? id;
  await lab.server.drop(serverId);
  const visited = await visitSite(overheard.browser, lab, site);
  const errors = watchConsole(visited.page);
  const { atFirst, shown, isAsked, findings } = await askOver(overheard, visited.page);
  const witness = visited.witnessed();
  await forgetWorkers(visited.page);
  await visited.page.close();

  expect(atFirst.evidence, atFirst.text).toBe('inferred');
  const { verdict, evidence, why } = told ?? { verdict: 'a row in TOLD', evidence: '' };
  expect([shown.verdict, shown.evidence, isAsked]).toEqual([verdict, evidence, told?.isAsked ?? true]);
  const host = new URL(lab.site(serverId).url).hostname;
  expect(findings).toEqual(why === undefined ? [] : [expect.stringContaining(words(why, host))]);
  if (why !== undefined) expect(shown.text.split(words(why, host))).toHaveLength(2);
  // One request for it, or none, over the document's own connection.
  const traces = witness.requests.filter(({ seen }) => seen.path === TRACE_PATH);
  const isSent = isAsked && id !== 'traced-sandbox';
  expect(traces.map(({ connection }) => connection)).toEqual(isSent ? [witness.request?.connection] : []);
  const agreement = judgeVisit('chromium', site, shown, witness);
  expect([agreement.kind, agreement]).toEqual([site.misleadsInference ? 'could-not-know' : 'agrees', agreement]);
  expect(errors).toEqual([]);
}
