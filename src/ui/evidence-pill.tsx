// The word that says how something is known: a solid border for measured, dashed for inferred, dotted for unknown.

import type { Evidence } from '../shared/report.ts';
import { keyOf } from '../shared/sentence.ts';
import { say } from './words.tsx';

export function EvidencePill({ evidence }: { evidence: Evidence }) {
  return (
    <span class={`pill ${evidence}`} title={say(keyOf('evidence_meaning', evidence))}>
      {say(keyOf('evidence', evidence))}
    </span>
  );
}
