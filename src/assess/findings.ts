// What the user's clicks have shown, a sentence for each request and for the second resolver. They stand beside the verdict: each
// tells of a new request or of an answer, none of this page's connection. Imports shared only.

import type { Facts, ProbeResult, SecondOpinion } from '../shared/facts.ts';
import type { PublishedReport, SiteReport } from '../shared/report.ts';
import { keyOf, sentence } from '../shared/sentence.ts';

type Finding = SiteReport['findings'][number];

export function findingsOf({ page, probes, second, measuring }: Facts, published: PublishedReport['state']): Finding[] {
  const findings: Finding[] = [];
  if (probes?.fresh) findings.push(ofRequest(page.host, probes.fresh));
  for (const { host, result } of probes?.references ?? []) findings.push(ofRequest(host, result));
  if (second !== null) findings.push(ofResolver(second, page.host, published));
  if (measuring !== null && measuring !== 'ready')
    findings.push({ evidence: 'unknown', words: sentence(keyOf('found_measuring', measuring)) });
  return findings;
}

function ofRequest(host: string, result: ProbeResult): Finding {
  if (result.kind !== 'told') return { evidence: 'unknown', words: sentence(keyOf('found', result.kind), { host }) };
  const { by, usedEch } = result;
  const key = usedEch ? keyOf('found_with_ech', by) : keyOf('found_without_ech', by);
  return { evidence: 'measured', words: sentence(key, { host }) };
}

function ofResolver({ resolver: { name }, state }: SecondOpinion, host: string, published: string): Finding {
  if (state === 'pending' || state === 'failed')
    return { evidence: 'unknown', words: sentence(keyOf('found_second', state), { label: name }) };
  const words =
    state === published
      ? sentence('found_second_same', { label: name })
      : sentence(keyOf('found_second', state), { label: name }, { host });
  return { evidence: 'measured', words };
}
