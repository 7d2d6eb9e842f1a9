// The other hosts that a page reached: how each one's name fared, worst first, and the numbers in one statement.
//
// Rules 1 and 2 of the verdicts hold here too: an address is a number without a name to read, and a name of this device or of the
// local network is none that ECH could hide. They are left out, unless they were reached in clear past this device.

import { isOwnName } from '../observers/anonymity-set.ts';
import type {
  BrowserName,
  ConnectionFacts,
  Facts,
  HostFacts,
  HostPrediction,
  PageHosts,
  SkipReason,
  Transport,
} from '../shared/facts.ts';
import { evidenceOfState, WORST_FIRST } from '../shared/host-states.ts';
import type { ConnectionReport, Glance, HostReport, HostState, OthersReport, Verdict } from '../shared/report.ts';
import type { GlanceKind, HostNote, OthersCount, OthersKind } from '../shared/report-kinds.ts';
import { BROWSER_LABELS, type Statement, statement } from '../shared/sentence.ts';
import { addressKind, isLoopback } from '../shared/site-address.ts';

/** A page may reach hundreds; the report is stored and sent anew with every change. */
const MOST_ROWS = 64;

type OthersFacts = Pick<Facts, 'browser' | 'expectedRoots' | 'hosts' | 'lookup'>;

/** Null without any. `verdict` is the page's own. */
export function assessOthers(facts: OthersFacts, verdict: Verdict): OthersReport | null {
  const { hosts: all, isCapped } = facts.hosts;
  const classified = all.filter(isCounted).map((host) => [classifyHost(host, facts), host] as const);
  const total = classified.length;
  if (total === 0 || verdict === 'not-applicable') return null;
  const counts: OthersReport['counts'] = {};
  for (const [[state]] of classified) counts[state] = (counts[state] ?? 0) + 1;
  // By first sight within a state.
  const sorted = WORST_FIRST.flatMap((worst) => classified.filter(([[state]]) => state === worst));
  const items = sorted.slice(0, MOST_ROWS).map(
    ([[state, how], { host, connection }]): HostReport => ({
      host,
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
    glance: glanceAt({ counts, total, isCapped }),
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

export function isCounted({ host, ways }: HostFacts): boolean {
  const address = { scheme: 'https', host, port: 443 };
  if (addressKind(address) === 'public-name') return true;
  return ways.includes('cleartext') && !isLoopback(address) && !host.endsWith('.onion');
}

type Judging = Pick<Facts, 'browser' | 'expectedRoots'> & { hosts: Pick<PageHosts, 'lookUp'> };
type Judgement = [state: HostState, how: HostNote];

export function classifyHost(
  { host, ways, addedRoot, prediction, connection }: HostFacts,
  { browser, expectedRoots, hosts: { lookUp } }: Judging,
): Judgement {
  const came = (way: Transport): boolean => ways.includes(way);
  const label = BROWSER_LABELS[browser];
  if (came('cleartext')) return ['cleartext', statement(ways.length > 1 ? 'cleartext-once' : 'cleartext')];
  if (addedRoot !== null && !expectedRoots.includes(addedRoot.sha256))
    return ['intercepted', statement('intercepted', { label: addedRoot.subject })];
  if (came('exposed')) return ['exposed', statement(came('hidden') ? 'exposed-once' : 'exposed')];
  const leak = came('proxied') ? 'proxied' : came('unencrypted-dns') && 'unencrypted-dns';
  if (came('unreported')) {
    if (prediction?.outcome === 'shows') return ['likely-exposed', statement('shows', { label })];
    if (prediction?.outcome === 'hides') {
      const { publicName } = prediction;
      if (isOwnName(host, publicName)) return ['likely-exposed', statement('own-name')];
      const how = publicName === null ? statement('hides-unnamed') : statement('hides', { host: publicName });
      if (!leak) return ['likely-hidden', how];
    }
  }
  if (came('hidden')) {
    if (leak) return ['partly-hidden', statement(leak)];
    // Chrome's debugger tells of ECH, and of DNS questions nothing.
    const isDnsUnreported = browser === 'chromium' && connection.usedPrivateDns === null;
    if (!came('unreported') && isDnsUnreported) return ['partly-hidden', statement('dns-unreported')];
    if (!came('unreported')) return ['hidden', statement('hidden')];
  }
  // What is published says nothing of a first fetch that nobody saw.
  return ['unknown', came('unreported') ? describeUnreported(prediction?.outcome, lookUp, label) : statement('cached')];
}

function describeUnreported(
  outcome: HostPrediction['outcome'] | undefined,
  lookUp: PageHosts['lookUp'],
  browser: string,
): HostNote {
  if (outcome === 'unknown') return statement('not-learnt');
  if (outcome === 'cannot-connect') return statement('refuted', { label: browser });
  return lookUp === 'pending' ? statement('pending') : statement('unreported', { label: browser });
}

/** Numbers stand where few languages bend a word for them; a single host has sentences of its own. */
function describeCounts(
  counts: OthersReport['counts'],
  total: number,
  { browser, isCapped, verdict }: { browser: BrowserName; isCapped: boolean; verdict: Verdict },
): Statement<OthersKind> {
  const count = (state: HostState): number => counts[state] ?? 0;
  const say = (kind: OthersCount, ...numbers: number[]): Statement<OthersKind> =>
    total === 1 ? statement(`one-${kind}`) : statement(kind, ...[...numbers, total].map((count) => ({ count })));
  const seen = count('cleartext') + count('intercepted') + count('exposed');
  const likely = count('likely-exposed');
  const unknown = count('unknown');
  const named = seen + likely;
  // What is certain beside what is only probable, the list tells.
  if (named > 0 && (unknown > 0 || isCapped))
    return statement(likely > 0 ? 'probably-more' : 'sees-more', { count: named }, { count: total });
  // Nothing is said of all hosts where not all are known: a page could reach the bad ones last.
  if (isCapped) return statement('capped', { count: total });
  if (likely > 0) return say('probably', named);
  if (seen > 0) return say(verdict === 'hidden' ? 'hidden-sees' : 'sees', seen);
  if (unknown > 0) return unknown === total && browser === 'chromium' ? say('unreported') : say('unknown', unknown);
  const partly = count('partly-hidden');
  // That the others are hidden too is only expected.
  if (partly > 0) return count('likely-hidden') > 0 ? say('unknown', partly) : say('partly', partly);
  return say(count('hidden') === total ? 'none' : 'should-hide');
}

/** The numbers at a glance. What is certain beside what is only probable, the list tells. */
function glanceAt({ counts, total, isCapped }: Pick<OthersReport, 'counts' | 'total' | 'isCapped'>): Glance {
  const count = (state: HostState): number => counts[state] ?? 0;
  const say = (sees: Glance['sees'], kind: GlanceKind, number: number): Glance => ({
    sees,
    count: statement(kind, { count: number }, { count: total }),
  });
  const likely = count('likely-exposed');
  const named = count('cleartext') + count('intercepted') + count('exposed') + likely;
  const isMore = isCapped || count('unknown') > 0;
  if (named > 0 && likely > 0) return say('yes', isMore ? 'probably-more' : 'probably', named);
  if (named > 0) return say('yes', isMore ? 'at-least' : 'count', named);
  if (isMore) return { sees: 'unknown', count: statement('not-known') };
  if (count('partly-hidden') > 0) return say('unknown', 'perhaps', count('partly-hidden'));
  return say('no', count('hidden') === total ? 'count' : 'probably', 0);
}

/** Why the resolver may not be asked about anything of this page; the page's own name being no matter for it is no such reason. */
const EXCLUDED: SkipReason[] = ['no-consent', 'no-access', 'private-window', 'policy-awaited', 'settings-unreadable'];

function asksOf({ browser, hosts, lookup }: OthersFacts): OthersReport['asks'] {
  const { resolver } = lookup;
  if (browser !== 'chromium' || resolver === null) return null;
  if (lookup.state === 'not-asked' && EXCLUDED.includes(lookup.why)) return null;
  return { resolver: resolver.name, state: hosts.lookUp === 'not-asked' ? 'when-opened' : hosts.lookUp };
}
