// assess(facts): everything that a screen shows about one page, concluded from facts and from nothing else. Pure.
// Imports shared and the pure folders.

import { crowdOf } from '../observers/anonymity-set.ts';
import { type NetworkView, observersOf } from '../observers/observers.ts';
import { toldConnection } from '../observers/reported-connection.ts';
import type { Facts } from '../shared/facts.ts';
import type { Crowd, Lane, SeenName, SiteReport } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import { sentence } from '../shared/sentence.ts';
import { actionsOf } from './actions.ts';
import { canaryMeaning } from './canary-meaning.ts';
import { firstCause } from './cause.ts';
import { downgradeOf } from './downgrade.ts';
import { findingsOf } from './findings.ts';
import { basis, headline } from './headline.ts';
import { assessOthers, describeConnection } from './others.ts';
import { type Publication, readPublication } from './publication.ts';
import { type Conclusion, evidenceOf } from './reading.ts';
import { conclude } from './verdict.ts';

/** `site` where nothing but the other hosts has changed since. */
export function assess(facts: Facts, site: Omit<SiteReport, 'others'> = assessSite(facts)): SiteReport {
  return { ...site, others: assessOthers(facts, site.verdict) };
}

/** All but the other hosts, of which many come and go while the page stays the same. */
function assessSite(facts: Facts): Omit<SiteReport, 'others'> {
  const { page, lookup } = facts;
  const publication = readPublication(facts);
  const conclusion = conclude(facts, publication);
  const sealed = sealedBy(conclusion);
  const publicName = sealed === 'no' ? publication.offeredName : publication.coverName;
  const crowd = publicName === null ? worstCrowd(publication, page.host) : crowdOf(page.host, publicName);
  const view = networkView(conclusion, page.host, publicName);
  const applies = conclusion.verdict !== 'not-applicable';
  // Whoever holds an added authority reads everything either way, so the two ways are no choice.
  const hasLanes = applies && page.scheme === 'https' && conclusion.verdict !== 'intercepted';
  const why = basis(conclusion, facts);
  const cause = firstCause(conclusion, facts, publication, crowd);
  const { report } = publication;
  const told = toldConnection(facts);
  // What the headline already explains is not said twice; beside a measured verdict it is said nowhere else.
  const saidAbove = report.state === 'not-asked' && report.statement.key === why.key;
  return {
    tabId: page.tabId,
    navigationId: page.navigationId,
    site: { scheme: page.scheme, host: page.host, port: page.port },
    verdict: conclusion.verdict,
    evidence: evidenceOf(conclusion),
    headline: headline(conclusion, facts, publicName, crowd),
    basis: why,
    seen: seenName(view, page.host),
    crowd,
    lanes: hasLanes ? lanesOf(sealed, view, page.host, publicName) : [],
    observers: applies ? observersOf(facts, view, publicName) : [],
    cause,
    downgrade: downgradeOf(conclusion, facts, report.echDigest),
    findings: findingsOf(facts, report.state),
    connection: told && describeConnection(told),
    canary: canaryMeaning(facts.canary),
    published: saidAbove ? { ...report, statement: sentence('published_not_asked') } : report,
    resolver: lookup.resolver,
    answeredAtMs: lookup.state === 'done' ? lookup.lookup.answeredAtMs : null,
    actions: actionsOf(facts, conclusion, publication, cause),
  };
}

/** Where one of several public names is used and nobody can tell which: a name of the same owner among them counts. */
function worstCrowd({ own, report }: Publication, host: string): Crowd {
  if (own?.outcome !== 'hides') return null;
  const crowds = report.configs.items.map(({ publicName }) => crowdOf(host, publicName));
  return crowds.includes('same-owner') ? 'same-owner' : 'unknown';
}

/** Whether this page came with ECH: used, expected, or neither. */
function sealedBy(conclusion: Conclusion): Lane['applies'] {
  switch (conclusion.verdict) {
    case 'hidden':
    case 'partly-hidden':
      return 'measured';
    case 'likely-hidden':
      return 'inferred';
    case 'exposed':
      return conclusion.echFor ?? 'no';
    default:
      return 'no';
  }
}

/** What the network can read of the name, by the verdict. */
function networkView(conclusion: Conclusion, host: string, publicName: string | null): NetworkView {
  switch (conclusion.verdict) {
    case 'cleartext':
      return { reads: 'page' };
    case 'intercepted':
      return { reads: 'intercepted', name: host };
    case 'hidden':
      return { reads: 'cover', publicName, evidence: 'measured', leak: null };
    case 'partly-hidden':
      return { reads: 'cover', publicName, evidence: 'measured', leak: conclusion.leaks[0] };
    case 'likely-hidden':
      return { reads: 'cover', publicName, evidence: 'inferred', leak: conclusion.leaks[0] ?? null };
    case 'offered-not-used':
      return { reads: 'site-name', evidence: 'measured' };
    case 'exposed':
      return { reads: 'site-name', evidence: conclusion.evidence };
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
      return { kind: 'site', name: host, evidence: view.evidence };
    case 'cover':
      return coverName(view.publicName);
    case 'unknown':
      return { kind: 'unknown' };
  }
}

const coverName = (publicName: string | null): SeenName =>
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
  const sealed: Lane = { id: 'with-ech', applies: usedEch, reads: coverName(publicName) };
  return usedNone === 'no' ? [sealed, plain] : [plain, sealed];
}
