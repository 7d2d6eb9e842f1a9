// The words of a conclusion, its blocking methods and its findings. Pure.

import type { BlockingMethod } from '../network/blocking-methods.ts';
import type { Conclusion, OffBy } from '../network/conclusion.ts';
import type { Finding } from '../network/findings.ts';
import type { AnswerClass } from '../shared/lookup.ts';
import type { MessageKey, Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';

export function headlineOf(conclusion: Conclusion): Sentence {
  return conclusion.kind === 'off'
    ? sentence(keyOf('check_off', inOne(conclusion.by)))
    : sentence(keyOf('check', conclusion.kind));
}

const inOne = (by: OffBy[]): OffBy | 'both' => (by.length > 1 ? 'both' : (by[0] ?? 'dns'));

/** Why, in one sentence. */
export function basisOf(conclusion: Conclusion): Sentence {
  if (conclusion.kind === 'unknown') return sentence(keyOf('check_reason', conclusion.reason));
  return conclusion.kind === 'off-undecided' && conclusion.inspection !== null
    ? sentence(keyOf('check_basis_off_undecided', conclusion.inspection))
    : sentence(keyOf('check_basis', conclusion.kind));
}

export function describeBlockingMethod(method: BlockingMethod): Sentence {
  switch (method.kind) {
    case 'interception':
      return sentence('check_means_interception', { label: method.authority });
    case 'canary':
      return method.by === 'resolver'
        ? sentence('check_means_canary_resolver', { label: method.resolver ?? '' })
        : sentence(keyOf('check_means_canary', method.by));
    default:
      return sentence(keyOf('check_means', method.kind), { label: method.resolver });
  }
}

/** What it means for this browser, and for what Overheard says elsewhere. */
export function reachOf(method: BlockingMethod): Sentence[] {
  if (method.kind === 'interception' || method.kind === 'canary') return [];
  const applies = sentence('check_means_applies');
  return method.isChosen ? [applies, sentence('check_means_chosen')] : [applies];
}

export function describeFinding({ kind, args }: Finding): Sentence {
  if (kind === 'roots-built-in') return sentence('check_found_roots_built_in_other', ...args);
  if (kind === 'keys-not-used') return sentence('check_found_keys_not_used_other', ...args);
  return sentence(keyOf('check_found', kind), ...args);
}

export const ANSWER_WORDS: Record<AnswerClass, MessageKey> = {
  ech: 'check_class_intact',
  'no-ech': 'check_class_ech_stripped',
  'no-record': 'check_class_no_data',
  'name-error': 'check_class_name_error',
  malformed: 'check_class_malformed',
  withheld: 'check_class_blocked',
  refused: 'check_class_refused',
  'server-failure': 'check_class_server_failure',
  'timed-out': 'check_class_timed_out',
  unreachable: 'check_class_unreachable',
  'local-network': 'check_class_local_network',
  'local-network-denied': 'check_class_local_network_denied',
  'excluded-by-policy': 'check_class_excluded_by_policy',
};
