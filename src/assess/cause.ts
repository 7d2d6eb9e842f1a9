// The one first cause of a verdict that leaves something to explain, and one piece of advice that weakens nobody's
// protection. Order as in the table of causes: clear page, added authority, proxy, named before or since, DNS, clear hop,
// withheld, no record, no ECH, unusable, mixed set, from a cache, not used. Where causes look the same from inside it says so.
// Imports shared, dns and the crowd.

import { saysWithheld } from '../dns/extended-errors.ts';
import { isOwnName, providerOf } from '../observers/anonymity-set.ts';
import type { Leak } from '../observers/observers.ts';
import { browserErrorKind } from '../shared/browser-error.ts';
import type { Facts } from '../shared/facts.ts';
import type { LookupFailure } from '../shared/lookup.ts';
import type { Cause, Crowd, Evidence } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import type { Sentence } from '../shared/sentence.ts';
import { BROWSER_LABELS, sentence } from '../shared/sentence.ts';
import { cause, causeBy } from './explanation.ts';
import { wentWithoutEch, whyNotUsed } from './not-used.ts';
import type { Publication } from './publication.ts';
import type { Conclusion, UnknownReason } from './reading.ts';
import { wasTold } from './reasons.ts';
import { bySecondOpinion } from './second-opinion.ts';

export function firstCause(conclusion: Conclusion, facts: Facts, publication: Publication, crowd: Crowd): Cause | null {
  return bySecondOpinion(causeOf(conclusion, facts, publication, crowd), facts);
}

function causeOf(conclusion: Conclusion, facts: Facts, publication: Publication, crowd: Crowd): Cause | null {
  switch (conclusion.verdict) {
    case 'cleartext':
      return cause('cleartext', 'measured', 'cleartext');
    case 'not-applicable':
      return null;
    case 'intercepted':
      return cause('added-root', 'measured', 'added_root', { label: conclusion.root.subject });
    case 'partly-hidden':
      return leakCause(conclusion.leaks[0], facts);
    case 'hidden':
      return sameOwner(publication, crowd);
    case 'likely-hidden': {
      // That nobody told of the DNS question is so on every page of Chrome, and explains none.
      const leak = conclusion.leaks.find((leak) => leak !== 'dns-untold');
      if (leak !== undefined) return leakCause(leak, facts);
      if (wentWithoutEch(facts)) return cause('fresh-without-ech', 'unknown', 'not_settled', { host: facts.page.host });
      return sameOwner(publication, crowd) ?? (conclusion.mixed ? mixedSet(facts) : null);
    }
    case 'offered-not-used':
      return toldProxy(facts) ?? notUsed(facts, publication);
    case 'exposed':
      return toldProxy(facts) ?? notPublished(facts, publication);
    case 'unknown':
      return unknownCause(conclusion.reason, facts, publication);
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
      return cause('proxy', 'measured', 'proxy', { host: proxy });
    }
    case 'dns':
      return cause('clear-dns', 'measured', 'clear_dns');
    case 'dns-untold':
      return { ...causeBy('clear-dns', 'unknown', sentence('cause_dns_untold'), 'clear_dns'), blame: null };
    case 'hop':
      return cause('clear-hop', 'measured', 'clear_hop', { host: page.clearHops.at(-1) ?? '' });
    case 'ocsp':
      return cause(leak, 'inferred', 'ocsp', { host: page.host });
    case 'hop-untold':
      return { ...causeBy('clear-hop', 'unknown', sentence('cause_hop_untold'), 'clear_hop'), blame: null };
    case 'named-before':
      return cause(leak, 'measured', 'named_before', { host: page.host });
    case 'named-since':
      return cause(leak, 'measured', 'named_before', { host: page.host });
  }
}

function sameOwner({ coverName }: Publication, crowd: Crowd): Cause | null {
  if (crowd !== 'same-owner' || coverName === null) return null;
  return cause('same-owner', 'inferred', 'same_owner', { host: coverName });
}

const mixedSet = ({ page }: Facts): Cause => cause('mixed-set', 'inferred', 'mixed_set', { host: page.host });

/** ECH is offered and the connection did not use it. */
function notUsed(facts: Facts, { own }: Publication): Cause {
  if (own !== null && own.outcome !== 'hides') return unusable(facts, own.reason);
  if (own?.mayFallBack) return mixedSet(facts);
  if (facts.page.arrival === 'http-cache')
    return causeBy('not-from-network', 'unknown', sentence('cause_from_cache'), 'reload');
  return whyNotUsed(facts);
}

function unusable({ page, browser }: Facts, reason: Sentence): Cause {
  return {
    ...cause('unusable', 'inferred', 'unusable', { host: page.host }, { label: BROWSER_LABELS[browser] }),
    detail: reason,
  };
}

/** The advice goes by what stands in the way of asking. */
function notAsked({ lookup }: Facts, evidence: Evidence): Cause {
  switch (lookup.state === 'not-asked' && lookup.why) {
    case 'no-resolver':
      return cause('not-asked', evidence, 'choose_resolver');
    case 'no-consent':
      return cause('not-asked', evidence, 'give_consent');
    case 'no-access':
      return cause('not-asked', evidence, 'grant_access');
    case 'on-click':
      return cause('not-asked', evidence, 'ask');
    case 'not-looked-up':
    case 'certificate-refused':
      return causeBy('not-asked', evidence, sentence('cause_not_asked'), 'look_up');
    case 'browser-failed':
      return causeBy('not-asked', evidence, sentence('cause_not_asked'), 'check_again');
    case 'local-address':
      return causeBy('not-asked', evidence, sentence('cause_not_asked'), 'local_address');
    case 'proxied':
    case 'local-proxy':
      return causeBy('not-asked', evidence, sentence('cause_not_asked'), 'past_proxy');
    case 'too-many':
    case 'too-many-in-all':
      return cause('not-asked', evidence, 'too_many');
    default:
      return cause('not-asked', evidence, 'settings');
  }
}

/** What the site offers lies behind a name that policy keeps from every resolver. */
const keptByPolicy = (evidence: Evidence): Cause =>
  causeBy('not-asked', evidence, sentence('cause_lookup_failed'), 'settings');

/** A name that DNS has no room for is the site's own doing. */
const notAskable: Cause = { ...cause('lookup-failed', 'inferred', 'unusable'), blame: 'site' };
/** Names that lead nowhere may be the site's or the resolver's; every other failure is on the way to the resolver. */
const LEADS_NOWHERE: LookupFailure['kind'][] = ['alias-loop', 'chain-too-long', 'local-name', 'not-askable'];

/** Nobody knows what is published: the connection did not use ECH, and the lookup failed. */
function lookupFailed(failure: LookupFailure, statement: Sentence, host: string): Cause {
  if (failure.kind === 'barred') return keptByPolicy('unknown');
  if (failure.kind === 'not-askable' && (failure.name ?? host) === host) return { ...notAskable, why: statement };
  return LEADS_NOWHERE.includes(failure.kind)
    ? causeBy('lookup-failed', 'inferred', statement, 'check_again')
    : cause('lookup-failed', 'unknown', 'check_again');
}

/** ECH was not used, and by the RFCs it could not have been; or nobody knows what is published. */
function notPublished(facts: Facts, publication: Publication): Cause | null {
  const { host } = facts.page;
  const { own, offeredName } = publication;
  const resolver = facts.lookup.resolver?.name ?? '';
  if (offeredName !== null && isOwnName(host, offeredName))
    return cause('own-name', 'inferred', 'same_owner', { host });
  if (own?.outcome === 'hides') return notUsed(facts, publication);
  const { state, statement } = publication.report;
  const outcome = facts.lookup.state === 'done' ? facts.lookup.lookup.outcome : null;
  const failure = outcome?.kind === 'failed' ? outcome.failure : null;
  switch (state) {
    case 'pending':
      return null;
    case 'not-asked':
      return notAsked(facts, 'unknown');
    case 'failed':
      return failure === null ? null : lookupFailed(failure, statement, host);
    case 'withheld':
      return causeBy(state, 'inferred', sentence('unknown_withheld', { label: resolver }, { host }), 'withheld');
    case 'malformed':
      return cause(state, 'inferred', 'unusable', { label: resolver }, { host });
    case 'no-record':
    case 'alias':
    case 'alias-nowhere':
    case 'no-service':
    case 'no-ech':
      return nothingPublished(cause(state, 'inferred', 'site_only', { label: resolver }, { host }), facts);
    case 'ech':
      return own === null ? null : unusable(facts, own.reason);
  }
}

/** Most likely the site's doing, unless ECH was seen here before, or the resolver says that it keeps something back. */
function nothingPublished(told: Cause, { hiddenBefore, lookup }: Facts): Cause {
  if (lookup.state === 'done' && saysWithheld(lookup.lookup.extendedErrors))
    return { ...told, blame: null, advice: sentence('advice_withheld') };
  if (hiddenBefore === null) return told;
  // The site may have taken it out, or a resolver that was chosen since leaves it out.
  return { ...told, blame: null, advice: sentence('advice_check_again'), detail: sentence('cause_published_before') };
}

function unknownCause(reason: UnknownReason, facts: Facts, { own, coverName, report }: Publication): Cause | null {
  const { page, browser } = facts;
  switch (reason.kind) {
    case 'load-failed': {
      const kind = browserErrorKind(reason.error);
      // As its records foretell: no other explanation is needed.
      if (own?.outcome === 'cannot-connect') return unusable(facts, own.reason);
      if (kind === 'ech' || kind === 'ech-fallback-certificate')
        return cause('ech-error', 'measured', 'ech_error', { label: BROWSER_LABELS[browser] });
      // What a network leaves behind that drops connections. Errors of DNS and of proxies are others.
      if (coverName !== null && providerOf(coverName) !== null && (kind === 'cut-off' || kind === 'timed-out'))
        return cause('ech-blocked', 'inferred', 'ech_blocked', { host: coverName });
      return report.statement.key === 'published_name_error'
        ? { ...cause('load-failed', 'inferred', 'load_failed'), blame: 'address-likely', detail: report.statement }
        : cause('load-failed', 'measured', 'load_failed');
    }
    case 'arrival':
      return wasTold(reason.arrival, browser) && reason.arrival !== 'unseen'
        ? cause('not-from-network', 'measured', 'reload')
        : { ...cause('not-from-network', 'unknown', 'reload'), blame: null };
    case 'not-asked':
      return notAsked(facts, 'measured');
    case 'lookup-failed':
      if (reason.failure.kind === 'barred') return keptByPolicy('measured');
      // The basis has said which failure it was.
      if (reason.failure.kind === 'not-askable' && reason.failure.name === undefined) return notAskable;
      return cause(
        'lookup-failed',
        'measured',
        reason.failure.kind === 'local-network' ? 'local_network' : 'check_again',
      );
    case 'withheld':
      return causeBy('withheld', 'inferred', sentence('cause_lookup_failed'), 'withheld');
    case 'certificate-error':
      return cause('certificate-error', 'measured', 'certificate_error', { host: page.host });
    case 'kept-away':
      return cause('kept-away', 'inferred', browser === 'firefox' ? 'kept_away_firefox' : 'kept_away_chromium');
    case 'pending':
    case 'restricted':
    case 'refuted':
      return null;
    default:
      return assertNever(reason);
  }
}
