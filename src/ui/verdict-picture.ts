// Which tone and which shape stand for a report. Pure. Shapes differ in every state, so that colour is never needed.

import type { SiteReport } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';

export type Tone = 'green' | 'teal' | 'amber' | 'grey' | 'red' | 'quiet';

export type Shape =
  | 'shield-closed'
  | 'shield-half'
  | 'shield-dashed'
  | 'shield-alert'
  | 'shield-open'
  | 'eye'
  | 'eye-filled'
  | 'question'
  | 'shield-dimmed';

export interface VerdictPicture {
  tone: Tone;
  shape: Shape;
}

export function pictureOf({ icon }: Pick<SiteReport, 'icon'>): VerdictPicture {
  switch (icon) {
    case 'hidden':
      return { tone: 'green', shape: 'shield-closed' };
    case 'partly-hidden':
      return { tone: 'amber', shape: 'shield-half' };
    case 'likely-hidden':
      return { tone: 'teal', shape: 'shield-dashed' };
    case 'offered-not-used':
      return { tone: 'amber', shape: 'shield-alert' };
    case 'exposed':
      return { tone: 'grey', shape: 'shield-open' };
    case 'cleartext':
      return { tone: 'red', shape: 'eye' };
    case 'intercepted':
      return { tone: 'red', shape: 'eye-filled' };
    case 'unknown':
      return { tone: 'quiet', shape: 'question' };
    case 'not-applicable':
      return { tone: 'quiet', shape: 'shield-dimmed' };
    default:
      return assertNever(icon);
  }
}
