// How many of a page's other hosts the network sees, in two or three words: what a page called hidden says beside it. Pure; imports
// shared only.

import type { Cell, HostState, OthersReport } from '../shared/report.ts';
import type { MessageKey, Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';

export interface Glance {
  /** Whether the network sees any. */
  sees: Cell['sees'];
  count: Sentence;
}

/** What is certain beside what is only probable, the list tells. */
export function glanceAt({ counts, total, isCapped }: OthersReport): Glance {
  const count = (state: HostState): number => counts[state] ?? 0;
  const say = (sees: Glance['sees'], key: MessageKey, number: number): Glance => ({
    sees,
    count: sentence(key, { count: number }, { count: total }),
  });
  const likely = count('likely-named');
  const named = count('clear') + count('intercepted') + count('named') + likely;
  const isMore = isCapped || count('unknown') > 0;
  if (named > 0 && likely > 0) return say('yes', isMore ? 'glance_probably_more' : 'glance_probably', named);
  if (named > 0) return say('yes', isMore ? 'glance_at_least' : 'glance_count', named);
  if (isMore) return { sees: 'unknown', count: sentence('popup_not_known') };
  if (count('partly-hidden') > 0) return say('unknown', 'glance_perhaps', count('partly-hidden'));
  return say('no', count('hidden') === total ? 'glance_count' : 'glance_probably', 0);
}
