// One line of a list of facts: what it is, and what was found.

import type { ComponentChildren } from 'preact';
import type { MessageKey } from '../shared/sentence.ts';
import { say } from './words.tsx';

export function Fact({ label, children }: { label: MessageKey; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{say(label)}</dt>
      <dd>{children}</dd>
    </div>
  );
}
