// What the HTTPS records of a site mean for the name in the TLS handshake: once by the RFCs, once for Chromium 156, once for
// Firefox 153 (versions measured on Linux; `basis` says how each rule is known). Pure: the same facts, the same rows.

import { isBadPort } from '../dns/bad-ports.ts';
import { sameName } from '../dns/names.ts';
import { httpsPort } from '../dns/query.ts';
import { decodeRecords, type Endpoint, resolveDecoded } from '../dns/record-set.ts';
import { alpnSet, type ServiceBinding } from '../dns/service-binding.ts';
import { rdatasOf, recordsOf } from '../dns/stored-records.ts';
import type { LookupOutcome, RecordSet } from '../shared/lookup.ts';
import type { PredictionReason } from '../shared/prediction-reason.ts';
import { type Client, judgeList } from './tls-policies.ts';

export type { Client } from './tls-policies.ts';

export interface Prediction {
  client: Client;
  outcome: 'hides' | 'shows' | 'cannot-connect';
  reason: PredictionReason;
  /** After a failed attempt with ECH: connects again with the real name, does not, or ECH is not tried. */
  onFailure: 'falls-back' | 'does-not' | 'not-applicable';
  basis: 'observed' | 'documented' | 'inferred';
  /** An `http:` navigation becomes `https:` because of the records. */
  upgradesHttp: boolean;
  /** The set and the record in it that decided. */
  setIndex?: number;
  recordIndex?: number;
  /** The config that decided. */
  configIndex?: number;
  publicName?: string;
  /** Records that the client takes in any order have other public names too: `publicName` is the first of the alphabet. */
  ambiguousName?: boolean;
  configId?: number;
  /** Chromium: each record that it may use has `ech`, over TCP or QUIC: it may open both, and another one of these wins. */
  isEchEverywhere?: boolean;
}

export interface Origin {
  scheme: 'http' | 'https';
  host: string;
  /** Of the URL, written or implied. */
  port: number;
  /** `false` when the address lookup gave none; hints do not help (measured). */
  hasAddress?: boolean;
}

type Verdict = Pick<Prediction, 'outcome' | 'reason' | 'basis'> & Partial<Prediction>;

const shows = (reason: PredictionReason, basis: Prediction['basis'], more: Partial<Prediction> = {}): Verdict => ({
  outcome: 'shows',
  reason,
  basis,
  ...more,
});

const basisOf = (client: Client): Prediction['basis'] => (client === 'rfc' ? 'documented' : 'observed');

const hasEch = ({ binding }: Endpoint): boolean => binding.ech !== undefined;
/** Chromium 156 takes an `ech` without a value for none (measured). */
const hasEchValue = ({ binding }: Endpoint): boolean => Boolean(binding.ech?.length);

/** What the client's TLS library does with the `ech` of the record that it takes. */
function judgeEch(
  client: Client,
  { index: recordIndex, binding }: Endpoint,
  onFailure: Prediction['onFailure'],
): Verdict {
  const judgement = judgeList(client, binding.ech as Uint8Array);
  const basis = basisOf(client);
  switch (judgement.kind) {
    case 'usable':
    case 'bad-key': {
      const { index: configIndex, contents } = judgement;
      const config = { recordIndex, configIndex, publicName: contents.publicName, configId: contents.configId };
      if (judgement.kind === 'usable')
        return { outcome: 'hides', reason: 'usable-config', basis, onFailure, ...config };
      return { outcome: onFailure === 'falls-back' ? 'shows' : 'cannot-connect', reason: 'bad-key', basis, ...config };
    }
    case 'none':
      return shows('no-usable-config', basis, { recordIndex });
    case 'malformed':
      // Measured: Chromium 156 opens TCP and sends nothing, Firefox 153 connects as if there were no `ech`.
      return client === 'chromium'
        ? { outcome: 'cannot-connect', reason: 'list-malformed', basis, recordIndex }
        : shows('list-malformed', basis, { recordIndex });
  }
}

/** From what gives the name away to what hides it. */
const outcomesByExposure: Prediction['outcome'][] = ['shows', 'cannot-connect', 'hides'];

/**
 * RFC 9460 §2.4.1: records of one priority are shuffled, and the order in which our resolver answered is not the one that the
 * browser's did. Of what may come of them the worst counts, and among equals one that does not depend on the order.
 */
function worstOf(verdicts: Verdict[]): Verdict {
  const nameOf = ({ publicName }: Verdict) => (publicName ?? '').toLowerCase();
  const rankOf = (verdict: Verdict) =>
    `${outcomesByExposure.indexOf(verdict.outcome)} ${verdict.reason} ${nameOf(verdict)}`;
  const worst = verdicts.reduce((least, one) => (rankOf(one) < rankOf(least) ? one : least));
  const isAmbiguous = worst.outcome === 'hides' && verdicts.some((one) => nameOf(one) !== nameOf(worst));
  return isAmbiguous ? { ...worst, ambiguousName: true } : worst;
}

/** The records that a client may take first, of those that are left by priority. */
const firstOf = (records: Endpoint[]): Endpoint[] =>
  records.filter(({ binding }) => binding.priority === records[0]?.binding.priority);

/** Why a client has no use for a record; `undefined` when it has. */
type Filter = (record: Endpoint) => PredictionReason | undefined;

/** The records left, by priority, and the first reason for dropping one, those with `ech` before those without. */
function filterRecords(
  records: Endpoint[],
  filter: Filter,
): { usable: Endpoint[]; dropReason: PredictionReason | undefined } {
  const usable: Endpoint[] = [];
  const reasons: { reason: PredictionReason; ech: boolean }[] = [];
  for (const record of records) {
    const reason = filter(record);
    if (reason) reasons.push({ reason, ech: hasEch(record) });
    else usable.push(record);
  }
  usable.sort((a, b) => a.binding.priority - b.binding.priority);
  return { usable, dropReason: (reasons.find(({ ech }) => ech) ?? reasons[0])?.reason };
}

/** Records with and without `ech`: a failure with it leads to those without. */
const isMixed = (records: Endpoint[]): boolean => records.some(hasEch) && !records.every(hasEch);

/** What comes of the records that are left when they are taken by priority, with `ech` or without. */
function verdictByPriority(
  client: Client,
  { usable, dropReason }: ReturnType<typeof filterRecords>,
  offersEch: typeof hasEch,
  onFailure: Prediction['onFailure'],
): Verdict {
  if (usable.length === 0) return shows(dropReason ?? 'no-record', basisOf(client));
  if (!usable.some(offersEch)) return shows('no-ech', basisOf(client));
  const candidates = firstOf(usable);
  const open = candidates.find((record) => !offersEch(record));
  if (open) return shows('ech-not-first', 'documented', { recordIndex: open.index });
  return worstOf(candidates.map((record) => judgeEch(client, record, onFailure)));
}

const isIncompatible = ({ mandatory }: ServiceBinding): boolean => mandatory.some((key) => key > 6);

const speaks = (binding: ServiceBinding, ...protocols: string[]): boolean =>
  alpnSet(binding).some((id) => protocols.includes(id));

const isAlias = ({ binding }: Endpoint): boolean => binding.priority === 0;

/**
 * Both browsers use a record only when its TargetName is where the address lookup ended: the owner after CNAMEs, or for
 * `_PORT._https.host` the host. `.` stands for the owner; Firefox reads it as the host where the owner is a prefixed name.
 */
function isOwnTarget(client: Client, targetName: string, set: RecordSet, origin: Origin): boolean {
  const prefixed = httpsPort(origin.scheme, origin.port) !== 443;
  if (targetName === '.') return !prefixed || client === 'firefox';
  return sameName(targetName, prefixed ? origin.host : set.owner);
}

/** Chromium 156: net/dns reads TargetNames of up to 256 bytes (measured) and does not check self-consistency (measured). */
function chromiumVerdict(set: RecordSet, origin: Origin): Verdict {
  const strict = recordsOf(set);
  const decoded = strict.ok ? strict : decodeRecords(rdatasOf(set), { maxNameBytes: 256 });
  if (!decoded.ok) return shows('set-malformed', 'observed', { recordIndex: decoded.error.index });
  const alias = decoded.value.find(isAlias);
  if (alias) return shows('alias-not-followed', 'observed', { recordIndex: alias.index, upgradesHttp: true });
  const upgradesHttp = decoded.value.some(({ binding }) => !isIncompatible(binding));
  const port = httpsPort(origin.scheme, origin.port);
  const whyNot: Filter = ({ binding }) => {
    if (isIncompatible(binding)) return 'unknown-mandatory';
    if (!isOwnTarget('chromium', binding.targetName, set, origin)) return 'target-name-differs';
    return binding.port !== undefined && binding.port !== port ? 'port-ignored' : undefined;
  };
  const left = filterRecords(
    decoded.value,
    (record) => whyNot(record) ?? (speaks(record.binding, 'h2', 'http/1.1') ? undefined : 'alpn-unusable'),
  );
  const isEchEverywhere = decoded.value.every(
    (record) => whyNot(record) !== undefined || hasEchValue(record) || !speaks(record.binding, 'h2', 'http/1.1', 'h3'),
  );
  // A handshake that fails is not tried again on another record (measured).
  return { ...verdictByPriority('chromium', left, hasEchValue, 'does-not'), upgradesHttp, isEchEverywhere };
}

/**
 * Firefox 153: AliasMode or an unknown mandatory key and the set is of no use. Records with `ech` go first, even an empty one. What fails
 * with ECH is tried again with the next record that has `ech`, whether it is one that Firefox can use or one that shows the name;
 * where a record has none, without ECH at once (measured).
 */
function firefoxVerdict(set: RecordSet, origin: Origin): Verdict {
  const decoded = recordsOf(set);
  if (!decoded.ok) return shows('set-malformed', 'inferred', { recordIndex: decoded.error.index });
  const alias = decoded.value.find(isAlias);
  if (alias) return shows('alias-not-followed', 'observed', { recordIndex: alias.index });
  const incompatible = decoded.value.find(({ binding }) => isIncompatible(binding));
  if (incompatible) return shows('unknown-mandatory', 'observed', { recordIndex: incompatible.index });
  const { usable, dropReason } = filterRecords(decoded.value, ({ binding }) => {
    if (!isOwnTarget('firefox', binding.targetName, set, origin)) return 'target-name-differs';
    if (binding.port !== undefined && isBadPort(binding.port)) return 'bad-port';
    return binding.alpn.length === 0 || speaks(binding, 'h2', 'http/1.1', 'h3') ? undefined : 'alpn-unusable';
  });
  const upgradesHttp = usable.length > 0;
  if (!upgradesHttp) return shows(dropReason ?? 'no-record', 'observed');
  const mixed = isMixed(usable);
  const judge = (record: Endpoint): Verdict => {
    const { index: recordIndex, binding } = record;
    return binding.alpn.length === 0 || speaks(binding, 'h2', 'http/1.1')
      ? judgeEch('firefox', record, mixed ? 'falls-back' : 'does-not')
      : { outcome: 'cannot-connect', reason: 'needs-http3', basis: 'observed', recordIndex };
  };
  const withEch = usable.filter(hasEch);
  const connecting = withEch.filter((record) => judge(record).outcome !== 'cannot-connect');
  const tried = mixed || connecting.length === 0 ? withEch : connecting;
  if (tried.length === 0) return shows('no-ech', 'observed', { upgradesHttp });
  const worst = worstOf(firstOf(tried).map(judge));
  if (worst.onFailure && tried.some((record) => judge(record).outcome === 'shows')) worst.onFailure = 'falls-back';
  return { ...worst, upgradesHttp };
}

/** RFC 9460 §3, §7, §8, §9 and RFC 9848 §5.1, on the set at the end of the alias chain. */
function rfcVerdict(set: RecordSet): Verdict {
  const verdict = resolveDecoded(recordsOf(set), set.rdatas.length);
  if (verdict.kind === 'malformed') return shows('set-malformed', 'documented', { recordIndex: verdict.index });
  if (verdict.kind === 'alias') return shows('no-record', 'documented', { upgradesHttp: true });
  if (verdict.kind === 'none') {
    const inconsistent = verdict.dropped.every(({ reason }) => reason === 'inconsistent');
    return shows(inconsistent ? 'inconsistent' : 'unknown-mandatory', 'documented');
  }
  const left = filterRecords(verdict.endpoints, ({ binding }) => {
    if (binding.port !== undefined && isBadPort(binding.port)) return 'bad-port';
    return speaks(binding, 'h2', 'http/1.1', 'h3') ? undefined : 'alpn-unusable';
  });
  const onFailure = isMixed(left.usable) ? 'falls-back' : 'does-not';
  return { ...verdictByPriority('rfc', left, hasEch, onFailure), upgradesHttp: true };
}

/** Sets that were read before a lookup ended without records. */
const setsOf = (outcome: LookupOutcome): RecordSet[] => outcome.sets ?? [];

function verdictWithoutRecords(client: Client, outcome: LookupOutcome): Verdict {
  const basis = basisOf(client);
  if (outcome.kind === 'no-service') return shows('no-service', basis);
  if (outcome.kind !== 'failed') return shows('no-record', basis);
  const { kind } = outcome.failure;
  if (kind === 'alias-loop' || kind === 'chain-too-long')
    return shows('chain-too-long', client === 'rfc' ? basis : 'inferred');
  // RFC 9460 §3.1: a client that asked over an encrypted channel should give up. Browsers connect (measured for SERVFAIL, HTTP
  // errors and wrong content types).
  return client === 'rfc'
    ? { outcome: 'cannot-connect', reason: 'lookup-failed', basis }
    : shows('lookup-failed', ['dns-rcode', 'http-status', 'content-type'].includes(kind) ? basis : 'inferred');
}

export function predictClient(client: Client, outcome: LookupOutcome, origin: Origin): Prediction {
  const sets = setsOf(outcome);
  // The RFCs look at the end of the chain, which only `records` has; browsers at the first set, alias or not.
  const setIndex = client === 'rfc' ? sets.length - 1 : 0;
  const set = client === 'rfc' && outcome.kind !== 'records' ? undefined : sets[setIndex];
  let verdict: Verdict;
  if (!set || set.rdatas.length === 0) verdict = verdictWithoutRecords(client, outcome);
  else if (client === 'rfc') verdict = { setIndex, ...rfcVerdict(set) };
  else verdict = { setIndex, ...(client === 'chromium' ? chromiumVerdict(set, origin) : firefoxVerdict(set, origin)) };
  // RFC 9460 §9.5: AliasMode upgrades too, whatever it leads to.
  if (client === 'rfc' && sets.length > 0 && outcome.kind !== 'failed')
    verdict.upgradesHttp ??= sets.length > 1 || !set;
  if (origin.hasAddress === false) {
    const basis = basisOf(client);
    verdict = { outcome: 'cannot-connect', reason: 'no-address', basis };
  }
  const row: Prediction = { client, onFailure: 'not-applicable', upgradesHttp: false, ...verdict };
  // Without an upgrade an `http:` page never gets to TLS.
  if (origin.scheme === 'http' && !row.upgradesHttp && row.outcome !== 'cannot-connect') row.outcome = 'shows';
  return row;
}

/** The chain goes on where we did not look: what a client finds there that looks, nobody knows. */
function isLeftOff(outcome: LookupOutcome): boolean {
  if (outcome.kind !== 'failed') return outcome.kind === 'alias';
  const { failure } = outcome;
  return (
    failure.kind === 'excluded-by-policy' ||
    failure.kind === 'local-name' ||
    (failure.kind === 'not-askable' && failure.name !== undefined)
  );
}

/** Without the RFCs' row where an alias was not followed, or led to a name that we send to nobody. */
export function predictClients(outcome: LookupOutcome, origin: Origin): Prediction[] {
  const clients: Client[] = isLeftOff(outcome) ? ['chromium', 'firefox'] : ['rfc', 'chromium', 'firefox'];
  return clients.map((client) => predictClient(client, outcome, origin));
}
