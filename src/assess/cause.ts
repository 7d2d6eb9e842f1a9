// The first cause that explains a verdict, with one piece of advice that never weakens the user's protection. Causes that cannot be
// told apart from inside the browser are not guessed at: `evidence` is then `unknown`.

import { saysWithheld } from '../dns/extended-errors.ts';
import { isOwnName, providerOf } from '../observers/anonymity-set.ts';
import { browserErrorKind } from '../shared/browser-error.ts';
import type { Facts, SkipReason } from '../shared/facts.ts';
import type { LookupFailure } from '../shared/lookup.ts';
import type { AnonymitySet, Cause, PublishedState } from '../shared/report.ts';
import type { AdviceKind, UnknownReason } from '../shared/report-kinds.ts';
import { assertNever } from '../shared/result.ts';
import { BROWSER_LABELS, statement } from '../shared/sentence.ts';
import { wasReported } from './basis-words.ts';
import { cause, causeBy, causeTold } from './explanation.ts';
import { isAlwaysUnreported, proxyCause } from './leaks.ts';
import { wentWithoutEch, whyNotUsed } from './not-used.ts';
import type { ClientPrediction, Publication } from './publication.ts';
import type { Conclusion } from './reading.ts';
import { bySecondOpinion } from './second-opinion.ts';

export function firstCause(
  conclusion: Conclusion,
  facts: Facts,
  publication: Publication,
  anonymitySet: AnonymitySet,
): Cause | null {
  return bySecondOpinion(causeOf(conclusion, facts, publication, anonymitySet), facts);
}

function causeOf(
  conclusion: Conclusion,
  facts: Facts,
  publication: Publication,
  anonymitySet: AnonymitySet,
): Cause | null {
  switch (conclusion.verdict) {
    case 'cleartext':
      return causeTold('cleartext', 'measured', conclusion.to === 'local' ? 'cleartext-local' : 'cleartext');
    case 'not-applicable':
      return null;
    case 'intercepted':
      return causeTold(conclusion.host === null ? 'added-root' : 'added-root-name', 'measured', 'added-root');
    case 'partly-hidden':
      return conclusion.leaks[0].cause;
    case 'hidden':
      if (conclusion.unreported !== null && !isAlwaysUnreported(conclusion.unreported, facts))
        return conclusion.unreported.cause;
      return sameOwner(publication, anonymitySet);
    case 'likely-hidden': {
      const { leaks, unreported } = conclusion;
      if (leaks[0] !== undefined) return leaks[0].cause;
      // Where hiding is only expected, how the name was looked up explains nothing.
      if (unreported !== null && unreported.kind !== 'dns-unreported') return unreported.cause;
      if (wentWithoutEch(facts)) return cause('fresh-without-ech', 'unknown', 'not-settled', { host: facts.page.host });
      return sameOwner(publication, anonymitySet) ?? (conclusion.mixed ? mixedSet(facts, publication) : null);
    }
    case 'offered-not-used':
      return proxyLeak(facts) ?? notUsed(facts, publication);
    case 'exposed':
      if (conclusion.over !== undefined)
        return causeBy('shared-connection', 'inferred', whyShared(conclusion.over, facts), 'same-site');
      return proxyLeak(facts) ?? notPublished(facts, publication);
    case 'unknown':
      return unknownCause(conclusion.reason, facts, publication);
    default:
      return assertNever(conclusion);
  }
}

/** A spare connection shows the page's own name; one for another name of the site showed that. */
const whyShared = (over: string, { connection, page }: Facts) =>
  connection?.sharedWith?.isHidden
    ? statement('shared-spare', { host: page.host })
    : statement('shared-name', { host: over });

const proxyLeak = ({ connection }: Facts): Cause | null =>
  connection?.proxy?.knowsName ? proxyCause('proxy', connection.proxy.host) : null;

function sameOwner({ outerSni }: Publication, anonymitySet: AnonymitySet): Cause | null {
  if (anonymitySet !== 'same-owner' || outerSni === null) return null;
  return cause('same-owner', 'inferred', 'same-owner', { host: outerSni });
}

/** Why a failure with ECH leads to a connection without. */
function mixedSet({ page, browser }: Facts, { thisBrowser }: Publication): Cause {
  const host = { host: page.host };
  return thisBrowser?.reason === 'usable-over-quic'
    ? cause('quic-only', 'inferred', 'quic-only', host, { label: BROWSER_LABELS[browser] })
    : cause('mixed-set', 'inferred', 'mixed-set', host);
}

/** ECH is offered and the connection did not use it. */
function notUsed(facts: Facts, publication: Publication): Cause {
  const { thisBrowser } = publication;
  if (thisBrowser !== null && thisBrowser.outcome !== 'hides') return unusable(facts, thisBrowser);
  if (thisBrowser?.mayFallBack) return mixedSet(facts, publication);
  return whyNotUsed(facts);
}

function unusable({ page, browser }: Facts, { reason, publicName }: ClientPrediction): Cause {
  const names = [{ host: page.host }, { label: BROWSER_LABELS[browser] }];
  if (reason === 'no-ech-tcp' || reason === 'no-ech-quic') return cause(reason, 'inferred', 'mixed-set', ...names);
  return {
    ...cause('unusable', 'inferred', 'unusable', ...names),
    detail: { kind: 'prediction', reason, publicName },
  };
}

/** How the user can make the lookup possible; otherwise the settings are the place. */
const ADVICE: Partial<Record<SkipReason, AdviceKind>> = {
  'no-resolver': 'choose-resolver',
  'no-consent': 'give-consent',
  'no-access': 'grant-access',
  'on-click': 'ask',
  'not-looked-up': 'look-up',
  'certificate-refused': 'look-up',
  'browser-failed': 'check-again',
  'local-address': 'local-address',
  proxied: 'past-proxy',
  'local-proxy': 'past-proxy',
  'too-many': 'too-many',
  'too-many-in-all': 'too-many',
};

function adviceOfNotAsked({ lookup }: Facts): AdviceKind {
  return (lookup.state === 'not-asked' && ADVICE[lookup.why]) || 'settings';
}

/** Only the site can be responsible for a name that is too long for DNS. */
const UNQUERYABLE_NAME: Cause = { ...cause('lookup-failed', 'inferred', 'unusable'), responsible: 'site' };

/** These come from the records, the site's or forged by the resolver. Every other failure is a problem of reaching the resolver. */
const LEADS_NOWHERE: LookupFailure['kind'][] = ['alias-loop', 'chain-too-long', 'local-name', 'not-askable'];

/** The connection did not use ECH, and what is published is not known: the lookup failed. */
function lookupFailed(failure: LookupFailure, host: string): Cause {
  const why = { kind: 'failed', failure } as const;
  // An alias of the site leads to a name that policy keeps from every resolver.
  if (failure.kind === 'excluded-by-policy')
    return causeBy('not-asked', 'unknown', statement('lookup-failed'), 'settings');
  if (failure.kind === 'not-askable' && (failure.name ?? host) === host) return { ...UNQUERYABLE_NAME, why };
  return LEADS_NOWHERE.includes(failure.kind)
    ? causeBy('lookup-failed', 'inferred', why, 'check-again')
    : cause('lookup-failed', 'unknown', 'check-again');
}

/** ECH was not used, and by the RFCs it could not have been; or nobody knows what is published. */
function notPublished(facts: Facts, publication: Publication): Cause | null {
  const { host } = facts.page;
  const { thisBrowser, advertisedPublicName, report } = publication;
  const names = [{ label: facts.lookup.resolver?.name ?? '' }, { host }];
  if (advertisedPublicName !== null && isOwnName(host, advertisedPublicName))
    return cause('own-name', 'inferred', 'same-owner', { host });
  if (thisBrowser?.outcome === 'hides') return notUsed(facts, publication);
  switch (report.state) {
    case 'pending':
      return null;
    case 'not-asked':
      return cause('not-asked', 'unknown', adviceOfNotAsked(facts));
    case 'failed':
      return lookupFailed(report.failure, host);
    case 'withheld':
      return causeBy('withheld', 'inferred', { kind: 'withheld' }, 'withheld');
    case 'malformed':
      return cause('malformed', 'inferred', 'unusable', ...names);
    case 'no-record':
    case 'alias':
    case 'alias-nowhere':
    case 'no-service':
    case 'no-ech':
      return nothingPublished(cause(report.state, 'inferred', 'site-only', ...names), facts);
    case 'ech':
      return thisBrowser === null ? null : unusable(facts, thisBrowser);
  }
}

/** The site is responsible, unless ECH was seen here before or the resolver says that it withholds something. */
function nothingPublished(found: Cause, { hiddenBefore, lookup }: Facts): Cause {
  if (lookup.state === 'done' && saysWithheld(lookup.lookup.extendedErrors))
    return { ...found, responsible: null, advice: 'withheld' };
  if (hiddenBefore === null) return found;
  // The site may have removed ECH, or a resolver chosen since then may strip it.
  return { ...found, responsible: null, advice: 'check-again', detail: statement('published-before') };
}

function unknownCause(reason: UnknownReason, facts: Facts, publication: Publication): Cause | null {
  const { page, browser } = facts;
  switch (reason.kind) {
    case 'load-failed':
      return loadFailed(reason.error, facts, publication);
    case 'arrival':
      return wasReported(reason.arrival, browser) && reason.arrival !== 'predates-extension'
        ? causeTold('not-from-network', 'measured', 'reload')
        : { ...causeTold('not-from-network', 'unknown', 'reload'), responsible: null };
    case 'not-asked':
      return causeTold('not-asked', 'measured', adviceOfNotAsked(facts));
    case 'lookup-failed': {
      const { failure } = reason;
      // The basis has said which failure it was.
      if (failure.kind === 'excluded-by-policy') return causeTold('not-asked', 'measured', 'settings');
      if (failure.kind === 'not-askable' && failure.name === undefined) return { ...UNQUERYABLE_NAME, why: null };
      return causeTold('lookup-failed', 'measured', failure.kind === 'local-network' ? 'local-network' : 'check-again');
    }
    case 'withheld':
      return causeTold('withheld', 'inferred', 'withheld');
    case 'certificate-error':
      return cause('certificate-error', 'measured', 'certificate-error', { host: page.host });
    case 'device-proxy':
      return proxyCause(reason.kind, reason.proxy);
    case 'ech-off-here':
      return causeBy(reason.kind, 'inferred', statement('ech-off-elsewhere'), 'check-network');
    case 'kept-away':
      return causeTold('kept-away', 'inferred', `kept-away-${browser}`);
    case 'shared-connection':
      return {
        ...cause('shared-connection', 'unknown', 'shared-connection', { host: reason.host }),
        responsible: null,
      };
    case 'pending':
    case 'interrupted':
    case 'restricted':
    case 'refuted':
      return null;
    default:
      return assertNever(reason);
  }
}

function loadFailed(error: string, facts: Facts, publication: Publication): Cause {
  const { thisBrowser, outerSni, report } = publication;
  const kind = browserErrorKind(error);
  // The records predict this failure, so no other explanation is needed.
  if (thisBrowser?.outcome === 'cannot-connect') return unusable(facts, thisBrowser);
  if (kind === 'ech' || kind === 'ech-fallback-certificate')
    return cause('ech-error', 'measured', 'ech-error', { label: BROWSER_LABELS[facts.browser] });
  // The errors that a network causes by dropping connections, unlike those of DNS and of proxies.
  const isDropped = kind === 'cut-off' || kind === 'timed-out';
  // Firefox 153 gives up after 30 seconds where UDP is dropped, and loads the page without ECH the next time (measured).
  if (isDropped && thisBrowser?.reason === 'usable-over-quic') return mixedSet(facts, publication);
  if (isDropped && outerSni !== null && providerOf(outerSni) !== null)
    return cause('ech-blocked', 'inferred', 'ech-blocked', { host: outerSni });
  if (!isNameError(report)) return causeTold('load-failed', 'measured', 'load-failed');
  return {
    ...causeTold('load-failed', 'inferred', 'load-failed'),
    responsible: 'address-likely',
    detail: statement('name-error', { label: facts.lookup.resolver?.name ?? '' }),
  };
}

/** The resolver says that there is no such name. */
const isNameError = (known: PublishedState): boolean =>
  (known.state === 'withheld' || known.state === 'no-record') && known.by === 'name-error';
