// Builds a cause with its evidence, its advice and the party that is responsible.

import type { Cause, Evidence } from '../shared/report.ts';
import type { AdviceKind, CauseKind, OwnWords, ResponsibleParty, Why } from '../shared/report-kinds.ts';
import { type Argument, statement } from '../shared/sentence.ts';

export const cause = (kind: OwnWords, evidence: Evidence, advice: AdviceKind, ...args: Argument[]): Cause =>
  causeBy(kind, evidence, statement(kind, ...args), advice);

/** For a cause that the headline or the basis has told. */
export const causeTold = (kind: CauseKind, evidence: Evidence, advice: AdviceKind): Cause =>
  causeBy(kind, evidence, null, advice);

/** For a cause whose sentence is that of another kind. */
export const causeBy = (kind: CauseKind, evidence: Evidence, why: Why | null, advice: AdviceKind): Cause => ({
  kind,
  evidence,
  responsible: evidence === 'unknown' ? 'unknown' : RESPONSIBLE[kind],
  why,
  advice,
});

/** Null where nobody is. What only the resolver reports about the site is `likely`, since the resolver may withhold records. */
const RESPONSIBLE: Record<CauseKind, ResponsibleParty | null> = {
  'shared-connection': null,
  cleartext: 'address',
  'added-root': 'device',
  'added-root-name': 'device',
  'intercepted-elsewhere': 'device',
  'same-site-before': 'site',
  'same-site-exposed': 'site',
  proxy: 'proxy',
  'tls-proxy': 'proxy',
  'device-proxy': 'proxy',
  'exposed-earlier': null,
  'exposed-later': null,
  'names-unchecked': null,
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
  'no-ech-tcp': 'site',
  'no-ech-quic': 'site',
  'quic-only': 'site',
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
