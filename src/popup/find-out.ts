// Finds out what the user wants to know by requests of this page, which the background need not be awake for. Loaded on the
// click, not for the first paint.

import { echInTrace, MAX_TRACE_BYTES, type ProbeRequest, planProbes, runProbes } from '../network/probe.ts';
import { tellsConnections } from '../platform/features.ts';
import { fetchText, probeByBrowser } from '../platform/probe.ts';
import { readEverything } from '../platform/settings.ts';
import type { ProbeFacts, ProbeResult } from '../shared/facts.ts';
import { reachableReferences } from '../shared/managed.ts';
import type { SiteReport } from '../shared/report.ts';

/** `trace` asks the site alone. */
export async function findOut(report: SiteReport, kind: 'find-out' | 'trace'): Promise<ProbeFacts> {
  const { settings, policy } = await readEverything();
  // It may keep names from us that the requests would reveal.
  if (policy.isUnreadable) throw new Error('policy could not be read');
  const references = reachableReferences(settings);
  const plan = planProbes({
    site: report.site,
    // Cloudflare is the only one that is known to share a public name among its customers.
    siteTraces: report.anonymitySet === 'shared-provider',
    references: kind === 'trace' ? [] : references.map(({ url }) => url),
    browserTells: tellsConnections(),
  });
  return runProbes(plan, sendProbe);
}

async function sendProbe({ url, teller }: ProbeRequest): Promise<ProbeResult> {
  if (teller === 'browser') return probeByBrowser(url);
  const usedEch = echInTrace((await fetchText(url, MAX_TRACE_BYTES)) ?? '');
  return usedEch === null ? { kind: 'unreported' } : { kind: 'reported', usedEch, by: 'trace' };
}
