// The answer as a sentence, and who says so. Imports shared only.

import type { Facts } from '../shared/facts.ts';
import type { Crowd } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import type { MessageKey, Sentence } from '../shared/sentence.ts';
import { BROWSER_LABELS, keyOf, sentence } from '../shared/sentence.ts';
import { wentWithoutEch } from './not-used.ts';
import type { Conclusion } from './reading.ts';
import { describeUnknown } from './reasons.ts';

/** `publicName` is the one that the outer hello carries or should carry, null when none is known. */
export function headline(conclusion: Conclusion, facts: Facts, publicName: string | null, crowd: Crowd): Sentence {
  const { host } = facts.page;
  switch (conclusion.verdict) {
    case 'cleartext':
      return sentence('headline_cleartext');
    case 'not-applicable':
      return sentence('headline_not_applicable');
    case 'intercepted':
      return sentence('headline_intercepted');
    case 'hidden':
      if (publicName === null) return sentence('headline_hidden_unnamed', { host });
      return sentence(
        crowd === 'same-owner' ? 'headline_hidden_same_owner' : 'headline_hidden',
        { host: publicName },
        { host },
      );
    case 'partly-hidden':
      if (crowd === 'same-owner' && publicName !== null)
        return sentence('headline_partly_hidden_same_owner', { host: publicName }, { host });
      return sentence(keyOf('headline_partly_hidden', conclusion.leaks[0]), { host });
    case 'offered-not-used':
      return sentence('headline_offered_not_used', { host });
    case 'exposed':
      return sentence(conclusion.evidence === 'measured' ? 'headline_exposed' : 'headline_probably_exposed', { host });
    case 'likely-hidden':
      if (conclusion.publicName === null) return sentence('headline_likely_hidden_unnamed', { host });
      // The verdict stays, and yet nobody may take the expectation for more than it is.
      if (wentWithoutEch(facts)) return sentence('headline_likely_hidden_doubted', { host: conclusion.publicName });
      if (conclusion.mixed) return sentence('headline_likely_hidden_mixed', { host: conclusion.publicName });
      if (crowd === 'same-owner')
        return sentence('headline_likely_hidden_same_owner', { host: conclusion.publicName }, { host });
      return sentence('headline_likely_hidden', { host: conclusion.publicName });
    case 'unknown':
      return sentence(conclusion.reason.kind === 'pending' ? 'headline_pending' : 'headline_unknown');
    default:
      return assertNever(conclusion);
  }
}

export function basis(conclusion: Conclusion, facts: Facts): Sentence {
  const { host, arrival } = facts.page;
  const browser = BROWSER_LABELS[facts.browser];
  const cached = arrival === 'http-cache';
  switch (conclusion.verdict) {
    case 'cleartext':
      return sentence('basis_clear_page');
    case 'not-applicable':
      if (conclusion.why === 'not-web') return sentence('basis_not_web');
      if (conclusion.why === 'ip') return sentence('basis_ip');
      return sentence(conclusion.why === 'onion' ? 'basis_onion' : 'basis_local_name', { host });
    case 'intercepted':
      return sentence('basis_added_root', { label: browser }, { label: conclusion.root.subject });
    case 'hidden':
    case 'partly-hidden':
      return sentence(cached ? 'basis_ech_used_cached' : 'basis_ech_used', { label: browser });
    case 'offered-not-used':
      return sentence(cached ? 'basis_ech_not_used_cached' : 'basis_ech_not_used', { label: browser });
    case 'exposed':
      if (conclusion.echFor !== undefined) return sentence('basis_own_name', { host });
      if (conclusion.evidence === 'inferred') return inferredBasis('show', facts);
      return sentence(cached ? 'basis_ech_not_used_cached' : 'basis_ech_not_used', { label: browser });
    case 'likely-hidden':
      return inferredBasis('hide', facts);
    case 'unknown':
      return describeUnknown(conclusion.reason, facts);
    default:
      return assertNever(conclusion);
  }
}

/** Chrome never tells what happened; Firefox does, but for connections whose security it calls broken. */
function inferredBasis(what: 'hide' | 'show', { browser, page }: Facts): Sentence {
  const untold = browser === 'firefox';
  const keys: Record<typeof what, MessageKey> = untold
    ? { hide: 'basis_should_hide_untold', show: 'basis_should_show_untold' }
    : { hide: 'basis_should_hide', show: 'basis_should_show' };
  return sentence(keys[what], { host: page.host }, { label: BROWSER_LABELS[browser] });
}
