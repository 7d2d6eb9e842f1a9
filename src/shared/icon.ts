// Which icon stands for a report: the verdict's own, but never a reassuring one over a name of the same owner, which gives the site
// away: there it is the half-filled one. Imports shared only.

import type { SiteReport, Verdict } from './report.ts';

export const iconOf = ({ verdict, crowd }: Pick<SiteReport, 'verdict' | 'crowd'>): Verdict =>
  crowd === 'same-owner' && (verdict === 'hidden' || verdict === 'likely-hidden') ? 'partly-hidden' : verdict;

/** Pixels at which every state's icon is drawn: a toolbar's 16, Chrome's older 19, and both on denser screens. */
export const ICON_SIZES = [16, 19, 32, 38] as const;

/** What `action.setIcon` takes as `path`. */
export const iconPaths = (icon: Verdict): Record<string, string> =>
  Object.fromEntries(ICON_SIZES.map((size) => [size, `/icons/${icon}-${size}.png`]));
