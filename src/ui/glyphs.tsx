// Small pictures beside words.

import { Glyph, type GlyphProps } from './glyph.tsx';

export const Device = (props: GlyphProps) => (
  <Glyph {...props}>
    <rect x="1.75" y="3" width="12.5" height="8.25" rx="1.5" />
    <path d="M5 13.75h6" />
  </Glyph>
);

export const Globe = (props: GlyphProps) => (
  <Glyph {...props}>
    <circle cx="8" cy="8" r="6.25" />
    <path d="M1.75 8h12.5M8 1.75c2.6 2.2 2.6 10.3 0 12.5M8 1.75c-2.6 2.2-2.6 10.3 0 12.5" />
  </Glyph>
);

/** Whose machines stand in front of the site. */
export const Server = (props: GlyphProps) => (
  <Glyph {...props}>
    <rect x="2" y="2.25" width="12" height="5" rx="1.25" />
    <rect x="2" y="8.75" width="12" height="5" rx="1.25" />
    <path d="M4.75 4.75h.01M4.75 11.25h.01" stroke-width="2" />
  </Glyph>
);

/** There is more to say. */
export const Info = (props: GlyphProps) => (
  <Glyph {...props}>
    <circle cx="8" cy="8" r="6.5" />
    <path d="M8 7.5v3.75M8 4.75h.01" />
  </Glyph>
);

export const Chevron = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="m4 6 4 4 4-4" />
  </Glyph>
);
