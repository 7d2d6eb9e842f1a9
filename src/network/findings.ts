// What the network check observed, a finding each with how it is known. Pure.

import { type ClassifiedAnswer, isSilence, isUsable } from '../doh/answer-class.ts';
import type { Evidence } from '../shared/report.ts';
import type { Argument } from '../shared/sentence.ts';
import { expectedRootOf, isUsableSomewhere, unexpectedRootOf } from './blocking-methods.ts';
import type { CheckedReference, CheckedResolver, CheckFacts, WhyFailed } from './measurements.ts';

export interface Finding {
  kind: FindingKind;
  evidence: Evidence;
  /** Hosts, resolvers and numbers, in the order of the sentence. */
  args: Argument[];
}

export type FindingKind =
  /** Of one request to a reference host. */
  | 'used-browser'
  | 'used-trace'
  | 'not-used-browser'
  | 'not-used-trace'
  | 'unreported'
  | 'not-sent'
  | 'not-resolved'
  | 'not-trusted'
  | 'no-tls'
  | 'cut-off'
  | 'timed-out'
  | 'refused'
  | 'proxy-failed'
  | 'request-blocked'
  | 'failed'
  | 'unfinished'
  /** Resolvers have the keys, and the browser used them with no host. */
  | 'keys-not-used'
  /** HTTPS records reach this browser, or do not, or come too late. */
  | 'records-reach'
  | 'records-not-seen'
  | 'records-unreported'
  /** The browser's own DNS question. */
  | 'dns-private'
  | 'dns-clear'
  | 'roots-built-in'
  | 'root-expected'
  /** Chrome. */
  | 'certificates-unreported'
  /** A resolver's answer and DNSSEC. */
  | 'validation-failed'
  | 'failure-unlike-others'
  | 'rewritten-signed'
  | 'resolver-silent'
  | 'resolver-local-network'
  | 'resolver-local-network-denied';

export function findingsOf(facts: CheckFacts): Finding[] {
  return [
    ...facts.references.map(findingOfReference),
    ...keysNotUsed(facts),
    ...findingOfRecordSupport(facts),
    ...findingsOfCertificates(facts),
    ...findingsOfDns(facts),
    ...facts.resolvers.flatMap((one) => findingsOfResolver(one, facts.resolvers)),
  ];
}

const OF_FAILURE: Record<WhyFailed, FindingKind> = {
  'name-not-resolved': 'not-resolved',
  certificate: 'not-trusted',
  'tls-handshake': 'no-tls',
  'cut-off': 'cut-off',
  'timed-out': 'timed-out',
  refused: 'refused',
  proxy: 'proxy-failed',
  blocked: 'request-blocked',
  other: 'failed',
};

function findingOfReference({ host, result }: CheckedReference): Finding {
  const about = (kind: FindingKind, evidence: Evidence): Finding => ({ kind, evidence, args: [{ host }] });
  switch (result?.kind) {
    case undefined:
      return about('unfinished', 'unknown');
    case 'unreported':
    case 'not-sent':
      return about(result.kind, 'unknown');
    case 'failed':
      return about(OF_FAILURE[result.why], 'unknown');
    case 'reported':
      return about(`${result.usedEch ? 'used' : 'not-used'}-${result.by}`, 'measured');
  }
}

function keysNotUsed({ references, resolvers }: CheckFacts): Finding[] {
  const reported = references.flatMap(({ host, result }) => (result?.kind === 'reported' ? [{ host, ...result }] : []));
  if (reported.length === 0 || reported.some(({ usedEch }) => usedEch)) return [];
  const missed = reported.filter(({ host }) => isUsableSomewhere(resolvers, host)).map(({ host }) => host);
  const having = resolvers.filter(({ answers }) =>
    answers.some(({ host, answer }) => missed.includes(host) && isUsable(answer)),
  );
  if (missed.length === 0) return [];
  return [
    { kind: 'keys-not-used', evidence: 'measured', args: [{ count: having.length }, { count: resolvers.length }] },
  ];
}

/** A connection with ECH had a record, whatever became of the requests over http:, whose records may have come too late. */
function findingOfRecordSupport({ httpsRecordSupport, references }: CheckFacts): Finding[] {
  const isUsed = references.some(({ result }) => result?.kind === 'reported' && result.usedEch);
  if (httpsRecordSupport === 'yes') return [{ kind: 'records-reach', evidence: 'measured', args: [] }];
  if (httpsRecordSupport === null || isUsed) return [];
  return httpsRecordSupport === 'no'
    ? [{ kind: 'records-not-seen', evidence: 'inferred', args: [] }]
    : [{ kind: 'records-unreported', evidence: 'unknown', args: [] }];
}

function findingsOfCertificates({ browser, references, expectedRoots }: CheckFacts): Finding[] {
  if (browser === 'chromium') return [{ kind: 'certificates-unreported', evidence: 'unknown', args: [] }];
  const reported = references.flatMap(({ result }) =>
    result?.kind === 'reported' && result.root !== null ? [result] : [],
  );
  const roots = reported.flatMap(({ root }) => (root === null ? [] : [root]));
  const expected = reported.map((result) => expectedRootOf(result, expectedRoots)).find((root) => root !== null);
  if (expected) return [{ kind: 'root-expected', evidence: 'measured', args: [{ label: expected.subject }] }];
  if (roots.length === 0 || reported.some((result) => unexpectedRootOf(result, expectedRoots) !== null)) return [];
  return [{ kind: 'roots-built-in', evidence: 'measured', args: [{ count: roots.length }] }];
}

function findingsOfDns({ references }: CheckFacts): Finding[] {
  const privateDns = references.flatMap(({ result }) => (result?.kind === 'reported' ? [result.usedPrivateDns] : []));
  if (privateDns.includes(false)) return [{ kind: 'dns-clear', evidence: 'measured', args: [] }];
  return privateDns.includes(true) ? [{ kind: 'dns-private', evidence: 'measured', args: [] }] : [];
}

function findingsOfResolver({ name, answers }: CheckedResolver, all: CheckedResolver[]): Finding[] {
  const has = (is: (answer: ClassifiedAnswer, host: string) => boolean) =>
    answers.some(({ host, answer }) => answer !== null && is(answer, host));
  const signedElsewhere = (host: string) =>
    all.some((other) =>
      other.answers.some((one) => one.host === host && isUsable(one.answer) && one.answer?.authenticated),
    );
  const found: Finding[] = [];
  const add = (kind: FindingKind, evidence: Evidence) => found.push({ kind, evidence, args: [{ label: name }] });
  if (has(({ validationFailed }) => validationFailed)) add('validation-failed', 'measured');
  else if (has(({ servfail }, host) => servfail && isUsableSomewhere(all, host)))
    add('failure-unlike-others', 'inferred');
  if (has((answer, host) => answer.class === 'no-ech' && signedElsewhere(host))) add('rewritten-signed', 'inferred');
  if (has((answer) => answer.class === 'local-network-denied')) add('resolver-local-network-denied', 'measured');
  else if (answers.length > 0 && !has((answer) => !isSilence(answer)))
    add(has((answer) => answer.class === 'local-network') ? 'resolver-local-network' : 'resolver-silent', 'unknown');
  return found;
}
