// Copies a text, and says whether that worked. The text is made on the click.

import { useState } from 'preact/hooks';
import type { MessageKey } from '../shared/report.ts';
import { say } from './words.tsx';

export function CopyButton({ label, text }: { label: MessageKey; text(): string }) {
  const [outcome, setOutcome] = useState<'inspect_copied' | 'inspect_not_copied' | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => setOutcome('inspect_copied'),
      () => setOutcome('inspect_not_copied'),
    );
  return (
    <span class="copy">
      <button type="button" onClick={copy}>
        {say(label)}
      </button>
      <span role="status">{outcome !== null && say(outcome)}</span>
    </span>
  );
}
