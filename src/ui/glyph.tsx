// Small pictures beside words. All are decoration: the words say the same, so screen readers skip them.

import type { ComponentChildren } from 'preact';

export interface GlyphProps {
  class?: string;
  /** CSS pixels. */
  size?: number;
}

export function Glyph({ class: name, size = 16, children }: GlyphProps & { children: ComponentChildren }) {
  return (
    <svg
      class={name}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width={1.5}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}
