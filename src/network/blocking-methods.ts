// The methods of blocking ECH that the network check has seen. They are listed whatever it concludes, since the resolver that strips
// ECH need not be the one that the browser uses.

import { isMissing, isUsable } from '../doh/answer-class.ts';
import type { RootFacts } from '../shared/facts.ts';
import type { AnswerClass } from '../shared/lookup.ts';
import type { Evidence } from '../shared/report.ts';
import type { CheckedCanary, CheckedResolver, CheckFacts, ReferenceResult } from './measurements.ts';

export type BlockingMethod =
  /** Connections to reference hosts ended in a certificate of an added certificate authority. */
  | { kind: 'interception'; evidence: Evidence; authority: string; hosts: string[] }
  | { kind: ResolverBlocking; evidence: Evidence; resolver: string; isChosen: boolean; hosts: string[] }
  | { kind: 'canary'; evidence: Evidence; by: CheckedCanary['by']; resolver: string | null };

/**
 * `fails`: REFUSED or SERVFAIL, after which browsers connect without ECH. `damaged`: a malformed answer; given a malformed `ech`
 * value, Chromium does not connect at all (both measured).
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
    const root = unexpectedRootOf(result, expectedRoots);
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

/** Inferred where no resolver has a usable record and none says that it withholds one: the host may have stopped publishing it. */
function detectBlockingBy({ name, isChosen, answers }: CheckedResolver, all: CheckedResolver[]): BlockingMethod[] {
  const found = new Map<ResolverBlocking, Extract<BlockingMethod, { kind: ResolverBlocking }>>();
  for (const { host, answer } of answers) {
    const kind = answer === null ? undefined : BLOCKING[answer.class];
    if (kind === undefined) continue;
    const known = found.get(kind);
    const isMeasured = kind === 'blocked' || isUsableSomewhere(all, host) || known?.evidence === 'measured';
    const evidence = isMeasured ? 'measured' : 'inferred';
    found.set(kind, { kind, evidence, resolver: name, isChosen, hosts: [...(known?.hosts ?? []), host] });
  }
  return [...found.values()];
}

const answersFor = (resolvers: CheckedResolver[], host: string) =>
  resolvers.flatMap(({ answers }) => answers.filter((one) => one.host === host).map(({ answer }) => answer));

export const isUsableSomewhere = (resolvers: CheckedResolver[], host: string): boolean =>
  answersFor(resolvers, host).some(isUsable);

/** Silent resolvers do not count: at least one has to have answered. */
export function isMissingEverywhere(resolvers: CheckedResolver[], host: string): boolean {
  const answers = answersFor(resolvers, host);
  return answers.some(isMissing) && !answers.some(isUsable);
}

/** The added root of the connection, unless the user or policy expects it. */
export function unexpectedRootOf(result: ReferenceResult | null, expectedRoots: string[]): RootFacts | null {
  const root = addedRootOf(result);
  return root !== null && !expectedRoots.includes(root.sha256) ? root : null;
}

/** The added root of the connection, if the user or policy expects it. */
export function expectedRootOf(result: ReferenceResult | null, expectedRoots: string[]): RootFacts | null {
  const root = addedRootOf(result);
  return root !== null && expectedRoots.includes(root.sha256) ? root : null;
}

const addedRootOf = (result: ReferenceResult | null): RootFacts | null =>
  result?.kind !== 'reported' || result.root === null || result.root.builtIn ? null : result.root;
