// Which tone and which shape stand for a report. Pure. Shapes differ in every state, so that colour is never needed.

import type { Icon, SiteReport } from '../shared/report.ts';

export type Tone = 'green' | 'teal' | 'amber' | 'grey' | 'red' | 'quiet';

export type Shape =
  | 'shield-ticked'
  | 'shield-closed'
  | 'shield-half'
  | 'shield-dashed'
  | 'shield-alert'
  | 'shield-open'
  | 'eye'
  | 'eye-filled'
  | 'question'
  /** Still looking. */
  | 'ring'
  | 'shield-dimmed';

export interface VerdictPicture {
  tone: Tone;
  shape: Shape;
}

const PICTURES: Record<Icon, VerdictPicture> = {
  hidden: { tone: 'green', shape: 'shield-ticked' },
  'hidden-unknown-set': { tone: 'green', shape: 'shield-closed' },
  'partly-hidden': { tone: 'amber', shape: 'shield-half' },
  'likely-hidden': { tone: 'teal', shape: 'shield-dashed' },
  'offered-not-used': { tone: 'amber', shape: 'shield-alert' },
  exposed: { tone: 'grey', shape: 'shield-open' },
  cleartext: { tone: 'red', shape: 'eye' },
  intercepted: { tone: 'red', shape: 'eye-filled' },
  unknown: { tone: 'quiet', shape: 'question' },
  'not-applicable': { tone: 'quiet', shape: 'shield-dimmed' },
};

/** As a legend lists them. */
export const ICONS = Object.keys(PICTURES) as Icon[];

export const pictureOf = ({ icon }: Pick<SiteReport, 'icon'>): VerdictPicture => PICTURES[icon];
