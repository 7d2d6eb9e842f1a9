// The one first cause of a verdict that leaves something to explain, and one piece of advice that weakens nobody's
// protection. Order as in the table of causes: clear page, added authority, proxy, DNS, clear hop, withheld, no record, no ECH,
// unusable, mixed set, from a cache. Where causes look the same from inside it says so. Imports shared only.

import { isOwnName } from '../observers/crowd.ts';
import type { Leak } from '../observers/observers.ts';
import type { Facts } from '../shared/facts.ts';
import { keyOf } from '../shared/message-key.ts';
import type { Cause, CauseKind, Crowd, Evidence, MessageKey, Sentence } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import type { Conclusion, UnknownReason } from './conclusion.ts';
import type { Publication } from './publication.ts';
import { BROWSER_LABELS, sentence } from './sentence.ts';

type AdviceOf<K> = K extends `advice_${infer Word}` ? Word : never;
type Advice = AdviceOf<MessageKey>;

/** The cause's own sentence with its arguments, and the advice of the same name or another. */
const cause = (kind: OwnSentence, evidence: Evidence, advice: Advice, ...args: string[]): Cause =>
  causeBy(kind, evidence, sentence(keyOf('cause', kind), ...args), advice);

/** `withheld` alone is told in the verdict's words. */
type OwnSentence = Exclude<CauseKind, 'withheld'>;

const causeBy = (kind: CauseKind, evidence: Evidence, why: Sentence, advice: Advice): Cause => ({
  kind,
  evidence,
  why,
  advice: sentence(`advice_${advice}`),
});

export function firstCause(conclusion: Conclusion, facts: Facts, publication: Publication, crowd: Crowd): Cause | null {
  switch (conclusion.verdict) {
    case 'cleartext':
      return cause('cleartext', 'measured', 'cleartext');
    case 'not-applicable':
      return null;
    case 'intercepted':
      return cause('added-root', 'measured', 'added_root', conclusion.root.subject);
    case 'partly-hidden':
      return leakCause(conclusion.leaks[0], facts);
    case 'hidden':
      return sameOwner(publication, crowd);
    case 'likely-hidden': {
      // That nobody told of the DNS question is so on every page of Chrome, and explains none.
      const leak = conclusion.leaks.find((leak) => leak !== 'dns-untold');
      if (leak !== undefined) return leakCause(leak, facts);
      return sameOwner(publication, crowd) ?? (conclusion.mixed ? mixedSet(facts) : null);
    }
    case 'offered-not-used':
      return toldProxy(facts) ?? notUsed(facts, publication);
    case 'exposed':
      return toldProxy(facts) ?? notPublished(facts, publication);
    case 'unknown':
      return unknownCause(conclusion.reason, facts);
    default:
      return assertNever(conclusion);
  }
}

const toldProxy = (facts: Facts): Cause | null =>
  facts.connection?.proxy?.toldName ? leakCause('proxy', facts) : null;

function leakCause(leak: Leak, { page, connection }: Facts): Cause {
  switch (leak) {
    case 'proxy': {
      const proxy = connection?.proxy?.host ?? '';
      return cause('proxy', 'measured', 'proxy', proxy);
    }
    case 'dns':
      return cause('clear-dns', 'measured', 'clear_dns');
    case 'dns-untold':
      return causeBy('clear-dns', 'unknown', sentence('cause_dns_untold'), 'clear_dns');
    case 'hop':
      return cause('clear-hop', 'measured', 'clear_hop', page.clearHops.at(-1) ?? '');
    case 'named-before':
      return cause('named-before', 'measured', 'named_before', page.host);
  }
}

function sameOwner({ coverName }: Publication, crowd: Crowd): Cause | null {
  if (crowd !== 'same-owner' || coverName === null) return null;
  return cause('same-owner', 'inferred', 'same_owner', coverName);
}

const mixedSet = ({ page }: Facts): Cause => cause('mixed-set', 'inferred', 'mixed_set', page.host);

/** ECH is offered and the connection did not use it. */
function notUsed(facts: Facts, { own }: Publication): Cause {
  if (own !== null && own.outcome !== 'hides') return unusable(facts, own.reason);
  if (own?.mayFallBack) return mixedSet(facts);
  if (facts.page.arrival === 'http-cache')
    return causeBy('not-from-network', 'unknown', sentence('cause_from_cache'), 'reload');
  return cause('not-yet-known', 'unknown', 'not_yet_known', facts.page.host);
}

function unusable({ page, browser }: Facts, reason: Sentence): Cause {
  return { ...cause('unusable', 'inferred', 'unusable', page.host, BROWSER_LABELS[browser]), detail: reason };
}

const SITES_OWN = new Set<MessageKey>(['failure_alias_loop', 'failure_chain_too_long', 'failure_not_askable']);

/** ECH was not used, and by the RFCs it could not have been; or nobody knows what is published. */
function notPublished(facts: Facts, publication: Publication): Cause | null {
  const { host } = facts.page;
  const { own, offeredName } = publication;
  if (offeredName !== null && isOwnName(host, offeredName)) return cause('own-name', 'inferred', 'same_owner', host);
  if (own?.outcome === 'hides') return notUsed(facts, publication);
  const { state, statement } = publication.report;
  switch (state) {
    case 'pending':
      return null;
    case 'not-asked':
      return cause('not-asked', 'unknown', 'ask');
    case 'failed':
      // Names that lead nowhere are the site's doing; every other failure is on the way to the resolver.
      return SITES_OWN.has(statement.key)
        ? causeBy('lookup-failed', 'inferred', statement, 'unusable')
        : cause('lookup-failed', 'unknown', 'check_again');
    case 'withheld':
      return causeBy(
        state,
        'inferred',
        sentence('unknown_withheld', facts.lookup.resolver?.name ?? '', host),
        'withheld',
      );
    case 'malformed':
      return cause(state, 'inferred', 'unusable', host);
    case 'no-record':
    case 'alias-nowhere':
    case 'no-service':
    case 'no-ech':
      return cause(state, 'inferred', 'site_only', host);
    case 'ech':
      return own === null ? null : unusable(facts, own.reason);
  }
}

function unknownCause(reason: UnknownReason, { page }: Facts): Cause | null {
  switch (reason.kind) {
    case 'load-failed':
      return cause('load-failed', 'measured', 'load_failed');
    case 'arrival':
      return cause('not-from-network', 'measured', 'reload');
    case 'not-asked':
      return cause('not-asked', 'measured', 'ask');
    case 'lookup-failed':
      return cause('lookup-failed', 'measured', 'check_again');
    case 'withheld':
      return causeBy('withheld', 'inferred', sentence('cause_lookup_failed'), 'withheld');
    case 'certificate-error':
      return cause('certificate-error', 'measured', 'certificate_error', page.host);
    case 'pending':
    case 'restricted':
    case 'refuted':
      return null;
    default:
      return assertNever(reason);
  }
}
