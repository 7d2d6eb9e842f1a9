// What the site publishes, read from the lookup once: what each client makes of it, and the configuration in short. Pure.

import { isEchEverywhere, type Prediction, predictClients } from '../browsers/rows.ts';
import { encodeBase64 } from '../bytes/base64.ts';
import { saysWithheld } from '../dns/extended-errors.ts';
import type { Endpoint } from '../dns/record-set.ts';
import { recordsOf } from '../dns/stored-records.ts';
import { classifyRecords } from '../doh/answer-class.ts';
import { decodeEchConfigList, type EchConfig } from '../ech/config-list.ts';
import type { Facts, SiteAddress } from '../shared/facts.ts';
import type { HttpsLookup, RecordSet } from '../shared/lookup.ts';
import type {
  ClientOutcome,
  PublishedConfig,
  PublishedConfiguration,
  PublishedReport,
  PublishedState,
  Some,
} from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import { shortDigest } from '../shared/short-digest.ts';

/** `publicName` is null where records of the same priority have different ones: a client may use either. */
export type ClientPrediction = Pick<ClientOutcome, 'reason'> &
  (
    | { outcome: 'hides'; publicName: string | null; mayFallBack: boolean }
    | { outcome: 'shows' | 'cannot-connect'; publicName: string | null }
  );

type PublicationFacts = Pick<Facts, 'browser' | 'lookup'> & { page: SiteAddress };

export interface Publication {
  /** Null without an answer. */
  thisBrowser: ClientPrediction | null;
  rfc: ClientPrediction | null;
  /** The SNI of the outer ClientHello, where this browser uses ECH. */
  outerSni: string | null;
  /** No record that this browser may use, over any transport, is without ECH (Chrome). */
  isEchEverywhere: boolean;
  /** The public name that a client could send: this browser, else one that follows the RFCs; null where neither would use ECH. */
  advertisedPublicName: string | null;
  report: PublishedReport;
}

/** `page` may be a host that no tab shows. */
export function readPublication({ browser, page, lookup }: PublicationFacts): Publication {
  if (lookup.state !== 'done') {
    const known: PublishedState =
      lookup.state === 'pending' ? { state: 'pending' } : { state: lookup.state, why: lookup.why };
    return {
      thisBrowser: null,
      rfc: null,
      outerSni: null,
      isEchEverywhere: false,
      advertisedPublicName: null,
      report: { ...known, ...NOTHING },
    };
  }
  const { outcome } = lookup.lookup;
  const scheme = page.scheme === 'http' ? 'http' : 'https';
  // Browsers look at the first set only, which is there although a later step failed.
  const predicted =
    outcome.kind === 'failed' && !outcome.sets?.some(hasRecords)
      ? []
      : predictClients(outcome, { scheme, host: page.host, port: page.port });
  const rows = new Map(predicted.map((row) => [row.client, toRow(row)]));
  const thisBrowser = rows.get(browser) ?? null;
  const rfc = rows.get('rfc') ?? null;
  const outerSni = thisBrowser?.outcome === 'hides' ? thisBrowser.publicName : null;
  const advertisedPublicName = outerSni ?? (rfc?.outcome === 'hides' ? rfc.publicName : null);
  const clients: ClientOutcome[] = predicted.map((row) => ({
    client: row.client,
    outcome: row.outcome,
    reason: row.reason,
    publicName: row.publicName ?? null,
  }));
  const report = reportOf(lookup.lookup, page.host, advertisedPublicName, clients);
  const own = predicted.find(({ client }) => client === browser);
  const isEverywhere = own !== undefined && isEchEverywhere(own);
  return { thisBrowser, rfc, outerSni, isEchEverywhere: isEverywhere, advertisedPublicName, report };
}

const NOTHING: PublishedConfiguration = {
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

function toRow({ outcome, reason, publicName, ambiguousName, onFailure }: Prediction): ClientPrediction {
  if (outcome !== 'hides' || publicName === undefined)
    return {
      reason,
      publicName: publicName ?? null,
      outcome: outcome === 'cannot-connect' ? 'cannot-connect' : 'shows',
    };
  return { reason, outcome, publicName: ambiguousName ? null : publicName, mayFallBack: onFailure === 'falls-back' };
}

/** A record of 64 KiB holds thousands of each; the report is stored and sent anew with every change. */
const MOST = 16;
const some = <T>(items: T[]): Some<T> => ({ items: items.slice(0, MOST), more: Math.max(0, items.length - MOST) });

const hasRecords = ({ rdatas }: RecordSet): boolean => rdatas.length > 0;

function reportOf(
  lookup: HttpsLookup,
  site: string,
  advertisedPublicName: string | null,
  clients: ClientOutcome[],
): PublishedReport {
  const { queryName, outcome, authenticated, extendedErrors, subnetOptOut } = lookup;
  const sets = (outcome.sets ?? []).filter(hasRecords);
  const decoded = sets.map(soundRecords);
  const bindings = decoded.flatMap((records) => records?.map(({ binding }) => binding) ?? []);
  const echValues = bindings.flatMap(({ ech }) => (ech === undefined ? [] : [ech]));
  const publishedState = (): PublishedState => {
    switch (outcome.kind) {
      case 'failed':
        return { state: 'failed', failure: outcome.failure };
      case 'name-error':
      case 'no-data':
        if (saysWithheld(extendedErrors)) return { state: 'withheld', by: 'resolver' };
        if (sets.length > 0) return { state: 'alias-nowhere' };
        if (outcome.kind === 'no-data') return { state: 'no-record', by: 'no-data' };
        // A name of its own, as for other ports, need not exist; that of a page that loaded does.
        return { state: queryName === site ? 'withheld' : 'no-record', by: 'name-error' };
      case 'alias':
        return { state: 'alias', target: outcome.target };
      case 'no-service':
        return { state: 'no-service' };
      case 'records':
        if (advertisedPublicName !== null || echValues.length > 0)
          return { state: 'ech', publicName: advertisedPublicName };
        return { state: classifyRecords(outcome) === 'malformed' ? 'malformed' : 'no-ech' };
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
