// The other hosts that a page reached, worst first, and their numbers in one statement. Its own host is judged by the verdict.
//
// As in rules 1 and 2 of the verdict, IP addresses and local names are left out, since they have no name that ECH could hide: unless
// they were reached over plain HTTP, which leaves nothing of the request unread.

import { isOwnName } from '../observers/anonymity-set.ts';
import type {
  BrowserName,
  ConnectionFacts,
  Facts,
  Observation,
  RequestCounts,
  SkipReason,
  Transport,
  Visit,
} from '../shared/facts.ts';
import type { GlanceKind, HostNote, OthersCount, OthersKind } from '../shared/host-kinds.ts';
import { evidenceOfState, WORST_FIRST } from '../shared/host-states.ts';
import { isInLocalNetwork } from '../shared/local-address.ts';
import type { ConnectionReport, Glance, HostReport, HostState, OthersReport, Verdict } from '../shared/report.ts';
import { BROWSER_LABELS, type Statement, statement } from '../shared/sentence.ts';
import { addressKind, isLoopback } from '../shared/site-address.ts';
import { unusedHere } from './ech-here.ts';
import { readVisit } from './visit-reading.ts';

/** A page may reach hundreds, and the whole report is stored and sent again with every change. */
const MOST_ROWS = 64;

type OthersFacts = Pick<
  Facts,
  'browser' | 'echHere' | 'connection' | 'expectedRoots' | 'lookup' | 'page' | 'suffixes' | 'visit'
>;

/** Null without any. `verdict` is the page's own. */
export function assessOthers(facts: OthersFacts, verdict: Verdict): OthersReport | null {
  const { page, visit } = facts;
  const { observations, isCapped } = visit;
  const others = observations.filter(({ when, host }) => when === 'after' && host !== page.host);
  const perhapsShared = facts.browser === 'chromium' ? readVisit(facts).perhapsShared : [];
  const judge = (one: Observation): Judgement =>
    perhapsShared.includes(one.host) ? ['unknown', statement('shared', { host: page.host })] : classifyHost(one, facts);
  const classified = others.filter(isCounted).map((host) => [judge(host), host] as const);
  const total = classified.length;
  if (total === 0 || verdict === 'not-applicable') return null;
  const counts: OthersReport['counts'] = {};
  for (const [[state]] of classified) counts[state] = (counts[state] ?? 0) + 1;
  // In the order in which they were first seen within a state.
  const sorted = WORST_FIRST.flatMap((worst) => classified.filter(([[state]]) => state === worst));
  const items = sorted.slice(0, MOST_ROWS).map(
    ([[state, how], { host, requests, checked, connection }]): HostReport => ({
      host,
      requests,
      checked,
      state,
      evidence: evidenceOfState(state),
      how,
      connection: describeConnection(connection),
    }),
  );
  return {
    total,
    isCapped,
    counts,
    statement: describeCounts(counts, total, { browser: facts.browser, isCapped, verdict }),
    glance: glanceAt({ counts, total, isCapped }, facts.browser),
    hosts: { items, more: total - items.length },
    asks: asksOf(facts),
  };
}

export const describeConnection = ({
  tlsVersion,
  httpVersion,
  keyAgreement,
  address,
  proxy,
}: ConnectionFacts): ConnectionReport => ({
  tlsVersion,
  httpVersion,
  keyAgreement,
  address,
  proxy: proxy?.host ?? null,
});

export function isCounted({ host, transports }: Pick<Observation, 'host' | 'transports'>): boolean {
  const address = { scheme: 'https', host, port: 443 };
  if (addressKind(address) === 'public-name') return true;
  return transports.some((way) => way.startsWith('cleartext')) && !isLoopback(address) && !host.endsWith('.onion');
}

/** By which a name may have leaked that ECH hid. */
const LEAKY = ['proxied', 'device-proxy', 'tls-proxy', 'unencrypted-dns'] as const;

type Judging = Pick<Facts, 'browser' | 'echHere' | 'expectedRoots'> & { visit: Pick<Visit, 'lookUp'> };

/** What is known of a host. */
export type JudgedHost = RequestCounts &
  Pick<Observation, 'host' | 'transports' | 'addedRoot' | 'prediction' | 'connection'>;
type Judgement = [state: HostState, how: HostNote];

export function classifyHost(
  { host, transports, addedRoot, prediction, connection, ...counts }: JudgedHost,
  { browser, echHere, expectedRoots, visit: { lookUp } }: Judging,
): Judgement {
  const reachedBy = (way: Transport): boolean => transports.includes(way);
  const label = BROWSER_LABELS[browser];
  if (reachedBy('cleartext')) {
    const isLocal = isInLocalNetwork(host, connection);
    const where = isLocal ? 'cleartext-local' : 'cleartext';
    return ['cleartext', statement(transports.length > 1 ? 'cleartext-once' : where)];
  }
  if (addedRoot !== null && !expectedRoots.includes(addedRoot.sha256))
    return ['intercepted', statement('intercepted', { label: addedRoot.subject })];
  if (reachedBy('exposed')) return ['exposed', statement(reachedBy('hidden') ? 'exposed-once' : 'exposed')];
  if (reachedBy('cleartext-proxied')) return ['cleartext', statement('cleartext-proxied')];
  const leak = LEAKY.find(reachedBy);
  if (reachedBy('unreported')) {
    const owner = possibleOwner(connection, browser);
    const shown = (how: HostNote): Judgement =>
      owner === null ? ['likely-exposed', how] : ['unknown', statement('shared', { host: owner })];
    if (prediction?.outcome === 'shows') return shown(statement('shows', { label }));
    if (prediction?.outcome === 'hides') {
      const { publicName } = prediction;
      if (isOwnName(host, publicName)) return shown(statement('own-name'));
      const how = publicName === null ? statement('hides-unnamed') : statement('hides', { host: publicName });
      if (!leak && unusedHere(echHere) !== null) return ['unknown', statement('ech-off-here', { label })];
      if (!leak) return ['likely-hidden', how];
    }
  }
  // Through a tunnel the browser need not have used ECH.
  if (reachedBy('hidden') || (reachedBy('tls-proxy') && !reachedBy('unreported'))) {
    if (leak) return ['partly-hidden', statement(leak)];
    // Chrome's debugger reports ECH, but nothing about DNS queries.
    const isDnsUnreported = browser === 'chromium' && connection.usedPrivateDns === null;
    if (!reachedBy('unreported')) return ['hidden', isDnsUnreported ? statement('dns-unreported') : hiddenOn(counts)];
  }
  if (transports.length === 0) return ['unknown', statement('unchecked')];
  // The site's records now say nothing about a first fetch that was not reported.
  return [
    'unknown',
    reachedBy('unreported')
      ? describeUnreported({ prediction, connection }, lookUp, label)
      : statement(reachedBy('device-proxy') ? 'device-proxy' : 'cached'),
  ];
}

/**
 * Whose connection a host's requests went over without its own name on any: Chromium opens none beside the one that hosts share. Where
 * that showed its name, it is one of the same site.
 */
const possibleOwner = ({ sharedWith }: ConnectionFacts, browser: BrowserName): string | null =>
  browser === 'firefox' || sharedWith === null || sharedWith.isHidden === false ? null : sharedWith.host;

/** Of the requests that were checked, and no others. */
function hiddenOn({ requests, checked }: RequestCounts): HostNote {
  if (requests <= 1) return statement('hidden');
  if (checked === requests) return statement('hidden-all', { count: requests });
  if (checked === 1) return statement('hidden-one-checked', { count: requests });
  return statement('hidden-checked', { count: checked }, { count: requests });
}

function describeUnreported(
  { prediction, connection: { sharedWith } }: Pick<Observation, 'prediction' | 'connection'>,
  lookUp: Visit['lookUp'],
  browser: string,
): HostNote {
  const outcome = prediction?.outcome;
  if (outcome === 'unknown') return statement('not-learnt');
  if (outcome === 'cannot-connect') return statement('refuted', { label: browser });
  if (sharedWith !== null) return statement('shared', { host: sharedWith.host });
  return lookUp === 'pending' ? statement('pending') : statement('unreported', { label: browser });
}

/** A single host has sentences of its own, so that translations need no plural of it. */
function describeCounts(
  counts: OthersReport['counts'],
  total: number,
  { browser, isCapped, verdict }: { browser: BrowserName; isCapped: boolean; verdict: Verdict },
): Statement<OthersKind> {
  const count = (state: HostState): number => counts[state] ?? 0;
  const say = (kind: OthersCount, ...numbers: number[]): Statement<OthersKind> =>
    total === 1 ? statement(`one-${kind}`) : statement(kind, ...[...numbers, total].map((count) => ({ count })));
  const certain = count('cleartext') + count('intercepted') + count('exposed');
  const likely = count('likely-exposed');
  const unknown = count('unknown');
  const named = certain + likely;
  // The list below shows which are certain and which only probable.
  if (named > 0 && (unknown > 0 || isCapped))
    return statement(likely > 0 ? 'probably-more' : 'sees-more', { count: named }, { count: total });
  // No statement about all hosts where some were not recorded: a page could reach its worst hosts last.
  if (isCapped) return statement('capped', { count: total });
  if (likely > 0) return say('probably', named);
  if (certain > 0) return say(verdict === 'hidden' ? 'hidden-sees' : 'sees', certain);
  if (unknown > 0) return unknown === total && browser === 'chromium' ? say('unreported') : say('unknown', unknown);
  const partly = count('partly-hidden');
  // That the others are hidden too is only expected.
  if (partly > 0) return count('likely-hidden') > 0 ? say('unknown', partly) : say('partly', partly);
  const none: Statement<OthersCount> = statement(count('hidden') === total ? 'none' : 'should-hide');
  const reported = { label: BROWSER_LABELS[browser] };
  // Some requests are reported to no extension.
  return total === 1 ? statement(`one-${none.kind}`, reported) : statement(none.kind, { count: total }, reported);
}

/** The numbers in a few words. The list shows which are certain and which only probable. */
function glanceAt(
  { counts, total, isCapped }: Pick<OthersReport, 'counts' | 'total' | 'isCapped'>,
  browser: BrowserName,
): Glance {
  const count = (state: HostState): number => counts[state] ?? 0;
  const say = (sees: Glance['sees'], kind: GlanceKind, number: number): Glance => ({
    sees,
    count: statement(kind, { count: number }, { count: total }),
  });
  const likely = count('likely-exposed');
  const exposed = count('cleartext') + count('intercepted') + count('exposed') + likely;
  const isIncomplete = isCapped || count('unknown') > 0;
  if (exposed > 0 && likely > 0) return say('yes', isIncomplete ? 'probably-more' : 'probably', exposed);
  if (exposed > 0) return say('yes', isIncomplete ? 'at-least' : 'count', exposed);
  if (isIncomplete) return { sees: 'unknown', count: statement('not-known') };
  if (count('partly-hidden') > 0) return say('unknown', 'perhaps', count('partly-hidden'));
  const none = count('hidden') === total ? 'none' : 'probably-none';
  return { sees: 'no', count: statement(none, { count: total }, { label: BROWSER_LABELS[browser] }) };
}

/** Skip reasons that hold for the page's other hosts too. The rest concern only the page's own name. */
const FORBIDS_LOOKUPS: SkipReason[] = [
  'no-consent',
  'no-access',
  'private-window',
  'policy-awaited',
  'settings-unreadable',
];

function asksOf({ browser, visit, lookup }: OthersFacts): OthersReport['asks'] {
  const { resolver } = lookup;
  if (browser !== 'chromium' || resolver === null) return null;
  if (lookup.state === 'not-asked' && FORBIDS_LOOKUPS.includes(lookup.why)) return null;
  return { resolver: resolver.name, state: visit.lookUp === 'not-asked' ? 'when-opened' : visit.lookUp };
}
