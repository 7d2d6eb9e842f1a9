// What is asked when the user wants to find out, and what the answers say: this browser's own new requests to the site and to
// hosts that are known to take ECH. Pure.

import type { ProbeFacts, ProbeResult } from '../shared/facts.ts';
import { TRACE_PATH } from '../shared/trace.ts';

/** Who reports whether a request used ECH: Firefox, a server that answers with a trace, or nobody. */
export type ProbeTeller = 'browser' | 'trace' | 'nobody';

export interface ProbeRequest {
  /** With the port when it is not 443, as on screen. */
  host: string;
  url: string;
  teller: ProbeTeller;
}

export interface ProbePlan {
  fresh: ProbeRequest;
  references: ProbeRequest[];
}

export interface ProbeWants {
  site: { host: string; port: number };
  /** It is behind a provider whose servers answer with a trace. */
  siteTraces: boolean;
  /** URLs; none when only the site is asked. */
  references: string[];
  /** Firefox. */
  browserTells: boolean;
}

/** A site is never asked for the address that the user visits, which may mean something to it, but for `/`. */
export function planProbes({ site, siteTraces, references, browserTells }: ProbeWants): ProbePlan {
  const path = siteTraces && !browserTells ? TRACE_PATH : '/';
  return {
    fresh: probeRequest(new URL(`https://${site.host}:${site.port}${path}`), siteTraces, browserTells),
    references: references.map((url) => referenceRequest(url, browserTells)),
  };
}

export function referenceRequest(text: string, browserTells: boolean): ProbeRequest {
  const url = new URL(text);
  return probeRequest(url, url.pathname === TRACE_PATH, browserTells);
}

/** Reference hosts that say by themselves how a request reached them, which no browser has to report. */
export const tracingReferences = (references: readonly { url: string }[]): ProbeRequest[] =>
  references.map(({ url }) => referenceRequest(url, false)).filter(({ teller }) => teller === 'trace');

const probeRequest = (url: URL, traces: boolean, browserTells: boolean): ProbeRequest => ({
  host: url.host,
  url: url.href,
  teller: browserTells ? 'browser' : traces ? 'trace' : 'nobody',
});

/** All at once. A request of which nobody reports ECH is not sent. */
export async function runProbes(
  plan: ProbePlan,
  send: (request: ProbeRequest) => Promise<ProbeResult>,
): Promise<ProbeFacts> {
  const ask = (request: ProbeRequest): Promise<ProbeResult> =>
    request.teller === 'nobody'
      ? Promise.resolve({ kind: 'unreported' })
      : send(request).catch(() => ({ kind: 'failed' }));
  const [fresh, references] = await Promise.all([
    ask(plan.fresh),
    Promise.all(plan.references.map(async (request) => ({ host: request.host, result: await ask(request) }))),
  ]);
  return { fresh, references };
}
