// Small pictures beside words. All are decoration: the words say the same, so screen readers skip them.

import type { ComponentChildren } from 'preact';

interface GlyphProps {
  class?: string;
  /** CSS pixels. */
  size?: number;
}

function Glyph({ class: name, size = 16, children }: GlyphProps & { children: ComponentChildren }) {
  return (
    <svg
      class={name}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

const line = { 'stroke-width': 1.5, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' } as const;

export const Device = (props: GlyphProps) => (
  <Glyph {...props}>
    <rect x="1.75" y="3" width="12.5" height="8.25" rx="1.5" {...line} />
    <path d="M5 13.75h6" {...line} />
  </Glyph>
);

export const Globe = (props: GlyphProps) => (
  <Glyph {...props}>
    <circle cx="8" cy="8" r="6.25" {...line} />
    <path d="M1.75 8h12.5M8 1.75c2.6 2.2 2.6 10.300 0 12.500M8 1.750c-2.600 2.200-2.600 10.300 0 12.500" {...line} />
  </Glyph>
);

export const Eye = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M1 8s2.600-4.500 7-4.500S15 8 15 8s-2.600 4.500-7 4.500S1 8 1 8z" {...line} />
    <circle cx="8" cy="8" r="2" fill="currentColor" stroke="none" />
  </Glyph>
);

export const EyeShut = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M1 6.500s2.600 4 7 4 7-4 7-4M8 10.500v2.500M3.600 9.300 2.200 11.300M12.400 9.300l1.400 2" {...line} />
  </Glyph>
);

export const Question = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M5.500 6.200a2.500 2.500 0 1 1 3.700 2.200c-.8.450-1.200.900-1.200 1.700" {...line} />
    <circle cx="8" cy="12.700" r="1" fill="currentColor" stroke="none" />
  </Glyph>
);

export const Lock = (props: GlyphProps) => (
  <Glyph {...props}>
    <rect x="3" y="7" width="10" height="7" rx="1.500" fill="currentColor" stroke="none" />
    <path d="M5.250 7V5a2.750 2.750 0 0 1 5.500 0v2" {...line} />
  </Glyph>
);

export const Reload = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M13.500 8A5.500 5.500 0 1 1 11.600 3.850M13.500 1.750V5h-3.250" {...line} />
  </Glyph>
);

export const Chevron = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="m4 6 4 4 4-4" {...line} />
  </Glyph>
);
