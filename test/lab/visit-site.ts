// Visits a site as its entry in the table says.

import type { LabBrowser, Visit } from './browsers/lab-browser.ts';
import type { Lab } from './lab.ts';
import type { Site } from './site.ts';
import { type Witness, watchVisit } from './witness.ts';

const LATE_MS = 15_000;

/**
 * `witnessed` is to be called when all is over, whatever the caller does besides. What is loaded before is no part of it. Over a proxy
 * each connection is `fresh`: a proxy is told of one once.
 */
export async function visitSite(
  browser: Pick<LabBrowser, 'visit'>,
  lab: Lab,
  { url, after, endsLate }: Site,
  { fresh = false } = {},
): Promise<Visit & { witnessed: () => Witness }> {
  const before = after === undefined ? undefined : await browser.visit(after);
  if (fresh) await lab.server.drop();
  const witnessed = watchVisit(lab);
  const visit = await browser.visit(url, before && { page: before.page });
  if (endsLate) await visit.page.waitForFunction(() => document.title === 'done', { timeout: LATE_MS });
  return { ...visit, witnessed: () => witnessed(visit.seen) };
}
