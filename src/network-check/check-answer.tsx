// The one sentence in large type, how it is known and why; what the reader can do; and the report to copy.

import { translate } from '../platform/words.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { say, Words } from '../ui/words.tsx';
import { adviceOn } from './check-advice.ts';
import { basisOf, headlineOf } from './conclusion-words.ts';
import { type Checked, reportAsJson, reportAsMarkdown } from './report.ts';

export function CheckAnswer({ checked: { conclusion } }: { checked: Checked }) {
  const { kind, evidence } = conclusion;
  const reason = conclusion.kind === 'unknown' ? conclusion.reason : undefined;
  const by = conclusion.kind === 'off' ? conclusion.by.join(' ') : undefined;
  const isInspected = conclusion.kind === 'off' && conclusion.by.includes('interception');
  return (
    <>
      <p
        class={`headline ${isInspected ? 'intercepted' : kind}`}
        data-conclusion={kind}
        data-reason={reason}
        data-by={by}
        data-evidence={evidence}
      >
        <Words sentence={headlineOf(conclusion)} /> <EvidencePill evidence={evidence} />
      </p>
      <p>
        <Words sentence={basisOf(conclusion)} />
      </p>
    </>
  );
}

export function WhatToDo({ checked: { conclusion, facts } }: { checked: Checked }) {
  return (
    <section aria-labelledby="to-do" class="to-do">
      <h2 id="to-do">{say('check_do')}</h2>
      <ul>
        {adviceOn(conclusion, facts.browser).map((key) => (
          <li key={key} data-advice={key}>
            {say(key)}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function CopyCheck({ checked }: { checked: Checked }) {
  return (
    <section aria-label={say('inspect_copy')} class="buttons">
      <p class="hint">{say('check_last', { timeMs: checked.atMs })}</p>
      <CopyButton label="inspect_copy_markdown" text={() => reportAsMarkdown(checked, translate)} />
      <CopyButton label="inspect_copy_json" text={() => reportAsJson(checked, translate)} />
    </section>
  );
}
