// A problem of an operator: what, how bad, what to do, where. Imports shared and the sentences of assess.
//   problemOf(kind, severity, { args?, fixArgs?, details?, where? }): Problem

import type { Argument, Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';

export type ProblemKind =
  | 'svcb-type'
  | 'alias-loop'
  | 'chain-too-long'
  | 'record-malformed'
  | 'list-malformed'
  | 'list-malformed-chrome'
  | 'list-malformed-firefox'
  | 'bad-key'
  | 'public-name-own'
  | 'unknown-mandatory'
  | 'alias'
  | 'alias-and-service'
  | 'alias-nowhere'
  | 'no-service'
  | 'unusable-first'
  | 'ech-not-first'
  | 'target-elsewhere'
  | 'target-dot-port'
  | 'port-ignored'
  | 'bad-port'
  | 'needs-http3'
  | 'alpn-unusable'
  | 'public-name-both'
  | 'public-name-chrome'
  | 'duplicate-extension'
  | 'mandatory-extension'
  | 'kem-unsupported'
  | 'suite-unsupported'
  | 'suite-firefox-only'
  | 'unknown-version'
  | 'ech-empty'
  | 'mixed-set'
  | 'inconsistent'
  | 'inconsistent-alpn'
  | 'no-record'
  | 'no-ech'
  | 'public-name-same-owner'
  | 'twin-without-ech'
  | 'twin-with-ech'
  | 'twin-without-record'
  | 'twin-with-record'
  | 'twin-differs'
  | 'config-id-twice'
  | 'name-length-zero'
  | 'name-length-short'
  | 'ttl-long'
  | 'not-authenticated';

export type Severity =
  /** A browser shows the name or cannot connect because of it. */
  | 'error'
  /** It may come to that, or ECH is worth less than it could be. */
  | 'warning'
  | 'note';

export interface ProblemPlace {
  /** In `outcome.sets`. */
  setIndex: number;
  /** In the set's `rdatas`. */
  recordIndex?: number;
  /** In the record's ECHConfigList. */
  configIndex?: number;
  /** By its name in the RFC, such as `SvcParams.port`. */
  field?: string;
  /** In octets from the start of the RDATA. */
  offset?: number;
}

/** Plain JSON. */
export interface Problem {
  kind: ProblemKind;
  severity: Severity;
  what: Sentence;
  /** What exactly, where there is more to say. */
  details: Sentence[];
  fix: Sentence;
  where: ProblemPlace | null;
}

interface ProblemParts {
  args?: Argument[];
  fixArgs?: Argument[];
  details?: Sentence[];
  where?: ProblemPlace;
}

/** Kinds that are mended in the same way as others. */
const sharedFixes = {
  'list-malformed-chrome': 'list-malformed',
  'list-malformed-firefox': 'list-malformed',
  'public-name-both': 'public-name',
  'public-name-chrome': 'public-name',
  'suite-firefox-only': 'suite-unsupported',
  'twin-without-ech': 'twin',
  'twin-with-ech': 'twin',
  'twin-without-record': 'twin',
  'twin-with-record': 'twin',
  'alias-loop': 'chain',
  'chain-too-long': 'chain',
} as const;

type SharedFixes = typeof sharedFixes;
type FixWord = Exclude<ProblemKind, keyof SharedFixes> | SharedFixes[keyof SharedFixes];

const hasSharedFix = (kind: ProblemKind): kind is keyof SharedFixes => kind in sharedFixes;

export function problemOf(
  kind: ProblemKind,
  severity: Severity,
  { args = [], fixArgs = [], details = [], where }: ProblemParts = {},
): Problem {
  const what = sentence(keyOf('problem', kind), ...args);
  const word: FixWord = hasSharedFix(kind) ? sharedFixes[kind] : kind;
  return { kind, severity, what, details, fix: sentence(keyOf('fix', word), ...fixArgs), where: where ?? null };
}
