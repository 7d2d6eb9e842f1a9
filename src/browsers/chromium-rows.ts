// What Chromium 156 makes of a record set, as measured on Linux.

import { httpsPort } from '../dns/query.ts';
import { decodeRecords, type Endpoint } from '../dns/record-set.ts';
import { rdatasOf, recordsOf } from '../dns/stored-records.ts';
import type { RecordSet } from '../shared/lookup.ts';
import type { Origin, Verdict } from './prediction.ts';
import {
  type Filter,
  filterRecords,
  isAlias,
  isIncompatible,
  isOwnTarget,
  shows,
  speaks,
  verdictByPriority,
} from './record-choice.ts';

/** Chromium 156 takes an `ech` without a value for none (measured). */
const hasEchValue = ({ binding }: Endpoint): boolean => Boolean(binding.ech?.length);

/** Chromium 156: net/dns reads TargetNames of up to 256 bytes (measured) and does not check self-consistency (measured). */
export function chromiumVerdict(set: RecordSet, origin: Origin): Verdict {
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
