// The one sentence in large type, how it is known, and why.

import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Words } from '../ui/words.tsx';
import { basisOf, headlineOf } from './conclusion-words.ts';
import type { Checked } from './report.ts';

export function CheckAnswer({ checked: { conclusion } }: { checked: Checked }) {
  const { kind, evidence } = conclusion;
  const reason = conclusion.kind === 'unknown' ? conclusion.reason : undefined;
  const by = conclusion.kind === 'off' ? conclusion.by.join(' ') : undefined;
  return (
    <>
      <p class={`headline ${kind}`} data-conclusion={kind} data-reason={reason} data-by={by} data-evidence={evidence}>
        <Words sentence={headlineOf(conclusion)} /> <EvidencePill evidence={evidence} />
      </p>
      <p>
        <Words sentence={basisOf(conclusion)} />
      </p>
    </>
  );
}
