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

export const Lock = (props: GlyphProps) => (
  <Glyph {...props}>
    <rect x="3" y="7" width="10" height="7" rx="1.5" fill="currentColor" stroke="none" />
    <path d="M5.25 7V5a2.75 2.75 0 0 1 5.5 0v2" />
  </Glyph>
);

export const Reload = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M13.5 8A5.5 5.5 0 1 1 11.6 3.85M13.5 1.75V5h-3.25" />
  </Glyph>
);

export const List = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M6 4h7.5M6 8h7.5M6 12h7.5M2.75 4h.01M2.75 8h.01M2.75 12h.01" />
  </Glyph>
);

/** Waves, as of a Wi-Fi. */
export const Network = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M1.5 6.2a9.3 9.3 0 0 1 13 0M4 9a5.8 5.8 0 0 1 8 0" />
    <circle cx="8" cy="12" r="1.25" fill="currentColor" stroke="none" />
  </Glyph>
);

export const Gear = (props: GlyphProps) => (
  <Glyph {...props}>
    <circle cx="8" cy="8" r="2.25" />
    <circle cx="8" cy="8" r="5" />
    <path d="M8 1v1.75M8 13.25V15M1 8h1.75M13.25 8H15M3.05 3.05l1.2 1.2M11.75 11.75l1.2 1.2M12.95 3.05l-1.2 1.2M4.25 11.75l-1.2 1.2" />
  </Glyph>
);

export const Chevron = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="m4 6 4 4 4-4" />
  </Glyph>
);
