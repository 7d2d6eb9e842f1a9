// The canary's state as what it means for this browser. Imports shared only.

import type { CanaryFacts } from '../shared/facts.ts';
import type { CanaryReport, MessageKey, Sentence } from '../shared/report.ts';
import { sentence } from './sentence.ts';

export function canaryMeaning(canary: CanaryFacts | null): CanaryReport {
  if (canary === null) return { state: 'not-asked', evidence: 'unknown', meaning: sentence('canary_not_asked') };
  const { state } = canary;
  const evidence = state === 'unknown' ? 'unknown' : 'measured';
  return { state, evidence, meaning: canary.asked === 'system-resolver' ? forFirefox(canary) : forChromium(canary) };
}

const FIREFOX_KEYS: Record<CanaryFacts['state'], MessageKey> = {
  set: 'canary_firefox_set',
  'not-set': 'canary_firefox_not_set',
  unknown: 'canary_firefox_controls',
};

const CHROMIUM_KEYS: Record<CanaryFacts['state'], MessageKey> = {
  set: 'canary_chromium_set',
  'not-set': 'canary_chromium_not_set',
  unknown: 'canary_chromium_failed',
};

const forFirefox = ({ state }: CanaryFacts): Sentence => sentence(FIREFOX_KEYS[state]);
const forChromium = ({ state, resolver }: CanaryFacts): Sentence => sentence(CHROMIUM_KEYS[state], resolver ?? '');
