// The other hosts that a page reached: how each one's name fared, worst first, and the numbers in a sentence. Pure; imports
// shared and the crowd.
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
  NotAskedReason,
  PageHosts,
  Transport,
} from '../shared/facts.ts';
import { evidenceOfState, WORST_FIRST } from '../shared/host-states.ts';
import type { ConnectionReport, HostReport, HostState, OthersReport, Verdict } from '../shared/report.ts';
import type { Sentence } from '../shared/sentence.ts';
import { BROWSER_LABELS, keyOf, sentence } from '../shared/sentence.ts';
import type { NameFate } from '../shared/session-names.ts';
import { addressKind, isLoopback } from '../shared/site-address.ts';

/** A page may reach hundreds; the report is stored and sent anew with every change. */
const MOST_ROWS = 64;

type OthersFacts = Pick<Facts, 'browser' | 'expectedRoots' | 'hosts' | 'lookup'>;

/** Null without any. `verdict` is the page's own. */
export function assessOthers(facts: OthersFacts, verdict: Verdict): OthersReport | null {
  const { hosts: all, isCapped } = facts.hosts;
  const judged = all.filter(isCounted).map((host) => [judge(host, facts), host] as const);
  const total = judged.length;
  if (total === 0 || verdict === 'not-applicable') return null;
  const counts: OthersReport['counts'] = {};
  for (const [[state]] of judged) counts[state] = (counts[state] ?? 0) + 1;
  // By first sight within a state.
  const sorted = WORST_FIRST.flatMap((worst) => judged.filter(([[state]]) => state === worst));
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

/** How one host's name fared by what is known of it alone; null where it has none to hide. */
export function fateOfHost(host: HostFacts, facts: Pick<Facts, 'browser' | 'expectedRoots'>): NameFate | null {
  if (!isCounted(host)) return null;
  const [state, how] = judge(host, { ...facts, hosts: { lookUp: 'not-asked' } });
  const { prediction } = host;
  const cover = state === 'likely-hidden' && prediction?.outcome === 'hides' ? prediction.publicName : null;
  return { state, how, cover };
}

function isCounted({ host, ways }: HostFacts): boolean {
  const address = { scheme: 'https', host, port: 443 };
  if (addressKind(address) === 'public-name') return true;
  return ways.includes('clear') && !isLoopback(address) && !host.endsWith('.onion');
}

type Judging = Pick<Facts, 'browser' | 'expectedRoots'> & { hosts: Pick<PageHosts, 'lookUp'> };
type Judgement = [state: HostState, how: Sentence];

function judge(
  { host, ways, addedRoot, prediction, connection }: HostFacts,
  { browser, expectedRoots, hosts: { lookUp } }: Judging,
): Judgement {
  const came = (way: Transport): boolean => ways.includes(way);
  const label = BROWSER_LABELS[browser];
  if (came('clear')) return ['clear', sentence(ways.length > 1 ? 'how_clear_once' : 'how_clear')];
  if (addedRoot !== null && !expectedRoots.includes(addedRoot.sha256))
    return ['intercepted', sentence('how_intercepted', { label: addedRoot.subject })];
  if (came('named')) return ['named', sentence(came('sealed') ? 'how_named_once' : 'how_named')];
  const leak = came('proxied') ? 'how_proxied' : came('clear-dns') && 'how_clear_dns';
  if (came('untold')) {
    if (prediction?.outcome === 'shows') return ['likely-named', sentence('how_shows', { label })];
    if (prediction?.outcome === 'hides') {
      const { publicName } = prediction;
      if (isOwnName(host, publicName)) return ['likely-named', sentence('how_own_name')];
      const how = publicName === null ? sentence('how_hides_unnamed') : sentence('how_hides', { host: publicName });
      if (!leak) return ['likely-hidden', how];
    }
  }
  if (came('sealed')) {
    if (leak) return ['partly-hidden', sentence(leak)];
    // Chrome's debugger tells of ECH, and of DNS questions nothing.
    const isDnsUntold = browser === 'chromium' && connection.usedPrivateDns === null;
    if (!came('untold') && isDnsUntold) return ['partly-hidden', sentence('how_dns_untold')];
    if (!came('untold')) return ['hidden', sentence('how_sealed')];
  }
  // What is published says nothing of a first fetch that nobody saw.
  return ['unknown', came('untold') ? describeUntold(prediction?.outcome, lookUp, label) : sentence('how_cached')];
}

function describeUntold(
  outcome: HostPrediction['outcome'] | undefined,
  lookUp: PageHosts['lookUp'],
  browser: string,
): Sentence {
  if (outcome === 'unknown') return sentence('how_not_learnt');
  if (outcome === 'cannot-connect') return sentence('how_refuted', { label: browser });
  return lookUp === 'pending' ? sentence('how_pending') : sentence('how_untold', { label: browser });
}

/** Numbers stand where few languages bend a word for them; a single host has sentences of its own. */
function describeCounts(
  counts: OthersReport['counts'],
  total: number,
  { browser, isCapped, verdict }: { browser: BrowserName; isCapped: boolean; verdict: Verdict },
): Sentence {
  const count = (state: HostState): number => counts[state] ?? 0;
  const say = (word: Word, ...numbers: number[]): Sentence =>
    total === 1
      ? sentence(keyOf('others_one', word))
      : sentence(keyOf('others', word), ...[...numbers, total].map((count) => ({ count })));
  const seen = count('clear') + count('intercepted') + count('named');
  const likely = count('likely-named');
  const unknown = count('unknown');
  const named = seen + likely;
  // What is certain beside what is only probable, the list tells.
  if (named > 0 && (unknown > 0 || isCapped))
    return sentence(likely > 0 ? 'others_probably_more' : 'others_sees_more', { count: named }, { count: total });
  // Nothing is said of all hosts where not all are known: a page could reach the bad ones last.
  if (isCapped) return sentence('others_capped', { count: total });
  if (likely > 0) return say('probably', named);
  if (seen > 0) return say(verdict === 'hidden' ? 'hidden-sees' : 'sees', seen);
  if (unknown > 0) return unknown === total && browser === 'chromium' ? say('untold') : say('unknown', unknown);
  const partly = count('partly-hidden');
  // That the others are hidden too is only expected.
  if (partly > 0) return count('likely-hidden') > 0 ? say('unknown', partly) : say('partly', partly);
  return say(count('hidden') === total ? 'none' : 'should-hide');
}

type Word = 'hidden-sees' | 'sees' | 'probably' | 'unknown' | 'untold' | 'partly' | 'none' | 'should-hide';

/** Why the resolver may not be asked about anything of this page; the page's own name being no matter for it is no such reason. */
const BARRED: NotAskedReason[] = ['no-consent', 'no-access', 'private-window', 'policy-awaited', 'settings-unreadable'];

function asksOf({ browser, hosts, lookup }: OthersFacts): OthersReport['asks'] {
  const { resolver } = lookup;
  if (browser !== 'chromium' || resolver === null) return null;
  if (lookup.state === 'not-asked' && BARRED.includes(lookup.why)) return null;
  return { resolver: resolver.name, state: hosts.lookUp === 'not-asked' ? 'when-opened' : hosts.lookUp };
}
