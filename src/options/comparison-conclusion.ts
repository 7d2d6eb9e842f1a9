// What a comparison of resolvers comes to: a sentence about the one that is chosen, one about the others, and the most useful first. Pure.

import type { Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import type { Findings } from './comparison.ts';

interface Compared {
  name: string;
  isChosen: boolean;
  findings: Findings;
}

/** `intact`: ECH for every reference host that was asked about. Null as long as nothing can be said. */
type EchKept = 'intact' | 'some' | 'none' | 'no-answer' | null;

function echKeptBy({ state, answered, hosts, keptEch }: Findings): EchKept {
  if (state !== 'done') return null;
  if (answered === 0) return 'no-answer';
  return keptEch === hosts ? 'intact' : keptEch > 0 ? 'some' : 'none';
}

/** Empty as long as none is tried. */
export function concludeComparison(compared: readonly Compared[]): Sentence[] {
  const tried = compared.filter(({ findings }) => echKeptBy(findings) !== null);
  const intact = tried.filter(({ findings }) => echKeptBy(findings) === 'intact');
  const chosen = tried.find(({ isChosen }) => isChosen);
  const kept = chosen === undefined ? null : echKeptBy(chosen.findings);
  const own = chosen === undefined || kept === null ? [] : [sayOfChosen(chosen, kept)];
  if (kept === 'intact') return [...own, sentence('options_compare_keep')];
  const list = { list: intact.map(({ name }) => ({ label: name })) };
  if (intact.length > 0) return [...own, sentence('options_compare_intact_other', list, { count: intact.length })];
  return tried.some(({ findings }) => findings.answered > 0) ? [...own, sentence('options_compare_none_intact')] : own;
}

function sayOfChosen({ name, findings }: Compared, kept: Exclude<EchKept, null>): Sentence {
  const label = { label: name };
  switch (kept) {
    case 'intact':
      return sentence('options_compare_chosen_intact', label);
    case 'some':
      return sentence('options_compare_chosen_some', label, { count: findings.keptEch }, { count: findings.hosts });
    case 'none':
      return sentence('options_compare_chosen_none', label);
    case 'no-answer':
      return sentence('options_compare_chosen_silent', label);
  }
}

const RANKS: EchKept[] = ['intact', 'some', 'none', 'no-answer', null];

/** Whether ECH is left intact, then answers, DNSSEC and padding, then the time that they take. */
export function byUsefulness(
  { findings: one }: Pick<Compared, 'findings'>,
  { findings: other }: Pick<Compared, 'findings'>,
) {
  const [first, second] = [usefulness(one), usefulness(other)];
  const at = first.findIndex((value, index) => value !== second[index]);
  return at < 0 ? 0 : (first[at] ?? 0) - (second[at] ?? 0);
}

/** Each smaller is better. */
const usefulness = (findings: Findings): number[] => [
  RANKS.indexOf(echKeptBy(findings)),
  findings.asked - findings.answered,
  findings.authenticated ? 0 : 1,
  findings.padded ? 0 : 1,
  findings.medianMs ?? Number.MAX_VALUE,
];
