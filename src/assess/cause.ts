// The one first cause of a verdict that leaves something to explain, and one piece of advice that weakens nobody's
// protection. Order as in the table of causes: clear page, added authority, proxy, DNS, clear hop, no record, no ECH,
// unusable, mixed set, not from the network. Where causes look the same from inside it says so. Imports shared only.

import type { Facts } from '../shared/facts.ts';
import type { Cause, CauseKind, Crowd, Evidence, Sentence } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import type { Conclusion, Leak, UnknownReason } from './conclusion.ts';
import type { Publication } from './publication.ts';
import { BROWSER_LABELS, sentence } from './sentence.ts';

const cause = (kind: CauseKind, evidence: Evidence, why: Sentence, advice: Sentence): Cause => ({
  kind,
  evidence,
  why,
  advice,
});

export function firstCause(conclusion: Conclusion, facts: Facts, publication: Publication, crowd: Crowd): Cause | null {
  switch (conclusion.verdict) {
    case 'cleartext':
      return cause('cleartext', 'measured', sentence('cause_cleartext'), sentence('advice_cleartext'));
    case 'not-applicable':
      return null;
    case 'intercepted':
      return cause(
        'added-root',
        'measured',
        sentence('cause_added_root', conclusion.root.subject),
        sentence('advice_added_root'),
      );
    case 'partly-hidden':
      return leakCause(conclusion.leaks[0], facts);
    case 'hidden':
      return sameOwner(publication, crowd);
    case 'likely-hidden':
      if (facts.page.clearHops.length > 0) return leakCause('hop', facts);
      return sameOwner(publication, crowd) ?? (conclusion.mixed ? mixedSet(facts) : null);
    case 'offered-not-used':
      return notUsed(facts, publication);
    case 'exposed':
      return notPublished(facts, publication);
    case 'unknown':
      return unknownCause(conclusion.reason);
    default:
      return assertNever(conclusion);
  }
}

function leakCause(leak: Leak, { page, connection }: Facts): Cause {
  switch (leak) {
    case 'proxy': {
      const proxy = connection?.proxy?.host ?? '';
      return cause('proxy', 'measured', sentence('cause_proxy', proxy), sentence('advice_proxy'));
    }
    case 'dns':
      return cause('clear-dns', 'measured', sentence('cause_clear_dns'), sentence('advice_clear_dns'));
    case 'dns-untold':
      return cause('clear-dns', 'unknown', sentence('cause_dns_untold'), sentence('advice_clear_dns'));
    case 'hop':
      return cause(
        'clear-hop',
        'measured',
        sentence('cause_clear_hop', page.clearHops.at(-1) ?? ''),
        sentence('advice_clear_hop'),
      );
  }
}

function sameOwner({ publicName }: Publication, crowd: Crowd): Cause | null {
  if (crowd !== 'same-owner' || publicName === null) return null;
  return cause('same-owner', 'inferred', sentence('cause_same_owner', publicName), sentence('advice_same_owner'));
}

const mixedSet = ({ page }: Facts): Cause =>
  cause('mixed-set', 'inferred', sentence('cause_mixed_set', page.host), sentence('advice_mixed_set'));

/** The RFCs' row hides and the connection did not. */
function notUsed(facts: Facts, { own }: Publication): Cause {
  if (own !== null && own.outcome !== 'hides') return unusable(facts, own.reason);
  if (own?.mayFallBack) return mixedSet(facts);
  return cause(
    'not-yet-known',
    'unknown',
    sentence('cause_not_yet_known', facts.page.host),
    sentence('advice_not_yet_known'),
  );
}

function unusable({ page, browser }: Facts, reason: Sentence): Cause {
  const why = sentence('cause_unusable', page.host, BROWSER_LABELS[browser]);
  return { ...cause('unusable', 'inferred', why, sentence('advice_unusable')), detail: reason };
}

/** ECH was not used, and by the RFCs it could not have been; or nobody knows what is published. */
function notPublished(facts: Facts, publication: Publication): Cause | null {
  const { host } = facts.page;
  switch (publication.report.state) {
    case 'pending':
      return null;
    case 'not-asked':
      return cause('not-asked', 'unknown', sentence('cause_not_asked'), sentence('advice_ask'));
    case 'failed':
      return cause('lookup-failed', 'unknown', sentence('cause_lookup_failed'), sentence('advice_check_again'));
    case 'no-record':
      return cause('no-record', 'inferred', sentence('cause_no_record', host), sentence('advice_site_only'));
    case 'no-ech':
      return cause('no-ech', 'inferred', sentence('cause_no_ech', host), sentence('advice_site_only'));
    case 'ech':
      return publication.own === null ? null : unusable(facts, publication.own.reason);
  }
}

function unknownCause(reason: UnknownReason): Cause | null {
  switch (reason.kind) {
    case 'load-failed':
      return cause('load-failed', 'measured', sentence('cause_load_failed'), sentence('advice_load_failed'));
    case 'arrival':
      return cause('not-from-network', 'measured', sentence('cause_not_from_network'), sentence('advice_reload'));
    case 'not-asked':
      return cause('not-asked', 'measured', sentence('cause_not_asked'), sentence('advice_ask'));
    case 'lookup-failed':
      return cause('lookup-failed', 'measured', sentence('cause_lookup_failed'), sentence('advice_check_again'));
    case 'pending':
    case 'restricted':
    case 'refuted':
      return null;
    default:
      return assertNever(reason);
  }
}
