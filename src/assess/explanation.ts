// A cause put together: what it is, how it is known, who is responsible, and one piece of advice.

import type { Cause, Evidence } from '../shared/report.ts';
import type { AdviceKind, CauseKind, ResponsibleParty, Why } from '../shared/report-kinds.ts';
import { type Argument, statement } from '../shared/sentence.ts';

/** `withheld` alone is told in words that go by who withholds. */
type OwnWords = Exclude<CauseKind, 'withheld'>;

/** A cause in its own words. */
export const cause = (kind: OwnWords, evidence: Evidence, advice: AdviceKind, ...args: Argument[]): Cause =>
  causeBy(kind, evidence, statement(kind, ...args), advice);

/** A cause in the words of something else. */
export const causeBy = (kind: CauseKind, evidence: Evidence, why: Why, advice: AdviceKind): Cause => ({
  kind,
  evidence,
  responsible: evidence === 'unknown' ? 'unknown' : RESPONSIBLE[kind],
  why,
  advice,
});

/** What only the resolver says of the site is most likely the site's doing: the resolver may withhold a record. */
const RESPONSIBLE: Record<CauseKind, ResponsibleParty | null> = {
  cleartext: 'address',
  'added-root': 'device',
  'added-root-name': 'device',
  'intercepted-elsewhere': 'device',
  'same-site-before': 'site',
  'same-site-exposed': 'site',
  proxy: 'proxy',
  'exposed-earlier': null,
  'exposed-later': null,
  // The browser may leave encrypted DNS off by itself, by the canary, or because the network blocks its resolver.
  'unencrypted-dns': 'here',
  'cleartext-redirect': 'redirect',
  ocsp: 'site',
  'own-name': 'site',
  withheld: null,
  'no-record': 'site-likely',
  alias: 'site-likely',
  'alias-nowhere': 'site-likely',
  'no-service': 'site-likely',
  malformed: 'site-likely',
  'no-ech': 'site-likely',
  unusable: 'site',
  'mixed-set': 'site',
  'not-from-network': null,
  'not-yet-known': null,
  'fresh-without-ech': null,
  'ech-off-here': 'here',
  'lost-race': 'connection',
  'server-refused': 'site-likely',
  'ech-blocked': 'network-perhaps',
  'ech-error': 'site-or-network',
  'lookup-failed': null,
  'not-asked': null,
  'load-failed': null,
  'certificate-error': 'site-or-network',
  'kept-away': null,
  'same-owner': 'site',
};
