// How the answer is known and who says so, as a button that unfolds what that means.

import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Evidence } from '../shared/report.ts';
import { Info } from '../ui/glyphs.tsx';

interface EvidenceButtonProps {
  evidence: Evidence;
  /** Who says so. */
  source: ComponentChildren;
  /** What that means. */
  children: ComponentChildren;
}

export function EvidenceButton({ evidence, source, children }: EvidenceButtonProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        class={`pill ${evidence}`}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {source} <Info size={12} />
      </button>
      <p class="meaning" id={id} hidden={!isOpen}>
        {children}
      </p>
    </>
  );
}
