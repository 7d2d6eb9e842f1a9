// How a client comes to the record that it uses, and what it makes of the `ech` there: what clients have in common.

import { sameName } from '../dns/names.ts';
import { httpsPort } from '../dns/query.ts';
import type { Endpoint } from '../dns/record-set.ts';
import { alpnSet, type ServiceBinding } from '../dns/service-binding.ts';
import type { RecordSet } from '../shared/lookup.ts';
import type { PredictionReason } from '../shared/prediction-reason.ts';
import type { Origin, Prediction, Verdict } from './prediction.ts';
import { type Client, judgeList } from './tls-policies.ts';

export const shows = (
  reason: PredictionReason,
  basis: Prediction['basis'],
  more: Partial<Prediction> = {},
): Verdict => ({
  outcome: 'shows',
  reason,
  basis,
  ...more,
});

export const basisOf = (client: Client): Prediction['basis'] => (client === 'rfc' ? 'documented' : 'observed');

export const hasEch = ({ binding }: Endpoint): boolean => binding.ech !== undefined;

/** What the client's TLS library does with the `ech` of the record that it takes. */
export function judgeEch(
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
export const outcomesByExposure: Prediction['outcome'][] = ['shows', 'cannot-connect', 'hides'];

/**
 * RFC 9460 §2.4.1: records of one priority are shuffled, and the order in which our resolver answered is not the one that the
 * browser's did. Of what may come of them the worst counts, and among equals one that does not depend on the order.
 */
export function worstOf(verdicts: Verdict[]): Verdict {
  const nameOf = ({ publicName }: Verdict) => (publicName ?? '').toLowerCase();
  const rankOf = (verdict: Verdict) =>
    `${outcomesByExposure.indexOf(verdict.outcome)} ${verdict.reason} ${nameOf(verdict)}`;
  const worst = verdicts.reduce((least, one) => (rankOf(one) < rankOf(least) ? one : least));
  const isAmbiguous = worst.outcome === 'hides' && verdicts.some((one) => nameOf(one) !== nameOf(worst));
  return isAmbiguous ? { ...worst, ambiguousName: true } : worst;
}

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
  onFailure: Prediction['onFailure'],
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
