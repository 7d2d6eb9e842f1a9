// Finds out what the user wants to know by requests of this page, which the background need not be awake for. Loaded on the
// click, not for the first paint.

import { type ProbeRequest, planProbes, runProbes } from '../network/probe.ts';
import { echInTrace, MAX_TRACE_BYTES } from '../network/trace.ts';
import { tellsConnections } from '../platform/features.ts';
import { fetchText, probeByBrowser } from '../platform/probe.ts';
import { readEverything } from '../platform/settings.ts';
import type { ProbeFacts, ProbeResult } from '../shared/facts.ts';
import { reachableReferences } from '../shared/managed.ts';
import type { Action, SiteReport } from '../shared/report.ts';

/** What asks for requests of this page. `trace` asks the site alone. */
export type Probe = Extract<Action, { kind: 'find-out' | 'trace' }>;

export async function findOut(site: SiteReport['site'], action: Probe): Promise<ProbeFacts> {
  const { settings, policy } = await readEverything();
  // It may keep names from us that the requests would reveal.
  if (policy.isUnreadable) throw new Error('policy could not be read');
  const references = reachableReferences(settings);
  const plan = planProbes({
    site,
    siteTraces: action.kind === 'trace' || action.siteTraces,
    references: action.kind === 'trace' ? [] : references.map(({ url }) => url),
    browserTells: tellsConnections(),
  });
  return runProbes(plan, sendProbe);
}

async function sendProbe({ url, teller }: ProbeRequest): Promise<ProbeResult> {
  if (teller === 'browser') return probeByBrowser(url);
  const usedEch = echInTrace((await fetchText(url, MAX_TRACE_BYTES)) ?? '');
  return usedEch === null ? { kind: 'unreported' } : { kind: 'reported', usedEch, by: 'trace' };
}
