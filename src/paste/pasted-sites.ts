// Pasted records as answers about sites, in the form that a lookup has, so that they are checked in the same way. Nothing is looked
// up: a CNAME or an alias that leads to records outside the text is reported as such.

import { type Prediction, predictClients } from '../browsers/rows.ts';
import { type ChainLink, walkAliasChain } from '../doh/alias-chain.ts';
import { severalCnames } from '../doh/chain.ts';
import type { LookupOutcome, RecordSet } from '../shared/lookup.ts';
import type { Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import type { PastedBinding, PastedCname, PastedQuestion, PastedRecords, PastedType } from './pasted-records.ts';

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
  /** What was assumed, and what the text lacks. */
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

interface FollowedChain {
  outcome: LookupOutcome;
  leadsTo: string | null;
  /** The names on the way, the first included. */
  visited: Set<string>;
  ttls: (number | null)[];
  used: PastedBinding[];
}

/** Takes the steps of a lookup, within the text. */
function followChain(start: string, zone: Zone): FollowedChain {
  const visited = new Set<string>();
  const ttls: FollowedChain['ttls'] = [];
  const used: PastedBinding[] = [];
  let name = start;
  const chain = walkAliasChain(start, 'aliases');
  let step = chain.next();
  while (!step.done) {
    name = step.value;
    visited.add(name);
    const here = zone.bindings.get(name) ?? [];
    const cnames = here.length > 0 ? [] : (zone.cnames.get(name) ?? []);
    ttls.push(...[...here, ...cnames].map(({ ttlSeconds }) => ttlSeconds));
    used.push(...here);
    step = chain.next(linkOf(here, cnames));
  }
  const outcome = step.value;
  // What is not in the text is not known not to exist.
  if (outcome.kind === 'no-data')
    return { outcome: { ...outcome, kind: 'records' }, leadsTo: name, visited, ttls, used };
  return { outcome, leadsTo: null, visited, ttls, used };
}

function linkOf(bindings: readonly PastedBinding[], cnames: readonly PastedCname[]): ChainLink {
  const records = bindings.map(({ rdata, ttlSeconds }) => ({
    rdata: rdata ?? new Uint8Array(),
    ttlSeconds: ttlSeconds ?? 0,
  }));
  if (records.length > 0) return { cnames: [], records, status: 'found' };
  const [target, ...others] = new Set(cnames.map((cname) => cname.target));
  if (others.length > 0) return { failure: severalCnames };
  return target === undefined
    ? { cnames: [], records, status: 'no-data' }
    : { cnames: [target], records, status: 'unfinished' };
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
  const followed = followChain(start, zone);
  // A record that cannot be read makes the whole set unknown: there is an error for it.
  if (followed.used.some(({ rdata }) => rdata === null)) return undefined;
  const question = records.questions.find((one) => one.name === start && one.type === type);
  let { outcome, leadsTo } = followed;
  const isAliased = (outcome.sets?.length ?? 0) > 0;
  if (leadsTo !== null && !isAliased) {
    // No record at all: a resolver's whole answer says what that means, a zone's does not.
    const empty = question && emptyOutcome(question, outcome.sets ?? []);
    if (!empty && leadsTo === start) return undefined;
    outcome = empty ?? { kind: 'no-data', sets: [] };
    leadsTo = empty ? null : leadsTo;
  }
  const known = followed.ttls.filter((ttl) => ttl !== null);
  const notes: Sentence[] = [];
  if (leadsTo !== null) notes.push(sentence('paste_leads_to', { host: leadsTo }));
  if (followed.used.some(({ isTargetRelative }) => isTargetRelative)) notes.push(sentence('paste_relative_target'));
  // RFC 1034 §3.6.2.
  for (const name of followed.visited)
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
    ttlSeconds: known.length > 0 && known.length === followed.ttls.length ? Math.min(...known) : null,
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
    const targets = new Set([...starts].flatMap((start) => [...followChain(start, zone).visited].slice(1)));
    const covered = new Set<string>();
    // Those that nothing leads to come first; of a loop the first is as good as any.
    for (const start of [...starts].sort((a, b) => Number(targets.has(a)) - Number(targets.has(b)))) {
      if (covered.has(start) && !asked.includes(start)) continue;
      for (const name of followChain(start, zone).visited) covered.add(name);
      const site = siteOf(start, type, zone, records);
      // A CNAME that leads to no record of this type is none of ours, unless it was asked for.
      if (site && (asked.includes(start) || (site.outcome.sets?.length ?? 0) > 0)) sites.push(site);
    }
  }
  return sites;
}

/** As for a site that was looked up. Where a chain leaves the text, only the browsers' rows are known. */
export function rowsOf({ host, port, type, outcome, leadsTo }: PastedSite): Prediction[] {
  if (type === 'SVCB' || (leadsTo !== null && (outcome.sets?.length ?? 0) === 0)) return [];
  const rows = predictClients(outcome, { scheme: 'https', host: host ?? '', port });
  return leadsTo === null ? rows : rows.filter(({ client }) => client !== 'rfc');
}
