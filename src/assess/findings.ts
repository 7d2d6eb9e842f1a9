// What is shown alongside the verdict, whatever that is: a stranger's connection that is intercepted, and what the user's clicks have
// shown, one finding for each request and for the second resolver. None is about this page's connection.

import type { Facts, ProbeResult, SecondOpinion } from '../shared/facts.ts';
import type { Cause, PublishedReport, SiteReport } from '../shared/report.ts';
import { statement } from '../shared/sentence.ts';
import type { VisitReading } from './visit-reading.ts';

type Finding = SiteReport['findings'][number];

export function findingsOf(
  { page, probes, trace, secondOpinion, measuring }: Facts,
  published: PublishedReport['state'],
  { interceptedStranger }: VisitReading,
  cause: Cause | null,
): Finding[] {
  const findings: Finding[] = [];
  if (interceptedStranger !== null && cause?.kind !== 'intercepted-elsewhere') {
    const { host, root } = interceptedStranger;
    findings.push({
      evidence: 'measured',
      finding: statement('intercepted-elsewhere', { host }, { label: root.subject }),
    });
  }
  if (trace?.state === 'running' || trace?.state === 'failed')
    findings.push({
      evidence: 'unknown',
      finding: statement(`trace-${trace.state === 'failed' ? trace.why : trace.state}`, { host: page.host }),
    });
  if (probes?.fresh) findings.push(ofRequest(page.host, probes.fresh));
  for (const { host, result } of probes?.references ?? []) findings.push(ofRequest(host, result));
  if (secondOpinion !== null) findings.push(ofResolver(secondOpinion, page.host, published));
  if (measuring !== null && measuring !== 'ready')
    findings.push({ evidence: 'unknown', finding: statement(`measuring-${measuring}`) });
  return findings;
}

function ofRequest(host: string, result: ProbeResult): Finding {
  if (result.kind !== 'reported') return { evidence: 'unknown', finding: statement(result.kind, { host }) };
  const { by, usedEch } = result;
  return { evidence: 'measured', finding: statement(`${usedEch ? 'with' : 'without'}-ech-${by}`, { host }) };
}

function ofResolver({ resolver, state }: SecondOpinion, host: string, published: string): Finding {
  const name = { label: resolver.name };
  if (state === 'pending' || state === 'failed')
    return { evidence: 'unknown', finding: statement(`second-${state}`, name) };
  const finding = state === published ? statement('second-same', name) : statement(`second-${state}`, name, { host });
  return { evidence: 'measured', finding };
}
