// Pasted records as answers about sites, in the form that a lookup has, so that they are judged in the same way. Nobody is
// asked: where a CNAME or an alias leads to records that are not in the text, that is said. Imports shared, wire, dns and browsers.
//   sitesOf(records): PastedSite[]
//   rowsOf(site): BrowserRow[]

import { type BrowserRow, predictRows } from '../browsers/rows.ts';
import { encodeBase64 } from '../bytes/base64.ts';
import { lowerName } from '../dns/names.ts';
import { resolveRecordSet } from '../dns/record-set.ts';
import { maxSteps } from '../doh/chain.ts';
import type { LookupOutcome, RecordSet } from '../shared/lookup.ts';
import type { Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import type { PastedBinding, PastedQuestion, PastedRecords, PastedType } from './pasted-records.ts';

export interface PastedSite {
  /** Null where the text does not say whose records these are. */
  host: string | null;
  port: number;
  /** Browsers never use records of type SVCB (RFC 9460 §9), so those have no rows. */
  type: PastedType;
  outcome: LookupOutcome;
  /** AD, or what delv says; null where the text does not tell. */
  authenticated: boolean | null;
  /** Smallest of the records that were used, null where the text has none. */
  ttlSeconds: number | null;
  /** Where a CNAME or an alias leads whose records are not in the text; null otherwise. */
  leadsTo: string | null;
  /** What was taken for granted. */
  notes: Sentence[];
}

/** RFC 9460 §9.1. */
function originOf(owner: string): Pick<PastedSite, 'host' | 'port'> {
  const [, port, host] = /^_(\d{1,5})\._https\.(.+)$/.exec(owner) ?? [];
  if (port && host && Number(port) <= 0xffff) return { host, port: Number(port) };
  return { host: owner === '' ? null : owner, port: 443 };
}

const groupBy = <T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
};

interface Zone {
  bindings: Map<string, PastedBinding[]>;
  cnames: Map<string, PastedRecords['cnames']>;
}

interface Chase {
  outcome: LookupOutcome;
  leadsTo: string | null;
  /** The names on the way, the first included. */
  visited: Set<string>;
  ttls: (number | null)[];
  used: PastedBinding[];
}

function setOf(owner: string, cnames: string[], bindings: PastedBinding[]): RecordSet {
  const ttls = bindings.map(({ ttlSeconds }) => ttlSeconds ?? 0);
  const rdatas = bindings.map(({ rdata }) => encodeBase64(rdata ?? new Uint8Array()));
  return { owner, cnames, ttlSeconds: Math.min(...ttls), rdatas: [...new Set(rdatas)] };
}

/** The steps of a lookup, in the text. */
function chase(start: string, zone: Zone): Chase {
  const sets: RecordSet[] = [];
  const result: Omit<Chase, 'outcome' | 'leadsTo'> = { visited: new Set([start]), ttls: [], used: [] };
  const end = (outcome: LookupOutcome, leadsTo: string | null = null): Chase => ({ ...result, outcome, leadsTo });
  let cnames: string[] = [];
  let name = start;
  for (;;) {
    const here = zone.bindings.get(name) ?? [];
    const aliases = here.length > 0 ? [] : (zone.cnames.get(name) ?? []);
    result.ttls.push(...[...here, ...aliases].map(({ ttlSeconds }) => ttlSeconds));
    result.used.push(...here);
    let target: string | undefined;
    if (here.length > 0) {
      sets.push(setOf(name, cnames, here));
      const verdict = resolveRecordSet(here.map(({ rdata }) => rdata ?? new Uint8Array()));
      target = verdict.kind === 'alias' ? lowerName(verdict.aliases[0]?.binding.targetName ?? '') : undefined;
      if (target === undefined) return end({ kind: 'records', sets });
      if (target === '.') return end({ kind: 'no-service', sets });
      cnames = [];
    } else {
      target = aliases[0]?.target;
      if (aliases.some((one) => one.target !== target))
        return end({
          kind: 'failed',
          failure: { kind: 'malformed', error: { kind: 'duplicate', field: 'answer.CNAME', offset: 0 } },
          sets,
        });
      if (target === undefined) return end({ kind: 'records', sets }, name);
      cnames = [...cnames, target];
    }
    if (result.visited.has(target)) return end({ kind: 'failed', failure: { kind: 'alias-loop' }, sets });
    if (result.visited.size > maxSteps) return end({ kind: 'failed', failure: { kind: 'chain-too-long' }, sets });
    result.visited.add(target);
    name = target;
  }
}

const rcodes: Record<string, number> = { FORMERR: 1, SERVFAIL: 2, NOTIMP: 4, REFUSED: 5 };

/** What an answer without records says; `undefined` where the text does not tell. */
function emptyOutcome({ status, answers }: PastedQuestion, sets: RecordSet[]): LookupOutcome | undefined {
  if (status === 'NXDOMAIN') return { kind: 'name-error', sets };
  if (status === 'NOERROR') return answers === null ? undefined : { kind: 'no-data', sets };
  const rcode = rcodes[status ?? ''];
  return rcode === undefined ? undefined : { kind: 'failed', failure: { kind: 'dns-rcode', rcode }, sets };
}

function siteOf(start: string, type: PastedType, zone: Zone, records: PastedRecords): PastedSite | undefined {
  const chased = chase(start, zone);
  // A record that cannot be read spoils what is said of the set: there is a fault for it.
  if (chased.used.some(({ rdata }) => rdata === null)) return undefined;
  const question = records.questions.find((one) => one.name === start && one.type === type);
  let { outcome, leadsTo } = chased;
  const isAliased = (outcome.sets?.length ?? 0) > 0;
  if (leadsTo !== null && !isAliased) {
    // No record at all: a resolver's whole answer says what that means, a zone's does not.
    const empty = question && emptyOutcome(question, outcome.sets ?? []);
    if (!empty && leadsTo === start) return undefined;
    outcome = empty ?? { kind: 'no-data', sets: [] };
    leadsTo = empty ? null : leadsTo;
  }
  const known = chased.ttls.filter((ttl) => ttl !== null);
  const notes: Sentence[] = [];
  if (leadsTo !== null) notes.push(sentence('paste_leads_to', { host: leadsTo }));
  if (chased.used.some(({ isTargetRelative }) => isTargetRelative)) notes.push(sentence('paste_relative_target'));
  // RFC 1034 §3.6.2.
  for (const name of chased.visited)
    if (zone.bindings.has(name) && zone.cnames.has(name)) notes.push(sentence('paste_cname_beside', { host: name }));
  if (start === '') notes.push(sentence('paste_no_owner'));
  const expected = question?.answers ?? 0;
  if (records.questions.length === 1 && expected > records.count)
    notes.push(sentence('paste_incomplete', { count: expected }, { count: records.count }));
  return {
    ...originOf(start),
    type,
    outcome,
    authenticated: question?.authenticated ?? records.validated,
    ttlSeconds: known.length > 0 && known.length === chased.ttls.length ? Math.min(...known) : null,
    leadsTo,
    notes,
  };
}

/** Names that a chain of another name leads to are part of that site, unless they were asked for themselves. */
export function sitesOf(records: PastedRecords): PastedSite[] {
  const sites: PastedSite[] = [];
  for (const type of ['HTTPS', 'SVCB'] as const) {
    const bindings = records.bindings.filter((binding) => binding.type === type);
    const asked = records.questions.filter((question) => question.type === type).map(({ name }) => name);
    if (bindings.length === 0 && asked.length === 0) continue;
    const zone: Zone = {
      bindings: groupBy(bindings, ({ owner }) => owner),
      cnames: groupBy(records.cnames, ({ owner }) => owner),
    };
    const starts = new Set([...asked, ...zone.bindings.keys(), ...zone.cnames.keys()]);
    const led = new Set([...starts].flatMap((start) => [...chase(start, zone).visited].slice(1)));
    const covered = new Set<string>();
    // Those that nothing leads to come first; of a circle the first is as good as any.
    for (const start of [...starts].sort((a, b) => Number(led.has(a)) - Number(led.has(b)))) {
      if (covered.has(start) && !asked.includes(start)) continue;
      for (const name of chase(start, zone).visited) covered.add(name);
      const site = siteOf(start, type, zone, records);
      // A CNAME that leads to no record of this type is none of ours, unless it was asked for.
      if (site && (asked.includes(start) || (site.outcome.sets?.length ?? 0) > 0)) sites.push(site);
    }
  }
  return sites;
}

/** As for a site that was looked up. What lies outside of the text is nobody's to judge: then only the browsers' rows are there. */
export function rowsOf({ host, port, type, outcome, leadsTo }: PastedSite): BrowserRow[] {
  if (type === 'SVCB' || (leadsTo !== null && (outcome.sets?.length ?? 0) === 0)) return [];
  const rows = predictRows(outcome, { scheme: 'https', host: host ?? '', port });
  return leadsTo === null ? rows : rows.filter(({ client }) => client !== 'rfc');
}
