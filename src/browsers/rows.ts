// What the HTTPS records of a site mean for the name in the TLS handshake: once by the RFCs, once for Chromium 156, once for
// Firefox 153 (versions measured on Linux; `basis` says how each rule is known). Pure: the same facts, the same rows.

import { isBadPort } from '../dns/bad-ports.ts';
import { resolveDecoded } from '../dns/record-set.ts';
import { recordsOf } from '../dns/stored-records.ts';
import type { LookupOutcome, RecordSet } from '../shared/lookup.ts';
import { chromiumVerdict } from './chromium-rows.ts';
import { firefoxVerdict } from './firefox-rows.ts';
import type { Origin, Prediction, SetVerdict, TransportPrediction } from './prediction.ts';
import { basisOf, filterRecords, hasEch, isMixed, shows, speaks, verdictByPriority } from './record-choice.ts';
import type { Client } from './tls-policies.ts';

export type { Origin, Prediction, TransportPrediction } from './prediction.ts';
export type { Client } from './tls-policies.ts';

/** RFC 9460 §3, §7, §8, §9 and RFC 9848 §5.1, on the set at the end of the alias chain. */
function rfcVerdict(set: RecordSet): SetVerdict {
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

function verdictWithoutRecords(client: Client, outcome: LookupOutcome): SetVerdict {
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
  let verdict: SetVerdict & { setIndex?: number };
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
  if (origin.scheme === 'http' && !row.upgradesHttp && row.outcome !== 'cannot-connect') {
    row.outcome = 'shows';
    delete row.transports;
  }
  return row;
}

/** What a browser does over each transport, where it opens both and the answers differ; else null. */
export function differingTransports({ transports }: Prediction): Record<'tcp' | 'quic', TransportPrediction> | null {
  if (transports === undefined || transports.quic === null) return null;
  const { tcp, quic } = transports;
  const isAlike = tcp.outcome === quic.outcome && tcp.reason === quic.reason && tcp.publicName === quic.publicName;
  return isAlike ? null : { tcp, quic };
}

/** Whichever transport the browser opens, and whichever record it turns to there, it uses ECH. */
export const isEchEverywhere = ({ transports }: Prediction): boolean =>
  transports !== undefined &&
  [transports.tcp, transports.quic].every((one) => one === null || (one.outcome === 'hides' && one.isEchInAll));

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
