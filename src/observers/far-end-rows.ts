// Those at the far end of the connection: the provider that opens the ECH, the website, and the authority behind its
// certificate where the browser asked it.

import type { Facts } from '../shared/facts.ts';
import type { ObserverRow } from '../shared/report.ts';
import { statement } from '../shared/sentence.ts';
import { providerOf } from './anonymity-set.ts';
import { all, sees, seesNot, UNKNOWN } from './cells.ts';
import { cameOverNetwork, reportedConnection } from './reported-connection.ts';

/**
 * The client-facing server (RFC 9849 §3.1): it opens the ECH. Whose it is, only the public name tells, which any site can publish:
 * the operator stands in the note, as what the name says.
 */
export function providerRow({ page }: Facts, publicName: string | null): ObserverRow {
  const operator = publicName === null ? null : providerOf(publicName);
  const seen = sees(null, 'inferred');
  return {
    id: 'provider',
    label: publicName === null ? null : { host: publicName },
    cells: {
      name: sees(page.host, 'inferred'),
      provider: sees(null, 'inferred', 'is-it'),
      address: seen,
      content: operator === null ? UNKNOWN : seen,
      traffic: seen,
    },
    note: operator === null ? statement('provider-unknown') : statement('provider-ends-tls', { label: operator }),
  };
}

/** A page that did not load, or came over no connection that we know of, may have reached the site or not. */
export function websiteRow(facts: Facts): ObserverRow {
  const { host } = facts.page;
  // Behind a certificate error somebody else may have answered.
  const reached = cameOverNetwork(facts) && facts.connection?.security !== 'broken';
  return {
    id: 'website',
    label: { host },
    cells: reached ? { ...all(sees(null, 'inferred')), name: sees(host, 'inferred') } : all(UNKNOWN),
    note: statement(reached ? 'website' : 'website-maybe'),
  };
}

/**
 * Firefox's `usedOcsp`: a question went out, by `http:` alone (RFC 6960 App. A.1). It carries the certificate's serial number, by
 * which public logs have the names on it. No row where the browser tells of none.
 */
export function certificateAuthorityRow(facts: Facts): ObserverRow | null {
  if (reportedConnection(facts)?.usedOcsp !== true) return null;
  return {
    id: 'certificate-authority',
    label: null,
    cells: {
      name: sees(null, 'inferred', 'certificate-names'),
      address: sees(null, 'inferred', 'own-address'),
      content: seesNot(null, 'inferred'),
      traffic: sees(null, 'inferred', 'questions'),
    },
    note: statement('certificate-authority'),
  };
}
