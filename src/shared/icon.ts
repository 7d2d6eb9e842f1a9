// Which icon stands for a report: the verdict's own, but never the closed green shield over a name of the same owner, which gives
// the site away. Imports shared only.

import type { SiteReport, Verdict } from './report.ts';

export const iconOf = ({ verdict, crowd }: Pick<SiteReport, 'verdict' | 'crowd'>): Verdict =>
  verdict === 'hidden' && crowd === 'same-owner' ? 'partly-hidden' : verdict;
