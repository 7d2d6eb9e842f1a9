// What Firefox 153 makes of a record set, as measured on Linux. It takes one record; where that is for HTTP/3 it opens QUIC first, and
// TCP as well when QUIC is slow and a record with `ech` is for TCP.

import { isBadPort } from '../dns/bad-ports.ts';
import type { Endpoint } from '../dns/record-set.ts';
import { recordsOf } from '../dns/stored-records.ts';
import type { RecordSet } from '../shared/lookup.ts';
import type { Origin, SetVerdict, TransportPrediction, Transports, Verdict } from './prediction.ts';
import {
  filterRecords,
  firstOf,
  hasEch,
  isAlias,
  isIncompatible,
  isMixed,
  isOwnTarget,
  judgeEch,
  overQuic,
  shows,
  speaks,
  verdictOfBoth,
  worstOf,
} from './record-choice.ts';

/** Without `alpn` it takes a record for the default protocol. */
const isForTcp = ({ binding }: Endpoint): boolean => binding.alpn.length === 0 || speaks(binding, 'h2', 'http/1.1');
const isForQuic = ({ binding }: Endpoint): boolean => speaks(binding, 'h3');

/**
 * Firefox 153: AliasMode or an unknown mandatory key and the set is of no use. Records with `ech` go first, even an empty one. What fails
 * with ECH is tried again with the next record that has `ech`, whether it is one that Firefox can use or one that shows the name;
 * where a record has none, without ECH at once (measured).
 */
export function firefoxVerdict(set: RecordSet, origin: Origin): SetVerdict {
  const decoded = recordsOf(set);
  if (!decoded.ok) return shows('set-malformed', 'inferred', { recordIndex: decoded.error.index });
  const alias = decoded.value.find(isAlias);
  if (alias) return shows('alias-not-followed', 'observed', { recordIndex: alias.index });
  const incompatible = decoded.value.find(({ binding }) => isIncompatible(binding));
  if (incompatible) return shows('unknown-mandatory', 'observed', { recordIndex: incompatible.index });
  const { usable, dropReason } = filterRecords(decoded.value, (record) => {
    const { binding } = record;
    if (!isOwnTarget('firefox', binding.targetName, set, origin)) return 'target-name-differs';
    if (binding.port !== undefined && isBadPort(binding.port)) return 'bad-port';
    return isForTcp(record) || isForQuic(record) ? undefined : 'alpn-unusable';
  });
  if (usable.length === 0) return shows(dropReason ?? 'no-record', 'observed', { upgradesHttp: false });
  const transports = transportsOf(usable);
  return { ...verdictOfBoth(transports), upgradesHttp: true, transports };
}

function transportsOf(usable: Endpoint[]): Transports {
  const withEch = usable.filter(hasEch);
  const first = firstOf(withEch.length > 0 ? withEch : usable);
  const isEchInAll = usable.every(hasEch);
  const tcp = tcpVerdict(usable, withEch);
  const forQuic = first.filter(isForQuic);
  if (forQuic.length === 0) return { tcp: { ...tcp, opens: 'at-once', isEchInAll }, quic: null };
  const waits = tcp.reason === 'needs-http3';
  const opens: TransportPrediction['opens'] = waits
    ? 'if-failed'
    : forQuic.length === first.length
      ? 'if-slow'
      : 'at-once';
  const onFailure = waits || isMixed(usable) ? 'falls-back' : 'does-not';
  const quic =
    withEch.length > 0
      ? worstOf(forQuic.map((record) => judgeEch('firefox', record, onFailure)))
      : shows('no-ech', 'observed');
  if (quic.onFailure && tcp.onFailure === 'falls-back') quic.onFailure = 'falls-back';
  return { tcp: { ...tcp, opens, isEchInAll }, quic: { ...overQuic('firefox', quic), opens: 'at-once', isEchInAll } };
}

/** `needs-http3`: no connection over TCP while there may be one over QUIC, and then one without ECH (measured). */
function tcpVerdict(usable: Endpoint[], withEch: Endpoint[]): Verdict {
  if (withEch.length === 0) return shows('no-ech', 'observed');
  const mixed = isMixed(usable);
  const forTcp = withEch.filter(isForTcp);
  if (forTcp.length === 0) return shows('needs-http3', 'observed');
  const judge = (record: Endpoint): Verdict => judgeEch('firefox', record, mixed ? 'falls-back' : 'does-not');
  const connecting = forTcp.filter((record) => judge(record).outcome !== 'cannot-connect');
  const tried = connecting.length === 0 ? forTcp : connecting;
  const worst = worstOf(firstOf(tried).map(judge));
  if (worst.onFailure && tried.some((record) => judge(record).outcome === 'shows')) worst.onFailure = 'falls-back';
  return worst;
}
