// How a network or a resolver keeps ECH from being used, as far as the check has met it. Listed whatever
// the check concludes: a resolver that takes keys out need not be the one that the browser asks. Pure.

import { isMissing, isUsable } from '../doh/answer-class.ts';
import type { RootFacts } from '../shared/facts.ts';
import type { AnswerClass } from '../shared/lookup.ts';
import type { Evidence } from '../shared/report.ts';
import type { CheckedCanary, CheckedResolver, CheckFacts, ReferenceResult } from './measurements.ts';

export type BlockingMethod =
  /** Something answers in place of the reference hosts with a certificate of an added certificate authority. */
  | { kind: 'interception'; evidence: Evidence; authority: string; hosts: string[] }
  | { kind: ResolverBlocking; evidence: Evidence; resolver: string; isChosen: boolean; hosts: string[] }
  | { kind: 'canary'; evidence: Evidence; by: CheckedCanary['by']; resolver: string | null };

/**
 * `fails`: refused or SERVFAIL; browsers connect without ECH on it. `damaged`: an answer or records that cannot be used; on a damaged
 * `ech` Chromium sends nothing (measured, both).
 */
export type ResolverBlocking = 'stripped' | 'no-record' | 'blocked' | 'fails' | 'damaged';

const BLOCKING: Partial<Record<AnswerClass, ResolverBlocking>> = {
  'no-ech': 'stripped',
  'no-record': 'no-record',
  'name-error': 'no-record',
  withheld: 'blocked',
  refused: 'fails',
  'server-failure': 'fails',
  malformed: 'damaged',
};

export function detectBlocking({ resolvers, references, canary, expectedRoots }: CheckFacts): BlockingMethod[] {
  const interceptions = new Map<string, Extract<BlockingMethod, { kind: 'interception' }>>();
  for (const { host, result } of references) {
    const root = addedRootOf(result, expectedRoots);
    if (root === null) continue;
    const known = interceptions.get(root.sha256);
    const hosts = [...(known?.hosts ?? []), host];
    interceptions.set(root.sha256, { kind: 'interception', evidence: 'measured', authority: root.subject, hosts });
  }
  const signals = canary.flatMap(({ by, resolver, state }) =>
    state === 'set' ? [{ kind: 'canary' as const, evidence: 'measured' as const, by, resolver }] : [],
  );
  return [...interceptions.values(), ...resolvers.flatMap((one) => detectBlockingBy(one, resolvers)), ...signals];
}

/** Measured where another resolver has the record, or this one says that it keeps it back; else the host may publish none any more. */
function detectBlockingBy({ name, isChosen, answers }: CheckedResolver, all: CheckedResolver[]): BlockingMethod[] {
  const found = new Map<ResolverBlocking, Extract<BlockingMethod, { kind: ResolverBlocking }>>();
  for (const { host, answer } of answers) {
    const kind = answer === null ? undefined : BLOCKING[answer.class];
    if (kind === undefined) continue;
    const known = found.get(kind);
    const isMeasured = kind === 'blocked' || usableSomewhere(all, host) || known?.evidence === 'measured';
    const evidence = isMeasured ? 'measured' : 'inferred';
    found.set(kind, { kind, evidence, resolver: name, isChosen, hosts: [...(known?.hosts ?? []), host] });
  }
  return [...found.values()];
}

const answersAbout = (resolvers: CheckedResolver[], host: string) =>
  resolvers.flatMap(({ answers }) => answers.filter((one) => one.host === host).map(({ answer }) => answer));

export const usableSomewhere = (resolvers: CheckedResolver[], host: string): boolean =>
  answersAbout(resolvers, host).some(isUsable);

/** Resolvers answered about this host, and none with keys. */
export function missingEverywhere(resolvers: CheckedResolver[], host: string): boolean {
  const answers = answersAbout(resolvers, host);
  return answers.some(isMissing) && !answers.some(isUsable);
}

/** The root at the end of its chain, where it neither ships with the browser nor is on the user's list. */
export function addedRootOf(result: ReferenceResult | null, expectedRoots: string[]): RootFacts | null {
  const root = foreignRootOf(result);
  return root !== null && !expectedRoots.includes(root.sha256) ? root : null;
}

/** Likewise, where it is on the list. */
export function expectedRootOf(result: ReferenceResult | null, expectedRoots: string[]): RootFacts | null {
  const root = foreignRootOf(result);
  return root !== null && expectedRoots.includes(root.sha256) ? root : null;
}

const foreignRootOf = (result: ReferenceResult | null): RootFacts | null =>
  result?.kind !== 'told' || result.root === null || result.root.builtIn ? null : result.root;
