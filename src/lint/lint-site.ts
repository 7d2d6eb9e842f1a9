// What an operator should know about a site's records, worst first, each with what to do. Said is only what src/browsers knows of
// the clients (measured, or read in their sources) and what the RFCs ask. Pure.
//   findProblems(examined): Some<Problem>

import { type BrowserRow, type Origin, predictRow } from '../browsers/rows.ts';
import { encodeBase64 } from '../bytes/base64.ts';
import { lowerName } from '../dns/names.ts';
import { recordsOf } from '../dns/stored-records.ts';
import { decodeEchConfigList } from '../ech/config-list.ts';
import type { LookupOutcome, RecordSet } from '../shared/lookup.ts';
import type { Some } from '../shared/report.ts';
import { configProblems } from './config-lints.ts';
import { type Problem, type ProblemKind, problemOf, type Severity } from './lint.ts';
import { mostRecordsJudged, recordProblems } from './record-lints.ts';
import type { TwinComparison, TwinDifference } from './www-counterpart.ts';

export interface Examined {
  /** Null for pasted records that do not say whose they are. */
  host: string | null;
  /** Of the https URL. */
  port: number;
  /** SVCB records are looked at, and used by no browser. */
  type?: 'HTTPS' | 'SVCB';
  outcome: LookupOutcome;
  rows: readonly BrowserRow[];
  /** AD; null where nobody tells. */
  authenticated: boolean | null;
  /** Of the answer; null where it is not known. */
  ttlSeconds: number | null;
  /** Where an alias leads out of pasted text. */
  leadsTo?: string | null;
  twin?: TwinComparison | null;
}

const mostProblems = 32;

/** Longer than a day, the longest time that Overheard itself keeps an answer. */
const longTtlSeconds = 86_400;

const ranks: Record<Severity, number> = { error: 0, warning: 1, note: 2 };

/** The set whose ServiceMode records matter: where an alias leads, else the first. */
function mainSet({ outcome }: Examined): { set: RecordSet; setIndex: number } | undefined {
  const sets = outcome.sets ?? [];
  const setIndex = sets.length - 1;
  const set = sets[setIndex];
  return set && set.rdatas.length > 0 ? { set, setIndex } : undefined;
}

function aliasProblems(examined: Examined): Problem[] {
  const { outcome, rows, leadsTo } = examined;
  const problems: Problem[] = [];
  if (outcome.kind === 'failed') {
    const { kind } = outcome.failure;
    if (kind === 'alias-loop' || kind === 'chain-too-long') problems.push(problemOf(kind, 'error'));
  }
  for (const [setIndex, set] of (outcome.sets ?? []).entries()) {
    const records = recordsOf(set);
    if (!records.ok) continue;
    const aliases = records.value.filter(({ binding }) => binding.priority === 0);
    const [alias] = aliases;
    if (!alias) continue;
    const { targetName } = alias.binding;
    const where = { setIndex, recordIndex: alias.index, field: 'SvcPriority', offset: 0 };
    if (aliases.length < records.value.length) problems.push(problemOf('alias-and-service', 'warning', { where }));
    if (targetName === '.') {
      problems.push(problemOf('no-service', 'warning', { where }));
    } else if (setIndex === 0 && rows.some(({ reason }) => reason === 'alias-not-followed')) {
      const isWorth = rows.some(({ client, outcome: judged }) => client === 'rfc' && judged === 'hides');
      const args = [{ host: lowerName(targetName) }];
      problems.push(problemOf('alias', isWorth ? 'error' : 'warning', { args, fixArgs: args, where }));
    }
    const isLast = setIndex === (outcome.sets ?? []).length - 1;
    if (isLast && !leadsTo && (outcome.kind === 'no-data' || outcome.kind === 'name-error'))
      problems.push(problemOf('alias-nowhere', 'warning', { args: [{ host: lowerName(targetName) }], where }));
  }
  return problems;
}

/** Every list once, however many records have it. */
function echProblems(set: RecordSet, setIndex: number, host: string | null): Problem[] {
  const records = recordsOf(set);
  if (!records.ok) return [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  /** By config_id, the configs that have it. */
  const byId = new Map<number, Set<string>>();
  for (const { index, binding } of records.value.slice(0, mostRecordsJudged)) {
    const param = binding.params.find(({ name }) => name === 'ech');
    if (!param || binding.priority === 0 || seen.has(encodeBase64(param.value))) continue;
    seen.add(encodeBase64(param.value));
    problems.push(...configProblems(param.value, { setIndex, recordIndex: index, offset: param.offset }, host));
    const decoded = decodeEchConfigList(param.value);
    for (const { contents, raw } of (decoded.ok ? decoded.value : decoded.error).configs)
      if (contents) byId.set(contents.configId, (byId.get(contents.configId) ?? new Set()).add(encodeBase64(raw)));
  }
  for (const [id, configs] of byId)
    if (configs.size > 1)
      problems.push(problemOf('config-id-twice', 'note', { args: [{ code: id }], where: { setIndex } }));
  return problems;
}

/** What comes of records standing together. */
function setProblems(
  { set, setIndex }: { set: RecordSet; setIndex: number },
  examined: Examined,
  origin: Origin,
): Problem[] {
  const outcome: LookupOutcome = { kind: 'records', sets: [set] };
  const firefox = predictRow('firefox', outcome, origin);
  const chromium = predictRow('chromium', outcome, origin);
  const problems: Problem[] = [];
  const where = { setIndex };
  // No browser comes to records that an alias leads to.
  const isSeen = setIndex === 0;
  if (isSeen && chromium.reason === 'ech-not-first')
    problems.push(problemOf('ech-not-first', 'error', { where: { setIndex, recordIndex: chromium.recordIndex ?? 0 } }));
  if (isSeen && firefox.onFailure === 'falls-back') problems.push(problemOf('mixed-set', 'warning', { where }));
  const isUnusable = ({ reason }: BrowserRow) => reason === 'no-usable-config';
  if (isSeen && isUnusable(chromium) && isUnusable(firefox)) {
    const hides = set.rdatas
      .slice(0, mostRecordsJudged)
      .some(
        (rdata) =>
          predictRow('chromium', { kind: 'records', sets: [{ ...set, rdatas: [rdata] }] }, origin).outcome === 'hides',
      );
    if (hides)
      problems.push(
        problemOf('unusable-first', 'error', { where: { setIndex, recordIndex: chromium.recordIndex ?? 0 } }),
      );
  }
  const records = recordsOf(set);
  const isService = records.ok && records.value.every(({ binding }) => binding.priority > 0);
  const hasEch = records.ok && records.value.some(({ binding }) => binding.ech !== undefined);
  if (isService && !hasEch) problems.push(problemOf('no-ech', 'warning', { where }));
  if (hasEch && examined.ttlSeconds !== null && examined.ttlSeconds > longTtlSeconds)
    problems.push(problemOf('ttl-long', 'note', { args: [{ count: examined.ttlSeconds }], where }));
  return problems;
}

const twinKinds: Partial<Record<TwinDifference, [ProblemKind, Severity]>> = {
  'ech-here-only': ['twin-without-ech', 'warning'],
  'ech-there-only': ['twin-with-ech', 'warning'],
  'record-here-only': ['twin-without-record', 'note'],
  'record-there-only': ['twin-with-record', 'note'],
  'configs-differ': ['twin-differs', 'note'],
};

function twinProblems({ twin }: Examined): Problem[] {
  const [kind, severity] = (twin && twinKinds[twin.difference]) ?? [];
  if (!twin || !kind || !severity) return [];
  return [problemOf(kind, severity, { args: [{ host: twin.host }, { host: twin.twin }] })];
}

/** Both browsers find a way past all of it. */
const areHidden = ({ rows }: Examined): boolean => {
  const browsers = rows.filter(({ client }) => client !== 'rfc');
  return browsers.length > 0 && browsers.every(({ outcome }) => outcome === 'hides');
};

/** ECH that is used and hides nothing is an error all the same. */
const worthless: ReadonlySet<ProblemKind> = new Set(['public-name-own']);

function soften(problem: Problem): void {
  if (problem.severity === 'error') problem.severity = 'warning';
}

export function findProblems(examined: Examined): Some<Problem> {
  const { host, port, outcome, authenticated, type, rows } = examined;
  const origin: Origin = { scheme: 'https', host: host ?? '', port };
  const main = mainSet(examined);
  const problems: Problem[] = [];
  if (type === 'SVCB') problems.push(problemOf('svcb-type', 'error'));
  problems.push(...aliasProblems(examined));
  if (main)
    problems.push(
      ...recordProblems(main.set, main.setIndex, origin),
      ...echProblems(main.set, main.setIndex, host),
      ...setProblems(main, examined, origin),
    );
  else if ((outcome.kind === 'no-data' || (outcome.kind === 'name-error' && rows.length > 0)) && !examined.leadsTo)
    problems.push(problemOf('no-record', 'warning'));
  problems.push(...twinProblems(examined));
  if (authenticated === false && main) problems.push(problemOf('not-authenticated', 'note'));
  if (areHidden(examined)) for (const problem of problems) if (!worthless.has(problem.kind)) soften(problem);
  problems.sort((a, b) => ranks[a.severity] - ranks[b.severity]);
  return { items: problems.slice(0, mostProblems), more: Math.max(0, problems.length - mostProblems) };
}
