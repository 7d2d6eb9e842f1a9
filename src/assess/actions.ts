// The actions that the popup offers, by what is still unknown and what the user could change.

import type { Facts, LookupFacts, SkipReason } from '../shared/facts.ts';
import type { Action, Cause } from '../shared/report.ts';
import type { AdviceKind, CauseKind } from '../shared/report-kinds.ts';
import type { TraceFailure } from '../shared/trace.ts';
import type { Publication } from './publication.ts';
import type { Conclusion } from './reading.ts';
import { mayBeWithheld } from './second-opinion.ts';
import { tracingProvider } from './traced.ts';
import type { VisitReading } from './visit-reading.ts';

/** Skip reasons that a click overrides. */
const STARTED_BY_CLICK: SkipReason[] = [
  'on-click',
  'not-looked-up',
  'certificate-refused',
  'browser-failed',
  'too-many',
  'too-many-in-all',
];

/** Advice that a button follows. */
const FOLLOWED: Partial<Record<AdviceKind, 'check-again' | 'choose-resolver' | 'reload'>> = {
  'check-again': 'check-again',
  'local-network': 'check-again',
  withheld: 'choose-resolver',
  reload: 'reload',
  'load-failed': 'reload',
  'ech-error': 'reload',
  'exposed-earlier': 'reload',
  'lost-race': 'reload',
};

/** Where browsers look for a page without a port in its address. */
const HTTP_PORT = 80;

/** The resolver has none to give for the site. */
const OFFERS_NONE: CauseKind[] = ['no-record', 'no-ech', 'alias', 'alias-nowhere', 'no-service'];

/** Why a page's server is asked no more: it would come to the same. */
const SETTLED: TraceFailure[] = ['worker', 'http1', 'redirected', 'no-trace', 'another-connection'];

export function actionsOf(
  facts: Facts,
  conclusion: Conclusion,
  publication: Publication,
  cause: Cause | null,
  { interceptedStranger }: VisitReading,
): Action[] {
  const { browser, page, lookup, references, trace, tracing, secondResolver, secondOpinion } = facts;
  const actions: Action[] = [];
  if (conclusion.verdict === 'cleartext' && conclusion.to !== 'local' && page.port === HTTP_PORT)
    actions.push({ kind: 'try-https', site: page.host });
  const root = conclusion.verdict === 'intercepted' ? conclusion.root : interceptedStranger?.root;
  if (cause?.advice === 'added-root' && root !== undefined)
    actions.push({ kind: 'expect-root', sha256: root.sha256, subject: root.subject });
  if (lookup.state === 'not-asked') {
    if (lookup.why === 'no-resolver') actions.push({ kind: 'choose-resolver' });
    if (lookup.why === 'no-consent') actions.push({ kind: 'give-consent' });
    if (lookup.why === 'no-access') actions.push({ kind: 'grant-access' });
    if (STARTED_BY_CLICK.includes(lookup.why)) actions.push({ kind: 'ask-now' });
    if (lookup.why === 'proxied' || lookup.why === 'local-proxy')
      actions.push({ kind: 'ask-past-proxy', resolver: lookup.resolver?.name ?? '' });
  }
  const followed = cause === null ? undefined : FOLLOWED[cause.advice];
  if (followed !== undefined && !actions.some(({ kind }) => kind === 'ask-now')) actions.push({ kind: followed });
  // In Chromium the popup of a private window belongs to the regular profile, which may write the host names of its requests to disk.
  const maySend = browser === 'firefox' || !page.private;
  const provider = tracingProvider(facts, publication);
  if (cause?.kind === 'not-yet-known' && maySend)
    actions.push({ kind: 'find-out', site: page.host, references, siteTraces: provider !== null });
  if (provider !== null && mayTrace(facts, conclusion))
    actions.push({ kind: 'trace', site: page.host, provider: provider.label });
  if (
    provider !== null &&
    trace?.state === 'answered' &&
    tracing?.when === 'on-click' &&
    !tracing.isLocked &&
    !page.private
  )
    actions.push({ kind: 'always-trace', provider: provider.label });
  if (
    (secondOpinion === null || secondOpinion.state === 'failed') &&
    secondResolver !== null &&
    (facts.connection?.proxy ?? null) === null &&
    mayBeWithheld(cause) &&
    couldAnotherAnswer(lookup)
  )
    actions.push({ kind: 'ask-second', resolver: secondResolver.name });
  if (cause?.kind === 'ech-off-here' || cause?.advice === 'not-settled') actions.push({ kind: 'network-check' });
  if (isMeasurable(facts, conclusion)) actions.push({ kind: 'measure' });
  if (cause !== null && OFFERS_NONE.includes(cause.kind) && cause.advice === 'site-only')
    actions.push({ kind: 'turn-on' });
  return actions;
}

/** The page's server has not been asked, or might say more the next time. */
function mayTrace({ trace, probes }: Facts, conclusion: Conclusion): boolean {
  const isDoubted = conclusion.verdict === 'unknown' && conclusion.reason.kind === 'ech-off-here';
  if ((conclusion.verdict !== 'likely-hidden' && !isDoubted) || probes?.fresh?.kind === 'reported') return false;
  return trace === null || (trace.state === 'failed' && !SETTLED.includes(trace.why));
}

/** The measuring build can find out whether ECH was used, where the browser did not report it. */
function isMeasurable({ measuring, connection, page }: Facts, { verdict }: Conclusion): boolean {
  if (
    measuring === null ||
    measuring === 'running' ||
    page.scheme !== 'https' ||
    page.restricted ||
    page.extensionsBlocked
  )
    return false;
  return verdict !== 'not-applicable' && (connection?.usedEch ?? null) === null;
}

/** A name that cannot be queried, or no network, fails the same with any resolver. */
function couldAnotherAnswer(lookup: LookupFacts): boolean {
  if (lookup.state !== 'done') return false;
  const { outcome } = lookup.lookup;
  return outcome.kind !== 'failed' || (outcome.failure.kind !== 'not-askable' && outcome.failure.kind !== 'offline');
}
