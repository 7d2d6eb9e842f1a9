// Words for what could not be found out, by reason: every reason has its own sentence. Imports shared only.

import type { Arrival, Facts } from '../shared/facts.ts';
import type { MessageKey, Sentence } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import type { UnknownReason } from './conclusion.ts';
import { describeFailure } from './lookup-failure.ts';
import { describeNotAsked } from './not-asked.ts';
import { BROWSER_LABELS, sentence } from './sentence.ts';

const ARRIVALS: Record<Exclude<Arrival, 'network'>, MessageKey> = {
  'http-cache': 'unknown_http_cache',
  'service-worker': 'unknown_service_worker',
  'back-forward-cache': 'unknown_back_forward_cache',
  untold: 'unknown_not_told',
  unseen: 'unknown_unseen',
};

export function describeUnknown(reason: UnknownReason, facts: Facts): Sentence {
  const { host } = facts.page;
  const browser = BROWSER_LABELS[facts.browser];
  const resolver = facts.lookup.resolver?.name ?? '';
  switch (reason.kind) {
    case 'load-failed':
      return sentence('unknown_load_failed', reason.error);
    case 'restricted':
      return sentence('unknown_restricted', browser);
    case 'arrival':
      return reason.arrival === 'untold' ? sentence('unknown_not_told', browser) : sentence(ARRIVALS[reason.arrival]);
    case 'pending':
      return resolver === '' ? sentence('unknown_pending_first') : sentence('unknown_pending', resolver, host);
    case 'not-asked':
      return describeNotAsked(reason.why, host);
    case 'lookup-failed':
      return describeFailure(reason.failure, resolver, host);
    case 'refuted':
      return sentence('unknown_refuted', browser, host);
    default:
      return assertNever(reason);
  }
}
