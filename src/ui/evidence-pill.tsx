// The word that says how something is known: a solid border for measured, dashed for inferred, dotted for unknown.

import type { Evidence } from '../shared/report.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { say } from './words.tsx';

export const EVIDENCE_WORDS: Record<Evidence, MessageKey> = {
  measured: 'evidence_measured',
  inferred: 'evidence_inferred',
  unknown: 'evidence_unknown',
};

const MEANINGS: Record<Evidence, MessageKey> = {
  measured: 'evidence_measured_meaning',
  inferred: 'evidence_inferred_meaning',
  unknown: 'evidence_unknown_meaning',
};

export function EvidencePill({ evidence }: { evidence: Evidence }) {
  return (
    <span class={`pill ${evidence}`} title={say(MEANINGS[evidence])}>
      {say(EVIDENCE_WORDS[evidence])}
    </span>
  );
}
