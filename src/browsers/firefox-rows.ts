// What Firefox 153 makes of a record set, as measured on Linux.

import { isBadPort } from '../dns/bad-ports.ts';
import type { Endpoint } from '../dns/record-set.ts';
import { recordsOf } from '../dns/stored-records.ts';
import type { RecordSet } from '../shared/lookup.ts';
import type { Origin, Verdict } from './prediction.ts';
import {
  filterRecords,
  firstOf,
  hasEch,
  isAlias,
  isIncompatible,
  isMixed,
  isOwnTarget,
  judgeEch,
  shows,
  speaks,
  worstOf,
} from './record-choice.ts';

/**
 * Firefox 153: AliasMode or an unknown mandatory key and the set is of no use. Records with `ech` go first, even an empty one. What fails
 * with ECH is tried again with the next record that has `ech`, whether it is one that Firefox can use or one that shows the name;
 * where a record has none, without ECH at once (measured).
 */
export function firefoxVerdict(set: RecordSet, origin: Origin): Verdict {
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
