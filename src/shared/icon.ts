// Which icon stands for a report: the verdict's own, but never a reassuring one over a name of the same owner, which gives the site
// away: there it is the half-filled one. Imports shared only.

import type { SiteReport, Verdict } from './report.ts';

export const iconOf = ({ verdict, crowd }: Pick<SiteReport, 'verdict' | 'crowd'>): Verdict =>
  crowd === 'same-owner' && (verdict === 'hidden' || verdict === 'likely-hidden') ? 'partly-hidden' : verdict;
