// How a client comes to the record that it uses, and what it makes of the `ech` there: what clients have in common.

import { sameName } from '../dns/names.ts';
import { httpsPort } from '../dns/query.ts';
import type { Endpoint } from '../dns/record-set.ts';
import { alpnSet, type ServiceBinding } from '../dns/service-binding.ts';
import type { RecordSet } from '../shared/lookup.ts';
import type { PredictionReason } from '../shared/prediction-reason.ts';
import type { Origin, SetVerdict, TransportPrediction, Transports, Verdict } from './prediction.ts';
import { type Client, judgeList } from './tls-policies.ts';

export const shows = (
  reason: PredictionReason,
  basis: Verdict['basis'],
  more: Partial<SetVerdict> = {},
): SetVerdict => ({
  outcome: 'shows',
  reason,
  basis,
  ...more,
});

export const basisOf = (client: Client): Verdict['basis'] => (client === 'rfc' ? 'documented' : 'observed');

export const hasEch = ({ binding }: Endpoint): boolean => binding.ech !== undefined;

type OnFailure = NonNullable<Verdict['onFailure']>;

/** What the client's TLS library does with the `ech` of the record that it takes. */
export function judgeEch(client: Client, { index: recordIndex, binding }: Endpoint, onFailure: OnFailure): Verdict {
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

const nameOf = ({ publicName }: Verdict): string => (publicName ?? '').toLowerCase();

/** From what gives the name away to what hides it. */
const outcomesByExposure: Verdict['outcome'][] = ['shows', 'cannot-connect', 'hides'];

/**
 * RFC 9460 §2.4.1: records of one priority are shuffled, and the order in which our resolver answered is not the one that the
 * browser's did. Of what may come of them the worst counts, and among equals one that does not depend on the order.
 */
export function worstOf(verdicts: Verdict[]): Verdict {
  const rankOf = (verdict: Verdict) =>
    `${outcomesByExposure.indexOf(verdict.outcome)} ${verdict.reason} ${nameOf(verdict)}`;
  const worst = verdicts.reduce((least, one) => (rankOf(one) < rankOf(least) ? one : least));
  const isAmbiguous = worst.outcome === 'hides' && verdicts.some((one) => nameOf(one) !== nameOf(worst));
  return isAmbiguous ? { ...worst, ambiguousName: true } : worst;
}

/**
 * What comes of the two transports together: the worst of those by which a page can come, TCP's word among equals. A transport that is
 * opened only after the other has failed is what a failure leads to.
 */
export function verdictOfBoth({ tcp, quic }: Transports): Verdict {
  if (quic === null) return verdictOf(tcp);
  if (tcp.opens === 'if-failed')
    return quic.outcome === 'hides' ? { ...verdictOf(quic), reason: 'usable-over-quic' } : verdictOf(quic);
  const both = [verdictOf(tcp), verdictOf(quic)] as const;
  const [one, other] = both.filter(({ outcome }) => outcome !== 'cannot-connect');
  if (one === undefined) return both[0];
  // That a page comes by TCP although QUIC cannot connect was measured, the reverse was not.
  if (other === undefined) return tcp.outcome === 'cannot-connect' ? { ...one, basis: 'inferred' } : one;
  const worst = both.find(({ outcome }) => outcome === 'shows') ?? both[0];
  return worst.outcome === 'hides' && (both.some((one) => one.ambiguousName) || nameOf(both[0]) !== nameOf(both[1]))
    ? { ...worst, ambiguousName: true }
    : worst;
}

const verdictOf = ({ opens: _, isEchInAll: __, ...verdict }: TransportPrediction): Verdict => verdict;

/** What was measured over QUIC, too. */
const measuredOverQuic: Record<'chromium' | 'firefox', PredictionReason[]> = {
  chromium: ['usable-config', 'no-ech', 'no-ech-quic', 'ech-not-first', 'no-usable-config', 'list-malformed'],
  firefox: ['usable-config', 'no-ech'],
};

/** A verdict of which only the same over TCP was measured is inferred. */
export const overQuic = <T extends Verdict>(browser: 'chromium' | 'firefox', verdict: T): T =>
  measuredOverQuic[browser].includes(verdict.reason) ? verdict : { ...verdict, basis: 'inferred' };

/** The records that a client may take first, of those that are left by priority. */
export const firstOf = (records: Endpoint[]): Endpoint[] =>
  records.filter(({ binding }) => binding.priority === records[0]?.binding.priority);

/** Why a client has no use for a record; `undefined` when it has. */
export type Filter = (record: Endpoint) => PredictionReason | undefined;

/** The records left, by priority, and the first reason for dropping one, those with `ech` before those without. */
export function filterRecords(
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
export const isMixed = (records: Endpoint[]): boolean => records.some(hasEch) && !records.every(hasEch);

/** What comes of the records that are left when they are taken by priority, with `ech` or without. */
export function verdictByPriority(
  client: Client,
  { usable, dropReason }: ReturnType<typeof filterRecords>,
  offersEch: typeof hasEch,
  onFailure: OnFailure,
): Verdict {
  if (usable.length === 0) return shows(dropReason ?? 'no-record', basisOf(client));
  if (!usable.some(offersEch)) return shows('no-ech', basisOf(client));
  const candidates = firstOf(usable);
  const open = candidates.find((record) => !offersEch(record));
  if (open) return shows('ech-not-first', 'documented', { recordIndex: open.index });
  return worstOf(candidates.map((record) => judgeEch(client, record, onFailure)));
}

export const isIncompatible = ({ mandatory }: ServiceBinding): boolean => mandatory.some((key) => key > 6);

export const speaks = (binding: ServiceBinding, ...protocols: string[]): boolean =>
  alpnSet(binding).some((id) => protocols.includes(id));

export const isAlias = ({ binding }: Endpoint): boolean => binding.priority === 0;

/**
 * Both browsers use a record only when its TargetName is where the address lookup ended: the owner after CNAMEs, or for
 * `_PORT._https.host` the host. `.` stands for the owner; Firefox reads it as the host where the owner is a prefixed name.
 */
export function isOwnTarget(client: Client, targetName: string, set: RecordSet, origin: Origin): boolean {
  const prefixed = httpsPort(origin.scheme, origin.port) !== 443;
  if (targetName === '.') return !prefixed || client === 'firefox';
  return sameName(targetName, prefixed ? origin.host : set.owner);
}
