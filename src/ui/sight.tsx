// Marks for whether a name is seen: an eye, an eye that is shut, a question mark.

import type { Cell, HostState } from '../shared/report.ts';
import { Glyph, type GlyphProps } from './glyph.tsx';

export const Eye = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M1 8s2.6-4.5 7-4.5S15 8 15 8s-2.6 4.5-7 4.5S1 8 1 8z" />
    <circle cx="8" cy="8" r="2" fill="currentColor" stroke="none" />
  </Glyph>
);

const EyeShut = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M1 6.5s2.6 4 7 4 7-4 7-4M8 10.5v2.5M3.6 9.3 2.2 11.3M12.4 9.3l1.4 2" />
  </Glyph>
);

const Question = (props: GlyphProps) => (
  <Glyph {...props}>
    <path d="M5.5 6.2a2.5 2.5 0 1 1 3.7 2.2c-.8.45-1.2.9-1.2 1.7" />
    <circle cx="8" cy="12.7" r="1" fill="currentColor" stroke="none" />
  </Glyph>
);

export const SIGHT: Record<Cell['sees'], typeof Eye> = { yes: Eye, no: EyeShut, unknown: Question };

const UNSEEN: Partial<Record<HostState, typeof Eye>> = {
  'partly-hidden': Question,
  unknown: Question,
  'likely-hidden': EyeShut,
  hidden: EyeShut,
};

/** In every other state the name is seen. */
export const markOf = (state: HostState): typeof Eye => UNSEEN[state] ?? Eye;
