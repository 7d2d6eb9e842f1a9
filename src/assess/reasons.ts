// Words for what could not be found out, by reason: every reason has its own sentence. Imports shared only.

import type { Arrival, BrowserName, Facts } from '../shared/facts.ts';
import { assertNever } from '../shared/result.ts';
import type { Sentence } from '../shared/sentence.ts';
import { BROWSER_LABELS, keyOf, sentence } from '../shared/sentence.ts';
import { describeFailure } from './lookup-failure.ts';
import { describeNotAsked } from './not-asked.ts';
import type { UnknownReason } from './reading.ts';

/**
 * Whether the browser said how a page came. Chromium 156 tells nothing of a document that a service worker answers: where a request
 * stands alone, the response was not heard.
 */
export const wasTold = (arrival: Arrival, browser: BrowserName): arrival is Exclude<Arrival, 'untold'> =>
  arrival !== 'untold' && !(arrival === 'service-worker' && browser === 'chromium');

export function describeUnknown(reason: UnknownReason, facts: Facts): Sentence {
  const { host } = facts.page;
  const browser = BROWSER_LABELS[facts.browser];
  const resolver = facts.lookup.resolver?.name ?? '';
  switch (reason.kind) {
    case 'load-failed':
      return sentence('unknown_load_failed', { label: reason.error });
    case 'restricted':
      return sentence('unknown_restricted', { label: browser });
    case 'kept-away':
      return sentence('unknown_kept_away', { label: browser });
    case 'arrival':
      return wasTold(reason.arrival, facts.browser)
        ? sentence(keyOf('unknown', reason.arrival))
        : sentence('unknown_not_told', { label: browser });
    case 'pending':
      return resolver === ''
        ? sentence('unknown_pending_first')
        : sentence('unknown_pending', { label: resolver }, { host });
    case 'not-asked':
      return describeNotAsked(reason.why, host);
    case 'lookup-failed':
      return describeFailure(reason.failure, resolver, host);
    case 'certificate-error':
      return sentence('unknown_certificate_error', { label: browser });
    case 'withheld':
      return sentence('unknown_withheld', { label: resolver }, { host });
    case 'refuted':
      return sentence('unknown_refuted', { label: browser }, { host });
    default:
      return assertNever(reason);
  }
}
