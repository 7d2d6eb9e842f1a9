// What the rows of the two browsers come to, in one sentence. Always inferred: nothing of this site was connected to.

import type { Prediction } from '../browsers/rows.ts';
import { sameName } from '../dns/names.ts';
import { anonymitySetOf, isOwnName } from '../observers/anonymity-set.ts';
import type { Sentence } from '../shared/sentence.ts';
import { BROWSER_LABELS, sentence } from '../shared/sentence.ts';
import type { SuffixList } from '../shared/suffix-list.ts';

export type SummaryKind =
  /** Both browsers hide the name. */
  | 'hidden'
  /** Not in both, not where ECH fails, or behind a name that gives the site away. */
  | 'partly-hidden'
  | 'exposed'
  /** In one of them at least: most of its visitors cannot open the site. */
  | 'cannot-connect';

export interface Summary {
  kind: SummaryKind;
  words: Sentence;
}

/** `host` is null where pasted records do not say whose they are. */
export function summarise(rows: readonly Prediction[], host: string | null, suffixes: SuffixList): Summary | null {
  const [one, other] = rows.filter(({ client }) => client !== 'rfc');
  if (one === undefined || other === undefined) return null;
  if (one.outcome !== other.outcome) return summariseDifference([one, other], host);
  switch (one.outcome) {
    case 'shows': {
      const words =
        host === null ? sentence('inspect_summary_shows_site') : sentence('inspect_summary_shows', { host });
      return { kind: 'exposed', words };
    }
    case 'cannot-connect':
      return { kind: 'cannot-connect', words: sentence('inspect_summary_cannot_connect') };
    case 'hides':
      return summariseHidden(one, other, host, suffixes);
  }
}

const partlyHidden = (words: Sentence): Summary => ({ kind: 'partly-hidden', words });
const hidden = (words: Sentence): Summary => ({ kind: 'hidden', words });

const labelOf = ({ client }: Prediction): string => (client === 'rfc' ? '' : BROWSER_LABELS[client]);

const DIFFER = partlyHidden(sentence('inspect_summary_differ'));

/** Which browser does what. */
function summariseDifference(rows: readonly Prediction[], host: string | null): Summary {
  const label = (outcome: Prediction['outcome']): string | undefined => {
    const client = rows.find((row) => row.outcome === outcome)?.client;
    return client === undefined || client === 'rfc' ? undefined : BROWSER_LABELS[client];
  };
  // One that hides the name behind itself does not hide it.
  if (host !== null && rows.some(({ publicName }) => publicName !== undefined && isOwnName(host, publicName)))
    return DIFFER;
  const hiding = label('hides');
  const showing = label('shows');
  const failing = label('cannot-connect');
  if (failing === undefined)
    return partlyHidden(sentence('inspect_summary_one_hides', { label: hiding ?? '' }, { label: showing ?? '' }));
  const words =
    hiding === undefined
      ? sentence('inspect_summary_fails_or_shows', { label: failing }, { label: showing ?? '' })
      : sentence('inspect_summary_fails_or_hides', { label: failing }, { label: hiding });
  return { kind: 'cannot-connect', words };
}

function summariseHidden(one: Prediction, other: Prediction, host: string | null, suffixes: SuffixList): Summary {
  const names = [one, other].map(({ publicName = '' }) => publicName);
  const [cover = ''] = names;
  // Where the public name is the very name, ECH hides nothing.
  const own = host === null ? [] : names.filter((name) => isOwnName(host, name));
  if (own.length === 1) return DIFFER;
  if (own.length === 2) return { kind: 'exposed', words: sentence('inspect_summary_own_name', { host: cover }) };
  const falling = [one, other].filter(({ onFailure }) => onFailure === 'falls-back').map(labelOf);
  const isVaried = !sameName(cover, names[1] ?? '') || one.ambiguousName || other.ambiguousName;
  // One that hides the very name and says whose it is does not reassure; that it may not even hide it comes first.
  const owner =
    host !== null && names.some((name) => anonymitySetOf(host, name, suffixes) === 'same-owner') ? host : null;
  const said = owner === null ? hidden : partlyHidden;
  const [label, ...others] = falling;
  if (isVaried && label === undefined) return said(sentence('inspect_summary_hides_varied'));
  if (isVaried) return partlyHidden(sentence('inspect_summary_hides_varied_unless'));
  if (label !== undefined)
    return partlyHidden(
      others.length === 0
        ? sentence('inspect_summary_hides_unless_one', { host: cover }, { label })
        : sentence('inspect_summary_hides_unless', { host: cover }),
    );
  return said(
    owner === null
      ? sentence('inspect_summary_hides', { host: cover })
      : sentence('inspect_summary_hides_same_owner', { host: cover }, { host: owner }),
  );
}
