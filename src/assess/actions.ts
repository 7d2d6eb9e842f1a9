// What the user can do from the popup, by what is known and what is not.

import { providerOf } from '../observers/anonymity-set.ts';
import type { Facts, LookupFacts, SkipReason } from '../shared/facts.ts';
import type { Action, Cause } from '../shared/report.ts';
import type { Publication } from './publication.ts';
import type { Conclusion } from './reading.ts';
import { mayBeWithheld } from './second-opinion.ts';

/** Reasons that a click outweighs. */
const ASKED_ON_CLICK: SkipReason[] = ['on-click', 'not-looked-up', 'certificate-refused', 'browser-failed'];

export function actionsOf(
  facts: Facts,
  conclusion: Conclusion,
  { outerSni }: Publication,
  cause: Cause | null,
): Action[] {
  const { browser, page, lookup, references, probes, secondResolver, second } = facts;
  const actions: Action[] = [];
  if (conclusion.verdict === 'intercepted') {
    actions.push({ kind: 'expect-root', sha256: conclusion.root.sha256, subject: conclusion.root.subject });
  }
  if (lookup.state === 'not-asked') {
    if (lookup.why === 'no-resolver') actions.push({ kind: 'choose-resolver' });
    if (lookup.why === 'no-consent') actions.push({ kind: 'give-consent' });
    if (lookup.why === 'no-access') actions.push({ kind: 'grant-access' });
    if (ASKED_ON_CLICK.includes(lookup.why)) actions.push({ kind: 'ask-now' });
    if (lookup.why === 'proxied' || lookup.why === 'local-proxy')
      actions.push({ kind: 'ask-past-proxy', resolver: lookup.resolver?.name ?? '' });
  }
  // A popup of Chromium over a private window is a page of the ordinary profile, which may keep names of hosts on disk.
  const maySend = browser === 'firefox' || !page.private;
  if (cause?.kind === 'not-yet-known' && maySend) actions.push({ kind: 'find-out', site: page.host, references });
  // Cloudflare's servers say at an address of their own whether a request came with ECH.
  const canTell = outerSni !== null && providerOf(outerSni) !== null;
  const isUnreported = browser === 'chromium' && probes?.fresh?.kind !== 'told';
  if (conclusion.verdict === 'likely-hidden' && isUnreported && canTell && maySend)
    actions.push({ kind: 'trace', site: page.host });
  if (
    (second === null || second.state === 'failed') &&
    secondResolver !== null &&
    (facts.connection?.proxy ?? null) === null &&
    mayBeWithheld(cause) &&
    isAskable(lookup)
  )
    actions.push({ kind: 'ask-second', resolver: secondResolver.name });
  if (cause?.kind === 'ech-off-here' || cause?.advice === 'not-settled') actions.push({ kind: 'network-check' });
  if (isMeasurable(facts, conclusion)) actions.push({ kind: 'measure' });
  return actions;
}

/** The measuring build could tell what nobody has told. */
function isMeasurable({ measuring, connection, page }: Facts, { verdict }: Conclusion): boolean {
  if (measuring === null || measuring === 'running' || page.scheme !== 'https' || page.restricted || page.keptAway)
    return false;
  return verdict !== 'not-applicable' && (connection?.usedEch ?? null) === null;
}

/** Whether another resolver could do better. */
function isAskable(lookup: LookupFacts): boolean {
  if (lookup.state !== 'done') return false;
  const { outcome } = lookup.lookup;
  return outcome.kind !== 'failed' || (outcome.failure.kind !== 'not-askable' && outcome.failure.kind !== 'offline');
}
