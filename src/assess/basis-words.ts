// Words for what a verdict is based on, and for how a name fared.

import type { Arrival, BrowserName } from '../shared/facts.ts';
import type { NameExposure, SiteReport } from '../shared/report.ts';
import type { Basis, Subject, UnknownReason } from '../shared/report-kinds.ts';
import { BROWSER_LABELS, keyOf, type Sentence, sentence, sentenceOf } from '../shared/sentence.ts';
import { describeFailure, describeNotAsked } from './reasons.ts';

/** What a sentence about a report needs to know of it. */
export type About = Pick<SiteReport, 'browser' | 'site' | 'resolver'>;

export const subjectOf = ({ browser, site, resolver }: About): Subject => ({
  browser,
  host: site.host,
  resolver: resolver?.name ?? '',
});

export const describeBasis = (report: About & Pick<SiteReport, 'basis'>): Sentence =>
  wordBasis(report.basis, subjectOf(report));

const wordBasis = (basis: Basis, subject: Subject): Sentence =>
  basis.kind === 'unknown' ? describeUnknown(basis.reason, subject) : sentenceOf('basis', basis);

/**
 * Whether the browser said how a page came. Chromium 156 tells nothing of a document that a service worker answers: where a request
 * stands alone, the response was not heard.
 */
export const wasReported = (arrival: Arrival, browser: BrowserName): arrival is Exclude<Arrival, 'unreported'> =>
  arrival !== 'unreported' && !(arrival === 'service-worker' && browser === 'chromium');

function describeUnknown(reason: UnknownReason, { browser, host, resolver }: Subject): Sentence {
  const label = BROWSER_LABELS[browser];
  switch (reason.kind) {
    case 'load-failed':
      return sentence('unknown_load_failed', { label: reason.error });
    case 'arrival':
      return wasReported(reason.arrival, browser)
        ? sentence(keyOf('unknown', reason.arrival))
        : sentence('unknown_not_told', { label });
    case 'pending':
      return resolver === ''
        ? sentence('unknown_pending_first')
        : sentence('unknown_pending', { label: resolver }, { host });
    case 'interrupted':
      return sentence('unknown_interrupted');
    case 'not-asked':
      return describeNotAsked(reason.why, host);
    case 'lookup-failed':
      return describeFailure(reason.failure, resolver, host);
    case 'withheld':
      return sentence('unknown_withheld', { label: resolver }, { host });
    case 'restricted':
    case 'kept-away':
    case 'certificate-error':
      return sentence(keyOf('unknown', reason.kind), { label });
    case 'shared-connection':
      return sentence('unknown_shared_connection', { host: reason.host }, { host });
    case 'device-proxy':
      return sentence('unknown_device_proxy', { host: reason.proxy });
    case 'ech-off-here':
      return reason.sites === 0
        ? sentence('unknown_ech_off_here_tests', { label }, { count: reason.tests }, { host })
        : sentence('unknown_ech_off_here_sites', { label }, { count: reason.tests + reason.sites }, { host });
    case 'refuted':
      return sentence('unknown_refuted', { label }, { host });
  }
}

export function describeExposure({ how }: Pick<NameExposure, 'how'>): Sentence {
  switch (how.of) {
    case 'headline':
      return sentenceOf('headline', how.statement);
    case 'basis':
      return wordBasis(how.basis, how.subject);
    case 'host':
      return sentenceOf('how', how.statement);
  }
}
