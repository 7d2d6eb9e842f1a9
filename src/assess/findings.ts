// What the user's clicks have shown, one finding for each request and for the second resolver. They are shown alongside the verdict:
// each is about a new request or an answer, none about this page's connection.

import type { Facts, ProbeResult, SecondOpinion } from '../shared/facts.ts';
import type { PublishedReport, SiteReport } from '../shared/report.ts';
import { statement } from '../shared/sentence.ts';

type Finding = SiteReport['findings'][number];

export function findingsOf(
  { page, probes, secondOpinion, measuring }: Facts,
  published: PublishedReport['state'],
): Finding[] {
  const findings: Finding[] = [];
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
