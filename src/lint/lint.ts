// What a lint is, and what it finds. One entry in one of the `…-lints.ts` is all that a new lint takes in code; the compiler asks for
// its sentences (`problem_…` and `fix_…`), and test/unit/lint for a case.

import type { measured } from '../browsers/versions.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import type { Argument, MessageKey } from '../shared/sentence.ts';

export type Severity =
  /** A browser shows the name or cannot connect because of it. */
  | 'error'
  /** It may come to that, or ECH is worth less than it could be. */
  | 'warning'
  | 'note';

type Kebab<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}-${Kebab<Tail>}` : S;
type WordsAfter<Prefix extends string> = MessageKey extends infer Key
  ? Key extends `${Prefix}_${infer Word}`
    ? Kebab<Word>
    : never
  : never;

export type LintName = WordsAfter<'problem'>;
export type FixName = WordsAfter<'fix'>;

type Rfc = `RFC ${number} §${string}`;
type Browser = (typeof measured)[keyof typeof measured];
/** The rule, or the browsers that were measured to behave so. Names and numbers, in no language. */
export type Citation = Rfc | Browser | `${Browser}, ${Browser}`;

export interface FindingPlace {
  /** In `outcome.sets`. */
  setIndex: number;
  /** In the set's `rdatas`. */
  recordIndex?: number;
  /** In the record's ECHConfigList. */
  configIndex?: number;
  /** By its name in the RFC, such as `SvcParams.port`. */
  field?: string;
  /** In bytes from the start of the RDATA. */
  offset?: number;
}

/** What a check has to add. */
export interface Found {
  /** For the lint's `problem_…` sentence, in its order. */
  args?: Argument[];
  /** For its `fix_…` sentence. */
  fixArgs?: Argument[];
  /** Why bytes could not be decoded. Its offset is in the RDATA. */
  error?: DecodeError;
  where?: FindingPlace;
}

/** `Subject` is the part of an examined site that a lint looks at. */
export type Lint<Subject> = {
  citation: Citation;
  severity: Severity | ((subject: Subject) => Severity);
  /** Browsers use such ECH, and it hides nothing: an error also where the name counts as hidden. */
  isErrorWhenHidden?: true;
  /** Whether there is anything to check. */
  applies(subject: Subject): boolean;
  check(subject: Subject): Found | undefined;
} & ({ name: LintName & FixName } | { name: LintName /** Shared with others. */; fix: FixName });

/** Plain JSON. */
export interface Finding {
  /** The name of the lint. */
  kind: LintName;
  fix: FixName;
  citation: Citation;
  severity: Severity;
  args: Argument[];
  fixArgs: Argument[];
  error: DecodeError | null;
  where: FindingPlace | null;
}

/** `isHidden`: both browsers find a way past whatever is wrong, and hide the name. */
export function runLints<Subject>(lints: readonly Lint<Subject>[], subject: Subject, isHidden: boolean): Finding[] {
  const findings: Finding[] = [];
  for (const lint of lints) {
    const found = lint.applies(subject) ? lint.check(subject) : undefined;
    if (!found) continue;
    const own = typeof lint.severity === 'function' ? lint.severity(subject) : lint.severity;
    findings.push({
      kind: lint.name,
      fix: 'fix' in lint ? lint.fix : lint.name,
      citation: lint.citation,
      severity: own === 'error' && isHidden && !lint.isErrorWhenHidden ? 'warning' : own,
      args: found.args ?? [],
      fixArgs: found.fixArgs ?? [],
      error: found.error ?? null,
      where: found.where ?? null,
    });
  }
  return findings;
}

/** For a check that follows from `applies`. */
export const foundIf = (isFound: boolean, found: Found = {}): Found | undefined => (isFound ? found : undefined);

/** For a lint that concerns each of its subjects. */
export const always = (): boolean => true;
