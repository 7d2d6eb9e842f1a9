// What the site publishes, read from the lookup once: the rows of the clients and the configuration in short. Pure; imports
// shared, wire, dns, ech and browsers.

import { type BrowserRow, predictRows } from '../browsers/rows.ts';
import { decodeRecords, type Endpoint } from '../dns/record-set.ts';
import { aeadName, kdfName, kemName } from '../ech/algorithm-names.ts';
import { decodeEchConfigList, type EchConfig } from '../ech/config-list.ts';
import type { Facts, NotAskedReason, ResolverIdentity } from '../shared/facts.ts';
import type { HttpsLookup, RecordSet } from '../shared/lookup.ts';
import type { ClientOutcome, PublishedConfig, PublishedReport, Sentence } from '../shared/report.ts';
import { decodeBase64 } from '../wire/base64.ts';
import { describeFailure } from './lookup-failure.ts';
import { describeNotAsked } from './not-asked.ts';
import { describeRow } from './row-reason.ts';
import { sentence } from './sentence.ts';

/** One client's row with its reason in words. */
export type Row = { reason: Sentence } & (
  | { outcome: 'hides'; publicName: string; mayFallBack: boolean }
  | { outcome: 'shows' | 'cannot-connect' }
);

export interface Publication {
  /** This browser's row; null without an answer. */
  own: Row | null;
  rfc: Row | null;
  /** The name that the outer hello should carry: by this browser's row, else by the RFCs'; null where neither hides. */
  publicName: string | null;
  report: PublishedReport;
}

export function readPublication({ browser, page, lookup }: Facts): Publication {
  if (lookup.state !== 'done') {
    const statement =
      lookup.state === 'not-asked' ? describeSilence(lookup.why, page.host) : describePending(lookup.resolver);
    return { own: null, rfc: null, publicName: null, report: { ...NOTHING, state: lookup.state, statement } };
  }
  const { outcome } = lookup.lookup;
  if (outcome.kind === 'failed') {
    const statement = describeFailure(outcome.failure, lookup.resolver.name, page.host);
    const { queryName, extendedErrors } = lookup.lookup;
    const report: PublishedReport = { ...NOTHING, state: 'failed', statement, queryName, extendedErrors };
    return { own: null, rfc: null, publicName: null, report };
  }
  const scheme = page.scheme === 'http' ? 'http' : 'https';
  const predicted = predictRows(outcome, { scheme, host: page.host, port: page.port });
  const rows = new Map(predicted.map((row) => [row.client, toRow(row)]));
  const own = rows.get(browser) ?? null;
  const rfc = rows.get('rfc') ?? null;
  const hiding = [own, rfc].find((row) => row?.outcome === 'hides');
  const publicName = hiding?.outcome === 'hides' ? hiding.publicName : null;
  const clients: ClientOutcome[] = predicted.map((row) => ({
    client: row.client,
    outcome: row.outcome,
    reason: describeRow(row),
  }));
  return { own, rfc, publicName, report: reportOf(lookup.lookup, lookup.resolver.name, publicName, clients) };
}

const describeSilence = (why: NotAskedReason, site: string): Sentence =>
  why === 'not-needed' || why === 'never-ask' ? sentence('published_not_needed') : describeNotAsked(why, site);

const describePending = (resolver: ResolverIdentity | null): Sentence =>
  resolver === null ? sentence('published_not_asked') : sentence('published_pending', resolver.name);

const NOTHING: Omit<PublishedReport, 'state' | 'statement'> = {
  queryName: null,
  recordCount: 0,
  configs: [],
  alpn: [],
  ttlSeconds: null,
  authenticated: null,
  extendedErrors: [],
  clients: [],
};

function toRow(row: BrowserRow): Row {
  const reason = describeRow(row);
  if (row.outcome !== 'hides' || row.publicName === undefined) {
    return { reason, outcome: row.outcome === 'cannot-connect' ? 'cannot-connect' : 'shows' };
  }
  return { reason, outcome: 'hides', publicName: row.publicName, mayFallBack: row.onFailure === 'falls-back' };
}

function reportOf(
  lookup: HttpsLookup,
  resolver: string,
  publicName: string | null,
  clients: ClientOutcome[],
): PublishedReport {
  const sets = lookup.outcome.kind === 'failed' ? [] : lookup.outcome.sets;
  const records = sets.flatMap(recordsOf);
  const echValues = records.flatMap(({ binding }) => (binding.ech === undefined ? [] : [binding.ech]));
  const configs = echValues.flatMap(configsOf);
  const { queryName, authenticated, extendedErrors } = lookup;
  return {
    ...publishedState(lookup, resolver, echValues.length > 0, publicName),
    queryName,
    recordCount: sets.reduce((count, set) => count + set.rdatas.length, 0),
    configs: configs.flatMap(describeConfig),
    alpn: [...new Set(records.flatMap(({ binding }) => binding.alpn))],
    ttlSeconds: sets.length === 0 ? null : Math.min(...sets.map(({ ttlSeconds }) => ttlSeconds)),
    authenticated,
    extendedErrors,
    clients,
  };
}

function publishedState(
  { outcome }: HttpsLookup,
  resolver: string,
  hasEch: boolean,
  publicName: string | null,
): Pick<PublishedReport, 'state' | 'statement'> {
  switch (outcome.kind) {
    case 'name-error':
      return { state: 'no-record', statement: sentence('published_name_error', resolver) };
    case 'no-service':
      return { state: 'no-record', statement: sentence('published_no_service') };
    case 'records':
      if (!hasEch) return { state: 'no-ech', statement: sentence('published_no_ech') };
      return publicName === null
        ? { state: 'ech', statement: sentence('published_ech_unusable') }
        : { state: 'ech', statement: sentence('published_ech', publicName) };
    case 'no-data':
    case 'failed':
      return { state: 'no-record', statement: sentence('published_no_record') };
  }
}

/** The records of a set that can be read; a malformed set has none. */
function recordsOf({ rdatas }: RecordSet): Endpoint[] {
  const octets = rdatas.flatMap((rdata) => {
    const decoded = decodeBase64(rdata);
    return decoded.ok ? [decoded.value] : [];
  });
  const decoded = decodeRecords(octets);
  return decoded.ok ? decoded.value : [];
}

function configsOf(list: Uint8Array): EchConfig[] {
  const decoded = decodeEchConfigList(list);
  return decoded.ok ? decoded.value.configs : decoded.error.configs;
}

const named = (name: string | undefined, id: number): string => name ?? `0x${id.toString(16).padStart(4, '0')}`;

function describeConfig({ contents }: EchConfig): PublishedConfig[] {
  if (contents === undefined) return [];
  const { configId, publicName, kemId, cipherSuites, maximumNameLength } = contents;
  const suites = cipherSuites.map(
    ({ kdfId, aeadId }) => `${named(kdfName(kdfId), kdfId)}, ${named(aeadName(aeadId), aeadId)}`,
  );
  return [{ configId, publicName, kem: named(kemName(kemId), kemId), suites, maximumNameLength }];
}
