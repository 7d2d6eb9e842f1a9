// Tries resolvers one beside the other, with reference hosts and the canary alone: whether each answers, keeps ECH, validates, pads
// and leaves the canary alone, and how long it takes. Pure: whoever asks is handed in.

import type { CanaryFacts } from '../shared/facts.ts';
import type { LookupFailure } from '../shared/lookup.ts';
import type { ResolverTest } from '../shared/messages.ts';
import { type Candidate, ROUND_TRIPS } from './candidates.ts';

/** What was found so far. Numbers of questions leave out the canary's. */
export interface Findings {
  state: 'waiting' | 'running' | 'done' | 'stopped';
  asked: number;
  answered: number;
  /** The last one. */
  failure: LookupFailure | null;
  /** How many reference hosts were answered for, and for how many of them the record came with ECH. */
  hosts: number;
  keptEch: number;
  /** It said so at least once. */
  authenticated: boolean;
  padded: boolean;
  canary: CanaryFacts['state'];
  /** The first answer, which may have needed a new connection; null where there is none. */
  firstMs: number | null;
  /** Of the round trips after it; null where too few came. */
  medianMs: number | null;
}

const NOTHING_FOUND: Findings = {
  state: 'waiting',
  asked: 0,
  answered: 0,
  failure: null,
  hosts: 0,
  keptEch: 0,
  authenticated: false,
  padded: false,
  canary: 'unknown',
  firstMs: null,
  medianMs: null,
};

/** Null where nobody could ask. */
export interface Asks {
  record(template: string, reference: number): Promise<ResolverTest | null>;
  canary(template: string): Promise<CanaryFacts | null>;
}

/** A median of fewer says nothing. */
const FEWEST_ROUND_TRIPS = 3;
/** Failures in a row after which a resolver is let go: each may take five seconds. */
const MOST_FAILURES = 2;
const AT_ONCE = 3;

/** Ends when all are tried, or when `signal` says so. `tell` hears of every change. */
export async function compareResolvers(
  candidates: readonly Candidate[],
  references: number,
  asks: Asks,
  { signal, tell }: { signal: AbortSignal; tell: (found: readonly Findings[]) => void },
): Promise<void> {
  const found = candidates.map(() => NOTHING_FOUND);
  const queue = candidates.map(({ template }, index) => ({ template, index }));
  const tryInTurn = async () => {
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      const { template, index } = next;
      await tryResolver(template, references, asks, signal, (findings) => {
        found[index] = findings;
        tell([...found]);
      });
    }
  };
  tell([...found]);
  // What is on its way when it is stopped is not waited for, nor listened to.
  const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve));
  await Promise.race([Promise.all(Array.from({ length: AT_ONCE }, tryInTurn)), stopped]);
  const isOpen = ({ state }: Findings) => state === 'waiting' || state === 'running';
  tell(found.map((findings) => (isOpen(findings) ? { ...findings, state: 'stopped' } : findings)));
}

async function tryResolver(
  template: string,
  references: number,
  asks: Asks,
  signal: AbortSignal,
  tell: (findings: Findings) => void,
): Promise<void> {
  let findings: Findings = { ...NOTHING_FOUND, state: 'running' };
  const add = (part: Partial<Findings>) => {
    findings = { ...findings, ...part };
    tell(findings);
  };
  const kept = new Map<number, boolean>();
  const roundTripsMs: number[] = [];
  let failures = 0;
  add({});
  // The first may come twice, since a lost one proves nothing; what comes after goes round the hosts.
  for (let turn = 0; turn <= ROUND_TRIPS && failures < MOST_FAILURES && !signal.aborted; ) {
    const reference = turn % references;
    const test = await asks.record(template, reference).catch(() => null);
    if (signal.aborted) return;
    const asked = findings.asked + 1;
    if (test?.outcome !== 'answered') {
      failures++;
      if (turn > 0) turn++;
      add({ asked, failure: test?.failure ?? null });
      continue;
    }
    failures = 0;
    kept.set(reference, test.answer === 'ech' && kept.get(reference) !== false);
    if (turn > 0) roundTripsMs.push(test.durationMs);
    add({
      asked,
      answered: findings.answered + 1,
      hosts: kept.size,
      keptEch: [...kept.values()].filter(Boolean).length,
      authenticated: findings.authenticated || test.authenticated,
      padded: findings.padded || test.padded,
      firstMs: findings.firstMs ?? test.durationMs,
      medianMs: roundTripsMs.length < FEWEST_ROUND_TRIPS ? null : medianOf(roundTripsMs),
    });
    turn++;
  }
  if (findings.answered > 0 && !signal.aborted) {
    const facts = await asks.canary(template).catch(() => null);
    if (!signal.aborted) add({ canary: facts?.state ?? 'unknown' });
  }
  if (!signal.aborted) add({ state: 'done' });
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const [low = 0, high = 0] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return (low + high) / 2;
}
