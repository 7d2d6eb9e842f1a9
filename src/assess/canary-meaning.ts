// The canary's state as what it means for this browser.

import type { CanaryFacts } from '../shared/facts.ts';
import type { CanaryReport } from '../shared/report.ts';
import type { Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';

export function canaryMeaning(canary: CanaryFacts | null): CanaryReport {
  if (canary === null)
    return { state: 'not-asked', evidence: 'unknown', meaning: sentence('canary_not_asked'), checkedAtMs: null };
  const { state } = canary;
  const evidence = state === 'unknown' ? 'unknown' : 'measured';
  return { state, evidence, meaning: meaningOf(canary), checkedAtMs: canary.checkedAtMs };
}

function meaningOf({ asked, state, resolver }: CanaryFacts): Sentence {
  if (asked === 'system-resolver')
    return sentence(state === 'unknown' ? 'canary_firefox_controls' : keyOf('canary_firefox', state));
  return sentence(state === 'unknown' ? 'canary_chromium_failed' : keyOf('canary_chromium', state), {
    label: resolver ?? '',
  });
}
