// A line of configuration to copy, and what it is for.

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { CopyButton } from '../ui/copy-button.tsx';

export function CopyLine({ line, children }: { line: string; children: ComponentChildren }) {
  const id = useId();
  return (
    <div class="line" data-line={line}>
      <span id={id}>{children}</span>
      <code dir="ltr">{line}</code>
      <CopyButton label="check_copy" describedBy={id} text={() => line} />
    </div>
  );
}
