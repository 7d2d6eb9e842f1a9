// assess(facts): everything that a screen shows about one page, concluded from facts and from nothing else.

import { anonymitySetOf, isOwnName, providerOf } from '../observers/anonymity-set.ts';
import { type NetworkView, observersOf } from '../observers/observers.ts';
import { documentTunnel, reportedConnection } from '../observers/reported-connection.ts';
import type { CanaryFacts, ConnectionFacts, Facts } from '../shared/facts.ts';
import type { AnonymitySet, CanaryReport, Icon, Lane, SeenName, SiteReport } from '../shared/report.ts';
import type { AnonymityNote } from '../shared/report-kinds.ts';
import { assertNever } from '../shared/result.ts';
import { statement } from '../shared/sentence.ts';
import { actionsOf } from './actions.ts';
import { firstCause } from './cause.ts';
import { downgradeOf } from './downgrade.ts';
import { exposureOfPage } from './exposure.ts';
import { findingsOf } from './findings.ts';
import { basisOf, headlineOf } from './headline.ts';
import type { FoundLeak } from './leaks.ts';
import { assessOthers, describeConnection } from './others.ts';
import { type Publication, readPublication } from './publication.ts';
import { type Conclusion, evidenceOf } from './reading.ts';
import { withTrace } from './traced.ts';
import { conclude } from './verdict.ts';
import { readVisit, type VisitReading, wentBy } from './visit-reading.ts';

/** `site` where nothing but the other hosts has changed since. */
export function assess(facts: Facts, site: Omit<SiteReport, 'others'> = assessSite(facts)): SiteReport {
  return { ...site, others: assessOthers(facts, site.verdict) };
}

/** All but the other hosts, of which many come and go while the page stays the same. */
function assessSite(reportedFacts: Facts): Omit<SiteReport, 'others'> {
  const publication = readPublication(reportedFacts);
  const { facts, reportedBy } = withTrace(reportedFacts, publication);
  const { browser, page, lookup, suffixes } = facts;
  const visit = readVisit(facts);
  const conclusion = conclude(facts, publication, visit);
  const { verdict } = conclusion;
  const evidence = evidenceOf(conclusion);
  const reported = reportedConnection(facts);
  const usedEch = echOf(conclusion, reported);
  const publicName = usedEch === 'no' ? publication.advertisedPublicName : publication.outerSni;
  const isDirect = documentTunnel(facts) === null;
  const anonymitySet = !isDirect
    ? null
    : publicName === null
      ? worstAnonymitySet(publication, page.host, suffixes)
      : anonymitySetOf(page.host, publicName, suffixes);
  const view = networkView(conclusion, facts, publicName, usedEch);
  const applies = verdict !== 'not-applicable';
  // Whoever holds an added authority reads everything either way, so the two ways are no choice.
  // Of a connection that is another host's, neither way is this page's.
  const isShared = conclusion.verdict === 'exposed' && conclusion.over !== undefined;
  const hasLanes = applies && isDirect && page.scheme === 'https' && verdict !== 'intercepted' && !isShared;
  const cause = firstCause(conclusion, facts, publication, anonymitySet);
  const { report: published } = publication;
  const seen: SeenName = isDirect ? seenName(view, page.host) : { kind: 'unknown' };
  const headline = headlineOf(conclusion, facts, publicName, anonymitySet);
  const basis = basisOf(conclusion, facts, reportedBy);
  // Before anything is chosen there is nothing to tell.
  const observers = applies && headline.kind !== 'set-up' ? observersOf(facts, view, publicName) : [];
  return {
    browser,
    tabId: page.tabId,
    navigationId: page.navigationId,
    site: { scheme: page.scheme, host: page.host, port: page.port },
    verdict,
    evidence,
    icon: iconOf(conclusion, headline, anonymitySet),
    headline,
    basis,
    seen,
    anonymitySet,
    anonymityNote: hasLanes && usedEch !== 'no' ? anonymityNote(anonymitySet, publicName, page.host) : null,
    lanes: hasLanes ? lanesOf(usedEch, view, page.host, publicName) : [],
    observers,
    cause,
    otherLeaks: otherLeaksOf(conclusion).map(({ cause }) => cause),
    downgrade: downgradeOf(conclusion, facts, published.echDigest),
    findings: findingsOf(facts, published.state, visit, cause),
    connection: reported && describeConnection(reported),
    ownRequests: usedEch === 'measured' && isDirect ? ownRequests(facts, visit) : null,
    canary: canaryOf(facts.canary),
    published,
    exposure: exposureOfPage(
      { verdict, evidence, headline, basis, seen, anonymitySet, observers, published },
      { browser, host: page.host, resolver: lookup.resolver?.name ?? '' },
    ),
    resolver: lookup.resolver,
    answeredAtMs: lookup.state === 'done' ? lookup.lookup.answeredAtMs : null,
    actions: actionsOf(facts, conclusion, publication, cause, visit),
  };
}

/** Beside the cause, which for an unknown verdict is none of them. */
function otherLeaksOf(conclusion: Conclusion): FoundLeak[] {
  if (!('leaks' in conclusion)) return [];
  return conclusion.verdict === 'unknown' ? conclusion.leaks : conclusion.leaks.slice(1);
}

/** With the request that brought the document, unless that came from a cache. */
function ownRequests({ page, visit: { own } }: Facts, { own: { after } }: VisitReading): SiteReport['ownRequests'] {
  const document = page.arrival === 'network' ? 1 : 0;
  const [requests, checked] = [own.requests + document, own.checked + document];
  if (requests <= 1 || checked === 0 || after.some((one) => wentBy(one, 'exposed', 'cleartext', 'tls-proxy')))
    return null;
  if (checked === requests) return statement('all', { count: requests });
  return checked === 1
    ? statement('one-checked', { count: requests })
    : statement('checked', { count: checked }, { count: requests });
}

/** Never a reassuring one over a name that leaked or that gives the site away. */
function iconOf(conclusion: Conclusion, { kind }: SiteReport['headline'], anonymitySet: AnonymitySet): Icon {
  const { verdict } = conclusion;
  if (verdict !== 'hidden' && verdict !== 'likely-hidden') return verdict;
  if (kind === 'likely-hidden-doubted') return 'unknown';
  if (anonymitySet === 'same-owner' || conclusion.leaks.length > 0) return 'partly-hidden';
  if (verdict === 'likely-hidden') return verdict;
  const { unreported } = conclusion;
  // The tick says that nothing is left to check.
  const isChecked = unreported?.kind !== 'names-unchecked' && unreported?.kind !== 'shared-connection';
  return anonymitySet === 'shared-provider' && isChecked ? verdict : 'hidden-unknown-set';
}

/** Where one of several public names is used and nobody can tell which: a name of the same owner among them counts. */
function worstAnonymitySet(
  { thisBrowser, report }: Publication,
  host: string,
  suffixes: Facts['suffixes'],
): AnonymitySet {
  if (thisBrowser?.outcome !== 'hides') return null;
  const sets = report.configs.items.map(({ publicName }) => anonymitySetOf(host, publicName, suffixes));
  return sets.includes('same-owner') ? 'same-owner' : 'unknown';
}

/** A public name that belongs to one site hides nothing (RFC 9849 §10.1). */
function anonymityNote(anonymitySet: AnonymitySet, publicName: string | null, host: string): AnonymityNote {
  if (isOwnName(host, publicName)) return statement('own-name');
  if (anonymitySet === 'same-owner') return statement(publicName === null ? 'perhaps-same-owner' : 'same-owner');
  const operator = publicName === null ? null : providerOf(publicName);
  return operator === null ? statement('unknown') : statement('shared-provider', { label: operator });
}

function canaryOf(canary: CanaryFacts | null): CanaryReport {
  if (canary === null) return { state: 'not-asked', evidence: 'unknown', asked: null, checkedAtMs: null };
  const { asked, resolver, state, checkedAtMs } = canary;
  return {
    state,
    evidence: state === 'unknown' ? 'unknown' : 'measured',
    asked: asked === 'system-resolver' ? asked : { resolver: resolver ?? '' },
    checkedAtMs,
  };
}

/** Whether this page came with ECH: used, expected, or neither. */
function echOf(conclusion: Conclusion, reported: ConnectionFacts | null): Lane['applies'] {
  switch (conclusion.verdict) {
    case 'intercepted':
      return conclusion.host !== null && reported?.usedEch ? 'measured' : 'no';
    case 'hidden':
      return 'measured';
    case 'partly-hidden':
      return reported?.usedEch ? 'measured' : 'no';
    case 'likely-hidden':
      return 'inferred';
    case 'exposed':
      return conclusion.echFor ?? 'no';
    default:
      return 'no';
  }
}

/** What the network can read of the name, by the verdict. */
function networkView(
  conclusion: Conclusion,
  facts: Facts,
  publicName: string | null,
  usedEch: Lane['applies'],
): NetworkView {
  const { host } = facts.page;
  const reported = reportedConnection(facts);
  const tunnel = documentTunnel(facts);
  // The way to a proxy over TLS shows the proxy's name.
  const instead = tunnel === 'tls-proxy' ? (reported?.proxy?.host ?? null) : tunnel === null ? publicName : null;
  const cover = { reads: 'cover', publicName: instead, evidence: 'measured', name: null } as const;
  switch (conclusion.verdict) {
    case 'intercepted':
      if (conclusion.host === null) return { reads: 'intercepted', name: host };
      if (usedEch === 'measured' || tunnel !== null) return { ...cover, doubt: 'intercepted-elsewhere' };
      return reported?.usedEch === false
        ? { reads: 'site-name', name: host, evidence: 'measured' }
        : { reads: 'unknown' };
    case 'cleartext':
    case 'hidden':
    case 'partly-hidden':
    case 'likely-hidden': {
      const { verdict, leaks, unreported } = conclusion;
      if (verdict === 'cleartext' && conclusion.to !== 'proxied') return { reads: 'page', by: conclusion.to };
      // What a proxy over TLS was told is the least of all.
      const leak = leaks.find(({ name }) => name !== null) ?? leaks.find(({ kind }) => kind !== 'tls-proxy');
      return {
        ...cover,
        evidence: verdict === 'likely-hidden' ? 'inferred' : 'measured',
        doubt: (leak ?? unreported ?? leaks[0])?.kind ?? null,
        name: leak?.name ?? null,
      };
    }
    case 'offered-not-used':
      return { reads: 'site-name', name: host, evidence: 'measured' };
    case 'exposed':
      return { reads: 'site-name', name: conclusion.over === undefined ? host : null, evidence: conclusion.evidence };
    case 'not-applicable':
    case 'unknown':
      return { reads: 'unknown' };
    default:
      return assertNever(conclusion);
  }
}

function seenName(view: NetworkView, host: string): SeenName {
  switch (view.reads) {
    case 'page':
      return { kind: 'site', name: host, evidence: 'measured' };
    case 'intercepted':
      return { kind: 'site', name: host, evidence: 'inferred' };
    case 'site-name':
      return view.name === null ? { kind: 'unknown' } : { kind: 'site', name: view.name, evidence: view.evidence };
    case 'cover':
      return seenInstead(view.publicName);
    case 'unknown':
      return { kind: 'unknown' };
  }
}

const seenInstead = (publicName: string | null): SeenName =>
  publicName === null ? { kind: 'cover' } : { kind: 'public', name: publicName, evidence: 'inferred' };

/** The way this page came first, then the other; with ECH only where it was used or is published. */
function lanesOf(usedEch: Lane['applies'], view: NetworkView, host: string, publicName: string | null): Lane[] {
  const usedNone = usedEch === 'no' && view.reads === 'site-name' ? view.evidence : 'no';
  const plain: Lane = {
    id: 'without-ech',
    applies: usedNone,
    reads: { kind: 'site', name: host, evidence: usedNone === 'measured' ? 'measured' : 'inferred' },
  };
  if (usedEch === 'no' && publicName === null) return view.reads === 'unknown' ? [] : [plain];
  const sealed: Lane = { id: 'with-ech', applies: usedEch, reads: seenInstead(publicName) };
  return usedNone === 'no' ? [sealed, plain] : [plain, sealed];
}
