// What the site publishes, read from the lookup once: the rows of the clients and the configuration in short. Pure.

import { type BrowserRow, predictRows } from '../browsers/rows.ts';
import { encodeBase64 } from '../bytes/base64.ts';
import { saysWithheld } from '../dns/extended-errors.ts';
import type { Endpoint } from '../dns/record-set.ts';
import { recordsOf } from '../dns/stored-records.ts';
import { decodeEchConfigList, type EchConfig } from '../ech/config-list.ts';
import type { Facts, NotAskedReason, ResolverIdentity, SiteAddress } from '../shared/facts.ts';
import type { HttpsLookup, RecordSet } from '../shared/lookup.ts';
import type { ClientOutcome, PublishedConfig, PublishedReport, Some } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import type { Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import { shortDigest } from '../shared/short-digest.ts';
import { describeFailure } from './lookup-failure.ts';
import { describeNotAsked } from './not-asked.ts';
import { describeRow } from './row-reason.ts';

/**
 * One client's row with its reason in words. `publicName` is null where records of one priority have different ones: which is
 * used, nobody can tell.
 */
export type Row = { reason: Sentence } & (
  | { outcome: 'hides'; publicName: string | null; mayFallBack: boolean }
  | { outcome: 'shows' | 'cannot-connect' }
);

type PublicationFacts = Pick<Facts, 'browser' | 'lookup'> & { page: SiteAddress };

export interface Publication {
  /** This browser's row; null without an answer. */
  own: Row | null;
  rfc: Row | null;
  /** The name that the outer hello carries where this browser uses ECH: by its own row alone. */
  coverName: string | null;
  /** The name that it could carry: by this browser's row, else by the RFCs'; null where neither hides. */
  offeredName: string | null;
  report: PublishedReport;
}

/** `page` may be a host that no tab shows. */
export function readPublication({ browser, page, lookup }: PublicationFacts): Publication {
  if (lookup.state !== 'done') {
    const statement =
      lookup.state === 'not-asked' ? describeSilence(lookup.why, page.host) : describePending(lookup.resolver);
    const report: PublishedReport = { ...NOTHING, state: lookup.state, statement };
    return { own: null, rfc: null, coverName: null, offeredName: null, report };
  }
  const { outcome } = lookup.lookup;
  const scheme = page.scheme === 'http' ? 'http' : 'https';
  // Browsers look at the first set only, which is there although a later step failed.
  const predicted =
    outcome.kind === 'failed' && !outcome.sets?.some(hasRecords)
      ? []
      : predictRows(outcome, { scheme, host: page.host, port: page.port });
  const rows = new Map(predicted.map((row) => [row.client, toRow(row)]));
  const own = rows.get(browser) ?? null;
  const rfc = rows.get('rfc') ?? null;
  const coverName = own?.outcome === 'hides' ? own.publicName : null;
  const offeredName = coverName ?? (rfc?.outcome === 'hides' ? rfc.publicName : null);
  const clients: ClientOutcome[] = predicted.map((row) => ({
    client: row.client,
    outcome: row.outcome,
    reason: describeRow(row),
  }));
  const report = reportOf(lookup.lookup, lookup.resolver.name, page.host, offeredName, clients);
  return { own, rfc, coverName, offeredName, report };
}

const describeSilence = (why: NotAskedReason, site: string): Sentence =>
  why === 'not-needed' || why === 'never-ask' ? sentence('published_not_needed') : describeNotAsked(why, site);

const describePending = (resolver: ResolverIdentity | null): Sentence =>
  resolver === null ? sentence('published_not_asked') : sentence('published_pending', { label: resolver.name });

const NOTHING: Omit<PublishedReport, 'state' | 'statement'> = {
  queryName: null,
  recordCount: 0,
  configs: { items: [], more: 0 },
  alpn: { items: [], more: 0 },
  ttlSeconds: null,
  authenticated: null,
  subnetOptOut: null,
  extendedErrors: { items: [], more: 0 },
  clients: [],
  echDigest: null,
};

function toRow(row: BrowserRow): Row {
  const reason = describeRow(row);
  if (row.outcome !== 'hides' || row.publicName === undefined) {
    return { reason, outcome: row.outcome === 'cannot-connect' ? 'cannot-connect' : 'shows' };
  }
  const publicName = row.ambiguousName ? null : row.publicName;
  return { reason, outcome: 'hides', publicName, mayFallBack: row.onFailure === 'falls-back' };
}

/** A record of 64 KiB holds thousands of each; the report is stored and sent anew with every change. */
const MOST = 16;
const some = <T>(items: T[]): Some<T> => ({ items: items.slice(0, MOST), more: Math.max(0, items.length - MOST) });

const hasRecords = ({ rdatas }: RecordSet): boolean => rdatas.length > 0;

function reportOf(
  lookup: HttpsLookup,
  resolver: string,
  site: string,
  offeredName: string | null,
  clients: ClientOutcome[],
): PublishedReport {
  const { queryName, outcome, authenticated, extendedErrors, subnetOptOut } = lookup;
  const sets = (outcome.sets ?? []).filter(hasRecords);
  const decoded = sets.map(soundRecords);
  const bindings = decoded.flatMap((records) => records?.map(({ binding }) => binding) ?? []);
  const echValues = bindings.flatMap(({ ech }) => (ech === undefined ? [] : [ech]));
  const publishedState = (): Pick<PublishedReport, 'state' | 'statement'> => {
    switch (outcome.kind) {
      case 'failed':
        return { state: 'failed', statement: describeFailure(outcome.failure, resolver, site) };
      case 'name-error':
      case 'no-data':
        if (saysWithheld(extendedErrors))
          return { state: 'withheld', statement: sentence('published_withheld', { label: resolver }) };
        if (sets.length > 0) return { state: 'alias-nowhere', statement: sentence('published_alias_nowhere') };
        if (outcome.kind === 'no-data')
          return { state: 'no-record', statement: sentence('published_no_record', { label: resolver }) };
        // A name of its own, as for other ports, need not exist; that of a page that loaded does.
        return {
          state: queryName === site ? 'withheld' : 'no-record',
          statement: sentence('published_name_error', { label: resolver }),
        };
      case 'alias':
        return { state: 'alias', statement: sentence('published_alias', { host: outcome.target }) };
      case 'no-service':
        return { state: 'no-service', statement: sentence('published_no_service') };
      case 'records':
        if (offeredName !== null) return { state: 'ech', statement: sentence('published_ech', { host: offeredName }) };
        if (echValues.length > 0) return { state: 'ech', statement: sentence('published_ech_unusable') };
        return decoded.includes(null)
          ? { state: 'malformed', statement: sentence('published_malformed') }
          : { state: 'no-ech', statement: sentence('published_no_ech') };
      default:
        return assertNever(outcome);
    }
  };
  return {
    ...publishedState(),
    queryName,
    recordCount: sets.reduce((count, { rdatas }) => count + rdatas.length, 0),
    configs: some(echValues.flatMap(configsOf).flatMap(describeConfig)),
    alpn: some([...new Set(bindings.flatMap(({ alpn }) => alpn))]),
    ttlSeconds: sets.length === 0 ? null : Math.min(...sets.map(({ ttlSeconds }) => ttlSeconds)),
    authenticated: outcome.kind === 'failed' ? null : authenticated,
    subnetOptOut,
    extendedErrors: some(extendedErrors),
    clients,
    echDigest: digestOf(decoded[0]),
  };
}

/** The records of a set; null when it is malformed. */
function soundRecords(set: RecordSet): Endpoint[] | null {
  const decoded = recordsOf(set);
  return decoded.ok ? decoded.value : null;
}

/** Of the set that browsers look at, whatever the order of its records. */
function digestOf(records: Endpoint[] | null | undefined): string | null {
  const values = (records ?? []).flatMap(({ binding: { ech } }) => (ech === undefined ? [] : [encodeBase64(ech)]));
  return values.length === 0 ? null : shortDigest(values.sort().join());
}

function configsOf(list: Uint8Array): EchConfig[] {
  const decoded = decodeEchConfigList(list);
  return decoded.ok ? decoded.value.configs : decoded.error.configs;
}

function describeConfig({ contents }: EchConfig): PublishedConfig[] {
  if (contents === undefined) return [];
  const { configId, publicName, kemId, cipherSuites, maximumNameLength } = contents;
  const suites = some(cipherSuites.map(({ kdfId, aeadId }) => ({ kdfId, aeadId })));
  return [{ configId, publicName, kemId, suites, maximumNameLength }];
}
