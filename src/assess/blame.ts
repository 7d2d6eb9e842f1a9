// Whose doing a cause is: the site's, the browser's, the network's, or not yet known. What only the resolver says of the site is most
// likely the site's doing: the resolver may keep a record back. Imports shared only.

import type { Blame, CauseKind, Evidence } from '../shared/report.ts';

export const blameFor = (kind: CauseKind, evidence: Evidence): Blame | null =>
  evidence === 'unknown' ? 'unknown' : BLAME[kind];

const BLAME: Record<CauseKind, Blame | null> = {
  cleartext: 'address',
  'added-root': 'device',
  proxy: 'proxy',
  'named-before': null,
  'named-since': null,
  // The browser may leave encrypted DNS off by itself, by the canary, or because the network blocks its resolver.
  'clear-dns': 'here',
  'clear-hop': 'redirect',
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
